package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Prose is text that wraps to the width it is given. Its least size is that of its lines at its present width.
type Prose struct {
	widget.BaseWidget
	text   string
	px     float32
	bold   bool
	colour color.Color
	align  fyne.TextAlign
	width  float32
}

// NewProse makes wrapping text, first wrapped to width.
func NewProse(text string, px float32, bold bool, colour color.Color, width float32) *Prose {
	p := &Prose{text: text, px: px, bold: bold, colour: colour, width: width}
	p.ExtendBaseWidget(p)
	return p
}

// Centre centres the lines and gives the prose back.
func (p *Prose) Centre() *Prose {
	p.align = fyne.TextAlignCenter
	return p
}

// SetText changes the words.
func (p *Prose) SetText(s string) {
	if s == p.text {
		return
	}
	p.text = s
	p.Refresh()
}

// SetColour changes the colour.
func (p *Prose) SetColour(c color.Color) {
	p.colour = c
	p.Refresh()
}

// Lines is how many lines the prose takes at its width.
func (p *Prose) Lines() int { return len(Wrap(p.text, p.px, p.bold, p.width)) }

// Resize wraps to the new width.
func (p *Prose) Resize(s fyne.Size) {
	if s.Width > 0 && s.Width != p.width {
		p.width = s.Width
		p.Refresh()
	}
	p.BaseWidget.Resize(s)
}

// CreateRenderer implements fyne.Widget.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer {
	r := &proseRenderer{prose: p}
	r.Refresh()
	return r
}

type proseRenderer struct {
	prose *Prose
	lines []fyne.CanvasObject
	least fyne.Size
}

func (r *proseRenderer) Refresh() {
	p := r.prose
	height := Measure("国", p.px, p.bold).Height
	r.lines = r.lines[:0]
	width := float32(0)
	for i, s := range Wrap(p.text, p.px, p.bold, p.width) {
		t := Text(s, p.px, p.bold, p.colour)
		t.Alignment = p.align
		t.Move(fyne.NewPos(0, float32(i)*height))
		t.Resize(fyne.NewSize(p.width, height))
		width = fyne.Max(width, t.MinSize().Width)
		r.lines = append(r.lines, t)
	}
	r.least = fyne.NewSize(fyne.Min(width, p.width), float32(len(r.lines))*height)
	canvas.Refresh(p)
}

func (r *proseRenderer) Layout(fyne.Size)             {}
func (r *proseRenderer) MinSize() fyne.Size           { return r.least }
func (r *proseRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *proseRenderer) Destroy()                     {}
