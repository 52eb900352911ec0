package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// ChipsParams describe a choice among few.
type ChipsParams struct {
	Label    string
	Required bool
	Options  []string
	Several  bool // more than one may be picked
	OnPick   func(picked []string)
	OnFocus  func()
	Keys     func(*fyne.KeyEvent) // keys the chips have no use for
}

// Chips are answers to pick from, 32 high, wrapping to the width. One stop for Tab: Left and Right move, Space or
// Enter picks.
type Chips struct {
	widget.BaseWidget
	p       ChipsParams
	picked  []string
	wrong   string
	locked  bool
	cursor  int
	focused bool
	width   float32
	pic     *Drawing
}

const (
	chipHigh = 32
	chipGap  = 8
)

// NewChips makes chips with nothing picked.
func NewChips(p ChipsParams) *Chips {
	c := &Chips{p: p, width: 480}
	c.pic = NewDrawing(120, 60, c.draw)
	c.ExtendBaseWidget(c)
	return c
}

// Set shows what is picked.
func (c *Chips) Set(picked []string, wrong string, locked bool) {
	if slices.Equal(picked, c.picked) && wrong == c.wrong && locked == c.locked {
		return
	}
	c.picked, c.wrong, c.locked = slices.Clone(picked), wrong, locked
	c.Refresh()
}

// Relabel changes the words, in another language say: options one for one, so that what is picked stays picked.
func (c *Chips) Relabel(label string, options []string) {
	if label == c.p.Label && slices.Equal(options, c.p.Options) {
		return
	}
	if len(options) == len(c.p.Options) {
		for i, p := range c.picked {
			if at := slices.Index(c.p.Options, p); at >= 0 {
				c.picked[i] = options[at]
			}
		}
	}
	c.p.Label, c.p.Options = label, slices.Clone(options)
	c.cursor = max(0, min(c.cursor, len(options)-1))
	c.Refresh()
}

// Picked gives what is picked, in the order of the options.
func (c *Chips) Picked() []string { return slices.Clone(c.picked) }

// Pick does what a tap on the i-th chip does.
func (c *Chips) Pick(i int) {
	if c.locked || i < 0 || i >= len(c.p.Options) {
		return
	}
	o := c.p.Options[i]
	switch had := slices.Contains(c.picked, o); {
	case !c.p.Several:
		c.picked = []string{o}
	case had:
		c.picked = slices.DeleteFunc(c.picked, func(s string) bool { return s == o })
	default:
		c.picked = c.ordered(append(c.picked, o))
	}
	c.cursor = i
	c.Refresh()
	if c.p.OnPick != nil {
		c.p.OnPick(c.Picked())
	}
}

func (c *Chips) ordered(picked []string) []string {
	var out []string
	for _, o := range c.p.Options {
		if slices.Contains(picked, o) {
			out = append(out, o)
		}
	}
	return out
}

// Part is where the i-th chip lies, for a map of controls.
func (c *Chips) Part(i int) (fyne.Position, fyne.Size) {
	spots, _ := c.spots()
	if i >= len(spots) {
		return fyne.Position{}, fyne.Size{}
	}
	return spots[i].pos, spots[i].size
}

// Parts implements Parted: every chip that can be picked.
func (c *Chips) Parts() []Part {
	if c.locked {
		return nil
	}
	spots, _ := c.spots()
	parts := make([]Part, len(spots))
	for i, s := range spots {
		parts[i] = Part{Name: c.p.Options[i], Pos: s.pos, Size: s.size}
	}
	return parts
}

type chipSpot struct {
	pos  fyne.Position
	size fyne.Size
}

func (c *Chips) top() float32 {
	if c.p.Label == "" {
		return 0
	}
	return fieldLabel
}

func (c *Chips) spots() ([]chipSpot, float32) {
	x, y := float32(0), c.top()
	spots := make([]chipSpot, len(c.p.Options))
	for i, o := range c.p.Options {
		w := 26 + Width(o, 14, true)
		if slices.Contains(c.picked, o) {
			w += 20
		}
		if x > 0 && x+w > c.width {
			x, y = 0, y+chipHigh+chipGap
		}
		spots[i] = chipSpot{fyne.NewPos(x, y), fyne.NewSize(w, chipHigh)}
		x += w + chipGap
	}
	return spots, y + chipHigh
}

