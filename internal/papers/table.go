package papers

// column is one column of a table.
type column struct {
	head  string
	width float64
	align align
}

const (
	cellPad   = 5.0
	rowHeight = 22.0
	hairline  = 0.6
)

// table sets rows under a head that is repeated on every page. Cells wrap; a row stays whole unless it is
// taller than a page.
func (s *sheet) table(columns []column, rows [][]span) {
	head := make([]span, len(columns))
	for i, c := range columns {
		head[i] = span{secondType.strong(), c.head}
	}
	drawHead := func() { s.row(columns, head, true) }
	s.need(3 * rowHeight)
	drawHead()
	for _, row := range rows {
		page := len(s.pages)
		s.need(s.rowHeight(columns, row))
		if len(s.pages) != page {
			drawHead()
		}
		s.row(columns, row, false)
	}
}

// wrapCells breaks every cell of a row to its column.
func (s *sheet) wrapCells(columns []column, row []span) ([][]line, int) {
	cells, most := make([][]line, len(columns)), 1
	for i, c := range columns {
		cells[i] = s.lines([]span{row[i]}, c.width-2*cellPad, 0)
		most = max(most, len(cells[i]))
	}
	return cells, most
}

func (s *sheet) rowHeight(columns []column, row []span) float64 {
	_, most := s.wrapCells(columns, row)
	return heightOf(most)
}

func heightOf(lines int) float64 {
	return rowHeight + float64(lines-1)*cellLead
}

const cellLead = 15.5

// row draws one row where the sheet stands, in as many parts as pages are needed.
func (s *sheet) row(columns []column, row []span, head bool) {
	cells, most := s.wrapCells(columns, row)
	for done := 0; done < most; {
		part := min(most-done, max(1, int((bodyBottom-s.y-rowHeight)/cellLead)+1))
		s.rowPart(columns, cells, done, part, head)
		if done += part; done < most {
			s.newPage()
		}
	}
}

// rowPart draws the lines [from, from+count) of every cell.
func (s *sheet) rowPart(columns []column, cells [][]line, from, count int, head bool) {
	x, top, height := left, s.y, heightOf(count)
	for i, c := range columns {
		fill := white
		if head {
			fill = wall
		}
		s.box(x, top, c.width, height, fill)
		lines := cells[i][min(from, len(cells[i])):min(from+count, len(cells[i]))]
		first := top + (height-float64(len(lines)-1)*cellLead)/2 + secondType.size*0.36
		for n, l := range lines {
			at := x + cellPad
			switch c.align {
			case toCentre:
				at = x + c.width/2
			case toRight:
				at = x + c.width - cellPad
			}
			s.putLine(at, first+float64(n)*cellLead, c.align, l)
		}
		x += c.width
	}
	s.y += height
}

// box draws a bordered rectangle.
func (s *sheet) box(x, y, w, h float64, fill colour) {
	s.add(func(p *pen) { p.rect(x, y, w, h, fill, ink2, hairline) })
}

// fact is a label and its value in a table of facts.
type fact struct {
	label string
	value []span
}

// facts sets pairs of facts side by side; a fact without a partner takes the whole row.
func (s *sheet) facts(pairs [][2]fact) {
	const labelA, valueA, labelB = 68.0, 182.0, 64.0
	for _, pair := range pairs {
		widths := []float64{labelA, valueA, labelB, width - labelA - valueA - labelB}
		parts := [][]span{{{secondType.strong(), pair[0].label}}, pair[0].value, {{secondType.strong(), pair[1].label}}, pair[1].value}
		if pair[1].label == "" {
			widths, parts = []float64{labelA, width - labelA}, parts[:2]
		}
		s.factRow(widths, parts)
	}
}

func (s *sheet) factRow(widths []float64, parts [][]span) {
	most, cells := 1, make([][]line, len(parts))
	for i, p := range parts {
		cells[i] = s.lines(p, widths[i]-2*cellPad, 0)
		most = max(most, len(cells[i]))
	}
	height := heightOf(most)
	s.need(height)
	x := left
	for i, lines := range cells {
		fill := white
		if i%2 == 0 {
			fill = wall
		}
		s.box(x, s.y, widths[i], height, fill)
		first := s.y + (height-float64(len(lines)-1)*cellLead)/2 + secondType.size*0.36
		for n, l := range lines {
			s.putLine(x+cellPad, first+float64(n)*cellLead, toLeft, l)
		}
		x += widths[i]
	}
	s.y += height
}
