package tour

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"onewindow/internal/trouble"
)

// A complaint is a trouble that a window tells in words. A window names the object that shows the sentence
// "<role>.trouble.<CODE>" in its map, for as long as the sentence stands there.

// told is a complaint that was seen.
type told struct {
	code     string
	sentence string
	window   *Window
}

// complaint gives the first of a role's complaints whose code begins with one of codes and whose sentence can be read
// where its tag says. role is the name before ".trouble": a program has more than one, as its windows have.
func (s *Stage) complaint(ctx context.Context, r *Role, role string, codes ...string) (told, error) {
	c, err := r.controls()
	if err != nil {
		return told{}, err
	}
	why := fmt.Errorf("tour: %s does not complain of %s", role, strings.Join(codes, ", "))
	for tag, t := range c.Tags {
		code, ok := strings.CutPrefix(tag, role+".trouble.")
		w := r.windows[t.Window]
		if !ok || w == nil || !slices.ContainsFunc(codes, func(p string) bool { return strings.HasPrefix(code, p) }) {
			continue
		}
		for _, sentence := range []string{r.words(role, code), r.words("counter", code)} {
			if why = s.reads(ctx, w, image.Rect(t.X, t.Y, t.X+t.W, t.Y+t.H), landmarks(sentence)...); why == nil {
				return told{code, sentence, w}, nil
			}
		}
	}
	return told{}, why
}

// reads looks for any of some texts in a part of a window.
func (s *Stage) reads(ctx context.Context, w *Window, part image.Rectangle, texts ...string) (why error) {
	part = part.Inset(-4).Intersect(image.Rectangle{Max: w.Rect.Size()})
	img, err := s.screen.Look(ctx, part.Add(w.Rect.Min))
	if err != nil {
		return err
	}
	for _, text := range texts {
		if why = s.eyes.Says(img, img.Bounds(), text); why == nil {
			return nil
		}
	}
	return why
}

// saysAt waits until a text stands where a tag says.
func (s *Stage) saysAt(ctx context.Context, r *Role, tag, text string) error {
	var why error
	err := s.until(ctx, "unread", func() bool {
		c, err := r.controls()
		t, ok := c.Tags[tag]
		if w := r.windows[t.Window]; err == nil && ok && w != nil {
			why = s.reads(ctx, w, image.Rect(t.X, t.Y, t.X+t.W, t.Y+t.H), text)
			return why == nil
		}
		return false
	})
	if err != nil && why != nil {
		return why
	}
	return err
}

// words is a trouble's sentence as a role says it: to clerks at the counter, to citizens elsewhere.
func (r *Role) words(role, code string) string {
	e := trouble.Of(code)
	w := e.Clerk
	if role != "counter" && role != "doorway" && e.Citizen != (trouble.Words{}) {
		w = e.Citizen
	}
	if r.english {
		return w.En
	}
	return w.Zh
}

// complains waits until a role complains in words of one of codes (a whole code, or the beginning of several).
func (s *Stage) complains(ctx context.Context, r *Role, role string, codes ...string) (seen told, err error) {
	var why error
	err = s.until(ctx, "no complaint", func() bool {
		seen, why = s.complaint(ctx, r, role, codes...)
		return why == nil
	})
	if err != nil && why != nil {
		return seen, why
	}
	return seen, err
}

// content waits until a role no longer complains of any of codes.
func (s *Stage) content(ctx context.Context, r *Role, role string, codes ...string) error {
	return s.until(ctx, fmt.Sprintf("%s still complains of %s", role, strings.Join(codes, ", ")), func() bool {
		c, err := r.controls()
		if err != nil {
			return false
		}
		for tag := range c.Tags {
			code, ok := strings.CutPrefix(tag, role+".trouble.")
			if ok && slices.ContainsFunc(codes, func(p string) bool { return strings.HasPrefix(code, p) }) {
				return false
			}
		}
		return true
	})
}

// since is how long ago something happened, as a person would measure it.
func since(t time.Time) time.Duration { return time.Since(t).Round(10 * time.Millisecond) }
