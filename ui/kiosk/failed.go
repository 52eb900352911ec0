package kiosk

import "onewindow/ui/kit"

// failedPage: the number is good, the paper did not come or may not have come. The number is the screen.
func (w *Window) failedPage() page {
	t := w.p.s.Ticket
	s := w.sheet()
	word := string(t.Paper)
	s.text(margin, 285, w.p.t("failed.title."+word), 64, true, kit.Ink, content)
	lead, px := w.p.said(t.Why)+w.p.coded(t.Why.Code), float32(30)
	if len(kit.Wrap(lead, px, true, 850)) > 1 {
		px = 26
	}
	why := kit.NewProse(lead, px, true, kit.Amber, 850)
	counts := kit.NewProse(w.p.t("failed.counts."+word), px, false, kit.Ink, 850)
	h := max(117, why.MinSize().Height+counts.MinSize().Height+8)
	s.box(margin, 340, content, h, kit.AmberT, 4)
	s.box(margin, 340, 10, h, kit.AmberS, 0)
	s.icon(110, 340+h/2, 54, "printer", kit.Amber)
	y := 340 + (h-why.MinSize().Height-counts.MinSize().Height)/2
	s.put(157, y, 850, 0, why)
	s.put(157, y+why.MinSize().Height, 850, 0, counts)
	what := w.p.words.Pick(t.CategoryName, t.CategoryEN)
	if t.Slip.ItemName != "" {
		what += " · " + t.Slip.ItemName
	}
	w.bigNumber(&s, 508, 461, t.Slip.Number, what)
	w.facts(&s, 1020, t)
	s.put(margin, 1250, content, 376, kit.Frame(kit.Paper, kit.Line, 1, 8))
	s.put(82, 1278, 320, 320, kit.Frame(kit.Paper, kit.Line, 2, 0))
	s.put(97, 1293, 290, 290, code(t.Slip.URL, 290))
	s.text(443, 1368, w.p.t("failed.phone"), 38, true, kit.Ink, 560)
	s.put(443, 1403, 560, 0, kit.NewProse(w.p.t("failed.phone.sub"), 28, false, kit.Ink2, 560))
	s.icon(460, 1519, 34, "sign", kit.Green)
	s.text(492, 1519, w.p.t("failed.nophone"), 28, false, kit.Ink, 520)
	update := w.failedFoot(&s, 340+h+4)
	return page{s.done(width, height), func() {
		w.troubled(t.Why.Code, why)
		update()
	}}
}

// failedFoot is what can be done without paper; a forgotten card is reminded of from under on.
func (w *Window) failedFoot(s *sheet, under float32) func() {
	h, y := w.look().button, w.footY()
	s.put(margin, y, 364, h, w.button("reprint", w.p.t("failed.again"), "printer", kit.Secondary, func() { w.p.later(w.p.m.PrintAgain) }))
	done, refresh := w.counted("noted", w.p.t("failed.noted."+string(w.p.s.Ticket.Paper)), "check", "failed.ends")
	s.put(432, y, 600, h, done)
	strip := w.cardReminder(s, under)
	return func() { refresh(); strip() }
}

// bigNumber is a number to be remembered, h high.
func (w *Window) bigNumber(s *sheet, y, h float32, number, what string) {
	l := w.look()
	s.put(margin, y, content, h, kit.Frame(kit.SlipPaper, kit.Ink, 4, 8))
	s.mid(margin, y+48, w.p.t("failed.number"), l.body+4, false, kit.Ink, content)
	foot := float32(0)
	if what != "" {
		foot = 38
		s.mid(margin+24, y+h-foot, what, l.body, false, l.quiet, content-48)
	}
	px := min(344, (h-78-foot)*1.02)
	s.mid(margin+20, y+78+(h-78-foot)/2-h*0.02, number, px, true, kit.Ink, content-40)
}

// issuingPage is the short wait for the hall.
func (w *Window) issuingPage() page {
	s := w.sheet()
	l := w.look()
	s.text(margin, w.titleY(), w.p.t("issuing.title"), l.title, true, kit.Ink, content)
	y := w.titleY() + 114
	s.put(margin, y, content, 460, kit.Frame(kit.Paper, kit.Line, 1, 8))
	s.icon(540, y+150, 140, "ticket", l.green)
	s.mid(margin+30, y+296, w.p.t("issuing.sub", "what", w.p.chosen()), l.body+6, true, kit.Ink, content-60)
	wait := kit.NewProse(w.p.t("issuing.wait"), l.second+2, false, l.quiet, content-100).Centre()
	s.put(margin+50, y+336, content-100, 0, wait)
	return page{object: s.done(width, height)}
}

// titleY is the middle of the title's characters.
func (w *Window) titleY() float32 {
	if w.p.s.Elder {
		return 375
	}
	return 285
}

// toldPage is one sentence with a way on.
func (w *Window) toldPage() page {
	told := w.p.s.Told
	s := w.sheet()
	l := w.look()
	s.text(margin, w.titleY(), w.p.t("told.title"), l.title, true, kit.Ink, content)
	y := w.titleY() + 92
	text := kit.NewProse(w.p.said(told), l.title*0.69, true, kit.Ink, content-180)
	h := max(260, text.MinSize().Height+150)
	s.box(margin, y, content, h, kit.AmberT, 8)
	s.box(margin, y, 12, h, kit.AmberS, 0)
	s.icon(118, y+84, 72, "warning", kit.Amber)
	s.put(184, y+50, content-180, 0, text)
	s.text(184, y+h-44, told.Code, l.least, false, l.quiet, 400)
	y += h + 44
	if told.Number != "" {
		w.bigNumber(&s, y, 440, told.Number, "")
		y += 440 + 40
	}
	s.icon(margin+22, y+24, l.body*1.3, "people", l.green)
	s.put(margin+64, y, content-64, 0, kit.NewProse(w.p.t("told.help"), l.body, false, l.quiet, content-64))
	if w.p.s.CanRetry {
		s.put(margin, w.footY()-32-l.button, content, l.button, w.button("retry", w.p.t("told.retry"), "recall", kit.Primary, func() { w.p.later(w.p.m.Issue) }))
	}
	w.foot(&s, "clock", w.p.idle())
	return page{s.done(width, height), func() { w.troubled(told.Code, text) }}
}
