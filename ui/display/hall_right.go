package display

import (
	"image/color"

	"onewindow/ui/kit"
)

// The right part: from 1314 to 1871, behind a rule.
const (
	rightEdge = 1314
	rightEnd  = 1871
	fiveLines = 5 * 98 // the room of the category lines
)

func drawWaiting(s *sheet, r WaitingRows, w *kit.Words) {
	s.box(1264, 132, 2, 848, kit.Lintel2, 0)
	x := s.text(rightEdge, 163, 34, true, kit.OnLintel, r.Title)
	s.text(x+12, 164, 28, false, kit.OnLintel2, s.fit(r.Remark, 28, false, rightEnd-x-12))
	const first = 193
	s.rule(rightEdge, first, rightEnd, kit.Lintel2)
	height := float32(98)
	if n := len(r.Categories); n > 5 {
		height = fiveLines / float32(n)
	}
	for i, c := range r.Categories {
		y := first + float32(i)*height
		drawCategory(s, c, r.Dim, y, height/98, w)
		s.rule(rightEdge, y+height, rightEnd, kit.Lintel2)
	}
	for i, line := range r.Unknown {
		s.text(rightEdge, first+52+float32(i)*52, s.shrink(line, 32, false, rightEnd-rightEdge), false, kit.OnLintel2, line)
	}
	s.text(rightEdge, 723, 30, false, kit.OnLintel2, r.Label)
	s.right(rightEnd, 723, 44, true, kit.OnLintel, r.Total)
}

// drawCategory draws a line whose top is y; f shrinks it where a hall has more than five categories.
func drawCategory(s *sheet, c CategoryRow, dim bool, y, f float32, w *kit.Words) {
	s.text(rightEdge, y+52*f, 56*f, true, kit.Gold, c.Code)
	count, estimate, bold := color.Color(kit.OnLintel), color.Color(kit.OnLintel), true
	switch {
	case dim:
		count, estimate, bold = kit.OnLintel2, kit.OnLintel2, false
	case c.Long:
		estimate = kit.Gold
	}
	px := 30 * f
	if !bold {
		px = 28 * f
	}
	if w.Lang() == kit.English {
		drawCategoryEN(s, c, y, f, px, bold, count, estimate)
		return
	}
	s.right(rightEnd, y+51*f, px, bold, estimate, c.Estimate)
	unit := s.text(1669, y+51*f, 28*f, false, kit.OnLintel2, w.T("people.unit"))
	left := s.right(min(unit, 1658), y+52*f, 56*f, true, count, c.Count)
	room := left - 12 - 1374
	s.text(1374, y+34*f, s.shrink(c.Name, 34*f, true, room), true, kit.OnLintel, c.Name)
	windows := c.Windows
	if s.width(windows, 25*f, false) > room {
		windows = c.List
	}
	s.text(1374, y+72*f, s.shrink(windows, 25*f, false, room), false, kit.OnLintel2, windows)
}

// drawCategoryEN gives the longer English names a line with the count, and the windows one with the estimate.
func drawCategoryEN(s *sheet, c CategoryRow, y, f, px float32, bold bool, count, estimate color.Color) {
	left := s.right(rightEnd, y+35*f, 48*f, true, count, c.Count)
	s.text(1374, y+34*f, s.shrink(c.Name, 34*f, true, left-24-1374), true, kit.OnLintel, c.Name)
	left = s.right(rightEnd, y+74*f, px, bold, estimate, c.Estimate)
	s.text(1374, y+74*f, s.shrink(c.Windows, 26*f, false, left-24-1374), false, kit.OnLintel2, c.Windows)
}

func drawReady(s *sheet, r ReadyRows) {
	if len(r.Help) > 0 {
		drawHelp(s, r)
		return
	}
	s.text(rightEdge, 833, 34, true, kit.OnLintel, r.Title)
	s.right(rightEnd, 833, 28, false, kit.OnLintel2, r.Remark)
	const wide, gap = 177, 13
	for i, b := range r.Boxes {
		x := rightEdge + float32(i)*(wide+gap)
		s.box(x, 868, wide, 112, kit.Lintel2, 8)
		s.centre(x+wide/2, 911, s.shrink(b.Number, 50, true, wide-20), true, kit.OnLintel, b.Number)
		s.centre(x+wide/2, 956, 26, false, kit.OnLintel2, b.Waited)
	}
}

func drawHelp(s *sheet, r ReadyRows) {
	s.box(rightEdge, 785, rightEnd-rightEdge, 195, kit.Lintel2, 8)
	s.icon("help", 1342, 835, 38, kit.Gold)
	s.text(1396, 835, 34, true, kit.OnLintel, r.Title)
	for i, line := range r.Help {
		s.text(1342, 889+float32(i)*46, s.shrink(line, 31, false, rightEnd-1342-24), false, kit.OnLintel, line)
	}
}

func drawFoot(s *sheet, r FootRow) {
	s.box(0, 1008, 1920, 72, footGround, 0)
	const y = 1045
	x := s.stamp(r, 48, y, kit.OnLintel2)
	if r.Clock != "" {
		x += 20
		s.box(x, y-16, 2, 32, kit.Lintel3, 0)
		s.text(x+20, y, 28, false, kit.OnLintel2, r.Clock)
	}
	s.right(rightEnd, y, 28, false, kit.OnLintel2, r.Right)
}

// stamp writes how old the screen is and gives the right end: quiet while it is fresh, gold when it is not.
func (s *sheet) stamp(r FootRow, x, y float32, mark color.Color) float32 {
	strong := color.Color(kit.OnLintel)
	if r.Gold {
		mark, strong = kit.Gold, kit.Gold
	}
	s.icon(r.Icon, x, y, 30, mark)
	x += 48
	for i, p := range r.Parts {
		if i > 0 {
			x += 8
		}
		colour := color.Color(kit.OnLintel2)
		if p.Strong {
			colour = strong
		}
		x = s.text(x, y, 28, p.Strong, colour, p.Text)
	}
	return x
}
