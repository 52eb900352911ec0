package kiosk

import (
	"fmt"

	"fyne.io/fyne/v2"

	"onewindow/internal/queue"
	"onewindow/ui/kit"
)

func (w *Window) homePage() page {
	s := w.sheet()
	s.text(margin, 324, w.p.t("home.title"), 64, true, kit.Ink, 560)
	s.trail(right, 328, w.p.t("home.hint"), 28, false, kit.Ink2, 400)
	w.choices(&s, 387)
	panel := kit.NewDrawing(width, 445, nil)
	panel.Redraw(func(fyne.Size) []kit.Placed { return w.waitingPanel() })
	s.put(0, 1339, width, 445, panel)
	return page{s.done(width, height), w.onBoard(panel.Refresh)}
}

// choices are taking a number and the things beside it, 880 high from y on.
func (w *Window) choices(s *sheet, y float32) {
	s.put(margin, y, content, 296, w.tap("take", w.takeTile(), 8, w.p.m.TakeNumber))
	tiles := []tile{
		{"guide", "search", "", w.p.m.OpenGuide},
		{"apply", "sign", w.p.t("tile.blocked"), nil},
		{"progress", "list", w.p.t("tile.blocked"), nil},
		{"proof", "certificate", w.p.t("tile.blocked"), nil},
	}
	for i, t := range tiles {
		s.put(margin+float32(i%2)*502, y+316+float32(i/2)*220, 482, 200, w.tile(t))
	}
	s.put(margin, y+756, content, 124, w.rateRow())
}

// boardKey changes when a figure of the waiting panel does.
func (w *Window) boardKey() string {
	return w.p.age() + fmt.Sprintf("%+v %v", w.p.s.Hall.Board.Categories, w.p.s.CardLeft)
}

func (w *Window) takeTile() fyne.CanvasObject {
	s := w.sheet()
	s.box(0, 0, content, 296, kit.Green, 8)
	s.box(0, 0, content, 8, kit.Gold, 0)
	s.icon(91, 98, 84, "ticket", kit.Gold)
	word := s.text(163, 106, w.p.t("take"), 86, true, kit.Paper, 380)
	s.icon(163+word.MinSize().Width+60, 98, 60, "arrow-right", kit.Paper)
	s.text(44, 193, w.p.t("take.sub1"), 30, false, kit.Paper, 560)
	s.text(44, 238, w.p.t("take.sub2"), 30, false, kit.Paper, 560)
	// The slot and the slip that will come.
	s.box(630, 52, 290, 26, kit.GreenD, 4)
	s.box(654, 65, 242, 231, kit.SlipPaper, 0)
	s.box(654, 65, 242, 12, fade, 0)
	s.mid(654, 115, w.p.t("take.slip"), 24, false, kit.Ink2, 242)
	s.text(676, 181, "A", 96, true, kit.Ink, 0)
	for i := range 3 {
		s.box(746+float32(i)*42, 147, 30, 67, ghost, 0)
	}
	s.box(686, 239, 178, 9, ghost, 0)
	s.box(686, 272, 178, 8, ghost, 0)
	return s.done(content, 296)
}

type tile struct {
	tag, icon, blocked string
	act                func()
}

// tile is one of the four things beside taking a number; what this machine cannot do yet is grey and says so.
func (w *Window) tile(t tile) *kit.Area {
	s := w.sheet()
	fill, border, square, ink, title, sub := kit.Paper, kit.Edge, kit.GreenT, kit.Green, kit.Ink, w.p.t("tile."+t.tag+".sub")
	if t.blocked != "" {
		fill, border, square, ink, title, sub = kit.Paper2, kit.Line, kit.Blocked, kit.Ink3, kit.Ink2, w.p.t("tile.blocked.sub")
	}
	s.put(0, 0, 482, 200, kit.Frame(fill, border, 1.5, 8))
	s.box(28, 48, 104, 104, square, 6)
	s.icon(80, 100, 56, t.icon, ink)
	s.text(159, 80, w.p.t("tile."+t.tag), 42, true, title, 300)
	s.text(159, 133, sub, 25, false, kit.Ink2, 310)
	a := w.tap(w.tileTag(t), s.done(482, 200), 8, t.act)
	a.Blocked(t.blocked)
	return a
}

