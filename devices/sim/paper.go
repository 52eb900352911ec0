package sim

import (
	"image"
	"image/color"
	"image/draw"
	"strings"

	"onewindow/internal/glyph"
	"onewindow/internal/qr"
)

const fontSize = 24 // dots of a hanzi in the printer's own font

// typed is a character of the printer's own font with its look.
type typed struct {
	r     rune
	style style
}

func (t typed) width() int {
	if t.r < 0x80 {
		return fontSize / 2 * t.style.w
	}
	return fontSize * t.style.w
}

// paper is the strip that comes out, dot by dot.
type paper struct {
	fonts *glyph.Fonts
	img   *image.Gray
	y     int
}

func newPaper(width int, fonts *glyph.Fonts) *paper {
	return &paper{fonts: fonts, img: image.NewGray(image.Rect(0, 0, width, 0))}
}

func (p *paper) height() int { return p.y }

func (p *paper) image() *image.Gray {
	return p.img.SubImage(image.Rect(0, 0, p.img.Rect.Dx(), p.y)).(*image.Gray)
}

// feed lets so many white dots come out and gives the y where they begin.
func (p *paper) feed(dots int) int {
	top := p.y
	p.y += dots
	if p.y > p.img.Rect.Dy() {
		grown := image.NewGray(image.Rect(0, 0, p.img.Rect.Dx(), p.y*3/2+64))
		draw.Draw(grown, grown.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(grown, p.img.Rect, p.img, image.Point{}, draw.Src)
		p.img = grown
	}
	return top
}

func (p *paper) raster(data []byte, wide, rows int, align byte) {
	x0, top := p.indent(wide*8, align), p.feed(rows)
	for y := range rows {
		for x := range wide * 8 {
			if data[y*wide+x/8]>>(7-x%8)&1 == 1 {
				p.img.SetGray(x0+x, top+y, color.Gray{})
			}
		}
	}
}

func (p *paper) code(c qr.Code, dot int, align byte) {
	side := c.Size * dot
	x0, top := p.indent(side, align), p.feed(side)
	at := image.Rect(x0, top, x0+side, top+side)
	draw.Draw(p.img, at, qr.Image(c, dot, 0), image.Point{}, draw.Src)
}

func (p *paper) indent(width int, align byte) int {
	free := max(0, p.img.Rect.Dx()-width)
	return map[byte]int{1: free / 2, 2: free}[align]
}

// text sets a line: characters stand on one foot; what passes the right edge is lost.
func (p *paper) text(line []typed, dots int, align byte) {
	width, high := 0, 0
	for _, t := range line {
		width += t.width()
		high = max(high, t.style.h*fontSize)
	}
	x, top := p.indent(width, align), p.feed(dots)
	for _, t := range line {
		cell := image.Rect(x, top+high-t.style.h*fontSize, x+t.width(), top+high)
		p.character(t, cell)
		x += t.width()
	}
}

func (p *paper) character(t typed, cell image.Rectangle) {
	if frame(p.img, t.r, cell) || t.r == ' ' {
		return
	}
	px := float64(fontSize * t.style.h)
	if t.r < 0x80 {
		px *= 0.9
	}
	face := p.fonts.Face(t.style.bold, px)
	natural := max(1, face.Measure(string(t.r)))
	tmp := image.NewGray(image.Rect(0, 0, natural, cell.Dy()))
	draw.Draw(tmp, tmp.Rect, image.White, image.Point{}, draw.Src)
	face.Draw(tmp, 0, cell.Dy()*86/100, string(t.r), color.Black)
	fit := min(cell.Dx(), natural*t.style.w/t.style.h)
	x0 := cell.Min.X + (cell.Dx()-fit)/2
	for y := range cell.Dy() {
		for x := range fit {
			if tmp.GrayAt(x*natural/fit, y).Y < 128 {
				p.img.SetGray(x0+x, cell.Min.Y+y, color.Gray{})
			}
		}
	}
}

// frame draws the line characters of GB 2312 row 9 from edge to edge of their cell, as printers' fonts do.
func frame(img *image.Gray, r rune, c image.Rectangle) bool {
	const shapes = "─lr│ud┌rd┐ld└ru┘lu┬lrd┴lru├udr┤udl┼lrud"
	_, after, ok := strings.Cut(shapes, string(r))
	if !ok || r < 0x2500 || r > 0x257F {
		return false
	}
	mx, my := c.Min.X+fontSize/2, (c.Min.Y+c.Max.Y)/2
	bar := func(x0, y0, x1, y1 int) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), image.Black, image.Point{}, draw.Src)
	}
	for _, d := range after {
		switch d {
		case 'l':
			bar(c.Min.X, my-1, mx+1, my+1)
		case 'r':
			bar(mx-1, my-1, c.Max.X, my+1)
		case 'u':
			bar(mx-1, c.Min.Y, mx+1, my+1)
		case 'd':
			bar(mx-1, my-1, mx+1, c.Max.Y)
		default:
			return true
		}
	}
	return true
}
