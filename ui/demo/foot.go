package demo

import (
	"context"
	"slices"
	"strconv"

	"onewindow/ui/kit"
)

// foot draws what went wrong, what is being done, and what a visitor needs to know.
func (p *Panel) foot(c *column, s State) {
	t := p.p.Words.T
	bottom := p.size.Height
	c.items = append(c.items, kit.At(0, bottom-foot, width, 1, kit.Box(kit.Line, 0)))
	c.y = bottom - foot + 10
	p.notice(c, s)
	p.p.Controls.Forget("demo.opening")
	if s.Opening != "" {
		p.p.Controls.Tag("demo.opening", p.holder)
	}
	if s.Opening != "" && c.y+20 <= bottom-96 { // what went wrong goes before what is being done
		c.line(t("demo.opening", "program", t("demo.program."+s.Opening)), 13, kit.Ink)
	}
	c.y = bottom - 96
	c.line(t("demo.signin.counter", "pin", s.PINs["0312"]), 13, kit.Ink2)
	c.line(t("demo.signin.console", "pin", s.PINs["1001"], "console", s.Console), 13, kit.Ink2)
	c.line(t("demo.printed", "n", strconv.Itoa(s.Printed)), 13, kit.Ink2)
}

// notice draws what went wrong last, and a button for each program that ended by itself.
func (p *Panel) notice(c *column, s State) {
	t := p.p.Words.T
	p.p.Controls.Forget("demo.trouble.")
	if n := s.Notice; n != nil {
		pairs := []string{"program", t("demo.program." + n.Program), "log", n.Log}
		text := t(n.Key, pairs...)
		if n.Zh != "" {
			text = t(n.Key+".why", append(pairs, "why", p.p.Words.Pick(n.Zh, n.En))...) + code(n.Code)
		}
		if said := c.line(text, 13, kit.Red); n.Code != "" {
			p.p.Controls.Tag("demo.trouble."+n.Code, said)
		}
	}
	gone := slices.Clone(s.Gone)
	buttons := make([]named, 0, 2)
	for _, program := range gone[:min(len(gone), 2)] {
		buttons = append(buttons, named{name: "reopen." + program, ButtonParams: kit.ButtonParams{
			Text: t("demo.reopen." + program), Icon: "recall", Role: kit.Danger,
			OnTap: p.act(func(ctx context.Context) { p.p.Lab.Set(ctx, "program."+program, 1) })}})
	}
	c.pairs(buttons)
}