func (w *Window) tileTag(t tile) string {
	if t.blocked == "" {
		return t.tag
	}
	return "tile." + t.tag
}

func (w *Window) rateRow() *kit.Area {
	s := w.sheet()
	s.put(0, 0, content, 124, kit.Frame(kit.Paper2, kit.Line, 1, 8))
	s.box(28, 20, 84, 84, kit.Blocked, 6)
	s.icon(70, 62, 48, "rate", kit.Ink3)
	word := s.text(139, 63, w.p.t("tile.rate"), 38, true, kit.Ink2, 0)
	s.text(139+word.MinSize().Width+26, 63, w.p.t("tile.rate.sub"), 26, false, kit.Ink2, 640)
	a := w.tap("tile.rate", s.done(content, 124), 8, nil)
	a.Blocked(w.p.t("tile.rate.blocked"))
	return a
}

// waitingPanel says how long each kind of business takes now, and how old that is.
func (w *Window) waitingPanel() []kit.Placed {
	s := w.sheet()
	s.box(0, 0, width, 445, kit.Lintel, 0)
	if w.p.s.CardLeft {
		s.box(0, 0, width, 77, kit.Gold, 0)
		s.icon(72, 39, 44, "id-card", kit.Ink)
		s.text(112, 40, w.p.t("card.left"), 32, true, kit.Ink, 900)
	} else {
		title := s.text(margin, 50, w.p.t("waiting.title"), 34, true, kit.OnLintel, 420)
		ink := kit.OnLintel2
		if !w.p.s.Hall.Connected {
			ink = kit.Gold
		}
		s.trail(right, 50, w.p.age(), 26, false, ink, content-title.MinSize().Width-24)
	}
	rows := w.p.s.Hall.Board.Categories
	if len(rows) == 0 {
		s.mid(margin, 240, w.p.t("waiting.none"), 30, false, kit.OnLintel2, content)
		return s.items
	}
	most := 1
	for _, c := range rows {
		most = max(most, c.Waiting)
	}
	pitch := min(72, 362/float32(len(rows)))
	for i, c := range rows {
		w.waitingRow(&s, 77+float32(i)*pitch, pitch, c, most)
	}
	return s.items
}

func (w *Window) waitingRow(s *sheet, y, h float32, c queue.BoardCategory, most int) {
	mid := y + h/2 + 1
	s.box(margin, y, content, 1, kit.Lintel3, 0)
	s.text(margin, mid, c.Code, 36, true, kit.Gold, 0)
	bar := float32(280) // English names take more room
	if w.p.words.Lang() == kit.English {
		bar = 400
	}
	s.text(100, mid, w.p.categoryName(c), 30, true, kit.OnLintel, bar-112)
	s.box(bar, mid-6, 620-bar, 12, kit.Lintel2, 6)
	if c.Waiting > 0 {
		fill := kit.Jade
		if long(c) {
			fill = kit.Gold
		}
		s.box(bar, mid-6, max(12, (620-bar)*float32(c.Waiting)/float32(most)), 12, fill, 6)
	}
	s.trail(795, mid, w.p.waiting(c), 28, false, kit.OnLintel2, 160)
	if e := w.p.estimate(c); e != "" {
		s.mixed(right, mid, part{w.p.t("about.short"), 28, false, kit.OnLintel}, part{e, 38, true, kit.OnLintel}, part{w.p.t("minutes"), 28, false, kit.OnLintel})
	} else {
		s.trail(right, mid, w.p.t("estimate.none"), 26, false, kit.OnLintel2, 230)
	}
}
