package counter

import (
	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// controls keeps one widget per act and place, so that a redraw never loses the focus, and names each in the map.
type controls struct {
	role    string // prefix of the names: "counter"
	places  *kit.Map
	press   func(id string)
	why     func(reason string)
	keys    func(*fyne.KeyEvent)
	buttons map[string]*button
	areas   map[string]*kit.Area
	tags    map[string]func()
}

type button struct {
	*kit.Button
	shown shownButton
}

// shownButton is what of a button can change.
type shownButton struct {
	text, key, icon string
	role            kit.Role
	px, height      float32
	spread          bool
}

func newControls(role string, m *kit.Map) *controls {
	return &controls{role: role, places: m, buttons: map[string]*button{}, areas: map[string]*kit.Area{}, tags: map[string]func(){}}
}

// look says how a button is drawn where it stands; zero values: a counter's secondary button.
type look struct {
	role       kit.Role
	px, height float32
	spread     bool
	name       string // its name in the map, when the act stands in two places
	noKey      bool
}

// button gives the widget of an act, dressed for now.
func (c *controls) button(a present.Act, l look) *kit.Button {
	name := a.ID
	if l.name != "" {
		name = l.name
	}
	now := shownButton{a.Label, a.Key, a.Icon, l.role, l.px, l.height, l.spread}
	if l.noKey {
		now.key = ""
	}
	id := a.ID
	p := kit.ButtonParams{
		Text: now.text, Key: now.key, Icon: now.icon, Role: now.role, Px: now.px, Height: now.height, Spread: now.spread,
		OnTap: func() { c.press(id) }, Keys: c.keys,
	}
	b := c.buttons[name]
	switch {
	case b == nil:
		b = &button{Button: kit.NewButton(p)}
		b.OnBlocked = c.why
		c.buttons[name] = b
		c.tag(name, b.Button)
	case b.shown != now:
		b.Set(p)
	}
	b.shown = now
	b.Blocked(a.Blocked)
	return b.Button
}

// area gives the control of a drawing that changes with every call.
func (c *controls) area(name string, content fyne.CanvasObject) *kit.Area {
	a := c.areas[name]
	if a == nil {
		a = kit.NewArea(content, 4, func() { c.press(name) })
		a.Keys = c.keys
		a.InsetFocus()
		c.areas[name] = a
		c.tag(name, a)
	} else {
		a.SetContent(content)
	}
	return a
}

// tag names an object for as long as the window lives; a change of screen tells the map again.
func (c *controls) tag(name string, o fyne.CanvasObject) {
	full := c.role + "." + name
	c.tags[full] = func() { c.places.Tag(full, o) }
	c.tags[full]()
}

// tagPart names a part of a widget that draws its own parts. A widget out of sight has no parts: the driver puts it at
// the window's corner, where none of them ever stands.
func (c *controls) tagPart(name string, o fyne.CanvasObject, part func() (fyne.Position, fyne.Size)) {
	inSight := func() (fyne.Position, fyne.Size) {
		if fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero() {
			return fyne.Position{}, fyne.Size{}
		}
		return part()
	}
	c.tagShown(name, o, inSight)
}

// tagShown names a part of what is known to be in sight.
func (c *controls) tagShown(name string, o fyne.CanvasObject, part func() (fyne.Position, fyne.Size)) {
	full := c.role + "." + name
	c.tags[full] = func() { c.places.TagPart(full, o, part) }
	c.tags[full]()
}

// untag forgets every name that begins with prefix.
func (c *controls) untag(prefix string) {
	full := c.role + "." + prefix
	for name := range c.tags {
		if len(name) >= len(full) && name[:len(full)] == full {
			delete(c.tags, name)
		}
	}
	c.places.Forget(full)
}

// screen tells the map which screen stands, and names every control again.
func (c *controls) screen(name string) {
	c.places.Screen(c.role, name)
	for _, again := range c.tags {
		again()
	}
}
