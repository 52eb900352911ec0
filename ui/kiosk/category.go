package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"

	"onewindow/internal/catalogue"
	"onewindow/internal/queue"
	"onewindow/ui/kit"
)

// categoryIcon is the picture the look gives a category (a shop, a briefcase, people, a building, a ship).
func categoryIcon(code string) string {
	switch code {
	case "A":
		return "business-management"
	case "B":
		return "investment-construction"
	case "C":
		return "social-affairs"
	case "D":
		return "company-setup"
	case "E":
		return "customs-trade"
	case "S":
		return "people"
	}
	return "ticket"
}

func (w *Window) categoryPage() page {
	s := w.sheet()
	title := w.p.t("category.title")
	if w.p.s.Guiding {
		title = w.p.t("category.title.guide")
	}
	t := s.text(margin, 286, title, 64, true, kit.Ink, 620)
	fresh := s.trail(right, 292, w.p.age(), 28, false, kit.Ink2, content-t.MinSize().Width-30)
	s.put(margin, 342, content, 108, w.tap("find", w.findBox(), 8, w.p.m.Find))
	rows := w.p.s.Hall.Board.Categories
	pitch := min(162, 811/float32(max(1, len(rows))))
	var live []func()
	for i, c := range rows {
		row := kit.NewDrawing(content, pitch-14, nil)
		row.Redraw(func(fyne.Size) []kit.Placed { return w.categoryRow(i, pitch-14) })
		s.put(margin, 489+float32(i)*pitch, content, pitch-14, w.tap("category."+c.Code, row, 8, func() { w.p.category(c.Code) }))
		live = append(live, row.Refresh)
	}
	if len(rows) == 0 {
		s.mid(margin, 700, w.p.t("waiting.none"), 34, false, kit.Ink2, content)
	}
	w.commonItems(&s)
	s.icon(66, 1606, 34, "suggestion", kit.Amber)
	s.text(100, 1607, w.p.t("category.tip"), 26, false, kit.Ink2, 930)
	w.foot(&s, "clock", w.p.idle())
	return page{s.done(width, height), w.onBoard(func() {
		fresh.Text = w.p.age()
		fresh.Refresh()
		for _, f := range live {
			f()
		}
	})}
}

func (w *Window) findBox() fyne.CanvasObject {
	s := w.sheet()
	s.put(0, 0, content, 108, kit.Frame(kit.Paper, kit.Edge, 2, 8))
	s.icon(56, 54, 46, "search", kit.Green)
	s.text(101, 55, w.p.t("find.hint"), 30, false, kit.Ink2, 640)
	s.box(758, 2, 224, 104, kit.GreenT, 6)
	s.icon(815, 54, 40, "keyboard", kit.Green)
	s.text(850, 55, w.p.t("find"), 32, true, kit.Green, 120)
	return s.done(content, 108)
}

// categoryRow is one kind of business: letter block, name, examples, and how long it takes now.
func (w *Window) categoryRow(i int, h float32) []kit.Placed {
	rows := w.p.s.Hall.Board.Categories
	if i >= len(rows) {
		return nil
	}
	c := rows[i]
	s := w.sheet()
	s.put(0, 0, content, h, kit.Frame(kit.Paper, kit.Edge, 1.5, 8))
	s.box(1, 1, 131, h-2, kit.Lintel, 7)
	s.box(124, 1, 8, h-2, kit.Lintel, 0)
	s.icon(66, h*0.29, 48, categoryIcon(c.Code), kit.OnLintel)
	s.text(66-kit.Width(c.Code, 54, true)/2, h*0.67, c.Code, 54, true, kit.Gold, 0)
	s.text(163, h*0.375, w.p.categoryName(c), 44, true, kit.Ink, 480)
	s.text(163, h*0.725, w.examples(c.Code), 26, false, kit.Ink2, 470)
	s.icon(940, h/2, 44, "right", kit.Ink2)
	w.rowFigures(&s, h, c)
	return s.items
}

func (w *Window) rowFigures(s *sheet, h float32, c queue.BoardCategory) {
	ink, quiet, count := kit.Ink, kit.Ink2, w.p.waiting(c)
	if long(c) {
		ink, quiet, count = kit.Amber, kit.Amber, count+w.p.t("wait.many")
	}
	e := w.p.estimate(c)
	if e != "" {
		s.mixed(900, h*0.39, part{w.p.t("about"), 28, false, kit.Ink2}, part{e, 42, true, ink}, part{w.p.t("minutes"), 28, false, kit.Ink2})
	}
	y := h * 0.70
	if e == "" {
		y = h * 0.5
	}
	t := s.trail(900, y, count, 26, false, quiet, 270)
	if c.OpenNow > 0 {
		s.icon(900-t.MinSize().Width-22, y, 30, "people", quiet)
	}
}

// examples names items of a category, as many as one line holds; brackets at a name's end are left out.
func (w *Window) examples(code string) string {
	out := ""
	for _, it := range w.p.s.Examples[code] {
		name := it.Name
		if i := strings.LastIndex(name, "("); i > 0 && strings.HasSuffix(name, ")") {
			name = name[:i]
		}
		next := name
		if out != "" {
			next = out + w.p.t("list.comma") + name
		}
		if out == "" || kit.Width(next, 26, false) <= 470 {
			out = next
		}
	}
	return out
}

// commonItems are offered without a search, in two columns.
func (w *Window) commonItems(s *sheet) {
	if len(w.p.s.Common) == 0 {
		return
	}
	s.text(margin, 1346, w.p.t("common.title"), 30, true, kit.Ink, 480)
	hint := w.p.t("common.hint")
	if w.p.s.Guiding {
		hint = w.p.t("common.hint.guide")
	}
	s.trail(right, 1347, hint, 26, false, kit.Ink2, 420)
	for i, it := range w.p.s.Common[:min(4, len(w.p.s.Common))] {
		s.put(margin+float32(i%2)*499, 1381+float32(i/2)*90, 485, 76, w.chip(it, 485, 76))
	}
}

func (w *Window) chip(it catalogue.Item, wd, ht float32) *kit.Area {
	s := w.sheet()
	s.put(0, 0, wd, ht, kit.Frame(kit.Paper, kit.Edge, 2, 8))
	s.text(30, ht/2+1, it.Name, 30, false, kit.Ink, wd-110)
	s.icon(wd-40, ht/2, 34, "right", kit.Ink2)
	return w.tap("item."+it.ID, s.done(wd, ht), 8, func() { w.p.item(it.ID) })
}

// itemRow is one item in a list: name, deciding body and how long it takes.
func (w *Window) itemRow(it catalogue.Item, ht float32) *kit.Area {
	s := w.sheet()
	l := w.look()
	s.put(0, 0, content, ht, kit.Frame(kit.Paper, kit.Edge, l.stroke, 8))
	s.text(30, ht*0.36, it.Name, l.body, true, kit.Ink, 870)
	sub := it.Dept + " · " + w.p.t("item.promise", "limit", w.p.limit(it.Promised))
	if !w.p.s.Elder {
		sub = it.Category + " " + w.p.categoryOf(it) + " · " + sub
	}
	s.text(30, ht*0.74, sub, l.least, false, l.quiet, 870)
	s.icon(944, ht/2, 40, "right", l.quiet)
	return w.tap("item."+it.ID, s.done(content, ht), 8, func() { w.p.item(it.ID) })
}
