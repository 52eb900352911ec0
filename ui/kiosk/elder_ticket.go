package kiosk

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/canvas"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
)

// elderTicketPage shows the number in the large version while its slip is printed, and when it is out.
func (w *Window) elderTicketPage() page {
	t := w.p.s.Ticket
	s := w.sheet()
	title, icon := w.p.t("ticket.title"), "check"
	if t.Paper == kiosk.Printing {
		title, icon = w.p.t("ticket.title.printing"), "printer"
	}
	s.box(margin, 330, 92, 92, kit.GreenD, 8)
	s.icon(94, 376, 68, icon, kit.Paper)
	s.text(168, w.titleY(), title, 88, true, kit.Ink, right-168)
	s.box(140, 500, 800, 52, kit.Lintel, 8)
	s.box(176, 520, 728, 12, slit, 0)
	w.elderPaper(&s, t)
	w.facts(&s, 1080, t)
	words := w.p.t("ticket.hear", "number", t.Slip.Number, "n", fmt.Sprint(w.p.s.Hall.Board.PassedMinutes))
	hear := kit.NewProse(strings.ReplaceAll(words, "\n", ""), 38, false, kit.Ink, content-84)
	s.icon(margin+28, 1340, 52, "call", kit.GreenD)
	s.put(margin+84, 1312, content-84, 0, hear)
	update := w.ticketFoot(&s, t)
	return page{s.done(width, height), update}
}

// elderPaper is the slip with what is to be kept in mind, and no more.
func (w *Window) elderPaper(s *sheet, t *kiosk.TicketView) {
	const x, y, wd, ht = 200, 526, 680, 516
	s.put(x, y, wd, ht, kit.Frame(kit.SlipPaper, kit.Line, 1, 0))
	s.put(x, y, wd, 28, canvas.NewVerticalGradient(shade, clear))
	s.put(x, y+ht-8, wd, 16, tear())
	s.mid(x+20, 600, w.p.words.Pick(t.CategoryName, t.CategoryEN)+" · "+w.class(t.Slip), 42, false, kit.Ink, wd-40)
	s.mid(x+20, 760, t.Slip.Number, 260, true, kit.Ink, wd-40)
	for i := range 49 {
		s.box(249+float32(i)*12, 906, 7, 2, ghost, 0)
	}
	what := t.Slip.ItemName
	if what == "" {
		what = w.p.t("ticket.for", "windows", w.p.windows(t.Windows))
	}
	s.lines(x+40, 968, what, 40, false, kit.Ink, wd-80, 2)
}

// elderFailedPage: the number is good, the paper did not come or may not have come.
func (w *Window) elderFailedPage() page {
	t := w.p.s.Ticket
	s := w.sheet()
	word := string(t.Paper)
	w.elderTitle(&s, w.p.t("failed.title."+word))
	why := kit.NewProse(w.p.said(t.Why)+w.p.coded(t.Why.Code), 38, true, kit.Ink, content-150)
	counts := kit.NewProse(w.p.t("failed.counts."+word), 38, false, kit.Ink, content-150)
	h := why.MinSize().Height + counts.MinSize().Height + 28
	s.box(margin, elderTop, content, h, kit.AmberT, 4)
	s.box(margin, elderTop, 12, h, kit.AmberS, 0)
	s.icon(margin+68, elderTop+h/2, 64, "printer", kit.Amber)
	s.put(margin+128, elderTop+14, content-150, 0, why)
	s.put(margin+128, elderTop+14+why.MinSize().Height, content-150, 0, counts)
	y := elderTop + h + 60
	w.bigNumber(&s, y, 1096-y, t.Slip.Number, "")
	w.facts(&s, 1116, t)
	s.put(margin, 1336, 206, 206, kit.Frame(kit.Paper, kit.Line, 2, 0))
	s.put(margin+13, 1349, 180, 180, code(t.Slip.URL, 180))
	s.text(290, 1386, w.p.t("failed.phone"), 46, true, kit.Ink, 740)
	s.put(290, 1424, 740, 0, kit.NewProse(w.p.t("failed.nophone"), 38, false, kit.Ink, 740))
	update := w.failedFoot(&s, elderTop+h+6)
	return page{s.done(width, height), func() {
		w.troubled(t.Why.Code, why)
		update()
	}}
}
