package papers

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"onewindow/assets"
	"onewindow/internal/glyph"
	"onewindow/internal/qr"
)

const (
	family = "noto"
	beyond = 0xFFFF // gofpdf knows no character after this one
)

// pen draws strokes into a PDF.
type pen struct {
	pdf   *gofpdf.Fpdf
	fonts *glyph.Fonts
}

// about is what stands in a document's properties. An outlined character cannot be found by a text search, so
// the names are here in full.
type about struct {
	title, subject, author string
	names                  []string
	at                     time.Time
}

// render draws pages and gives the file. Whatever goes wrong inside gofpdf, a panic too, comes back as an error.
func render(fonts *glyph.Fonts, pages [][]stroke, a about) (pdf []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			pdf, err = nil, fmt.Errorf("papers: draw %q: %v", a.title, r)
		}
	}()
	doc := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", SizeStr: "A4"})
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.SetCatalogSort(true)
	doc.SetCreationDate(a.at)
	doc.SetModificationDate(a.at)
	doc.SetProducer(text16("OneWindow"), false)
	doc.SetTitle(text16(a.title), false)
	doc.SetSubject(text16(a.subject), false)
	doc.SetAuthor(text16(a.author), false)
	doc.SetKeywords(text16(strings.Join(a.names, " ")), false)
	// gofpdf pads tables in place while it cuts a font down: every paper needs bytes of its own.
	doc.AddUTF8FontFromBytes(family, "", bytes.Clone(assets.FontRegular))
	doc.AddUTF8FontFromBytes(family, "B", bytes.Clone(assets.FontBold))
	p := &pen{doc, fonts}
	for _, page := range pages {
		doc.AddPage()
		for _, draw := range page {
			draw(p)
		}
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("papers: draw %q: %w", a.title, err)
	}
	return out.Bytes(), nil
}

// text16 is s as a PDF text string: UTF-16 with its mark. gofpdf's own conversion breaks characters beyond the BMP.
func text16(s string) string {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(clean(s))) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return string(b)
}

// line writes a line with its left end at x on the baseline y.
func (p *pen) line(x, y float64, l line) {
	for _, part := range l.pieces {
		p.text(x+part.x, y, part.style, part.text)
	}
}

// text writes one stretch of one style: what gofpdf can write as text, the rest as outlines.
func (p *pen) text(x, y float64, st style, s string) {
	weight := ""
	if st.bold {
		weight = "B"
	}
	p.pdf.SetFont(family, weight, st.size)
	p.pdf.SetTextColor(st.ink.r, st.ink.g, st.ink.b)
	p.spacing(st.spacing)
	start, pen := 0, x
	flush := func(to int) {
		if to > start {
			p.pdf.Text(x, y, s[start:to])
		}
	}
	for i, r := range s {
		step := p.fonts.Advance(r, st.bold)*st.size + st.spacing
		if r > beyond || !p.fonts.Has(r) {
			flush(i)
			p.outline(pen, y, st, r)
			start = i + len(string(r))
			x = pen + step
		}
		pen += step
	}
	flush(len(s))
	p.spacing(0)
}

// spacing sets the space after every character of the following text (operator Tc).
func (p *pen) spacing(pt float64) {
	p.pdf.RawWriteStr(fmt.Sprintf("%.4f Tc", pt))
}

// outline fills the shape of one character. For search and copying it stands in a marked span that names it; the
// unseen geta mark inside is only there because readers tie the name to a written character.
func (p *pen) outline(x, y float64, st style, r rune) {
	p.pdf.RawWriteStr(fmt.Sprintf("/Span <</ActualText <%X>>> BDC", text16(string(r))))
	p.pdf.SetTextRenderingMode(3)
	p.pdf.Text(x, y, "〓")
	p.pdf.SetTextRenderingMode(0)
	p.pdf.SetFillColor(st.ink.r, st.ink.g, st.ink.b)
	shape := p.fonts.Outline(r, st.bold)
	at := func(q glyph.Point) (float64, float64) { return x + q.X*st.size, y + q.Y*st.size }
	var now glyph.Point
	for i, s := range shape.Segments {
		if s.Op == glyph.Move && i > 0 {
			p.pdf.ClosePath()
		}
		now = p.segment(s, now, at)
	}
	if len(shape.Segments) > 0 {
		p.pdf.ClosePath()
		p.pdf.DrawPath("f")
	}
	p.pdf.RawWriteStr("EMC")
}

