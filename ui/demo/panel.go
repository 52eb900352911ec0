package demo

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// Params describe a panel.
type Params struct {
	Lab        Lab
	Words      *kit.Words
	Background *kit.Background
	Controls   *kit.Map // may be nil
	Tall       bool     // there is room for two sections at once
}

// Measures of the panel, in pixels.
const (
	width    = 460
	margin   = 20
	inner    = width - 2*margin
	gap      = 8
	head     = 52 // the lintel
	tabs     = 56 // a pane's row of tabs
	section  = 672
	foot     = 220
	half     = (inner - gap) / 2
	rowHigh  = 38
	wideHigh = 42
)

// Size is the panel's size with one section at a time, or with two.
func Size(tall bool) fyne.Size {
	panes := 1
	if tall {
		panes = 2
	}
	return fyne.NewSize(width, head+float32(panes)*(tabs+section)+foot)
}

// part is one section of the panel.
type part struct {
	name string // its tab's word is demo.tab.<name>
	draw func(*column, State)
	// broken counts what is not as it should be there.
	broken func(State) int
}

// Panel is the demonstration's panel. UI goroutine only.
type Panel struct {
	p       Params
	size    fyne.Size
	panes   [][]part
	open    []int // which part each pane shows
	holder  *fyne.Container
	state   State
	shown   string
	buttons map[string]*kit.Button // kept from one drawing to the next, so that focus and a press under way survive
	chips   map[string]*kit.Chips
}

// New makes a panel; Refresh fills it.
func New(p Params) *Panel {
	panel := &Panel{p: p, size: Size(p.Tall)}
	panel.holder = kit.Place(panel.size.Width, panel.size.Height)
	all := panel.parts()
	panel.panes = [][]part{all}
	if p.Tall {
		panel.panes = [][]part{all[:2], all[2:]}
	}
	panel.open = make([]int, len(panel.panes))
	p.Words.Listen(panel.forget)
	panel.forget()
	return panel
}

func (p *Panel) parts() []part {
	return []part{
		{"people", p.people, func(State) int { return 0 }},
		{"devices", p.devices, func(s State) int { return faults(s, deviceSwitches()) }},
		{"network", p.network, func(s State) int { return faults(s, networkSwitches()) }},
		{"morning", p.morning, func(s State) int {
			if s.Morning.Zh != "" {
				return 1
			}
			return 0
		}},
	}
}

// Content is what the window shows.
func (p *Panel) Content() fyne.CanvasObject { return p.holder }

// Size is the panel's size.
func (p *Panel) Size() fyne.Size { return p.size }

// Refresh asks the Lab how things stand and shows it.
func (p *Panel) Refresh() {
	var s State
	p.p.Background.Go(func(ctx context.Context) error {
		s = p.p.Lab.State(ctx)
		return nil
	}, func(error) { p.Show(s) })
}

// act runs one act of the Lab and shows what it led to.
func (p *Panel) act(f func(ctx context.Context)) func() {
	return func() {
		p.p.Background.Go(func(ctx context.Context) error {
			f(ctx)
			return nil
		}, func(error) { p.Refresh() })
	}
}

// forget makes every control anew, in the language of now.
func (p *Panel) forget() {
	p.buttons, p.chips, p.shown = map[string]*kit.Button{}, map[string]*kit.Chips{}, ""
	p.Show(p.state)
}

// Show draws a state; the same state twice costs nothing.
func (p *Panel) Show(s State) {
	key := fmt.Sprintf("%v %v %+v %+v", p.p.Words.Lang(), p.open, s, s.Notice)
	if key == p.shown {
		return
	}
	p.shown, p.state = key, s
	p.p.Controls.Screen("demo", "panel")
	drawn := kit.Place(p.size.Width, p.size.Height, p.draw(s)...)
	p.holder.Objects = []fyne.CanvasObject{drawn}
	p.holder.Refresh()
}

func (p *Panel) draw(s State) []kit.Placed {
	t := p.p.Words.T
	c := &column{panel: p, items: []kit.Placed{
		kit.At(0, 0, p.size.Width, p.size.Height, kit.Box(kit.Wall, 0)),
		kit.At(0, 0, width, head, kit.Box(kit.Lintel, 0)),
		kit.At(margin, 12, 0, 0, kit.Text(t("demo.title"), 19, true, kit.OnLintel)),
	}}
	c.put("language", kit.ButtonParams{Text: t("demo.language"), Icon: "language", Role: kit.OnDark, Height: 36, Px: 14, OnTap: p.otherLanguage}, width-margin-116, 8, 116)
	c.y = head
	for pane := range p.panes {
		c.limit = c.y + tabs + section
		p.tabs(c, pane, s)
		p.panes[pane][p.open[pane]].draw(c, s)
		c.y = c.limit
	}
	p.foot(c, s)
	return c.items
}

func (p *Panel) otherLanguage() {
	next := kit.English
	if p.p.Words.Lang() == kit.English {
		next = kit.Chinese
	}
	p.p.Words.SetLang(next)
}

// tabs draws a pane's row of tabs; one behind which something is broken says how much.
func (p *Panel) tabs(c *column, pane int, s State) {
	var buttons []kit.ButtonParams
	room := float32(inner - gap*(len(p.panes[pane])-1))
	for i, part := range p.panes[pane] {
		b := kit.ButtonParams{Text: p.p.Words.T("demo.tab." + part.name), Role: kit.Secondary, Height: 40, Px: 14, OnTap: func() { p.turn(pane, i) }}
		if i == p.open[pane] {
			b.Role = kit.Primary
		}
		if n := part.broken(s); n > 0 {
			b.Icon, b.Text = "warning", b.Text+fmt.Sprintf(" %d", n)
		}
		buttons = append(buttons, b)
		room -= kit.NewButton(b).MinSize().Width
	}
	x := float32(margin)
	for i, b := range buttons {
		w := kit.NewButton(b).MinSize().Width + room/float32(len(buttons))
		c.put("tab."+p.panes[pane][i].name, b, x, c.y+10, w)
		x += w + gap
	}
	c.y += tabs + 4
}

func (p *Panel) turn(pane, i int) {
	p.open[pane] = i
	p.Show(p.state)
}
