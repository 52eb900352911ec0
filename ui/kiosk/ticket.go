package kiosk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	kiosk "onewindow/internal/kiosk"
	"onewindow/internal/qr"
	"onewindow/internal/queue"
	"onewindow/ui/kit"
)

// ticketPage shows the number while its slip is printed, and when it is out.
func (w *Window) ticketPage() page {
	t := w.p.s.Ticket
	s := w.sheet()
	title, icon := w.p.t("ticket.title"), "check"
	if t.Paper == kiosk.Printing {
		title, icon = w.p.t("ticket.title.printing"), "printer"
	}
	s.box(margin, 240, 92, 92, kit.Green, 8)
	s.icon(94, 286, 68, icon, kit.Paper)
	s.text(168, 290, title, 64, true, kit.Ink, right-168)
	s.box(140, 381, 800, 52, kit.Lintel, 8)
	s.box(176, 401, 728, 12, slit, 0)
	w.paper(&s, t)
	if t.Paper == kiosk.Printed {
		s.put(916, 662, 84, 186, arrowDown())
	}
	w.facts(&s, 1313, t)
	s.icon(75, 1584, 46, "call", kit.Green)
	hear := kit.NewProse(w.p.t("ticket.hear", "number", t.Slip.Number, "n", fmt.Sprint(w.p.s.Hall.Board.PassedMinutes)), 28, false, kit.Ink, 900)
	s.put(116, 1543, 900, 0, hear)
	update := w.ticketFoot(&s, t)
	return page{s.done(width, height), update}
}

// ticketFoot is what can be done when the paper is out: nothing while it is being printed.
func (w *Window) ticketFoot(s *sheet, t *kiosk.TicketView) func() {
	h, y, under := w.look().button, w.footY(), float32(337)
	if w.p.s.Elder {
		under = 434
	}
	if t.Paper == kiosk.Printing {
		s.mid(margin, y+h/2, w.p.t("ticket.printing"), w.look().body+4, true, w.look().quiet, content)
		return nil
	}
	strip := w.cardReminder(s, under)
	s.put(margin, y, 404, h, w.button("another", w.p.t("ticket.another"), "plus", kit.Secondary, func() { w.p.later(w.p.m.Another) }))
	done, refresh := w.counted("noted", w.p.t("ticket.done"), "check", "ticket.ends")
	s.put(472, y, 560, h, done)
	return func() { strip(); refresh() }
}

// cardReminder is a gold strip from y on while a card lies on the reader.
func (w *Window) cardReminder(s *sheet, y float32) func() {
	h := w.look().second * 1.54
	strip := kit.NewDrawing(content, h, nil)
	strip.Redraw(func(fyne.Size) []kit.Placed {
		if !w.p.s.CardLeft {
			return nil
		}
		in := w.sheet()
		in.box(0, 0, content, h, kit.Gold, 4)
		in.icon(34, h/2, h*0.8, "id-card", kit.Ink)
		in.text(70, h/2+1, w.p.t("card.left"), w.look().second, true, kit.Ink, 890)
		return in.items
	})
	s.put(margin, y, content, h, strip)
	drawn := false
	return func() {
		if w.p.s.CardLeft != drawn {
			drawn = w.p.s.CardLeft
			strip.Refresh()
		}
	}
}

// paper is the slip as it hangs out of the printer.
func (w *Window) paper(s *sheet, t *kiosk.TicketView) {
	const x, y, wd, ht = 200, 407, 680, 844
	s.put(x, y, wd, ht, kit.Frame(kit.SlipPaper, kit.Line, 1, 0))
	s.put(x, y, wd, 28, canvas.NewVerticalGradient(shade, clear))
	s.put(x, y+ht-8, wd, 16, tear())
	slip := t.Slip
	s.mid(x+20, 470, w.p.hall(), 30, false, kit.Ink, wd-40)
	s.mid(x+20, 514, w.p.words.Pick(t.CategoryName, t.CategoryEN)+" · "+w.class(slip), 28, false, kit.Ink2, wd-40)
	s.mid(x+20, 667, slip.Number, 240, true, kit.Ink, wd-40)
	for i := range 49 {
		s.box(249+float32(i)*12, 787, 7, 2, ghost, 0)
	}
	s.text(249, 836, w.p.t("ticket.item"), 28, false, kit.Ink2, 110)
	item := slip.ItemName
	if item == "" {
		item = w.p.words.Pick(t.CategoryName, t.CategoryEN)
	}
	lines := kit.Wrap(item, 28, false, 480)
	lines = lines[:min(2, len(lines))]
	for i, line := range lines {
		s.text(361, 836+float32(i)*42, line, 28, false, kit.Ink, 480)
	}
	y2 := 840 + float32(len(lines))*42
	s.text(249, y2, w.p.t("ticket.window"), 28, false, kit.Ink2, 110)
	s.text(361, y2, w.p.t("ticket.windows", "windows", w.p.windows(t.Windows)), 28, true, kit.Ink, 480)
	s.put(249, 966, 203, 203, code(slip.URL, 203))
	s.text(484, 994, w.p.s.Now.Format("2006-01-02 ")+lastWord(slip.IssuedAt), 28, false, kit.Ink, 350)
	s.text(484, 1040, w.aheadLine(slip), 28, false, kit.Ink, 350)
	if slip.Holder != "" {
		s.text(484, 1086, w.p.t("ticket.holder", "name", slip.Holder), 28, false, kit.Ink2, 350)
	}
	s.text(484, 1132, slip.Foot, 26, false, kit.Ink2, 350)
}

