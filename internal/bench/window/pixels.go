package window

import (
	"context"
	"fmt"
	"image"
	"time"
)

// pixels are those of a virtual screen, read from its memory: soon enough to see each frame.
type pixels struct {
	size image.Point
	read func(ctx context.Context, part image.Rectangle) (*image.RGBA, error)
}

// look reads a part of the screen, point after point.
func (p *pixels) look(ctx context.Context, part image.Rectangle) (string, error) {
	img, err := p.read(ctx, part)
	if err != nil {
		return "", err
	}
	return string(img.Pix), nil
}

// even tells whether a part is of one colour.
func even(part string) bool {
	for i := 4; i+4 <= len(part); i += 4 {
		if part[i:i+3] != part[:3] {
			return false
		}
	}
	return true
}

// lookEvery is how often the pixels are read: much more often than a screen is drawn.
const lookEvery = time.Millisecond

// patience is how long something may take to be seen.
const patience = 30 * time.Second

// until waits until a part of the screen is as it should be, and gives when it was seen.
func (p *pixels) until(ctx context.Context, part image.Rectangle, what string, is func(now string) bool) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		now, err := p.look(ctx, part)
		at := time.Now()
		if err != nil {
			return at, err
		}
		if is(now) {
			return at, nil
		}
		if err := pause(ctx, lookEvery); err != nil {
			return at, fmt.Errorf("bench: %s: %w", what, err)
		}
	}
}

// still waits until a part has not changed for a moment, and gives it.
func (p *pixels) still(ctx context.Context, part image.Rectangle, moment time.Duration) (string, error) {
	last, since := "", time.Now()
	_, err := p.until(ctx, part, "the screen does not come to rest", func(now string) bool {
		if now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) >= moment
	})
	return last, err
}

// busiest is the square of a part in which most pixels differ between two looks at it; empty if none does.
func busiest(part image.Rectangle, before, after string) image.Rectangle {
	best, most := image.Rectangle{}, 0
	const step = side / 4
	for y := 0; y+side <= part.Dy(); y += step {
		for x := 0; x+side <= part.Dx(); x += step {
			n := 0
			for dy := range side {
				i := ((y+dy)*part.Dx() + x) * 4
				for j := i; j < i+side*4; j += 4 {
					if before[j:j+3] != after[j:j+3] {
						n++
					}
				}
			}
			if n > most {
				best, most = image.Rect(x, y, x+side, y+side).Add(part.Min), n
			}
		}
	}
	return best
}

// side is that of the square that is watched.
const side = 64

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
