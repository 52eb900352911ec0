package qr

import (
	"fmt"
	"image"
	"image/color"

	qrcode "github.com/skip2/go-qrcode"
)

// Level is how much of a code may be spoiled and still be read.
type Level int

// The four levels of the standard: 7 %, 15 %, 25 % and 30 %. Paper and screens use Medium.
const (
	Low      Level = Level(qrcode.Low)
	Medium   Level = Level(qrcode.Medium)
	Quartile Level = Level(qrcode.High)
	High     Level = Level(qrcode.Highest)
)

// Quiet is the margin of light modules a reader needs around a code (GB/T 18284 6.3.8).
const Quiet = 4

// Code is a QR code without its margin.
type Code struct {
	Size    int // modules on a side
	modules [][]bool
}

// Encode makes the smallest code that holds text. It fails when text is empty or longer than a code can be
// (about 2 300 bytes at Medium).
func Encode(text string, level Level) (Code, error) {
	if level < Low || level > High {
		return Code{}, fmt.Errorf("qr: no level %d", level)
	}
	q, err := qrcode.New(text, qrcode.RecoveryLevel(level))
	if err != nil {
		return Code{}, fmt.Errorf("qr: %d bytes of text: %w", len(text), err)
	}
	q.DisableBorder = true
	modules := q.Bitmap()
	return Code{Size: len(modules), modules: modules}, nil
}

// At reports whether the module in column x of row y is dark; outside the code everything is light.
func (c Code) At(x, y int) bool {
	return x >= 0 && y >= 0 && x < c.Size && y < c.Size && c.modules[y][x]
}

// Image draws c in black on white, every module px pixels wide, inside a margin of quiet modules.
func Image(c Code, px, quiet int) *image.Gray {
	px, quiet = max(px, 1), max(quiet, 0)
	side := (c.Size + 2*quiet) * px
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			shade := color.Gray{Y: 255}
			if c.At(x/px-quiet, y/px-quiet) {
				shade.Y = 0
			}
			img.SetGray(x, y, shade)
		}
	}
	return img
}
