package kittest

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
)

// Contrast is the ratio of two opaque colours' luminances, 1…21 (WCAG 2.1).
func Contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	n := nrgba(c)
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func nrgba(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

// over lays a colour over an opaque one.
func over(top, below color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 {
		return uint8((int(a)*int(top.A) + int(b)*(255-int(top.A)) + 127) / 255)
	}
	return color.NRGBA{mix(top.R, below.R), mix(top.G, below.G), mix(top.B, below.B), 0xFF}
}

// behind is the colour at a point under everything that is painted from node i on.
func (s *scene) behind(i int, x, y float32) color.NRGBA {
	c := nrgba(fyne.CurrentApp().Settings().Theme().Color(s.ground, 0))
	for _, j := range s.paints {
		if j >= i {
			break
		}
		c = over(s.fillAt(j, x, y), c)
	}
	return c
}

// covered tells how much of a point of node i the nodes painted from there to node until hide, 0…255, and whether the
// hiding one lies over the work on purpose: it throws a shadow, or is an overlay.
func (s *scene) covered(i, until int, x, y float32) (by uint8, lifted bool) {
	for _, j := range s.paints {
		if j <= i || j >= until {
			continue
		}
		if a := s.fillAt(j, x, y).A; a > by {
			by, lifted = a, s.nodes[j].layer > s.nodes[i].layer || s.lifted(j)
		}
	}
	return by, lifted
}

// lifted tells whether a node or what it stands in throws a shadow.
func (s *scene) lifted(i int) bool {
	shadow := func(j int) bool {
		for _, k := range s.paints {
			if r, ok := s.nodes[k].object.(*canvas.Rectangle); ok && k >= j && k < s.nodes[j].end && nrgba(r.Shadow.Color).A > 0 {
				return true
			}
		}
		return false
	}
	return shadow(i) || s.up(i, func(j int) bool { return s.nodes[j].box != s.window && shadow(j) })
}

// fillAt is what one node paints at a point; no alpha where it paints nothing. Borders are left out.
func (s *scene) fillAt(i int, x, y float32) color.NRGBA {
	n := &s.nodes[i]
	if !n.box.has(x, y) || !n.clip.has(x, y) {
		return color.NRGBA{}
	}
	switch o := n.object.(type) {
	case *canvas.Rectangle:
		if inCorner(n.box, o.CornerRadius, x, y) {
			return color.NRGBA{}
		}
		return nrgba(o.FillColor)
	case *canvas.Circle:
		if inEllipse(n.box, x, y) {
			return nrgba(o.FillColor)
		}
	case *canvas.Ellipse:
		if inEllipse(n.box, x, y) {
			return nrgba(o.FillColor)
		}
	case *canvas.Image, *canvas.Raster:
		return n.pictureAt(x, y)
	}
	return color.NRGBA{}
}

func inCorner(b rect, radius, x, y float32) bool {
	r := min(radius, b.w/2, b.h/2)
	dx := max(b.x+r-x, x-(b.right()-r), 0)
	dy := max(b.y+r-y, y-(b.bottom()-r), 0)
	return dx > 0 && dy > 0 && dx*dx+dy*dy > r*r
}

func inEllipse(b rect, x, y float32) bool {
	dx, dy := (x-b.x)/b.w*2-1, (y-b.y)/b.h*2-1
	return dx*dx+dy*dy <= 1
}

// pictureAt paints a picture once, by itself, and looks at a point of it.
func (n *node) pictureAt(x, y float32) color.NRGBA {
	if n.image == nil {
		c := software.NewCanvas()
		c.SetPadded(false)
		c.SetContent(alone(n.object))
		c.Resize(fyne.NewSize(n.box.w, n.box.h))
		n.image = c.Capture()
	}
	return nrgba(n.image.At(int(x-n.box.x), int(y-n.box.y)))
}

// alone is a picture like another, that can be put on a canvas of its own.
func alone(o fyne.CanvasObject) fyne.CanvasObject {
	switch o := o.(type) {
	case *canvas.Image:
		return &canvas.Image{File: o.File, Resource: o.Resource, Image: o.Image, Translucency: o.Translucency, FillMode: o.FillMode, ScaleMode: o.ScaleMode, CornerRadius: o.CornerRadius}
	case *canvas.Raster:
		return &canvas.Raster{Generator: o.Generator, Translucency: o.Translucency, ScaleMode: o.ScaleMode}
	}
	return o
}
