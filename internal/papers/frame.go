package papers

import (
	"fmt"

	"onewindow/internal/qr"
)

// opening is the upper part of the first page: organ, number, double rule, title.
func (n note) opening(s *sheet) {
	s.put(left, 55, toLeft, span{sectionType.sized(13), n.organ()})
	s.put(left, 72, toLeft, span{secondType.in(ink2).sized(10), "由" + n.Hall + "综合窗口代为收件、送达"})
	s.put(right, 52, toRight, span{secondType, n.number})
	s.add(func(p *pen) {
		p.rule(left, 85.5, right, 85.5, 1.9, red)
		p.rule(left, 88.6, right, 88.6, 0.6, red)
	})
	l := set(s.cells([]span{{titleType, n.title}}), false)
	l.shift(titleType.spacing / 2) // the space after the last character is not seen
	s.putLine(left+width/2, 135, toCentre, l)
	s.y = 158
}

// heads adds what needs the number of pages: page numbers, and a small head on every following page.
func (n note) heads(s *sheet) {
	total := len(s.pages)
	for i := range s.pages {
		text := fmt.Sprintf("第 %d 页，共 %d 页", i+1, total)
		if i == 0 {
			l := set(s.cells([]span{{secondType.in(ink2), text}}), false)
			s.pages[0] = append(s.pages[0], func(p *pen) { p.line(right-l.width, 68, l) })
			continue
		}
		from := set(s.cells([]span{{leastType, n.organ() + " · " + n.title}}), false)
		to := set(s.cells([]span{{leastType, n.number + "　" + text}}), false)
		s.pages[i] = append(s.pages[i], func(p *pen) {
			p.line(left, 72, from)
			p.line(right-to.width, 72, to)
			p.rule(left, 80, right, 80, 0.6, red)
		})
	}
}

// closing is the foot of the last page: signature, seal place and code.
func (n note) closing(s *sheet) error {
	if s.y > footTop {
		s.newPage()
	}
	if n.c.Number != "" {
		s.put(left, 706, toLeft, span{leastType, "案件编号 " + n.c.Number})
	}
	n.signature(s)
	n.seal(s)
	return n.progressCode(s)
}

func (n note) signature(s *sheet) {
	sign, copies := "申请人（代理人）签收", "一式两份，交申请人、存档各一"
	switch {
	case n.handOut != nil:
		sign, copies = "收件人签收", "签收后存档"
	case n.by.Operator == "":
		sign, copies = "", "一式两份，交申请人、存档各一"
	}
	if sign != "" {
		s.put(left, 737, toLeft, span{secondType.in(ink2), sign})
		s.add(func(p *pen) { p.rule(left, 770, 310, 770, 0.8, ink2) })
		s.put(left, 786, toLeft, span{secondType.in(ink2), "日期　" + dayOf(n.at)})
	}
	hand := "经办 " + n.by.Name
	if n.by.Operator != "" {
		hand += " " + n.by.Operator
	}
	if n.by.Window > 0 {
		hand += fmt.Sprintf("（%02d 号窗口）", n.by.Window)
	}
	s.put(left, 808, toLeft, span{leastType, copies + " · " + hand})
}

// seal marks where the organ's seal goes. It is never printed by us: a seal is put there by who holds it.
func (n note) seal(s *sheet) {
	const x, y = 383.5, 739.0
	s.add(func(p *pen) { p.dashedCircle(x, y, 42.5, red) })
	kind := "业务办理"
	if n.isLicence() {
		kind = "行政许可"
	}
	for i, word := range []string{kind, "专用章", "盖章处"} {
		s.put(x, y-10.5+float64(i)*14.5, toCentre, span{secondType.in(red), word})
	}
	s.put(x, 808, toCentre, span{secondType.sized(10), dayOf(n.at) + n.at.Format(" 15:04")})
}

// hasCode reports whether there is a progress page to point at.
func (n note) hasCode() bool { return n.ProgressBase != "" && n.c.Token != "" }

// progressCode draws the code that opens the case's progress page. It holds a random token and nothing personal.
func (n note) progressCode(s *sheet) error {
	if !n.hasCode() {
		return nil
	}
	c, err := qr.Encode(n.ProgressBase+n.c.Token, qr.Medium)
	if err != nil {
		return fmt.Errorf("papers: progress code: %w", err)
	}
	s.add(func(p *pen) { p.code(457, 694, 85, c) })
	s.put(499.5, 796, toCentre, span{leastType, "扫码看进度"})
	s.put(499.5, 808, toCentre, span{leastType, "码内不含个人信息"})
	return nil
}

// highlight is the box with the one date that matters: what it is and the date on a dark ground, remarks beside it.
func (s *sheet) highlight(label, date string, ground colour, remarks ...string) {
	const split = 200.0
	var lines []line
	for _, r := range remarks {
		lines = append(lines, s.lines([]span{{secondType, r}}, width-split-20, 0)...)
	}
	height := max(54, 22+float64(len(lines))*16.5)
	s.need(height + 12)
	top := s.y
	s.add(func(p *pen) {
		p.round(left, top, width, height, 3, "1234", white, ground, 1)
		p.round(left, top, split, height, 3, "14", ground, ground, 1)
	})
	s.put(left+12, top+18.5, toLeft, span{secondType.in(white).sized(9.5), label})
	s.put(left+12, top+42, toLeft, span{style{size: 17, bold: true, ink: white}, date})
	first := top + (height-float64(len(lines)-1)*16.5)/2 + 3.8
	for i, l := range lines {
		s.putLine(left+split+11, first+float64(i)*16.5, toLeft, l)
	}
	s.y = top + height + 12
}

// warning is a strip that must not be overlooked.
func (s *sheet) warning(head, text string) {
	lines := s.lines([]span{{secondType.strong().in(amber), head + "　"}, {secondType.in(amber), text}}, width-24, 0)
	height := 12 + float64(len(lines))*16
	s.need(height + 10)
	top := s.y
	s.add(func(p *pen) { p.round(left, top, width, height, 3, "1234", amberT, amber, 0.8) })
	for i, l := range lines {
		s.putLine(left+12, top+18+float64(i)*16, toLeft, l)
	}
	s.y = top + height + 10
}
