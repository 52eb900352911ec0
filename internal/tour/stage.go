package tour

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"time"
)

// Window is one real window on the virtual screen.
type Window struct {
	Title string
	Rect  image.Rectangle
	id    string
}

// Role is one desktop program with its windows and the file in which it tells where its controls are.
type Role struct {
	name    string
	mapFile string
	windows map[string]*Window // by title
	english bool               // it speaks English now
}

// controls mirrors the file a window program writes; see ui/kit's Map.
type controls struct {
	Screens map[string]string `json:"screens"`
	Tags    map[string]struct {
		Window     string `json:"window"`
		X, Y, W, H int
	} `json:"tags"`
}

// patience is how long the tour waits for something to be seen before it calls the step failed.
const patience = 25 * time.Second

// Stage is the screen with the programs on it.
type Stage struct {
	screen *Screen
	eyes   Eyes
	out    string
	taken  int
}

// Tap waits until a control is there and presses its middle.
func (s *Stage) Tap(ctx context.Context, r *Role, tag string) error {
	at, err := s.Find(ctx, r, tag)
	if err != nil {
		return err
	}
	return s.screen.Tap(ctx, image.Pt((at.Min.X+at.Max.X)/2, (at.Min.Y+at.Max.Y)/2))
}

// Find waits until a control is there and gives its place on the screen.
func (s *Stage) Find(ctx context.Context, r *Role, tag string) (image.Rectangle, error) {
	var at image.Rectangle
	err := s.until(ctx, fmt.Sprintf("no control %q", tag), func() bool {
		c, err := r.controls()
		if err != nil {
			return false
		}
		t, ok := c.Tags[tag]
		w := r.windows[t.Window]
		if !ok || w == nil {
			return false
		}
		at = image.Rect(t.X, t.Y, t.X+t.W, t.Y+t.H).Add(w.Rect.Min)
		return !at.Intersect(w.Rect).Empty()
	})
	return at, err
}

// Shows waits until a role shows a screen.
func (s *Stage) Shows(ctx context.Context, r *Role, role, screen string) error {
	return s.until(ctx, fmt.Sprintf("%s does not show %q", role, screen), func() bool {
		c, err := r.controls()
		return err == nil && c.Screens[role] == screen
	})
}

// Reads waits until a text stands alone in a part of a window, given from the window's corner.
func (s *Stage) Reads(ctx context.Context, w *Window, part image.Rectangle, want string) error {
	var why error
	err := s.until(ctx, "unread", func() bool {
		img, err := s.screen.Look(ctx, w.Rect)
		if err != nil {
			why = err
			return false
		}
		why = s.eyes.Reads(img, part, want, true)
		return why == nil
	})
	if err != nil && why != nil {
		return why
	}
	return err
}

// changes waits until a part of a window looks different from now.
func (s *Stage) changes(ctx context.Context, w *Window, part image.Rectangle) error {
	at := part.Add(w.Rect.Min)
	before, err := s.screen.Look(ctx, at)
	if err != nil {
		return err
	}
	return s.until(ctx, "nothing changes", func() bool {
		now, err := s.screen.Look(ctx, at)
		return err == nil && string(now.Pix) != string(before.Pix)
	})
}

// spot is a point of a window and the colour that tells something there.
type spot struct {
	at     image.Point
	colour color.RGBA
}

// ground waits until a window has a spot's colour there, or no longer has it.
func (s *Stage) ground(ctx context.Context, w *Window, p spot, wanted bool) error {
	return s.until(ctx, "the window's colour does not tell it", func() bool {
		img, err := s.screen.Look(ctx, image.Rectangle{Min: p.at, Max: p.at.Add(image.Pt(2, 2))}.Add(w.Rect.Min))
		return err == nil && (img.RGBAAt(0, 0) == p.colour) == wanted
	})
}

// Shot keeps a picture of a window under the next number, once it stands still.
func (s *Stage) Shot(ctx context.Context, w *Window, name string) (string, error) {
	img, err := s.settled(ctx, w)
	if err != nil {
		return "", err
	}
	s.taken++
	file := fmt.Sprintf("%02d-%s.png", s.taken, name)
	return file, writePNG(filepath.Join(s.out, file), img)
}

// settled gives the picture of a window once it stands still, or after a second.
func (s *Stage) settled(ctx context.Context, w *Window) (*image.RGBA, error) {
	last, err := s.screen.Look(ctx, w.Rect)
	if err != nil {
		return nil, err
	}
	for range 6 {
		if err := pause(ctx, 150*time.Millisecond); err != nil {
			return nil, err
		}
		next, err := s.screen.Look(ctx, w.Rect)
		if err != nil {
			return nil, err
		}
		if string(next.Pix) == string(last.Pix) {
			break
		}
		last = next
	}
	if even(last) {
		return nil, fmt.Errorf("tour: the window %q is blank", w.Title)
	}
	return last, nil
}

// even tells whether a picture is of one colour only, as a window that was never drawn is.
func even(img *image.RGBA) bool {
	for i := 4; i+3 < len(img.Pix); i += 4 {
		if img.Pix[i] != img.Pix[0] || img.Pix[i+1] != img.Pix[1] || img.Pix[i+2] != img.Pix[2] {
			return false
		}
	}
	return true
}

func writePNG(path string, img image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(f, img); err != nil {
		_ = f.Close()
		return fmt.Errorf("tour: %w", err)
	}
	return f.Close()
}

// until looks again and again until see is true; sentence says what was missed.
func (s *Stage) until(ctx context.Context, sentence string, see func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for !see() {
		if err := pause(ctx, 60*time.Millisecond); err != nil {
			return fmt.Errorf("tour: %s: %w", sentence, err)
		}
	}
	return nil
}

func (r *Role) controls() (controls, error) {
	raw, err := os.ReadFile(r.mapFile)
	if err != nil {
		return controls{}, err
	}
	var c controls
	return c, json.Unmarshal(raw, &c)
}
