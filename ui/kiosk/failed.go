package kiosk

import (
	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
)

// failedPage: the number is good, the paper did not come or may not have come. The number is the screen.
func (w *Window) failedPage() page {
	t := w.p.s.Ticket
	var s sheet
	word := string(t.Paper)
	s.text(margin, 285, w.p.t("failed.title."+word), 64, true, kit.Ink, content)
	s.box(margin, 340, content, 117, kit.AmberT, 4)
	s.box(margin, 340, 10, 117, kit.AmberS, 0)
	s.icon(110, 398, 54, "printer", kit.Amber)
	why := s.text(157, 381, w.p.said(t.Why)+w.p.coded(t.Why.Code), 30, true, kit.Amber, 850)
	s.text(157, 421, w.p.t("failed.counts."+word), 30, false, kit.Ink, 840)
	what := w.p.words.Pick(t.CategoryName, t.CategoryEN)
	if t.Slip.ItemName != "" {
		what += " · " + t.Slip.ItemName
	}
	w.bigNumber(&s, 508, t.Slip.Number, what)
	w.facts(&s, 1020, t)
	s.put(margin, 1250, content, 376, kit.Frame(kit.Paper, kit.Line, 1, 8))
	s.put(82, 1278, 320, 320, kit.Frame(kit.Paper, kit.Line, 2, 0))
	s.put(97, 1293, 290, 290, code(t.Slip.URL, 290))
	s.text(443, 1368, w.p.t("failed.phone"), 38, true, kit.Ink, 560)
	s.put(443, 1403, 560, 0, kit.NewProse(w.p.t("failed.phone.sub"), 28, false, kit.Ink2, 560))
	s.icon(460, 1519, 34, "sign", kit.Green)
	s.text(492, 1519, w.p.t("failed.nophone"), 28, false, kit.Ink, 520)
	s.put(margin, 1656, 364, 104, w.button("reprint", w.p.t("failed.again"), "printer", kit.Secondary, func() { w.p.later(w.p.m.PrintAgain) }))
	done, refresh := w.counted("noted", w.p.t("failed.noted."+word), "check", "failed.ends")
	s.put(432, 1656, 600, 104, done)
	strip := w.cardReminder(&s, 460)
	return page{s.done(width, height), func() {
		w.troubled(t.Why.Code, why)
		refresh()
		strip()
	}}
}

// bigNumber is a number to be remembered, 461 high.
func (w *Window) bigNumber(s *sheet, y float32, number, what string) {
	s.put(margin, y, content, 461, kit.Frame(kit.SlipPaper, kit.Ink, 4, 8))
	s.mid(margin, y+48, w.p.t("failed.number"), 34, false, kit.Ink, content)
	s.mid(margin+20, y+244, number, 344, true, kit.Ink, content-40)
	s.mid(margin+24, y+423, what, 30, false, kit.Ink2, content-48)
}

// issuingPage is the short wait for the hall.
func (w *Window) issuingPage() page {
	var s sheet
	s.text(margin, 285, w.p.t("issuing.title"), 64, true, kit.Ink, content)
	s.put(margin, 399, content, 460, kit.Frame(kit.Paper, kit.Line, 1, 8))
	s.icon(540, 560, 140, "ticket", kit.Green)
	s.mid(margin, 700, w.p.t("issuing.sub", "what", w.p.chosen()), 34, true, kit.Ink, content-60)
	s.mid(margin, 766, w.p.t("issuing.wait"), 28, false, kit.Ink2, content-60)
	return page{object: s.done(width, height)}
}

// toldPage is one sentence with a way on.
func (w *Window) toldPage() page {
	told := w.p.s.Told
	var s sheet
	s.text(margin, 285, w.p.t("told.title"), 64, true, kit.Ink, content)
	text := kit.NewProse(w.p.said(told), 44, true, kit.Ink, content-180)
	h := max(300, text.MinSize().Height+160)
	s.box(margin, 399, content, h, kit.AmberT, 8)
	s.box(margin, 399, 12, h, kit.AmberS, 0)
	s.icon(118, 399+60+32, 72, "warning", kit.Amber)
	s.put(184, 399+60, content-180, 0, text)
	s.text(184, 399+h-36, told.Code, 24, false, kit.Ink2, 400)
	y := 399 + h + 48
	if told.Number != "" {
		w.bigNumber(&s, y, told.Number, "")
		y += 461 + 48
	}
	s.icon(66, y+18, 40, "people", kit.Green)
	s.text(104, y+19, w.p.t("told.help"), 30, false, kit.Ink2, 920)
	if w.p.s.CanRetry {
		s.put(margin, 1520, content, 104, w.button("retry", w.p.t("told.retry"), "recall", kit.Primary, func() { w.p.later(w.p.m.Issue) }))
	}
	w.foot(&s, "clock", w.p.idle())
	return page{s.done(width, height), func() { w.troubled(told.Code, text) }}
}

var _ Machine = (*kiosk.Kiosk)(nil)
