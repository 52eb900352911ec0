package kiosk

import (
	"image/color"

	"onewindow/ui/kit"
)

// cell is one part of the service bar.
type cell struct {
	tag, word, icon string
	x, w            float32
	blocked         string
	act             func()
	size            bool // the two sizes of 大 instead of an icon
}

func (w *Window) bar(s *sheet) {
	const y, h = 1784, 136
	s.box(0, y, width, h, kit.Lintel, 0)
	s.box(0, y, width, 1, kit.Lintel3, 0)
	elder, low := !w.p.s.Elder, !w.p.s.Low
	cells := []cell{
		{tag: "lang", word: w.p.t("bar.lang"), icon: "language", x: 0, w: 184, act: w.p.switchLang},
		{tag: "elder", word: w.p.t(map[bool]string{true: "bar.elder", false: "bar.standard"}[elder]), x: 184, w: 183, size: true, act: func() { w.p.m.SetElder(elder) }},
		{tag: "low", word: w.p.t(map[bool]string{true: "bar.low", false: "bar.low.off"}[low]), icon: "wheelchair", x: 367, w: 168, act: func() { w.p.m.SetLow(low) }},
		{tag: "volume", word: w.p.t("bar.volume"), icon: "volume", x: 535, w: 265, blocked: w.p.t("bar.volume.blocked")},
	}
	w.cells(s, cells, y, h, 40, 26)
	s.put(800, y, 280, h, w.help(280, h, 40, 34))
}

func (w *Window) elderBar(s *sheet) {
	const y, h = 1722, 198
	s.box(0, y, width, h, kit.Lintel, 0)
	s.box(0, y, width, 1, kit.Lintel3, 0)
	cells := []cell{
		{tag: "elder", word: w.p.t("bar.standard"), x: 0, w: 211, size: true, act: func() { w.p.m.SetElder(false) }},
		{tag: "lang", word: w.p.t("bar.lang"), icon: "language", x: 211, w: 195, act: w.p.switchLang},
		{tag: "volume", word: w.p.t("bar.volume"), icon: "volume", x: 406, w: 310, blocked: w.p.t("bar.volume.blocked")},
	}
	w.cells(s, cells, y, h, 52, 36)
	s.put(716, y, 364, h, w.help(364, h, 56, 50))
}

// cells stand side by side with lines between them.
func (w *Window) cells(s *sheet, cells []cell, y, h, iconPx, px float32) {
	for _, c := range cells {
		s.put(c.x, y+1, c.w, h-1, w.cell(c, h-1, iconPx, px))
	}
	for _, c := range cells {
		s.box(c.x+c.w-1, y+1, 2, h-1, kit.Lintel3, 0)
	}
}

// cell draws one part of the service bar; what is blocked is dimmer.
func (w *Window) cell(c cell, h, iconPx, px float32) *kit.Area {
	ink := kit.OnLintel
	if c.blocked != "" {
		ink = kit.OnLintel2
	}
	s := w.sheet()
	s.box(0, 0, c.w, h, kit.Lintel, 0)
	switch {
	case c.size:
		w.sizes(&s, c.w, h, px, ink)
	default:
		s.icon(c.w/2, h*0.34, iconPx, c.icon, ink)
	}
	if c.tag == "volume" {
		s.icon(42*c.w/265, h*0.47, iconPx*0.8, "minus", kit.Jade)
		s.icon(c.w-42*c.w/265, h*0.47, iconPx*0.8, "plus", kit.Jade)
	}
	s.mid(6, h*0.71, c.word, px, false, ink, c.w-12)
	a := w.tap(c.tag, s.done(c.w, h), 0, c.act).InsetFocus()
	a.Blocked(c.blocked)
	return a
}

// sizes writes a character small and big, the one that comes next time last.
func (w *Window) sizes(s *sheet, room, h, px float32, ink color.Color) {
	now, next := w.p.t("bar.size.now"), w.p.t("bar.size.big")
	nowPx, nextPx := px, px*1.6
	if w.p.s.Elder {
		now, next = next, w.p.t("bar.size.small")
		nowPx, nextPx = nextPx, nowPx
	}
	left := (room - kit.Width(now, nowPx, nowPx > nextPx) - kit.Width(next, nextPx, nextPx > nowPx) - 2) / 2
	s.text(left, h*0.40-0.03*nowPx, now, nowPx, nowPx > nextPx, ink, 0)
	s.text(left+kit.Width(now, nowPx, nowPx > nextPx)+2, h*0.40-0.03*nextPx, next, nextPx, nextPx > nowPx, ink, 0)
}

// help tells how to get a person: nothing here can call one.
func (w *Window) help(wd, h, iconPx, px float32) *kit.Area {
	s := w.sheet()
	s.box(0, 0, wd, h, kit.Gold, 0)
	word := w.p.t("bar.help")
	room := wd - iconPx - 70
	word, px = s.fit(word, px, true, room)
	left := (wd - iconPx - 22 - kit.Width(word, px, true)) / 2
	s.icon(left+iconPx/2, h/2, iconPx, "call-staff", kit.Ink)
	s.text(left+iconPx+22, h/2+1, word, px, true, kit.Ink, 0)
	return w.tap("help", s.done(wd, h), 0, func() { w.p.explain(w.p.t("help.say")) }).InsetFocus()
}
