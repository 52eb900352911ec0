// Package demo draws the small panel of a demonstration: it puts a card on a reader, takes paper away, jams the
// scanner, cuts the line. It drives a Lab and shows what the Lab says of itself; it knows no simulator.
package demo

import (
	"context"
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// Card is a test person's card the panel offers.
type Card struct{ Preset, Name string }

// State is what the panel shows as it is now.
type State struct {
	Cards     []Card
	Counter   Reader
	Kiosk     Reader
	Paper     bool // the ticket printer has paper
	Cover     bool // its cover is open
	Jam       bool // the scanner is jammed
	Line      bool // the line to the platform is whole
	Hall      bool // the hall node runs
	Printed   int  // tickets so far
	Console   string
	SignIn    string   // who may sign in where, for the visitor
	Gone      []string // programs that ended by themselves and can be opened again: "kiosk"
	Note      string   // what is being done just now
	LastError string
}

// Reader is one ID-card reader.
type Reader struct {
	Plugged bool
	Card    string // preset lying on it; "" = none
}

// Lab is what the panel drives. Readers are named "counter" and "kiosk".
type Lab interface {
	State(ctx context.Context) State
	PutCard(ctx context.Context, reader, preset string) error // "" lifts
	Plug(ctx context.Context, reader string, in bool) error
	Paper(ctx context.Context, in bool) error
	Cover(ctx context.Context, open bool) error
	Jam(ctx context.Context, jammed bool) error
	Line(ctx context.Context, whole bool) error
	Hall(ctx context.Context, running bool) error
	Reopen(ctx context.Context, program string) error
}

// Params describe a panel.
type Params struct {
	Lab        Lab
	Words      *kit.Words
	Background *kit.Background
}

// size is the panel, in pixels.
var size = fyne.NewSize(460, 930)

// Panel is the demonstration's panel.
type Panel struct {
	p      Params
	holder *fyne.Container
	state  State
	shown  string
}

// New makes a panel; Refresh fills it.
func New(p Params) *Panel {
	panel := &Panel{p: p, holder: kit.Place(size.Width, size.Height)}
	panel.Show(State{})
	return panel
}

// Content is what the window shows.
func (p *Panel) Content() fyne.CanvasObject { return p.holder }

// Size is the panel's size.
func (p *Panel) Size() fyne.Size { return size }

// Refresh asks the Lab how things stand and shows it.
func (p *Panel) Refresh() {
	var s State
	p.p.Background.Go(func(ctx context.Context) error {
		s = p.p.Lab.State(ctx)
		return nil
	}, func(error) { p.Show(s) })
}

// act runs one act of the Lab and shows what it led to, or why it did not work.
func (p *Panel) act(f func(ctx context.Context) error) func() {
	return func() {
		p.p.Background.Go(f, func(err error) {
			if err != nil {
				p.state.LastError = err.Error()
				p.Show(p.state)
				return
			}
			p.Refresh()
		})
	}
}

// Show draws a state; the same state twice costs nothing.
func (p *Panel) Show(s State) {
	key := fmt.Sprintf("%v%+v", p.p.Words.Lang(), s)
	if key == p.shown {
		return
	}
	p.shown, p.state = key, s
	drawn := kit.Place(size.Width, size.Height, p.rows(s)...)
	p.holder.Objects = []fyne.CanvasObject{drawn}
	p.holder.Refresh()
}

func (p *Panel) rows(s State) []kit.Placed {
	t := p.p.Words.T
	rows := &column{items: []kit.Placed{
		kit.At(0, 0, size.Width, size.Height, kit.Box(kit.Wall, 0)),
		kit.At(0, 0, size.Width, 52, kit.Box(kit.Lintel, 0)),
		kit.At(20, 12, 0, 0, kit.Text(t("demo.title"), 19, true, kit.OnLintel)),
	}, y: 68}
	rows.heading(t("demo.cards.counter"))
	p.cards(rows, "counter", s.Counter, s.Cards)
	rows.heading(t("demo.cards.kiosk"))
	p.cards(rows, "kiosk", s.Kiosk, s.Cards)
	rows.heading(t("demo.faults"))
	for _, sw := range []struct {
		good    bool
		on, off string
		set     func(context.Context, bool) error
	}{
		{s.Line, "demo.line.whole", "demo.line.cut", p.p.Lab.Line},
		{s.Hall, "demo.hall.runs", "demo.hall.away", p.p.Lab.Hall},
		{s.Paper, "demo.paper.in", "demo.paper.out", p.p.Lab.Paper},
		{!s.Cover, "demo.cover.shut", "demo.cover.open", func(ctx context.Context, good bool) error { return p.p.Lab.Cover(ctx, !good) }},
		{!s.Jam, "demo.scanner.free", "demo.scanner.jam", func(ctx context.Context, good bool) error { return p.p.Lab.Jam(ctx, !good) }},
		{s.Counter.Plugged, "demo.reader.in", "demo.reader.out", func(ctx context.Context, in bool) error { return p.p.Lab.Plug(ctx, "counter", in) }},
	} {
		word, icon, role := t(sw.on), "check", kit.Secondary
		if !sw.good {
			word, icon, role = t(sw.off), "warning", kit.Danger
		}
		rows.button(kit.ButtonParams{Text: word, Icon: icon, Role: role, Height: 40, Px: 15, Spread: true,
			OnTap: p.act(func(ctx context.Context) error { return sw.set(ctx, !sw.good) })})
	}
	rows.line(s.LastError, kit.Red)
	p.reopen(rows, s.Gone)
	rows.line(s.Note, kit.Ink)
	rows.y += 8
	for _, line := range append(strings.Split(s.SignIn, "\n"), t("demo.console")+" "+s.Console, t("demo.printed", "n", strconv.Itoa(s.Printed))) {
		rows.line(line, kit.Ink2)
	}
	return rows.items
}

// reopen draws a button for each program that is gone; the hall node has its own switch.
func (p *Panel) reopen(rows *column, gone []string) {
	gone = slices.DeleteFunc(slices.Clone(gone), func(program string) bool { return program == "hall" })
	buttons := make([]kit.ButtonParams, len(gone))
	for i, program := range gone {
		word := p.p.Words.T("demo.reopen", "program", p.p.Words.T("demo.program."+program))
		buttons[i] = kit.ButtonParams{Text: word, Icon: "recall", Role: kit.Danger,
			OnTap: p.act(func(ctx context.Context) error { return p.p.Lab.Reopen(ctx, program) })}
	}
	rows.pairs(buttons)
}

// cards draws one button for each person; the one whose card lies on the reader is lit and lifts it.
func (p *Panel) cards(rows *column, reader string, r Reader, cards []Card) {
	buttons := make([]kit.ButtonParams, len(cards))
	for i, c := range cards {
		role, next := kit.Secondary, c.Preset
		if r.Card == c.Preset {
			role, next = kit.Primary, ""
		}
		buttons[i] = kit.ButtonParams{Text: c.Name, Icon: "id-card", Role: role,
			OnTap: p.act(func(ctx context.Context) error { return p.p.Lab.PutCard(ctx, reader, next) })}
	}
	rows.pairs(buttons)
}

// column stacks rows downwards.
type column struct {
	items []kit.Placed
	y     float32
}

func (c *column) heading(s string) {
	c.items = append(c.items, kit.At(20, c.y+4, 0, 0, kit.Text(s, 15, true, kit.Ink)))
	c.y += 34
}

func (c *column) button(b kit.ButtonParams) {
	c.items = append(c.items, kit.At(20, c.y, size.Width-40, b.Height, kit.NewButton(b)))
	c.y += b.Height + 8
}

// pairs sets small buttons two in a row.
func (c *column) pairs(buttons []kit.ButtonParams) {
	const width, height = (460 - 48) / 2, 38
	for i, b := range buttons {
		b.Height, b.Px, b.Spread = height, 15, true
		c.items = append(c.items, kit.At(20+float32(i%2)*(width+8), c.y, width, height, kit.NewButton(b)))
		if i%2 == 1 || i == len(buttons)-1 {
			c.y += height + 8
		}
	}
}

func (c *column) line(s string, colour color.Color) {
	if s == "" {
		return
	}
	prose := kit.NewProse(s, 13, false, colour, size.Width-40)
	height := float32(prose.Lines()) * 20
	c.items = append(c.items, kit.At(20, c.y, size.Width-40, height, prose))
	c.y += height + 2
}
