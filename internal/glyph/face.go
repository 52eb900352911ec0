package glyph

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	"golang.org/x/image/vector"
)

// Face is one weight of the font at one size. Glyphs are drawn once and kept.
type Face struct {
	fonts           *Fonts
	bold            bool
	px              float64
	ascent, descent int

	mu     sync.Mutex
	glyphs map[rune]bitmap
}

// bitmap is a drawn glyph: mask's bounds are relative to the pen on the baseline.
type bitmap struct {
	mask    *image.Alpha // nil for a blank
	advance float64      // px
}

// Face gives the font at px pixels to the em. Asking twice gives the same Face.
func (f *Fonts) Face(bold bool, px float64) *Face {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := faceKey{bold, px}
	face := f.faces[key]
	if face == nil {
		up, down := f.Metrics()
		face = &Face{
			fonts: f, bold: bold, px: px, glyphs: map[rune]bitmap{},
			ascent: int(math.Ceil(up * px)), descent: int(math.Ceil(down * px)),
		}
		f.faces[key] = face
	}
	return face
}

// Ascent is how far a line reaches above its baseline, in pixels.
func (f *Face) Ascent() int { return f.ascent }

// Height is the height of a line, in pixels.
func (f *Face) Height() int { return f.ascent + f.descent }

// Measure gives the width of s in pixels, rounded up.
func (f *Face) Measure(s string) int {
	width := 0.0
	for _, r := range s {
		width += f.fonts.Advance(r, f.bold) * f.px
	}
	return int(math.Ceil(width - 1e-6))
}

// Draw writes s with its pen at x on the baseline. Pixels outside dst are left out.
func (f *Face) Draw(dst draw.Image, x, baseline int, s string, col color.Color) {
	ink := image.NewUniform(col)
	pen := float64(x)
	for _, r := range s {
		g := f.glyph(r)
		if g.mask != nil {
			at := image.Pt(int(math.Round(pen)), baseline)
			draw.DrawMask(dst, g.mask.Rect.Add(at), ink, image.Point{}, g.mask, g.mask.Rect.Min, draw.Over)
		}
		pen += g.advance
	}
}

func (f *Face) glyph(r rune) bitmap {
	f.mu.Lock()
	defer f.mu.Unlock()
	g, ok := f.glyphs[r]
	if !ok {
		g = rasterize(f.fonts.Outline(r, f.bold), f.px)
		f.glyphs[r] = g
	}
	return g
}

// Raster draws s in black on white, every pixel one or the other, as a line of Height pixels with its
// baseline at Ascent: what a printer of one-bit dots needs.
func (f *Fonts) Raster(s string, px float64, bold bool) *image.Gray {
	face := f.Face(bold, px)
	img := image.NewGray(image.Rect(0, 0, max(face.Measure(s), 1), face.Height()))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	face.Draw(img, 0, face.Ascent(), s, color.Black)
	for i, v := range img.Pix {
		img.Pix[i] = 0
		if v >= 128 {
			img.Pix[i] = 255
		}
	}
	return img
}

// rasterize fills an outline at px pixels to the em.
func rasterize(o Outline, px float64) bitmap {
	g := bitmap{advance: o.Advance * px}
	box := bounds(o, px)
	if box.Empty() {
		return g
	}
	v := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(p Point) (float32, float32) {
		return float32(p.X*px - float64(box.Min.X)), float32(p.Y*px - float64(box.Min.Y))
	}
	open := false
	for _, s := range o.Segments {
		x0, y0 := at(s.P[0])
		x1, y1 := at(s.P[1])
		x2, y2 := at(s.P[2])
		switch s.Op {
		case Move:
			if open {
				v.ClosePath()
			}
			v.MoveTo(x0, y0)
			open = true
		case Line:
			v.LineTo(x0, y0)
		case Quad:
			v.QuadTo(x0, y0, x1, y1)
		case Cubic:
			v.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	v.ClosePath()
	g.mask = image.NewAlpha(box)
	v.Draw(g.mask, box, image.Opaque, image.Point{})
	return g
}

// bounds is the smallest whole-pixel rectangle that holds every point, and so every curve, of the outline.
func bounds(o Outline, px float64) image.Rectangle {
	if len(o.Segments) == 0 {
		return image.Rectangle{}
	}
	left, top := math.Inf(1), math.Inf(1)
	right, bottom := math.Inf(-1), math.Inf(-1)
	for _, s := range o.Segments {
		for _, p := range s.Points() {
			left, right = min(left, p.X*px), max(right, p.X*px)
			top, bottom = min(top, p.Y*px), max(bottom, p.Y*px)
		}
	}
	return image.Rect(int(math.Floor(left)), int(math.Floor(top)), int(math.Ceil(right)), int(math.Ceil(bottom)))
}
