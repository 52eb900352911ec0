package papers

import (
	"strings"
	"unicode"

	"onewindow/internal/glyph"
)

// span is a stretch of text in one style. A paragraph is a list of spans.
type span struct {
	style
	text string
}

// piece is a stretch of a line, placed: x counts from the line's left end.
type piece struct {
	style
	x    float64
	text string
}

// line is one line of a paragraph.
type line struct {
	pieces []piece
	width  float64
	size   float64 // the largest type in it
	full   bool    // it was broken because the next word did not fit: it may be justified
}

// setter measures and breaks text. It holds nothing but the font.
type setter struct{ fonts *glyph.Fonts }

// cell is one character of a paragraph with its style.
type cell struct {
	r rune
	style
	advance float64
}

func (t setter) cells(spans []span) []cell {
	var cells []cell
	for _, s := range spans {
		for _, r := range clean(s.text) {
			cells = append(cells, cell{r, s.style, t.fonts.Advance(r, s.bold)*s.size + s.spacing})
		}
	}
	return cells
}

// clean makes every control character but the line break a blank: on paper it could only do harm.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// lines breaks spans into lines no longer than max; the first begins indent later.
func (t setter) lines(spans []span, max, indent float64) []line {
	cells := t.cells(spans)
	var lines []line
	room := max - indent
	start, fit, used := 0, 0, 0.0
	end := func(to int, full bool) {
		l := set(cells[start:to], full)
		if len(lines) == 0 {
			l.shift(indent)
		}
		lines = append(lines, l)
		room = max
	}
	for i := 0; i < len(cells); i++ {
		if cells[i].r == '\n' {
			end(i, false)
			start, fit, used = i+1, i+1, 0
			continue
		}
		if i > start && glyph.MayBreak(cells[i-1].r, cells[i].r) {
			fit = i
		}
		used += cells[i].advance
		if used <= room || i == start || unicode.IsSpace(cells[i].r) {
			continue
		}
		if fit <= start {
			fit = i // a word wider than the line is cut
		}
		end(fit, true)
		start, i, used = fit, fit-1, 0
	}
	end(len(cells), false)
	return lines
}

// set joins characters of one style into pieces; blanks at the end are dropped.
func set(cells []cell, full bool) line {
	for len(cells) > 0 && unicode.IsSpace(cells[len(cells)-1].r) {
		cells = cells[:len(cells)-1]
	}
	l := line{full: full}
	for i, c := range cells {
		if i == 0 || c.style != cells[i-1].style {
			l.pieces = append(l.pieces, piece{style: c.style, x: l.width})
		}
		l.pieces[len(l.pieces)-1].text += string(c.r)
		l.width += c.advance
		l.size = max(l.size, c.size)
	}
	return l
}

func (l *line) shift(by float64) {
	for i := range l.pieces {
		l.pieces[i].x += by
	}
	l.width += by
}

// justify spreads a full line over width by a little space after every character; a line that would look
// torn stays ragged.
func (l *line) justify(width float64) {
	n := 0
	for _, p := range l.pieces {
		n += len([]rune(p.text))
	}
	slack := width - l.width
	if !l.full || n < 2 || slack <= 0 {
		return
	}
	each := slack / float64(n-1)
	if each > 0.15*l.size {
		return
	}
	before := 0
	for i := range l.pieces {
		l.pieces[i].x += each * float64(before)
		l.pieces[i].spacing += each
		before += len([]rune(l.pieces[i].text))
	}
	l.width = width
}
