package kiosk

import (
	"fyne.io/fyne/v2"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
)

// footY is where the last row of buttons begins: 24 above the service bar.
func (w *Window) footY() float32 { return w.look().bar - 24 - w.look().button }

// foot is back and home with a word between; the large version has no room for the word.
func (w *Window) foot(s *sheet, icon, word string) {
	w.backHome(s, w.footY(), 0)
	if w.p.s.Elder {
		return
	}
	word, px := s.fit(word, 24, false, 420)
	wide := kit.Width(word, px, false) + 42
	left := margin + (content-wide)/2
	s.icon(left+15, 1708, 30, icon, kit.Ink2)
	s.text(left+42, 1709, word, px, false, kit.Ink2, 0)
}

// backHome stands at both ends of a row; between them a button turns the pages of a list that has more than one.
func (w *Window) backHome(s *sheet, y float32, pages int) {
	wide, h := float32(240), w.look().button
	if w.p.s.Elder {
		wide = 316
	}
	s.put(margin, y, wide, h, w.button("back", w.p.t("back"), "left", kit.Secondary, w.p.m.Back))
	if pages > 1 {
		word := w.p.t("page.next", "n", itoa(w.p.page+1), "of", itoa(pages))
		s.put(margin+wide+24, y, content-2*(wide+24), h, w.button("more", word, "down", kit.Secondary, func() { w.p.turn(pages) }))
	}
	s.put(right-wide, y, wide, h, w.button("home", w.p.t("home"), "home", kit.Secondary, w.p.m.Home))
}

// button is a kiosk button: ink on paper when secondary.
func (w *Window) button(tag, word, icon string, role kit.Role, f func()) *kit.Area {
	none := func() string { return "" }
	return w.tap(tag, kit.NewDrawing(200, w.look().button, w.buttonDrawing(word, none, icon, role)), 8, f)
}

// counted is a primary button that ends the session and says how long it waits.
func (w *Window) counted(tag, word, icon, key string) (*kit.Area, func()) {
	after := func() string { return w.p.t(key, "n", w.p.seconds()) }
	d := kit.NewDrawing(200, w.look().button, w.buttonDrawing(word, after, icon, kit.Primary))
	drawn := after()
	return w.tap(tag, d, 8, func() { w.p.later(w.p.m.Noted) }), func() {
		if now := after(); now != drawn {
			drawn = now
			d.Refresh()
		}
	}
}

// buttonDrawing has a quieter word after the first, under it where they do not fit side by side.
func (w *Window) buttonDrawing(word string, after func() string, icon string, role kit.Role) func(fyne.Size) []kit.Placed {
	l := w.look()
	fill, border, ink, stroke := kit.Paper, kit.Edge, kit.Ink, l.stroke
	if role == kit.Primary {
		fill, ink, stroke = kit.Green, kit.Paper, 0
	}
	side := l.word * 1.12
	return func(size fyne.Size) []kit.Placed {
		s := w.sheet()
		s.put(0, 0, size.Width, size.Height, kit.Frame(fill, border, stroke, 8))
		tail, tailPx := after(), max(l.least, 28)
		room := size.Width - side - 16 - 40
		beside := kit.Width(tail, tailPx, false) + 20
		mid := size.Height/2 + 1
		text, px := s.fit(word, l.word, true, room)
		wide := kit.Width(text, px, true)
		switch {
		case tail == "":
			beside = 0
		case wide+beside > room:
			beside, mid = 0, size.Height*0.34
			tail, tailPx = s.fit(tail, tailPx, false, room)
			wide = max(wide, kit.Width(tail, tailPx, false))
			s.text((size.Width-wide-side-16)/2+side+16, size.Height*0.72, tail, tailPx, false, ink, 0)
			tail = ""
		}
		x := (size.Width - side - 16 - wide - beside) / 2
		s.icon(x+side/2, size.Height/2, side, icon, ink)
		x += side + 16
		s.text(x, mid, text, px, true, ink, 0)
		if tail != "" {
			s.text(x+wide+20, mid, tail, tailPx, false, ink, 0)
		}
		return s.items
	}
}

var _ Machine = (*kiosk.Kiosk)(nil)
