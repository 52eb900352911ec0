package tour

import (
	"fmt"
	"image"
	"image/color"

	"onewindow/internal/glyph"
)

// Eyes read large text from a picture by its shape: what stands there is laid over the same text drawn from the
// bundled font. They answer one question only: does this text stand here?
type Eyes struct{ fonts *glyph.Fonts }

// Reads tells whether the only text inside r is want. The text must stand alone on an even ground.
func (e Eyes) Reads(img *image.RGBA, r image.Rectangle, want string, bold bool) error {
	seen := inkOf(img, r)
	if seen.box.Empty() {
		return fmt.Errorf("tour: nothing stands where %q should", want)
	}
	drawn := e.fonts.Raster(want, 160, bold)
	wanted := inkOfMask(drawn)
	aspect := func(b image.Rectangle) float64 { return float64(b.Dx()) / float64(b.Dy()) }
	if ratio := aspect(seen.box) / aspect(wanted.box); ratio < 0.9 || ratio > 1.1 {
		return fmt.Errorf("tour: what stands there is not %q: its shape is %.2f times as wide", want, ratio)
	}
	if same := overlap(seen, wanted); same < 0.9 {
		return fmt.Errorf("tour: what stands there is not %q: only %.0f%% of it agrees", want, same*100)
	}
	return nil
}

// ink is where something is written: a mask and the smallest box around it.
type ink struct {
	on  func(x, y int) bool
	box image.Rectangle
}

// inkOf takes for ink what differs from the ground, which is the colour of the region's corner.
func inkOf(img *image.RGBA, r image.Rectangle) ink {
	r = r.Intersect(img.Bounds())
	ground := luma(img.RGBAAt(r.Min.X, r.Min.Y))
	on := func(x, y int) bool {
		d := luma(img.RGBAAt(x, y)) - ground
		return d > 90 || d < -90
	}
	return ink{on, boxOf(on, r)}
}

func inkOfMask(m *image.Gray) ink {
	ground := m.GrayAt(m.Bounds().Min.X, m.Bounds().Min.Y).Y
	on := func(x, y int) bool { return m.GrayAt(x, y).Y != ground }
	return ink{on, boxOf(on, m.Bounds())}
}

func luma(c color.RGBA) int { return (299*int(c.R) + 587*int(c.G) + 114*int(c.B)) / 1000 }

func boxOf(on func(x, y int) bool, r image.Rectangle) image.Rectangle {
	var box image.Rectangle
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if on(x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// overlap gives the share of ink two masks have in common when the boxes are laid over each other.
func overlap(a, b ink) float64 {
	var both, either int
	for y := range a.box.Dy() {
		for x := range a.box.Dx() {
			inA := a.on(a.box.Min.X+x, a.box.Min.Y+y)
			inB := b.on(b.box.Min.X+x*b.box.Dx()/a.box.Dx(), b.box.Min.Y+y*b.box.Dy()/a.box.Dy())
			if inA && inB {
				both++
			}
			if inA || inB {
				either++
			}
		}
	}
	return float64(both) / float64(either)
}

// stands looks for a short text anywhere on a paper: wherever a box of ink of its size stands, it is compared.
func (e Eyes) stands(img *image.RGBA, want string) error {
	for _, px := range []float64{24, 26, 28, 30, 32} {
		for _, bold := range []bool{true, false} {
			wanted := inkOfMask(e.fonts.Raster(want, px, bold))
			if e.somewhere(img, wanted) {
				return nil
			}
		}
	}
	return fmt.Errorf("tour: %q stands nowhere on the paper", want)
}

// somewhere slides a small mask over a one-bit picture. Rows without ink are passed over, so it stays quick.
func (e Eyes) somewhere(img *image.RGBA, wanted ink) bool {
	paper := inkOf(img, img.Bounds())
	w, h := wanted.box.Dx(), wanted.box.Dy()
	for y := paper.box.Min.Y; y+h <= paper.box.Max.Y; y++ {
		for x := paper.box.Min.X; x+w <= paper.box.Max.X; x++ {
			if e.agrees(paper, wanted, x, y) {
				return true
			}
		}
	}
	return false
}

// agrees tells whether nine tenths of the mask's points are on the paper as they are in the mask, giving up early.
func (e Eyes) agrees(paper, wanted ink, x, y int) bool {
	w, h := wanted.box.Dx(), wanted.box.Dy()
	wrong, most := 0, w*h/10
	for dy := range h {
		for dx := range w {
			if paper.on(x+dx, y+dy) != wanted.on(wanted.box.Min.X+dx, wanted.box.Min.Y+dy) {
				if wrong++; wrong > most {
					return false
				}
			}
		}
	}
	return true
}
