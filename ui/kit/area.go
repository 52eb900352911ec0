package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Area makes any drawing a control: tapped, focused, pressed with Enter or Space. A blocked area gives its reason
// instead of acting. The focus ring is drawn over the drawing's edge.
type Area struct {
	widget.BaseWidget
	press
	content fyne.CanvasObject
	onTap   func()
	radius  float32
	inset   float32
	blocked string
	// OnBlocked, if set, is told the reason when a blocked area is pressed.
	OnBlocked func(reason string)
	// Keys, if set, gets every key the area has no use for.
	Keys    func(*fyne.KeyEvent)
	focused bool
}

// NewArea makes a control of a drawing whose corners have a radius.
func NewArea(content fyne.CanvasObject, radius float32, onTap func()) *Area {
	a := &Area{content: content, onTap: onTap, radius: radius}
	a.press.changed = func(*desktop.MouseEvent) { a.Refresh() }
	a.ExtendBaseWidget(a)
	return a
}

// InsetFocus draws the ring inside the area's edge, for areas that touch each other.
func (a *Area) InsetFocus() *Area {
	a.inset = 5
	return a
}

// Blocked stops the area with a reason in words; "" frees it.
func (a *Area) Blocked(reason string) { a.blocked = reason }

// Reason is why the area is blocked; "" if it is not.
func (a *Area) Reason() string { return a.blocked }

// SetContent changes the drawing.
func (a *Area) SetContent(o fyne.CanvasObject) {
	a.content = o
	a.Refresh()
}

// Press does what a tap does.
func (a *Area) Press() {
	switch {
	case a.blocked != "":
		if a.OnBlocked != nil {
			a.OnBlocked(a.blocked)
		}
	case a.onTap != nil:
		a.onTap()
	}
}

// Tapped implements fyne.Tappable.
func (a *Area) Tapped(*fyne.PointEvent) { a.Press() }

// FocusGained implements fyne.Focusable.
func (a *Area) FocusGained() { a.focused = true; a.Refresh() }

// FocusLost implements fyne.Focusable.
func (a *Area) FocusLost() { a.focused = false; a.Refresh() }

// TypedRune implements fyne.Focusable.
func (a *Area) TypedRune(rune) {}

// TypedKey presses the area on Enter and Space.
func (a *Area) TypedKey(e *fyne.KeyEvent) {
	if pressKey(e) {
		a.Press()
	} else if a.Keys != nil {
		a.Keys(e)
	}
}

// CreateRenderer implements fyne.Widget.
func (a *Area) CreateRenderer() fyne.WidgetRenderer {
	r := &areaRenderer{a: a, ring: Frame(None, Focus, 2, a.radius), shade: Box(pressShade, a.radius)}
	r.Refresh()
	return r
}

type areaRenderer struct {
	a           *Area
	ring, shade *canvas.Rectangle
}

func (r *areaRenderer) MinSize() fyne.Size { return r.a.content.MinSize() }

func (r *areaRenderer) Layout(s fyne.Size) {
	r.a.content.Resize(s)
	r.shade.Resize(s)
	out := 3 - r.a.inset
	r.ring.Move(fyne.NewPos(-out, -out))
	r.ring.Resize(fyne.NewSize(s.Width+2*out, s.Height+2*out))
	r.ring.CornerRadius = max(0, r.a.radius+out)
}

func (r *areaRenderer) Refresh() {
	r.ring.Hidden = !r.a.focused
	r.shade.Hidden = !r.a.down || r.a.blocked != ""
	r.Layout(r.a.Size())
	canvas.Refresh(r.a)
}

func (r *areaRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.a.content, r.shade, r.ring}
}
func (r *areaRenderer) Destroy() {}
