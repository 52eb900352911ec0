package kiosk

import (
	"fmt"

	"fyne.io/fyne/v2"

	"onewindow/internal/queue"
	"onewindow/ui/kit"
)

// elderPage is the home of the large version: four big choices, two small ones, the longest wait.
func (w *Window) elderPage() page {
	s := w.sheet()
	w.elderTitle(&s, w.p.t("home.title"))
	sub := w.p.t("elder.take.sub")
	if n := w.p.s.Priority; n > 0 {
		sub = w.p.t("elder.take.priority", "age", fmt.Sprint(n))
	}
	choices := []elderChoice{
		{"take", w.p.t("take"), sub, "ticket", "", w.p.m.TakeNumber},
		{"guide", w.p.t("tile.guide"), w.p.t("elder.guide.sub"), "search", "", w.p.m.OpenGuide},
		{"tile.progress", w.p.t("tile.progress"), w.p.t("tile.blocked.sub"), "list", w.p.t("tile.blocked"), nil},
		{"tile.proof", w.p.t("tile.proof"), w.p.t("tile.blocked.sub"), "certificate", w.p.t("tile.blocked"), nil},
	}
	for i, c := range choices {
		s.put(margin, 427+float32(i)*258, content, 236, w.elderTile(c, i == 0))
	}
	s.put(margin, 1461, 480, 115, w.elderSmall("tile.apply", w.p.t("tile.apply"), "sign", w.p.t("tile.blocked")))
	s.put(552, 1461, 480, 115, w.elderSmall("tile.rate", w.p.t("tile.rate"), "rate", w.p.t("tile.rate.blocked")))
	strip := kit.NewDrawing(width, 110, nil)
	strip.Redraw(func(fyne.Size) []kit.Placed { return w.elderWait() })
	s.put(0, 1612, width, 110, strip)
	return page{s.done(width, height), w.onBoard(strip.Refresh)}
}

type elderChoice struct {
	tag, title, sub, icon, blocked string
	act                            func()
}

func (w *Window) elderTile(c elderChoice, first bool) *kit.Area {
	s := w.sheet()
	fill, border, stroke, square, ink, text, sub := kit.Paper, kit.Ink2, float32(3), kit.GreenT, kit.GreenD, kit.Ink, kit.Ink
	switch {
	case first:
		fill, stroke, square, ink, text, sub = kit.Green, 0, kit.GreenD, kit.Gold, kit.Paper, kit.Paper
	case c.blocked != "":
		fill, border, square, ink, text, sub = kit.Paper2, kit.Edge, kit.Blocked, kit.Ink2, kit.Ink2, kit.Ink2
	}
	s.put(0, 0, content, 236, kit.Frame(fill, border, stroke, 8))
	s.box(36, 38, 160, 160, square, 8)
	s.icon(116, 118, 92, c.icon, ink)
	s.text(237, 94, c.title, 76, true, text, 640)
	s.text(237, 174, c.sub, 38, false, sub, 650)
	if c.blocked == "" {
		s.icon(914, 118, 60, "right", text)
	}
	a := w.tap(c.tag, s.done(content, 236), 8, c.act)
	a.Blocked(c.blocked)
	return a
}

func (w *Window) elderSmall(tag, word, icon, blocked string) *kit.Area {
	s := w.sheet()
	s.put(0, 0, 480, 115, kit.Frame(kit.Paper2, kit.Edge, 3, 8))
	word, px := s.fit(word, 42, true, 330)
	left := (480 - 52 - 24 - kit.Width(word, px, true)) / 2
	s.icon(left+26, 57, 52, icon, kit.Ink2)
	s.text(left+76, 59, word, px, true, kit.Ink2, 0)
	a := w.tap(tag, s.done(480, 115), 8, nil)
	a.Blocked(blocked)
	return a
}

// elderWait is the longest wait in words, or the forgotten card.
func (w *Window) elderWait() []kit.Placed {
	s := w.sheet()
	s.box(0, 0, width, 110, kit.Lintel, 0)
	if w.p.s.CardLeft {
		s.box(0, 0, width, 110, kit.Gold, 0)
		s.icon(76, 55, 52, "id-card", kit.Ink)
		s.text(120, 57, w.p.t("card.left"), 40, true, kit.Ink, 900)
		return s.items
	}
	s.icon(74, 55, 48, "clock", kit.Gold)
	if !w.p.s.Hall.Connected {
		s.text(120, 57, w.p.age(), 38, false, kit.OnLintel, 900)
		return s.items
	}
	c := longest(w.p.s.Hall.Board.Categories)
	if c.Code == "" {
		s.text(120, 57, w.p.t("elder.quiet"), 38, false, kit.OnLintel, 900)
		return s.items
	}
	s.text(120, 57, w.p.t("elder.wait", "name", w.p.categoryName(c), "n", fmt.Sprint(c.Waiting)), 38, false, kit.OnLintel, 600)
	if e := w.p.estimate(c); e != "" {
		s.mixed(right, 57, part{w.p.t("about"), 38, false, kit.OnLintel}, part{e, 54, true, kit.Gold}, part{w.p.t("minutes"), 38, false, kit.OnLintel})
	}
	return s.items
}

// longest is the category with the most people waiting; none if nobody waits.
func longest(all []queue.BoardCategory) queue.BoardCategory {
	var out queue.BoardCategory
	for _, c := range all {
		if c.Waiting > out.Waiting {
			out = c
		}
	}
	return out
}
