package counter

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"onewindow/ui/kit"
)

// rows is a list that draws only the lines that fit, whole lines at a time. It is not a stop for Tab: the window's
// Up, Down and Enter move and choose.
type rows struct {
	widget.BaseWidget
	n      int
	high   func(i int) float32
	draw   func(i int, y, w float32) []kit.Placed
	tapped func(i int, x float32)
	first  int
	pic    *kit.Drawing
}

func newRows(high func(i int) float32, draw func(i int, y, w float32) []kit.Placed, tapped func(i int, x float32)) *rows {
	r := &rows{high: high, draw: draw, tapped: tapped}
	r.pic = kit.NewDrawing(100, 60, r.paint)
	r.ExtendBaseWidget(r)
	return r
}

// show draws n lines, with the line at in view; at < 0 leaves the view where it is.
func (r *rows) show(n, at int) {
	r.n = n
	r.first = min(r.first, max(0, n-1))
	if at >= 0 && at < n {
		if at < r.first {
			r.first = at
			if at == 1 {
				r.first = 0 // the group's bar above the first row
			}
		}
		for r.first < at && r.below(at) > r.Size().Height && r.Size().Height > 0 {
			r.first++
		}
	}
	r.pic.Refresh()
}

// below is where the line at ends, counted from the first line in view.
func (r *rows) below(at int) float32 {
	y := float32(0)
	for i := r.first; i <= at; i++ {
		y += r.high(i)
	}
	return y
}

func (r *rows) paint(s fyne.Size) []kit.Placed {
	var items []kit.Placed
	y := float32(0)
	last := r.first
	for i := r.first; i < r.n && y+r.high(i) <= s.Height; i++ {
		items = append(items, r.draw(i, y, s.Width)...)
		y += r.high(i)
		last = i + 1
	}
	if last-r.first < r.n && r.n > 0 {
		total := float32(r.n)
		items = append(items, kit.At(s.Width-8, 4+(s.Height-8)*float32(r.first)/total, 5, max(24, (s.Height-8)*float32(last-r.first)/total), kit.Box(kit.Line, 2)))
	}
	return items
}

// part is where line i lies now; a line out of view has no size.
func (r *rows) part(i int) (fyne.Position, fyne.Size) {
	if i < r.first || i >= r.n || r.below(i) > r.Size().Height {
		return fyne.Position{}, fyne.Size{}
	}
	h := r.high(i)
	return fyne.NewPos(0, r.below(i)-h), fyne.NewSize(r.Size().Width, h)
}

// Tapped finds the line under the finger.
func (r *rows) Tapped(e *fyne.PointEvent) {
	y := float32(0)
	for i := r.first; i < r.n; i++ {
		h := r.high(i)
		if y+h > r.Size().Height {
			return
		}
		if e.Position.Y >= y && e.Position.Y < y+h {
			r.tapped(i, e.Position.X)
			return
		}
		y += h
	}
}

// Scrolled moves by whole lines.
func (r *rows) Scrolled(e *fyne.ScrollEvent) {
	by := 2
	if e.Scrolled.DY > 0 {
		by = -2
	}
	r.scroll(by)
}

func (r *rows) scroll(by int) {
	r.first = max(0, min(r.first+by, r.n-1))
	r.pic.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *rows) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.pic) }
