package printer

import (
	"fmt"
	"strconv"
	"strings"

	"onewindow/internal/glyph"
	"onewindow/internal/queue"
)

// layout makes the bytes of a ticket (号票), after the drawing of it.
func layout(p Profile, fonts *glyph.Fonts, slip queue.Slip) ([]byte, error) {
	s := &sheet{profile: p.withDefaults(), fonts: fonts}
	s.begin()
	s.title(slip.Hall)
	s.rule()
	s.title(slip.CategoryName)
	s.number(slip.Number)
	s.feed(12)
	for _, l := range s.wrap(slip.ItemName) {
		s.line(centre, span{text: l, w: 1, h: 1})
	}
	s.feed(8)
	s.waiting(slip)
	s.feed(12)
	s.facts(slip)
	s.feed(6)
	s.rule()
	if slip.URL != "" {
		if err := s.code(slip.URL); err != nil {
			return nil, err
		}
		s.feed(14)
		s.line(centre, span{text: "扫码看排到哪了", w: 1, h: 1, bold: true})
		s.paragraph("不装软件，不用登录。没有手机，看大屏、听叫号即可。")
		s.feed(6)
		s.rule()
	}
	if slip.Bring != "" {
		s.paragraph("还要带上：" + slip.Bring)
		s.feed(6)
	}
	s.paragraph("叫 3 次没到算过号，30 分钟内到原窗口或导办台召回，不用重新排队。")
	s.feed(6)
	s.row(span{text: "当日有效 · " + slip.Kiosk, w: 1, h: 1}, span{text: slip.Foot, w: 1, h: 1})
	s.end()
	return s.Bytes(), nil
}

// title is a double-size line, double-height only where the paper is too narrow.
func (s *sheet) title(text string) {
	sp := span{text: text, w: 2, h: 2, bold: true}
	if sp.dots() > s.profile.Width {
		sp.w = 1
	}
	s.line(centre, sp)
	s.feed(8)
}

// waiting is the box: people ahead, estimated wait. It is built of GB 2312's own frame characters, line on line.
func (s *sheet) waiting(slip queue.Slip) {
	inner := (s.profile.Width/fullSize - 3) / 2 // hanzi in each half
	second := s.profile.Width/fullSize - 3 - inner
	words, unit := wait(slip)
	estimate := []span{{text: words, w: 2, h: 2, bold: true}, {text: unit, w: 1, h: 1}}
	if estimate[0].dots()+estimate[1].dots() > second*fullSize { // on narrow paper: double-height only
		estimate[0].w = 1
	}
	one := func(l, fill, m, r string) {
		s.line(left, span{text: l + strings.Repeat(fill, inner) + m + strings.Repeat(fill, second) + r, w: 1, h: 1})
	}
	bar := span{text: "│", w: 1, h: 2}
	s.spacing(fullSize)
	one("┌", "─", "┬", "┐")
	head := append([]span{{text: "│", w: 1, h: 1}}, middle(inner, span{text: "前面还有", w: 1, h: 1})...)
	head = append(head, span{text: "│", w: 1, h: 1})
	head = append(head, middle(second, span{text: "大约再等", w: 1, h: 1})...)
	s.line(left, append(head, span{text: "│", w: 1, h: 1})...)
	big := append([]span{bar}, middle(inner, span{text: strconv.Itoa(slip.Ahead), w: 2, h: 2, bold: true}, span{text: " 人", w: 1, h: 1})...)
	big = append(big, bar)
	big = append(big, middle(second, estimate...)...)
	s.line(left, append(big, bar)...)
	one("└", "─", "┴", "┘")
	s.spacing(spacing)
}

// wait words the estimate. Without one (no window is open) nothing is promised; "at once" needs one and nobody ahead.
func wait(slip queue.Slip) (words, unit string) {
	switch {
	case slip.HighMin == 0:
		return "暂不估时", ""
	case slip.Ahead == 0 && slip.LowMin <= 1:
		return "马上", ""
	}
	return fmt.Sprintf("%d-%d", slip.LowMin, slip.HighMin), " 分"
}

// middle centres spans in a width of n hanzi by spaces at both sides.
func middle(n int, spans ...span) []span {
	free := n * 2
	for _, sp := range spans {
		free -= sp.dots() / halfWidth
	}
	free = max(0, free)
	pad := func(k int) span { return span{text: strings.Repeat(" ", k), w: 1, h: 1} }
	out := append([]span{pad(free / 2)}, spans...)
	return append(out, pad(free-free/2))
}

func (s *sheet) facts(slip queue.Slip) {
	for _, f := range [][2]string{
		{"可办窗口", slip.Windows}, {"取号时间", slip.IssuedAt}, {"取号人", slip.Holder}, {"号别", slip.Class},
	} {
		if f[1] != "" {
			s.row(span{text: f[0], w: 1, h: 1}, span{text: f[1], w: 1, h: 1, bold: true})
		}
	}
	if slip.Reprint {
		s.row(span{text: "说明", w: 1, h: 1}, span{text: "补打，号码不变", w: 1, h: 1, bold: true})
	}
}

func (s *sheet) paragraph(text string) {
	for _, l := range s.wrap(text) {
		s.line(left, span{text: l, w: 1, h: 1})
	}
}

// wrap breaks text to the paper's width; a closing mark never begins a line.
func (s *sheet) wrap(text string) []string {
	const closing = "，。；：、！？）)》”"
	room := s.profile.Width / halfWidth
	var lines []string
	var line []rune
	used := 0
	for _, r := range text {
		if used+cell(r) > room {
			cut := len(line)
			if strings.ContainsRune(closing, r) && cut > 1 {
				cut--
			}
			lines = append(lines, string(line[:cut]))
			line = append([]rune(nil), line[cut:]...)
			used = columns(string(line))
		}
		line, used = append(line, r), used+cell(r)
	}
	if len(line) > 0 {
		lines = append(lines, string(line))
	}
	return lines
}
