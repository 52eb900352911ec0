package kiosk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/internal/catalogue"
	"onewindow/ui/kit"
)

// elderTop is where the content of the large version begins, under its title.
const elderTop = 428

func (w *Window) elderTitle(s *sheet, title string) {
	s.text(margin, w.titleY(), title, 88, true, kit.Ink, content)
}

// elderCategoryPage asks for the kind of business: large rows, and the search under them.
func (w *Window) elderCategoryPage() page {
	s := w.sheet()
	title := w.p.t("category.title")
	if w.p.s.Guiding {
		title = w.p.t("category.title.guide")
	}
	w.elderTitle(&s, title)
	rows := w.p.s.Hall.Board.Categories
	pitch := min(180, 900/float32(max(1, len(rows))))
	var live []func()
	for i, c := range rows {
		row := kit.NewDrawing(content, pitch-16, nil)
		row.Redraw(func(fyne.Size) []kit.Placed { return w.elderCategoryRow(i, pitch-16) })
		s.put(margin, elderTop+float32(i)*pitch, content, pitch-16, w.tap("category."+c.Code, row, 8, func() { w.p.category(c.Code) }))
		live = append(live, row.Refresh)
	}
	if len(rows) == 0 {
		s.put(margin, 700, content, 0, kit.NewProse(w.p.t("waiting.none"), 42, false, kit.Ink, content))
	}
	s.put(margin, 1350, content, 148, w.tap("find", w.elderFind(), 8, w.p.m.Find))
	w.foot(&s, "", "")
	return page{s.done(width, height), w.onBoard(func() {
		for _, f := range live {
			f()
		}
	})}
}

// elderCategoryRow is one kind of business: its letter, its name, and how long it takes now.
func (w *Window) elderCategoryRow(i int, h float32) []kit.Placed {
	rows := w.p.s.Hall.Board.Categories
	if i >= len(rows) {
		return nil
	}
	c := rows[i]
	s := w.sheet()
	s.put(0, 0, content, h, kit.Frame(kit.Paper, kit.Ink2, 3, 8))
	s.box(3, 3, 134, h-6, kit.Lintel, 6)
	s.mid(3, h/2, c.Code, 76, true, kit.Gold, 134)
	s.icon(932, h/2, 56, "right", kit.Ink)
	room := float32(700)
	if e := w.p.estimate(c); e != "" {
		s.mixed(892, h*0.36, part{w.p.t("about.short"), 36, false, kit.Ink}, part{e, 54, true, kit.Ink}, part{w.p.t("minutes"), 36, false, kit.Ink})
		room = 700 - 130 - kit.Width(e, 54, true) + 36
	}
	s.text(168, h*0.36, w.p.categoryName(c), 64, true, kit.Ink, room)
	count := w.p.waiting(c)
	if long(c) {
		count += w.p.t("wait.many")
	}
	s.text(168, h*0.76, count, 38, false, kit.Ink, 700)
	return s.items
}

func (w *Window) elderFind() fyne.CanvasObject {
	s := w.sheet()
	s.put(0, 0, content, 148, kit.Frame(kit.Paper, kit.Ink2, 3, 8))
	s.box(24, 24, 100, 100, kit.GreenT, 8)
	s.icon(74, 74, 60, "search", kit.GreenD)
	s.text(168, 50, w.p.t("find"), 54, true, kit.Ink, 700)
	s.text(168, 109, w.p.t("elder.find.sub"), 36, false, kit.Ink, 740)
	s.icon(932, 74, 56, "right", kit.Ink)
	return s.done(content, 148)
}

// elderRows is how many items stand on one page of the large version's list.
const elderRows = 8

// elderItemsPage lists the items of one category, a page at a time.
func (w *Window) elderItemsPage() page {
	s := w.sheet()
	items := w.p.s.Found
	w.elderTitle(&s, w.p.categoryName(w.p.s.Category))
	s.trail(right, 370, w.p.t("items.count", "n", fmt.Sprint(len(items))), 36, false, kit.Ink, 300)
	w.pageOf(&s, items, elderRows, elderTop, 140, 126)
	w.backHome(&s, w.footY(), (len(items)+elderRows-1)/elderRows)
	return page{object: s.done(width, height)}
}

// pageOf draws the present page of a list of items, each ht high.
func (w *Window) pageOf(s *sheet, items []catalogue.Item, most int, y, pitch, ht float32) {
	from := min(w.p.page*most, len(items))
	for i, it := range items[from:min(from+most, len(items))] {
		s.put(margin, y+float32(i)*pitch, content, ht, w.itemRow(it, ht))
	}
}

// elderSearchPage is the search with two hits over the keyboard.
func (w *Window) elderSearchPage() page {
	s := w.sheet()
	w.elderTitle(&s, w.p.t("search.title"))
	box := w.newInput(w.p.t("find.hint"))
	s.put(margin, elderTop, content, 124, box.object)
	list := container.NewWithoutLayout()
	s.put(margin, 568, content, 260, list)
	keys := w.letters(box)
	y := barElder - keys.Height()
	s.put(0, y, width, keys.Height(), keys)
	w.backHome(&s, y-16-w.look().button, 0)
	return page{s.done(width, height), w.onFound(list, 2, 124, 132)}
}
