package papers

// stroke is one thing to be drawn on a page.
type stroke func(*pen)

// sheet is a paper being laid out: pages of strokes and the place where the next thing goes.
type sheet struct {
	setter
	pages [][]stroke
	y     float64
}

func newSheet(t setter) *sheet { return &sheet{setter: t, pages: [][]stroke{nil}} }

// add puts a stroke on the current page.
func (s *sheet) add(draw stroke) {
	last := len(s.pages) - 1
	s.pages[last] = append(s.pages[last], draw)
}

// need goes on to a new page unless height is still free on this one.
func (s *sheet) need(height float64) {
	if s.y+height > bodyBottom && s.y > bodyTop {
		s.newPage()
	}
}

func (s *sheet) newPage() {
	s.pages = append(s.pages, nil)
	s.y = bodyTop
}

// align says where a line stands in its room.
type align int

const (
	toLeft align = iota
	toCentre
	toRight
)

// put writes spans in one line on the baseline y; x is the left end, the middle or the right end.
func (s *sheet) put(x, y float64, a align, spans ...span) {
	all := s.cells(spans)
	s.putLine(x, y, a, set(all, false))
}

func (s *sheet) putLine(x, y float64, a align, l line) {
	switch a {
	case toCentre:
		x -= l.width / 2
	case toRight:
		x -= l.width
	}
	s.add(func(p *pen) { p.line(x, y, l) })
}

// lead is the distance of baselines for a type size.
func lead(size float64) float64 { return size * 1.6 }

// paragraph sets justified text over the whole width, indented by two characters if indent is true.
func (s *sheet) paragraph(indent bool, spans ...span) {
	in := 0.0
	if indent {
		in = 2 * spans[0].size
	}
	for _, l := range s.lines(spans, width, in) {
		step := lead(max(l.size, spans[0].size))
		s.need(step)
		l.justify(width)
		s.putLine(left, s.y+step*0.72, toLeft, l)
		s.y += step
	}
}

// entry sets a bold label and, beside it, text that wraps under itself.
func (s *sheet) entry(label string, spans ...span) {
	const at = 58.0
	step := lead(spans[0].size)
	for i, l := range s.lines(spans, width-at, 0) {
		s.need(step)
		if i == 0 {
			s.put(left, s.y+step*0.72, toLeft, span{spans[0].style.strong(), label})
		}
		s.putLine(left+at, s.y+step*0.72, toLeft, l)
		s.y += step
	}
}

// section sets a heading with a remark at the right end, never as the last thing of a page.
func (s *sheet) section(heading, remark string) {
	s.need(75)
	s.put(left, s.y+11, toLeft, span{sectionType, heading})
	if remark != "" {
		s.put(right, s.y+11, toRight, span{secondType.in(ink2), remark})
	}
	s.y += 20
}
