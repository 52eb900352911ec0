package kit

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // scanners give JPEG
	_ "image/png"  // and PNG

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// maxPageSide is the longest side of a page that is drawn, in pixels: A4 at 600 dpi and some more.
const maxPageSide = 8000

// Shrink makes a small picture of a page that fits w by h pixels. Pages that are no pictures (PDF) give an error.
func Shrink(page []byte, w, h int) (image.Image, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > maxPageSide || head.Height > maxPageSide {
		return nil, fmt.Errorf("kit: a page of %d by %d pixels is not drawn", head.Width, head.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	b := src.Bounds()
	k := min(float64(w)/float64(b.Dx()), float64(h)/float64(b.Dy()))
	dst := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*k)), max(1, int(float64(b.Dy())*k))))
	for y := range dst.Rect.Dy() {
		for x := range dst.Rect.Dx() {
			from := image.Rect(int(float64(x)/k), int(float64(y)/k), int(float64(x+1)/k), int(float64(y+1)/k)).Add(b.Min)
			dst.SetRGBA(x, y, mean(src, from.Intersect(b)))
		}
	}
	return dst, nil
}

// mean is the middle colour of at most 4 by 4 samples of a part.
func mean(src image.Image, part image.Rectangle) color.RGBA {
	stepX, stepY := max(1, part.Dx()/4), max(1, part.Dy()/4)
	var r, g, b, n uint32
	for y := part.Min.Y; y < max(part.Max.Y, part.Min.Y+1); y += stepY {
		for x := part.Min.X; x < max(part.Max.X, part.Min.X+1); x += stepX {
			r1, g1, b1, _ := src.At(x, y).RGBA()
			r, g, b, n = r+r1>>8, g+g1>>8, b+b1>>8, n+1
		}
	}
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 0xFF}
}

// Thumbnail sizes, in pixels.
const (
	ThumbW = 48
	ThumbH = 62
)

// Thumbnail is a page, 48 by 62, with one edge. Without a picture it shows a blank page with lines.
func Thumbnail(pic image.Image) *Drawing {
	return NewDrawing(ThumbW, ThumbH, func(fyne.Size) []Placed {
		items := []Placed{At(0, 0, ThumbW, ThumbH, Frame(Paper, Edge, 1, 0))}
		if pic != nil {
			img := canvas.NewImageFromImage(pic)
			img.FillMode = canvas.ImageFillContain
			return append(items, At(2, 2, ThumbW-4, ThumbH-4, img))
		}
		for i := range 4 {
			w := float32(30)
			if i == 3 {
				w = 18
			}
			items = append(items, At(9, 16+float32(i)*9, w, 2, Box(Line, 0)))
		}
		return items
	})
}

// ScanningThumbnail is the page the scanner is at: a green frame with words and a bar.
func ScanningThumbnail(page, word string) *Drawing {
	return NewDrawing(ThumbW, ThumbH, func(fyne.Size) []Placed {
		return []Placed{
			At(0, 0, ThumbW, ThumbH, Frame(GreenT, Green, 2, 0)),
			At(0, 8, ThumbW, 0, Centred(page, 12, true, Ink)),
			At(0, 26, ThumbW, 0, Centred(Fit(word, 12, false, ThumbW-4), 12, false, Ink)),
			At(8, 50, ThumbW-16, 4, Box(Line, 0)), At(8, 50, (ThumbW-16)*0.6, 4, Box(Green, 0)),
		}
	})
}
