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
}

// NewKey makes a key cap in the colour of the text around it.
func NewKey(name string, c color.Color) *Key {
	k := &Key{name: name, colour: c}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *Key) CreateRenderer() fyne.WidgetRenderer {
	box := Frame(None, k.colour, 1, 3)
	text := Centred(k.name, 12, true, k.colour)
	return &keyRenderer{box: box, text: text}
}

type keyRenderer struct {
	box  *canvas.Rectangle
	text *canvas.Text
}

func (r *keyRenderer) MinSize() fyne.Size {
	return fyne.NewSize(max(20, r.text.MinSize().Width+12), 20)
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
