package window

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"
)

// pixels reads a virtual screen's picture from the file it lays it into, an X window dump (XWDFile.h): a header of
// 32-bit big-endian words, a table of colours, then the rows, four bytes a pixel.
type pixels struct {
	file   *os.File
	start  int64 // of the first row
	stride int64 // bytes of a row
	size   image.Point
}

// Words of the header.
const (
	headerSize, pictureWidth, pictureHeight, bitsPerPixel, bytesPerLine, colours = 0, 4, 5, 11, 12, 19
	headerWords, colourSize                                                      = 25, 12
)

func openPixels(dir string) (*pixels, error) {
	f, err := os.Open(filepath.Join(dir, "Xvfb_screen0"))
	if err != nil {
		return nil, fmt.Errorf("bench: the screen's pixels: %w", err)
	}
	var head [headerWords]uint32
	if err := binary.Read(f, binary.BigEndian, &head); err != nil {
		return nil, errors.Join(fmt.Errorf("bench: the screen's pixels: %w", err), f.Close())
	}
	if head[bitsPerPixel] != 32 {
		return nil, errors.Join(fmt.Errorf("bench: a screen of %d bits a pixel is not read", head[bitsPerPixel]), f.Close())
	}
	return &pixels{f, int64(head[headerSize]) + int64(head[colours])*colourSize, int64(head[bytesPerLine]),
		image.Pt(int(head[pictureWidth]), int(head[pictureHeight]))}, nil
}

func (p *pixels) close() error { return p.file.Close() }

// look reads a part of the screen, row after row.
func (p *pixels) look(part image.Rectangle) (string, error) {
	part = part.Intersect(image.Rectangle{Max: p.size})
	row := part.Dx() * 4
	out := make([]byte, row*part.Dy())
	for y := range part.Dy() {
		if _, err := p.file.ReadAt(out[y*row:(y+1)*row], p.start+int64(part.Min.Y+y)*p.stride+int64(part.Min.X)*4); err != nil {
			return "", fmt.Errorf("bench: the screen's pixels: %w", err)
		}
	}
	return string(out), nil
}

// picture is a part of the screen to look at.
func (p *pixels) picture(part image.Rectangle) (image.Image, error) {
	now, err := p.look(part)
	img := image.NewRGBA(image.Rectangle{Max: part.Size()})
	for i := 0; i+4 <= len(now); i += 4 { // blue, green, red and nothing, lowest byte first
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = now[i+2], now[i+1], now[i], 0xFF
	}
	return img, err
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
		now, err := p.look(part)
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
