package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Key is a key cap: it shows which key acts, where it acts. It is not a control.
type Key struct {
	widget.BaseWidget
	name   string
	colour color.Color
	px     float32
}

// keyPx is the type on a key cap of the counter.
const keyPx = 12

// NewKey makes a key cap in the colour of the text around it.
func NewKey(name string, c color.Color) *Key { return newKey(name, c, keyPx) }

// keyBeside makes a key cap that goes with type of a size: on surfaces that are read standing it grows too.
func keyBeside(name string, c color.Color, px float32) *Key {
	if px < 24 {
		return NewKey(name, c)
	}
	return newKey(name, c, max(24, px*0.75))
}

func newKey(name string, c color.Color, px float32) *Key {
	k := &Key{name: name, colour: c, px: px}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *Key) CreateRenderer() fyne.WidgetRenderer {
	box := Frame(None, k.colour, 1, 3)
	text := Centred(k.name, k.px, true, k.colour)
	return &keyRenderer{box: box, text: text, k: k.px / keyPx}
}

type keyRenderer struct {
	box  *canvas.Rectangle
	text *canvas.Text
	k    float32 // of the measures at keyPx
}

func (r *keyRenderer) MinSize() fyne.Size {
	return fyne.NewSize(max(20*r.k, r.text.MinSize().Width+12*r.k), 20*r.k)
}

func (r *keyRenderer) Layout(s fyne.Size) {
	r.box.Resize(s)
	t := r.text.MinSize()
	r.text.Resize(fyne.NewSize(s.Width, t.Height))
	r.text.Move(fyne.NewPos(0, (s.Height-t.Height)/2))
}

func (r *keyRenderer) Refresh()                     { canvas.Refresh(r.box) }
func (r *keyRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.box, r.text} }
func (r *keyRenderer) Destroy()                     {}
