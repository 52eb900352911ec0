package tour

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"onewindow/internal/trouble"
)

// The album holds a picture of every trouble that the story brought about.

// portrait is one trouble as a window told it.
type portrait struct{ code, sentence, file string }

// scene waits until a role tells of a trouble in words, keeps its picture under the trouble's own name, and gives what was
// seen. The trouble itself has been brought about before, and is undone after.
func (s *story) scene(ctx context.Context, r *Role, role, code string) ([]string, error) {
	seen, err := s.complains(ctx, r, role, code)
	if err != nil {
		return nil, err
	}
	img, err := s.settled(ctx, seen.window)
	if err != nil {
		return nil, err
	}
	p := portrait{code, seen.sentence, s.portraitName(role, code) + ".png"}
	if err := writePNG(filepath.Join(s.p.Out, p.file), img); err != nil {
		return nil, err
	}
	s.album = append(s.album, p)
	return []string{fmt.Sprintf("%s in words: %s ![%s](%s)", code, p.sentence, code, p.file)}, nil
}

// portraitName is the name the table of troubles gives a picture; a second window's picture of the same has the window's
// name behind.
func (s *story) portraitName(role, code string) string {
	name := trouble.Of(code).Scene
	if name == "" {
		name = "trouble-" + code
	}
	if slices.ContainsFunc(s.album, func(p portrait) bool { return p.code == code }) {
		name += "-" + role
	}
	return name
}

// showAlbum tells all troubles that were seen, in the order of the table.
func (s *story) showAlbum(t *Transcript) {
	var rows []string
	for _, e := range trouble.All() {
		for _, p := range s.album {
			if p.code == e.Code {
				rows = append(rows, fmt.Sprintf("| %s | %s | ![%s](%s) |", p.code, p.sentence, p.code, p.file))
			}
		}
	}
	t.chapter("相册 Every trouble in words")
	t.table("| code | sentence | picture |", rows)
}
