package kiosk

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
)

// frame is what every screen has: lintel, voice strip, service bar.
type frame struct {
	object                     fyne.CanvasObject
	clock, date, weekday, said *canvas.Text
	p                          *presenter
	room                       float32
	px                         float32
	voice                      *fyne.Container // the spoken sentence and its replay
	band                       *band
}

func (w *Window) newFrame() *frame {
	f := &frame{p: w.p, room: 760, px: 26}
	var s sheet
	if w.p.s.Elder && w.p.s.Screen == kiosk.Home {
		f.elderTop(&s, w)
		w.elderBar(&s)
	} else {
		f.top(&s, w)
		w.bar(&s)
	}
	s.put(0, 0, width, height, f.band.object)
	f.object = s.done(width, height)
	return f
}

// update changes clock and voice in place.
func (f *frame) update() {
	set := func(t *canvas.Text, s string) {
		if t != nil && t.Text != s {
			t.Text = s
			t.Refresh()
		}
	}
	set(f.clock, f.p.clock())
	set(f.date, f.p.date())
	set(f.weekday, f.p.weekday())
	text, px := fit(f.p.voice(), f.px, false, f.room)
	if f.said.Text != text {
		f.said.TextSize = px
		set(f.said, text)
	}
	if troubled := f.band.update(); troubled == f.voice.Visible() {
		if troubled {
			f.voice.Hide()
		} else {
			f.voice.Show()
		}
	}
}

func (f *frame) top(s *sheet, w *Window) {
	s.box(0, 0, width, 124, kit.Lintel, 0)
	s.put(57, 41, 51, 39, kit.Mark(51))
	brand := 139 + s.text(139, 64, w.p.t("brand"), 38, true, kit.OnLintel, 170).MinSize().Width
	s.box(brand+29, 38, 2, 48, kit.Lintel3, 0)
	s.text(brand+55, 63, w.p.hall(), 30, false, kit.OnLintel, 775-brand-55)
	f.date = s.trail(869, 47, w.p.date(), 24, false, kit.OnLintel2, 110)
	f.weekday = s.trail(869, 79, w.p.weekday(), 24, false, kit.OnLintel2, 110)
	f.clock = s.trail(right, 64, w.p.clock(), 52, true, kit.OnLintel, 160)
	var v sheet
	v.box(0, 124, width, 84, kit.Strip, 0)
	v.box(0, 207, width, 1, kit.Line, 0)
	v.icon(66, 166, 36, "volume", kit.Green)
	f.said = v.text(104, 167, w.p.voice(), 26, false, kit.Ink, f.room)
	w.replay(&v, 890, 134, 142, 64, 26)
	f.voice = v.done(width, height)
	s.put(0, 0, width, height, f.voice)
	f.band = &band{w: w, object: container.NewWithoutLayout(), y: 124, strip: 84, px: 26, least: 24, most: 3}
}

func (f *frame) elderTop(s *sheet, w *Window) {
	f.room, f.px = 730, 38
	s.box(0, 0, width, 148, kit.Lintel, 0)
	s.put(57, 49, 66, 50, kit.Mark(66))
	brand := 156 + s.text(156, 77, w.p.t("brand"), 50, true, kit.OnLintel, 0).MinSize().Width
	s.text(brand+26, 77, w.p.hall(), 36, false, kit.OnLintel, 850-brand-26)
	f.clock = s.trail(right, 78, w.p.clock(), 60, true, kit.OnLintel, 190)
	var v sheet
	v.box(0, 148, width, 116, kit.Strip, 0)
	v.box(0, 263, width, 1, kit.Line, 0)
	v.icon(70, 206, 44, "volume", kit.GreenD)
	f.said = v.text(115, 208, w.p.voice(), 38, false, kit.Ink, f.room)
	w.replay(&v, 860, 158, 172, 96, 36)
	f.voice = v.done(width, height)
	s.put(0, 0, width, height, f.voice)
	f.band = &band{w: w, object: container.NewWithoutLayout(), y: 148, strip: 116, px: 38, least: 36, most: 3}
}