// segment draws one stroke of an outline from now and gives its end. PDF knows no quadratic curves: they are raised.
func (p *pen) segment(s glyph.Segment, now glyph.Point, at func(glyph.Point) (float64, float64)) glyph.Point {
	points := s.Points()
	end := points[len(points)-1]
	ex, ey := at(end)
	switch s.Op {
	case glyph.Move:
		p.pdf.MoveTo(ex, ey)
	case glyph.Line:
		p.pdf.LineTo(ex, ey)
	case glyph.Quad:
		ax, ay := at(towards(now, points[0]))
		bx, by := at(towards(end, points[0]))
		p.pdf.CurveBezierCubicTo(ax, ay, bx, by, ex, ey)
	case glyph.Cubic:
		ax, ay := at(points[0])
		bx, by := at(points[1])
		p.pdf.CurveBezierCubicTo(ax, ay, bx, by, ex, ey)
	}
	return end
}

// towards is the point two thirds of the way from a to b.
func towards(a, b glyph.Point) glyph.Point {
	return glyph.Point{X: a.X + (b.X-a.X)*2/3, Y: a.Y + (b.Y-a.Y)*2/3}
}

// rect draws a filled rectangle with a border.
func (p *pen) rect(x, y, w, h float64, fill, edge colour, border float64) {
	p.pdf.SetFillColor(fill.r, fill.g, fill.b)
	p.pdf.SetDrawColor(edge.r, edge.g, edge.b)
	p.pdf.SetLineWidth(border)
	p.pdf.Rect(x, y, w, h, "FD")
}

// round draws a filled rectangle whose corners (1 upper left, then clockwise) have radius r.
func (p *pen) round(x, y, w, h, r float64, corners string, fill, edge colour, border float64) {
	p.pdf.SetFillColor(fill.r, fill.g, fill.b)
	p.pdf.SetDrawColor(edge.r, edge.g, edge.b)
	p.pdf.SetLineWidth(border)
	p.pdf.RoundedRect(x, y, w, h, r, corners, "FD")
}

// rule draws a straight line.
func (p *pen) rule(x1, y1, x2, y2, weight float64, c colour) {
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.SetLineWidth(weight)
	p.pdf.Line(x1, y1, x2, y2)
}

// dashedCircle marks a place for a seal.
func (p *pen) dashedCircle(x, y, r float64, c colour) {
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.SetLineWidth(0.9)
	p.pdf.SetDashPattern([]float64{3, 2}, 0)
	p.pdf.Circle(x, y, r, "D")
	p.pdf.SetDashPattern(nil, 0)
}

// code draws a QR code side points wide as one path, so that no light seams come between its modules.
func (p *pen) code(x, y, side float64, c qr.Code) {
	p.pdf.SetFillColor(0, 0, 0)
	m := side / float64(c.Size)
	for row := range c.Size {
		for from := 0; from < c.Size; from++ {
			to := from
			for c.At(to, row) {
				to++
			}
			if to > from {
				p.modules(x+float64(from)*m, y+float64(row)*m, float64(to-from)*m, m)
			}
			from = max(from, to)
		}
	}
	p.pdf.DrawPath("f")
}

func (p *pen) modules(x, y, w, h float64) {
	p.pdf.MoveTo(x, y)
	p.pdf.LineTo(x+w, y)
	p.pdf.LineTo(x+w, y+h)
	p.pdf.LineTo(x, y+h)
	p.pdf.ClosePath()
}
