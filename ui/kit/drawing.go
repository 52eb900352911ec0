package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Drawing is a picture made of placed objects that is drawn again for every size it is given. It is not a control.
type Drawing struct {
	widget.BaseWidget
	least fyne.Size
	draw  func(size fyne.Size) []Placed
}

// NewDrawing makes a drawing with a least size; draw places everything for the size the drawing gets.
func NewDrawing(w, h float32, draw func(size fyne.Size) []Placed) *Drawing {
	d := &Drawing{least: fyne.NewSize(w, h), draw: draw}
	d.ExtendBaseWidget(d)
	return d
}

// Redraw replaces what is drawn.
func (d *Drawing) Redraw(draw func(size fyne.Size) []Placed) {
	d.draw = draw
	d.Refresh()
}

// SetLeast changes the least size.
func (d *Drawing) SetLeast(w, h float32) {
	d.least = fyne.NewSize(w, h)
	d.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (d *Drawing) CreateRenderer() fyne.WidgetRenderer {
	r := &drawingRenderer{d: d}
	r.place(d.Size())
	return r
}

type drawingRenderer struct {
	d       *Drawing
	size    fyne.Size
	objects []fyne.CanvasObject
}

func (r *drawingRenderer) place(s fyne.Size) {
	r.size = s
	items := r.d.draw(s)
	r.objects = r.objects[:0]
	for _, it := range items {
		r.objects = append(r.objects, it.Object)
	}
	(&fixed{items: items}).Layout(nil, s)
}

func (r *drawingRenderer) Layout(s fyne.Size) {
	if s != r.size {
		r.place(s)
	}
}

func (r *drawingRenderer) Refresh() {
	r.place(r.d.Size())
	canvas.Refresh(r.d)
}

func (r *drawingRenderer) MinSize() fyne.Size           { return r.d.least }
func (r *drawingRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *drawingRenderer) Destroy()                     {}