func (w *Window) class(slip queue.Slip) string {
	switch slip.Class {
	case kiosk.ClassName(queue.Priority):
		return w.p.t("class.priority")
	case kiosk.ClassName(queue.Appointment):
		return w.p.t("class.appointment")
	}
	return w.p.t("class.ordinary")
}

func (w *Window) aheadLine(slip queue.Slip) string {
	if e := estimate(slip.LowMin, slip.HighMin); e != "" {
		return w.p.t("ticket.ahead", "n", fmt.Sprint(slip.Ahead), "time", e)
	}
	return w.p.t("ticket.ahead.only", "n", fmt.Sprint(slip.Ahead))
}

// lastWord is the time of "11月23日 10:06".
func lastWord(s string) string {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == ' ' {
			return s[i+1:]
		}
	}
	return s
}

// facts are the three things to know: how many ahead, which windows, how long.
func (w *Window) facts(s *sheet, y float32, t *kiosk.TicketView) {
	l := w.look()
	h, big := float32(180), float32(62)
	if w.p.s.Elder {
		h, big = 200, 72
	}
	s.put(margin, y, content, h, kit.Frame(kit.Paper, kit.Line, 1, 8))
	s.box(351, y+1, 1, h-2, kit.Line, 0)
	s.box(653, y+1, 1, h-2, kit.Line, 0)
	cell := func(x, wd float32, label, value, unit string) {
		s.mid(x+10, y+h*0.3, label, l.second+2, false, l.quiet, wd-20)
		value, px := s.fit(value, big, true, wd-40-kit.Width(unit, l.second+4, false))
		s.mixedMid(x, y+h*0.65, wd, part{value, px, true, kit.Ink}, part{unit, l.second + 4, false, kit.Ink})
	}
	cell(margin, 303, w.p.t("fact.ahead"), fmt.Sprint(t.Slip.Ahead), w.p.t("fact.people"))
	cell(351, 302, w.p.t("fact.windows"), w.p.windows(t.Windows), w.p.t("fact.window"))
	if e := estimate(t.Slip.LowMin, t.Slip.HighMin); e != "" {
		cell(653, 379, w.p.t("fact.time"), e, w.p.t("fact.minutes"))
	} else {
		s.mid(663, y+h*0.3, w.p.t("fact.time"), l.second+2, false, l.quiet, 359)
		s.mid(663, y+h*0.65, w.p.t("estimate.none"), l.body+8, true, l.quiet, 359)
	}
}

// code is a QR code, side by side pixels; what cannot be a code is left white.
func code(text string, side float32) fyne.CanvasObject {
	c, err := qr.Encode(text, qr.Medium)
	if err != nil {
		return kit.Box(kit.Paper, 0)
	}
	px := max(1, int(side)/c.Size)
	img := canvas.NewImageFromImage(qr.Image(c, px, 0))
	img.ScaleMode = canvas.ImageScalePixels
	img.FillMode = canvas.ImageFillContain
	return img
}

func picture(name, svg string) fyne.CanvasObject {
	img := canvas.NewImageFromResource(fyne.NewStaticResource(name, []byte(svg)))
	img.FillMode = canvas.ImageFillStretch
	return img
}

func arrowDown() fyne.CanvasObject {
	return picture("arrow.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="84" height="186" viewBox="0 0 84 186"><rect x="34" y="0" width="16" height="166" fill="#C26A00"/><path d="M0 142L12 130L42 160L72 130L84 142L42 184Z" fill="#C26A00"/></svg>`)
}

// tear is the zigzag where the cutter went.
func tear() fyne.CanvasObject {
	path := "M0 0L0 8"
	for i := range 34 {
		path += fmt.Sprintf("L%d 16L%d 4", i*20+10, i*20+20)
	}
	return picture("tear.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="680" height="16" viewBox="0 0 680 16"><path d="`+path+`L680 0Z" fill="#FFFDF6"/></svg>`)
}
