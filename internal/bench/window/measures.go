package window

import (
	"context"
	"errors"
	"image"
	"os/exec"
	"path/filepath"

	"onewindow/internal/bench"
	"onewindow/internal/rig"
)

// Params is what the measures need of whoever wires them.
type Params struct {
	// Hall writes the files of the small hall into a folder, with a clerk who can sign in.
	Hall          func(dir string) (rig.Addresses, error)
	Operator, PIN string
}

// Measures are all of them, in the order of the report.
func Measures(p Params) []bench.Measure {
	return []bench.Measure{Card(p), Tap(p), Call(p), Start(p)}
}

// measure gives a measure that has a stage of its own. What the screen showed when it failed is kept in its folder.
func measure(name string, p Params, run func(ctx context.Context, s *stage) ([]bench.Row, error)) bench.Measure {
	return bench.Measure{Name: name, Screen: true, Run: func(ctx context.Context, l *bench.Lab) ([]bench.Row, error) {
		s, err := newStage(l, p)
		if err != nil {
			return nil, err
		}
		defer s.close()
		rows, err := run(ctx, s)
		if err != nil && s.pixels != nil {
			if img, looked := s.screen.Look(ctx, image.Rectangle{Max: s.pixels.size}); looked == nil {
				err = errors.Join(err, writePNG(filepath.Join(l.Dir, "failed.png"), img))
			}
		}
		return rows, err
	}}
}

// Possible tells whether a virtual screen can be opened here.
func Possible() bool {
	for _, name := range []string{"Xvfb", "openbox", "xdotool"} {
		if _, err := exec.LookPath(name); err != nil {
			return false
		}
	}
	return true
}
