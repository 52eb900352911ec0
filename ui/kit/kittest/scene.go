package kittest

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// rect is a place on the window, in its pixels.
type rect struct{ x, y, w, h float32 }

func (r rect) right() float32  { return r.x + r.w }
func (r rect) bottom() float32 { return r.y + r.h }
func (r rect) empty() bool     { return r.w <= 0 || r.h <= 0 }
func (r rect) has(x, y float32) bool {
	return x >= r.x && x < r.right() && y >= r.y && y < r.bottom()
}

func (r rect) and(o rect) rect {
	x, y := max(r.x, o.x), max(r.y, o.y)
	return rect{x, y, min(r.right(), o.right()) - x, min(r.bottom(), o.bottom()) - y}
}

func (r rect) String() string { return fmt.Sprintf("%.0f,%.0f %.0f×%.0f", r.x, r.y, r.w, r.h) }

// node is one object as it is drawn. Nodes stand in the order of painting: all below a node follow it up to its end.
type node struct {
	object fyne.CanvasObject
	box    rect
	clip   rect
	upDown bool // the clip can be scrolled up and down
	parent int  // -1 at the top
	end    int
	layer  int // 0 the content, then the overlays
	image  image.Image
}

// scene is everything a window shows.
type scene struct {
	window rect
	nodes  []node
	paints []int // the nodes that put colour somewhere, text aside
	layers int
	ground fyne.ThemeColorName
}

func newScene(c fyne.Canvas) *scene {
	size := c.Size()
	s := &scene{window: rect{0, 0, size.Width, size.Height}, ground: theme.ColorNameBackground}
	for _, top := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		s.walk(top, fyne.Position{}, node{parent: -1, clip: s.window, layer: s.layers})
		s.layers++
	}
	return s
}

func (s *scene) walk(o fyne.CanvasObject, at fyne.Position, above node) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	n := above
	n.object, n.box = o, rect{at.X, at.Y, o.Size().Width, o.Size().Height}
	var below []fyne.CanvasObject
	clips := false
	switch o := o.(type) {
	case *fyne.Container:
		below = o.Objects
	case fyne.Widget:
		r := test.WidgetRenderer(o)
		below = r.Objects()
		_, clips = r.(interface{ IsClip() })
	}
	if _, scrolls := o.(fyne.Scrollable); scrolls {
		clips, n.upDown = true, true
	}
	if clips {
		n.clip = n.clip.and(n.box)
	}
	i := len(s.nodes)
	s.nodes = append(s.nodes, n)
	if paints(o) {
		s.paints = append(s.paints, i)
	}
	n.parent = i
	for _, b := range below {
		s.walk(b, at, n)
	}
	s.nodes[i].end = len(s.nodes)
}

func paints(o fyne.CanvasObject) bool {
	switch o.(type) {
	case *canvas.Rectangle, *canvas.Circle, *canvas.Ellipse, *canvas.Image, *canvas.Raster:
		return true
	}
	return false
}

// up calls f with a node's ancestors, the nearest first, until f is content.
func (s *scene) up(i int, f func(j int) bool) bool {
	for j := s.nodes[i].parent; j >= 0; j = s.nodes[j].parent {
		if f(j) {
			return true
		}
	}
	return false
}

// firstText is the first text below a node, to tell a reader which one is meant.
func (s *scene) firstText(i int) string {
	for _, n := range s.nodes[i:s.nodes[i].end] {
		if t, ok := n.object.(*canvas.Text); ok && t.Text != "" {
			return t.Text
		}
	}
	return fmt.Sprintf("%T", s.nodes[i].object)
}
