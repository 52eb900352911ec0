package display

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/kit"
)

// stage is a screen of fixed proportions that fills whatever window it gets, as large as it can.
type stage struct {
	w, h   float32 // the drawing's size
	k      float32 // real pixels to one of the drawing
	origin fyne.Position
	redraw func()
	root   *fyne.Container
}

func newStage(w, h float32, redraw func()) *stage {
	s := &stage{w: w, h: h, k: 1, redraw: redraw}
	s.root = container.New(s, kit.Box(kit.Lintel, 0))
	return s
}

// MinSize implements fyne.Layout: a screen may be shown small, in a demonstration.
func (s *stage) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(s.w/8, s.h/8) }

// Layout implements fyne.Layout.
func (s *stage) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	k := min(size.Width/s.w, size.Height/s.h)
	if k <= 0 {
		return
	}
	s.origin = fyne.NewPos((size.Width-s.w*k)/2, (size.Height-s.h*k)/2)
	objects[0].Resize(size)
	for _, o := range objects[1:] {
		o.Move(s.origin)
		o.Resize(fyne.NewSize(s.w*k, s.h*k))
	}
	if k != s.k {
		s.k = k
		s.redraw()
	}
}

// panel is one part of a screen, drawn again when its rows or its size change and at no other time.
type panel[R any] struct {
	stage *stage
	box   *fyne.Container
	draw  func(*sheet, R)
	rows  R
	k     float32
	drawn bool
}

func newPanel[R any](s *stage, draw func(*sheet, R)) *panel[R] {
	p := &panel[R]{stage: s, box: container.NewWithoutLayout(), draw: draw}
	s.root.Add(p.box)
	return p
}

// show draws rows and tells whether anything had to be drawn.
func (p *panel[R]) show(rows R) bool {
	if p.drawn && p.k == p.stage.k && reflect.DeepEqual(rows, p.rows) {
		return false
	}
	p.rows, p.k, p.drawn = rows, p.stage.k, true
	s := &sheet{k: p.k}
	p.draw(s, rows)
	p.box.Objects = []fyne.CanvasObject{s.place(p.stage.w, p.stage.h)}
	p.box.Refresh()
	return true
}
