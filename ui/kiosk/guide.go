package kiosk

import (
	"fmt"

	"onewindow/internal/catalogue"
	"onewindow/ui/kit"
)

// itemsPage lists the items of one category.
func (w *Window) itemsPage() page {
	s := w.sheet()
	s.text(margin, 286, w.p.categoryName(w.p.s.Category), 64, true, kit.Ink, 640)
	items := w.p.s.Found
	s.trail(right, 292, w.p.t("items.count", "n", fmt.Sprint(len(items))), 28, false, kit.Ink2, 320)
	pitch := min(122, 1284/float32(max(1, len(items))))
	for i, it := range items {
		s.put(margin, 352+float32(i)*pitch, content, pitch-12, w.itemRow(it, pitch-12))
	}
	w.foot(&s, "clock", w.p.idle())
	return page{object: s.done(width, height)}
}

// guidePage says what one item needs: what to bring, where, how long, what it costs, what comes out.
func (w *Window) guidePage() page {
	it := *w.p.s.Item
	s := w.sheet()
	name := kit.NewProse(it.Name, 48, true, kit.Ink, content)
	s.put(margin, 232, content, 0, name)
	y := 232 + name.MinSize().Height + 22
	s.text(margin, y, it.Dept+" · "+it.Type+" · "+it.Scope, 26, false, kit.Ink2, content)
	y += 36
	w.guideFacts(&s, y, 152, it)
	y += 204
	s.text(margin, y, w.p.t("guide.bring", "n", fmt.Sprint(len(it.Materials))), 34, true, kit.Ink, content)
	y += 34
	pitch := min(102, (1620-96-y)/float32(max(1, len(it.Materials))))
	for i, m := range it.Materials {
		w.guideMaterial(&s, y+float32(i)*pitch, pitch-8, i, m)
	}
	y += pitch*float32(len(it.Materials)) + 8
	w.guideWhere(&s, y, it)
	s.put(margin, 1656, 200, 104, w.button("back", w.p.t("back"), "left", kit.Secondary, w.p.m.Back))
	s.put(264, 1656, 220, 104, w.button("home", w.p.t("home"), "home", kit.Secondary, w.p.m.Home))
	s.put(500, 1656, 532, 104, w.button("take", w.p.t("guide.take"), "ticket", kit.Primary, w.p.forItem))
	return page{object: s.done(width, height)}
}

// guideFacts are three figures side by side, h high.
func (w *Window) guideFacts(s *sheet, y, h float32, it catalogue.Item) {
	s.put(margin, y, content, h, kit.Frame(kit.Paper, kit.Line, 1, 8))
	facts := []struct{ label, value string }{
		{w.p.t("guide.promised"), w.p.limit(it.Promised)},
		{w.p.t("guide.visits"), w.p.t("guide.times", "n", fmt.Sprint(it.Visits))},
		{w.p.t("guide.charge"), it.Charge},
	}
	const cell = float32(content) / 3
	l := w.look()
	for i, f := range facts {
		x := margin + float32(i)*cell
		if i > 0 {
			s.box(x, y+1, 1, h-2, kit.Line, 0)
		}
		s.mid(x+12, y+h*0.31, f.label, l.second, false, l.quiet, cell-24)
		if kit.Width(f.value, l.body, true) <= cell-24 {
			s.mid(x+12, y+h*0.68, f.value, l.body+8, true, kit.Ink, cell-24)
			continue
		}
		long := kit.NewProse(f.value, l.least, true, kit.Ink, cell-24).Centre()
		s.put(x+12, y+h*0.46-max(0, long.MinSize().Height-h*0.5), cell-24, 0, long)
	}
}

func (w *Window) guideMaterial(s *sheet, y, h float32, i int, m catalogue.MaterialSpec) {
	s.put(margin, y, content, h, kit.Frame(kit.Paper, kit.Line, 1, 8))
	mid := y + h/2
	s.text(margin+24, mid+1, fmt.Sprint(i+1), 30, true, kit.Ink2, 0)
	how, meaning := w.p.material(m)
	pill := kit.NewPill(kit.PillParams{Meaning: meaning, Text: how, Px: 24})
	size := pill.MinSize()
	s.put(right-20-size.Width, mid-size.Height/2, size.Width, size.Height, pill)
	room := content - 110 - size.Width
	detail := w.p.t("material.copies", "form", w.p.form(m), "n", fmt.Sprint(m.PaperCopies))
	if m.FromSharedData {
		detail = w.p.t("material.from", "source", m.SharedSource)
	} else if m.PaperCopies == 0 {
		detail = w.p.form(m)
	}
	if h < 76 {
		s.text(margin+72, mid+1, m.Name, 28, true, kit.Ink, room)
		return
	}
	s.text(margin+72, mid-17, m.Name, 28, true, kit.Ink, room)
	s.text(margin+72, mid+21, detail, 24, false, kit.Ink2, room)
}

func (w *Window) guideWhere(s *sheet, y float32, it catalogue.Item) {
	for i, l := range w.whereLines(it) {
		mid := y + 22 + float32(i)*44
		s.icon(66, mid, 34, l.icon, kit.Green)
		s.text(100, mid+1, l.text, 28, l.bold, kit.Ink, 930)
	}
}
