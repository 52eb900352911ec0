package kittest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// Framed tells whether the focus frame is drawn where it can be seen: around an object, or around a part of it (the
// chip the keys are on). The object is the one that has the focus, wherever on the window it stands.
func Framed(w fyne.Window, o fyne.CanvasObject) bool {
	s := newScene(w.Canvas())
	for _, n := range s.nodes {
		if n.object != o {
			continue
		}
		for _, f := range s.nodes {
			r, ok := f.object.(*canvas.Rectangle)
			if !ok || f.layer != n.layer || r.StrokeWidth < 2 || nrgba(r.StrokeColor) != kit.Focus || f.box.and(f.clip).empty() {
				continue
			}
			around := f.box.has(n.box.x+n.box.w/2, n.box.y+n.box.h/2)
			inside := n.box.x-4 <= f.box.x && n.box.y-4 <= f.box.y && f.box.right() <= n.box.right()+4 && f.box.bottom() <= n.box.bottom()+4
			if around || inside {
				return true
			}
		}
	}
	return false
}