// Resize wraps the chips to the new width.
func (c *Chips) Resize(s fyne.Size) {
	if s.Width > 0 && s.Width != c.width {
		c.width = s.Width
		c.Refresh()
	}
	c.BaseWidget.Resize(s)
}

// HeightFor is how tall the chips stand at a width.
func (c *Chips) HeightFor(width float32) float32 {
	c.width = width
	_, h := c.spots()
	if c.wrong != "" {
		h += saidHigh(c.wrong, c.width)
	}
	return h
}

// MinSize implements fyne.CanvasObject.
func (c *Chips) MinSize() fyne.Size { return fyne.NewSize(120, c.HeightFor(c.width)) }

func (c *Chips) draw(fyne.Size) []Placed {
	spots, bottom := c.spots()
	items := []Placed{At(0, 0, 0, 0, Text(c.p.Label, 13, false, Ink2))}
	if c.p.Required && c.p.Label != "" {
		items = append(items, At(Width(c.p.Label, 13, false)+4, 0, 0, 0, Text("*", 13, true, Red)))
	}
	for i, o := range c.p.Options {
		items = append(items, c.chip(i, o, spots[i])...)
	}
	if c.wrong != "" {
		items = append(items, At(0, bottom+5, 15, 15, Icon("missing", 15, Red)))
		for i, line := range said(c.wrong, c.width) {
			items = append(items, At(20, bottom+3+float32(i)*19, 0, 0, Text(line, 13, false, Red)))
		}
	}
	return items
}

func (c *Chips) chip(i int, o string, at chipSpot) []Placed {
	x, y, w := at.pos.X, at.pos.Y, at.size.Width
	on := slices.Contains(c.picked, o)
	box, ink := Frame(Paper, Edge, 1, 4), Ink
	if c.locked {
		box = Frame(Paper2, Line, 1, 4)
	}
	if on {
		box, ink = Frame(GreenT, Green, 1.5, 4), GreenD
	}
	items := []Placed{At(x, y, w, chipHigh, box)}
	if c.focused && i == c.cursor {
		items = append(items, At(x-2, y-2, w+4, chipHigh+4, Frame(None, Focus, 2, 6)))
	}
	left := x + 13
	if on {
		items = append(items, At(x+11, y+8, 16, 16, Icon("check", 16, Green)))
		left = x + 33
	}
	text := Text(o, 14, on, ink)
	return append(items, At(left, y+(chipHigh-text.MinSize().Height)/2, 0, 0, text))
}

// Tapped picks the chip under the finger.
func (c *Chips) Tapped(e *fyne.PointEvent) {
	spots, _ := c.spots()
	for i, s := range spots {
		if e.Position.X >= s.pos.X && e.Position.X < s.pos.X+s.size.Width && e.Position.Y >= s.pos.Y && e.Position.Y < s.pos.Y+s.size.Height {
			c.Pick(i)
			return
		}
	}
}

// FocusGained implements fyne.Focusable.
func (c *Chips) FocusGained() {
	c.focused = true
	c.Refresh()
	if c.p.OnFocus != nil {
		c.p.OnFocus()
	}
}

// FocusLost implements fyne.Focusable.
func (c *Chips) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune implements fyne.Focusable.
func (c *Chips) TypedRune(rune) {}

// TypedKey moves and picks.
func (c *Chips) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyRight && c.cursor < len(c.p.Options)-1:
		c.cursor++
		c.Refresh()
	case e.Name == fyne.KeyLeft && c.cursor > 0:
		c.cursor--
		c.Refresh()
	case e.Name == fyne.KeyRight, e.Name == fyne.KeyLeft:
	case pressKey(e):
		c.Pick(c.cursor)
	case c.p.Keys != nil:
		c.p.Keys(e)
	}
}

// Refresh draws the chips again.
func (c *Chips) Refresh() {
	c.pic.Refresh()
	c.BaseWidget.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (c *Chips) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.pic) }
