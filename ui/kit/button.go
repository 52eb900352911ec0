package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Role is what a button is for; it decides how loud the button is.
type Role int

// The roles: one Primary and at most one Call per screen.
const (
	Primary Role = iota
	Secondary
	Danger
	Quiet
	Call
	OnDark // secondary, on the lintel plane
)

// ButtonParams describe a button. Zero values: the counter's measures (17 px, 48 high, radius 4).
type ButtonParams struct {
	Text   string
	Role   Role
	Key    string // key cap inside: "F2"; the window binds the key
	Icon   string
	OnTap  func()
	Px     float32 // type size
	Height float32
	Radius float32
	Spread bool // icon and text at the left end, key cap at the right, instead of all in the middle
	// Keys, if set, gets every key the button has no use for, so that a window's function keys work while the
	// button has the focus.
	Keys func(*fyne.KeyEvent)
}

// Button is the house's button: tapped, or pressed with Enter or Space while it has the focus.
// A blocked button keeps its place and its focus and gives its reason instead of acting.
type Button struct {
	widget.BaseWidget
	press
	p       ButtonParams
	blocked string
	// OnBlocked, if set, is told the reason when a blocked button is pressed.
	OnBlocked func(reason string)
	focused   bool
}

// NewButton makes a button.
func NewButton(p ButtonParams) *Button {
	if p.Px == 0 {
		p.Px = 17
	}
	if p.Height == 0 {
		p.Height = 48
	}
	if p.Radius == 0 {
		p.Radius = 4
	}
	b := &Button{p: p}
	b.press.changed = func(*desktop.MouseEvent) { b.Refresh() }
	b.ExtendBaseWidget(b)
	return b
}

// Set changes what the button says and is, in place; it keeps the focus. Zero measures stay as they are.
func (b *Button) Set(p ButtonParams) {
	if p.Px == 0 {
		p.Px = b.p.Px
	}
	if p.Height == 0 {
		p.Height = b.p.Height
	}
	if p.Radius == 0 {
		p.Radius = b.p.Radius
	}
	b.p = p
	b.Refresh()
}

// SetText changes the word on the button.
func (b *Button) SetText(s string) {
	b.p.Text = s
	b.Refresh()
}

// Text is the word on the button.
func (b *Button) Text() string { return b.p.Text }

// Blocked stops the button with a reason in words; "" frees it.
func (b *Button) Blocked(reason string) {
	if reason != b.blocked {
		b.blocked = reason
		b.Refresh()
	}
}

// Reason is why the button is blocked; "" if it is not.
func (b *Button) Reason() string { return b.blocked }

// Press does what a tap does.
func (b *Button) Press() {
	switch {
	case b.blocked != "":
		if b.OnBlocked != nil {
			b.OnBlocked(b.blocked)
		}
	case b.p.OnTap != nil:
		b.p.OnTap()
	}
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) { b.Press() }

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(rune) {}

// TypedKey presses the button on Enter and Space.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if pressKey(e) {
		b.Press()
	} else if b.p.Keys != nil {
		b.p.Keys(e)
	}
}

func pressKey(e *fyne.KeyEvent) bool {
	return e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
}

// colours gives fill, border and text of the button as it is now.
func (b *Button) colours() (fill, border, text color.Color) {
	if b.blocked != "" && (b.p.Role == OnDark || b.p.Role == Call) {
		return Lintel, Lintel2, OnLintel2
	}
	if b.blocked != "" {
		return Blocked, Line, Ink3
	}
	if b.down {
		return b.pressedColours()
	}
	switch b.p.Role {
	case Primary:
		return Green, None, Paper
	case Secondary:
		return Paper, Edge, Green
	case Danger:
		return Paper, Red, Red
	case Call:
		return Gold, None, Ink
	case OnDark:
		return Lintel2, LintelEdge, OnLintel
	}
	return None, None, Green
}

// pressedColours are those under a finger: the deep shade, or the tint of what is light.
func (b *Button) pressedColours() (fill, border, text color.Color) {
	switch b.p.Role {
	case Primary:
		return GreenD, None, Paper
	case Secondary:
		return GreenT, Edge, GreenD
	case Danger:
		return RedT, Red, Red
	case Call:
		return AmberS, None, Ink
	case OnDark:
		return Lintel3, LintelEdge, OnLintel
	}
	return GreenT, None, GreenD
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, ring: Frame(None, Focus, 2, b.p.Radius+3), plane: Box(None, b.p.Radius), text: Text("", b.p.Px, true, Ink)}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b           *Button
	ring, plane *canvas.Rectangle
	text        *canvas.Text
	icon        *canvas.Image
	key         *Key
	objects     []fyne.CanvasObject
}

func (r *buttonRenderer) gap() float32 { return max(8, r.b.p.Px*0.5) }

func (r *buttonRenderer) inner() float32 {
	w := r.text.MinSize().Width
	if r.icon != nil {
		w += r.icon.MinSize().Width + r.gap()
	}
	if r.key != nil {
		w += r.key.MinSize().Width + r.gap()
	}
	return w
}

func (r *buttonRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.inner()+2*max(12, r.b.p.Px*0.9), r.b.p.Height)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.plane.Resize(s)
	r.ring.Move(fyne.NewPos(-3, -3))
	r.ring.Resize(fyne.NewSize(s.Width+6, s.Height+6))
	x := (s.Width - r.inner()) / 2
	if r.b.p.Spread {
		x = max(12, r.b.p.Px*0.9)
	}
	if r.icon != nil {
		i := r.icon.MinSize()
		r.icon.Resize(i)
		r.icon.Move(fyne.NewPos(x, (s.Height-i.Height)/2))
		x += i.Width + r.gap()
	}
	t := r.text.MinSize()
	r.text.Resize(t)
	r.text.Move(fyne.NewPos(x, (s.Height-t.Height)/2))
	x += t.Width + r.gap()
	if r.key != nil {
		k := r.key.MinSize()
		if r.b.p.Spread {
			x = s.Width - k.Width - max(12, r.b.p.Px*0.9)
		}
		r.key.Resize(k)
		r.key.Move(fyne.NewPos(x, (s.Height-k.Height)/2))
	}
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	fill, border, ink := b.colours()
	r.plane.FillColor, r.plane.StrokeColor, r.plane.StrokeWidth = fill, border, 0
	if border != color.Color(None) {
		r.plane.StrokeWidth = 1.5
	}
	r.ring.Hidden = !b.focused
	r.text.Text, r.text.TextSize, r.text.Color = b.p.Text, b.p.Px, ink
	r.objects = []fyne.CanvasObject{r.plane, r.ring, r.text}
	r.icon, r.key = nil, nil
	if b.p.Icon != "" {
		r.icon = Icon(b.p.Icon, max(18, b.p.Px*1.1), ink)
		r.objects = append(r.objects, r.icon)
	}
	if b.p.Key != "" {
		r.key = keyBeside(b.p.Key, ink, b.p.Px)
		r.objects = append(r.objects, r.key)
	}
	r.Layout(b.Size())
	canvas.Refresh(b)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *buttonRenderer) Destroy()                     {}
