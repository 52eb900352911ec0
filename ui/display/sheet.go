package display

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// footGround is the bottom line's ground: the lintel, a shade deeper, as the drawing has it.
var footGround = color.NRGBA{R: 0x0A, G: 0x24, B: 0x21, A: 0xFF}

// fresh is the mark of a screen that is up to date: jade, light enough for the lintel.
var fresh = color.NRGBA{R: 0x8C, G: 0xDB, B: 0xC2, A: 0xFF}

// sheet collects what is drawn, in the drawing's own pixels, k real pixels to each.
type sheet struct {
	k     float32
	items []kit.Placed
}

func (s *sheet) add(x, y, w, h float32, o fyne.CanvasObject) {
	s.items = append(s.items, kit.At(x*s.k, y*s.k, w*s.k, h*s.k, o))
}

func (s *sheet) box(x, y, w, h float32, fill color.Color, radius float32) *canvas.Rectangle {
	r := kit.Box(fill, radius*s.k)
	s.add(x, y, w, h, r)
	return r
}

// rule is a line 2 px thick from x to to.
func (s *sheet) rule(x, y, to float32, c color.Color) { s.box(x, y-1, to-x, 2, c, 0) }

// middle is where the eye sees the middle of a line of type, in em below its top.
const middle = 0.785

// text writes a line whose visible middle is at y, and gives its right end.
func (s *sheet) text(x, y, px float32, bold bool, c color.Color, words string) float32 {
	s.items = append(s.items, kit.At(x*s.k, (y-1-middle*px)*s.k, 0, 0, kit.Text(words, px*s.k, bold, c)))
	return x + s.width(words, px, bold)
}

func (s *sheet) right(x, y, px float32, bold bool, c color.Color, words string) float32 {
	left := x - s.width(words, px, bold)
	s.text(left, y, px, bold, c, words)
	return left
}

func (s *sheet) centre(x, y, px float32, bold bool, c color.Color, words string) {
	s.text(x-s.width(words, px, bold)/2, y, px, bold, c, words)
}

func (s *sheet) width(words string, px float32, bold bool) float32 {
	return kit.Width(words, px*s.k, bold) / s.k
}

// fit shortens words to a width.
func (s *sheet) fit(words string, px float32, bold bool, width float32) string {
	return kit.Fit(words, px*s.k, bold, width*s.k)
}

// shrink gives the type size, at most px, at which words are no wider than width. Widths do not shrink evenly with
// the type (glyphs keep to whole pixels), so what was computed is measured again.
func (s *sheet) shrink(words string, px float32, bold bool, width float32) float32 {
	for w := s.width(words, px, bold); w > width && px > 8; w = s.width(words, px, bold) {
		px *= min(width/w, 0.99)
	}
	return px
}

// icon draws an icon px wide whose left middle is at x, y, with a stroke that is seen across a hall.
func (s *sheet) icon(name string, x, y, px float32, c color.Color) {
	bold := bytes.ReplaceAll(kit.IconResource(name, c).Content(), []byte(`stroke-width="1.75"`), []byte(`stroke-width="2.5"`))
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	img := canvas.NewImageFromResource(fyne.NewStaticResource(fmt.Sprintf("wall-%02X%02X%02X-%s.svg", n.R, n.G, n.B, name), bold))
	img.FillMode = canvas.ImageFillContain
	s.add(x, y-px/2, px, px, img)
}

// place makes one object of everything, as large as the whole screen.
func (s *sheet) place(w, h float32) *fyne.Container { return kit.Place(w*s.k, h*s.k, s.items...) }
