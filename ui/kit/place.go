package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Placed is one object at its place inside a Place, in pixels.
type Placed struct {
	X, Y, W, H float32 // W or H 0: the object's own least size
	Object     fyne.CanvasObject
}

// At puts an object at x, y with a size; w or h 0 means the object's own least size.
func At(x, y, w, h float32, o fyne.CanvasObject) Placed { return Placed{x, y, w, h, o} }

// Place is a container of fixed size whose objects stand where they are put, the first lowest.
func Place(w, h float32, items ...Placed) *fyne.Container {
	objects := make([]fyne.CanvasObject, len(items))
	for i, it := range items {
		objects[i] = it.Object
	}
	l := &fixed{size: fyne.NewSize(w, h), items: items}
	c := &fyne.Container{Layout: l, Objects: objects}
	c.Resize(l.size)
	return c
}

type fixed struct {
	size  fyne.Size
	items []Placed
}

func (f *fixed) MinSize([]fyne.CanvasObject) fyne.Size { return f.size }

func (f *fixed) Layout([]fyne.CanvasObject, fyne.Size) {
	for _, it := range f.items {
		it.Object.Move(fyne.NewPos(it.X, it.Y))
		size := fyne.NewSize(it.W, it.H)
		if it.W == 0 || it.H == 0 {
			least := it.Object.MinSize()
			if it.W == 0 {
				size.Width = least.Width
			}
			if it.H == 0 {
				size.Height = least.Height
			}
		}
		it.Object.Resize(size)
	}
}

// Box is a filled rectangle with rounded corners.
func Box(fill color.Color, radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(fill)
	r.CornerRadius = radius
	return r
}

// Frame is a filled rectangle with a border.
func Frame(fill, border color.Color, stroke, radius float32) *canvas.Rectangle {
	r := Box(fill, radius)
	r.StrokeColor = border
	r.StrokeWidth = stroke
	return r
}

// Lift gives a rectangle the one shadow of the look: for what lies over something, nothing else.
func Lift(r *canvas.Rectangle) *canvas.Rectangle {
	r.Shadow = canvas.Shadow{
		Color:      color.NRGBA{R: Ink.R, G: Ink.G, B: Ink.B, A: 0x38},
		BlurRadius: 24, Offset: fyne.NewPos(0, 8), Variant: canvas.DropShadow,
	}
	return r
}
