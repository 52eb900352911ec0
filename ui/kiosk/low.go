package kiosk

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/kit"
)

// lowTop is the line over which nothing can be pressed in the low layout (低位), for who sits in a wheelchair: what
// is to be read stands above it, what is to be pressed below. Screens whose controls stand low anyway are the same.
const lowTop = 720

// lowHome has the waiting panel above and the choices below.
func (w *Window) lowHome() page {
	s := w.sheet()
	panel := kit.NewDrawing(width, 445, nil)
	panel.Redraw(func(fyne.Size) []kit.Placed { return w.waitingPanel() })
	s.put(0, 208, width, 445, panel)
	s.text(margin, 712, w.p.t("home.title"), 64, true, kit.Ink, 560)
	s.trail(right, 716, w.p.t("home.hint"), 28, false, kit.Ink2, 400)
	w.choices(&s, 776)
	return page{s.done(width, height), w.onBoard(panel.Refresh)}
}

// onBoard calls f when a figure of the board has changed.
func (w *Window) onBoard(f func()) func() {
	drawn := w.boardKey()
	return func() {
		if key := w.boardKey(); key != drawn {
			drawn = key
			f()
		}
	}
}

// lowCategory has above what each kind of business is about, and below its button with the wait.
func (w *Window) lowCategory() page {
	s := w.sheet()
	title := w.p.t("category.title")
	if w.p.s.Guiding {
		title = w.p.t("category.title.guide")
	}
	s.text(margin, 286, title, 64, true, kit.Ink, content)
	rows := w.p.s.Hall.Board.Categories
	about := min(70, 350/float32(max(1, len(rows))))
	pitch := min(156, 790/float32(max(1, len(rows))))
	var live []func()
	for i, c := range rows {
		y := 356 + float32(i)*about + about/2
		s.box(margin, y+about/2-1, content, 1, kit.Line, 0)
		s.text(margin, y, c.Code, 36, true, kit.Green, 0)
		s.text(104, y, w.p.categoryName(c), 30, true, kit.Ink, 300)
		s.text(420, y, w.examples(c.Code), 26, false, kit.Ink2, right-420)
		row := kit.NewDrawing(content, pitch-14, nil)
		row.Redraw(func(fyne.Size) []kit.Placed { return w.lowCategoryRow(i, pitch-14) })
		s.put(margin, 730+float32(i)*pitch, content, pitch-14, w.tap("category."+c.Code, row, 8, func() { w.p.category(c.Code) }))
		live = append(live, row.Refresh)
	}
	if len(rows) == 0 {
		s.mid(margin, 700, w.p.t("waiting.none"), 34, false, kit.Ink2, content)
	}
	s.put(margin, 1524, content, 108, w.tap("find", w.findBox(), 8, w.p.m.Find))
	w.foot(&s, "clock", w.p.idle())
	return page{s.done(width, height), w.onBoard(func() {
		for _, f := range live {
			f()
		}
	})}
}

// lowCategoryRow is a kind of business in one line: letter, name, and how long it takes now.
func (w *Window) lowCategoryRow(i int, h float32) []kit.Placed {
	rows := w.p.s.Hall.Board.Categories
	if i >= len(rows) {
		return nil
	}
	c := rows[i]
	s := w.sheet()
	s.put(0, 0, content, h, kit.Frame(kit.Paper, kit.Edge, 1.5, 8))
	s.box(1, 1, 131, h-2, kit.Lintel, 7)
	s.box(124, 1, 8, h-2, kit.Lintel, 0)
	s.mid(0, h/2, c.Code, 60, true, kit.Gold, 132)
	s.text(163, h/2, w.p.categoryName(c), 44, true, kit.Ink, 460)
	s.icon(940, h/2, 44, "right", kit.Ink2)
	w.rowFigures(&s, h, c)
	return s.items
}

// lowRows is how many items stand on one page of the low layout's list.
const lowRows = 8

// lowItems lists the items of one category under the waiting panel, a page at a time.
func (w *Window) lowItems() page {
	s := w.sheet()
	items := w.p.s.Found
	panel := kit.NewDrawing(width, 445, nil)
	panel.Redraw(func(fyne.Size) []kit.Placed { return w.waitingPanel() })
	s.put(0, 208, width, 445, panel)
	s.text(margin, 698, w.p.categoryName(w.p.s.Category), 48, true, kit.Ink, 640)
	s.trail(right, 700, w.p.t("items.count", "n", fmt.Sprint(len(items))), 28, false, kit.Ink2, 320)
	w.pageOf(&s, items, lowRows, 736, 113, 101)
	w.backHome(&s, w.footY(), (len(items)+lowRows-1)/lowRows)
	return page{s.done(width, height), w.onBoard(panel.Refresh)}
}

// lowSearch is the search with what was found right over the keyboard.
func (w *Window) lowSearch() page {
	s := w.sheet()
	s.text(margin, 286, w.p.t("search.title"), 64, true, kit.Ink, content)
	s.put(margin, 350, content, 0, kit.NewProse(w.p.t("low.search"), 34, false, kit.Ink2, content))
	box := w.newInput(w.p.t("find.hint"))
	s.put(margin, 572, content, 124, box.object)
	list := container.NewWithoutLayout()
	s.put(margin, lowTop, content, 190, list)
	w.backHome(&s, 924, 0)
	keys := w.letters(box)
	s.put(0, barStandard-keys.Height(), width, keys.Height(), keys)
	return page{s.done(width, height), w.onFound(list, 2, 90, 98)}
}