// replay is blocked: this machine has no voice.
func (w *Window) replay(s *sheet, x, y, wd, ht, px float32) {
	a := w.tap("replay", kit.NewDrawing(wd, ht, func(size fyne.Size) []kit.Placed {
		var in sheet
		in.put(0, 0, wd, ht, kit.Frame(kit.Blocked, kit.Edge, 1.5, 8))
		word, px := fit(w.p.t("replay"), px, true, wd-px*1.1-10-24)
		full := px*1.1 + 10 + kit.Width(word, px, true)
		x := (wd - full) / 2
		in.icon(x+px*0.55, ht/2, px*1.1, "recall", kit.Ink2)
		in.text(x+px*1.1+10, ht/2+1, word, px, true, kit.Ink2, wd-x-px*1.1-14)
		return in.items
	}), 8, nil)
	a.Blocked(w.p.t("replay.blocked"))
	s.put(x, y, wd, ht, a)
}

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
	elder := !w.p.s.Elder
	cells := []cell{
		{tag: "lang", word: w.p.t("bar.lang"), icon: "language", x: 0, w: 184, act: w.p.switchLang},
		{tag: "elder", word: w.p.t(map[bool]string{true: "bar.elder", false: "bar.standard"}[elder]), x: 184, w: 183, size: true, act: func() { w.p.m.SetElder(elder) }},
		{tag: "low", word: w.p.t("bar.low"), icon: "wheelchair", x: 367, w: 168, blocked: w.p.t("bar.low.blocked")},
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
	var s sheet
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
	var s sheet
	s.box(0, 0, wd, h, kit.Gold, 0)
	word := w.p.t("bar.help")
	room := wd - iconPx - 70
	word, px = fit(word, px, true, room)
	left := (wd - iconPx - 22 - kit.Width(word, px, true)) / 2
	s.icon(left+iconPx/2, h/2, iconPx, "call-staff", kit.Ink)
	s.text(left+iconPx+22, h/2+1, word, px, true, kit.Ink, 0)
	return w.tap("help", s.done(wd, h), 0, func() { w.p.explain(w.p.t("help.say")) }).InsetFocus()
}

// foot is back and home with a word between.
func (w *Window) foot(s *sheet, icon, word string) {
	s.put(margin, 1656, 240, 104, w.button("back", w.p.t("back"), "left", kit.Secondary, w.p.m.Back))
	s.put(792, 1656, 240, 104, w.button("home", w.p.t("home"), "home", kit.Secondary, w.p.m.Home))
	word, px := fit(word, 24, false, 420)
	wide := kit.Width(word, px, false) + 42
	left := margin + (content-wide)/2
	s.icon(left+15, 1708, 30, icon, kit.Ink2)
	s.text(left+42, 1709, word, px, false, kit.Ink2, 0)
}

// button is a kiosk button: 104 high, 34 bold, ink on paper when secondary.
func (w *Window) button(tag, word, icon string, role kit.Role, f func()) *kit.Area {
	return w.buttonWith(tag, word, "", icon, role, f)
}

// buttonWith has a quieter word after the first.
func (w *Window) buttonWith(tag, word, after, icon string, role kit.Role, f func()) *kit.Area {
	return w.tap(tag, kit.NewDrawing(200, 104, buttonDrawing(word, func() string { return after }, icon, role)), 8, f)
}

func buttonDrawing(word string, after func() string, icon string, role kit.Role) func(fyne.Size) []kit.Placed {
	fill, border, ink := kit.Paper, kit.Edge, kit.Ink
	stroke := float32(2)
	if role == kit.Primary {
		fill, ink, stroke = kit.Green, kit.Paper, 0
	}
	return func(size fyne.Size) []kit.Placed {
		var s sheet
		tail := after()
		s.put(0, 0, size.Width, size.Height, kit.Frame(fill, border, stroke, 8))
		tailWidth := float32(0)
		if tail != "" {
			tailWidth = kit.Width(tail, 28, false) + 20
		}
		room := size.Width - 100 - tailWidth
		text, px := fit(word, 34, true, room)
		full := 38 + 16 + kit.Width(text, px, true) + tailWidth
		x := (size.Width - full) / 2
		s.icon(x+19, size.Height/2, 38, icon, ink)
		x += 54
		s.text(x, size.Height/2+1, text, px, true, ink, 0)
		if tail != "" {
			s.text(x+kit.Width(text, px, true)+20, size.Height/2+1, tail, 28, false, ink, 0)
		}
		return s.items
	}
}
