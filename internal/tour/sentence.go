package tour

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
)

// Says tells whether a text stands somewhere inside r, in any size people read and in either weight. Unlike Reads it
// finds small text among other text: each character is compared, shades and all, where the one before it ends.
func (e Eyes) Says(img *image.RGBA, r image.Rectangle, want string) error {
	page := newPage(img, r.Inset(-2).Intersect(img.Bounds()))
	for _, px := range readSizes {
		for _, bold := range []bool{true, false} {
			if page.holds(e.typed(want, px, bold)) {
				return nil
			}
		}
	}
	return fmt.Errorf("tour: %q does not stand there", want)
}

// readSizes are the sizes of the screens' sentences (LOOK.md 3), the commonest first.
var readSizes = []float64{15, 13, 14, 12, 16, 17, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64, 68, 72, 76, 80, 84, 88}

// likeness is how far two pictures of a character must agree, as a correlation: another character of this font comes to
// about 0.5, the same one drawn by another painter to 0.9.
const likeness = 0.75

// letter is one character as it is drawn, a point of ground around it, and where it stands in its text.
type letter struct {
	at   image.Point // of the picture's corner, from the first character's
	w, h int
	pix  []float64 // how much ink, mean taken away
	norm float64
}

// typed draws each character of a text.
func (e Eyes) typed(text string, px float64, bold bool) []letter {
	face := e.fonts.Face(bold, px)
	var out []letter
	pen := 0.0
	for _, r := range text {
		img := image.NewGray(image.Rect(0, 0, int(px*1.2)+4, face.Height()+2))
		face.Draw(img, 2, face.Ascent()+1, string(r), color.White)
		if box := shadeBox(img); !box.Empty() {
			box = box.Inset(-1)
			s := letter{at: image.Pt(int(math.Round(pen))+box.Min.X, box.Min.Y), w: box.Dx(), h: box.Dy()}
			s.pix, s.norm = centred(img, box)
			out = append(out, s)
		}
		pen += e.fonts.Advance(r, bold) * px
	}
	for i := len(out) - 1; i >= 0; i-- {
		out[i].at = out[i].at.Sub(out[0].at)
	}
	return out
}

// shadeBox is the smallest box around whatever is not quite black.
func shadeBox(img *image.Gray) image.Rectangle {
	return boxOf(func(x, y int) bool { return img.GrayAt(x, y).Y > 40 }, img.Bounds())
}

func centred(img *image.Gray, box image.Rectangle) (pix []float64, norm float64) {
	sum := 0.0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			v := float64(img.GrayAt(x, y).Y)
			pix, sum = append(pix, v), sum+v
		}
	}
	mean := sum / float64(len(pix))
	for i := range pix {
		pix[i] -= mean
		norm += pix[i] * pix[i]
	}
	return pix, math.Sqrt(norm)
}

// page is a part of a screen as shades: how far each point is from the ground.
type page struct {
	w, h  int
	shade []float64
	inked [][]int // of each column, how many points of it from the top down to a row are written on
}

func newPage(img *image.RGBA, r image.Rectangle) *page {
	p := &page{w: r.Dx(), h: r.Dy(), shade: make([]float64, r.Dx()*r.Dy())}
	ground := float64(groundOf(img, r))
	p.inked = make([][]int, p.w)
	for x := range p.w {
		p.inked[x] = make([]int, p.h+1)
		for y := range p.h {
			d := math.Abs(float64(luma(img.RGBAAt(r.Min.X+x, r.Min.Y+y))) - ground)
			p.shade[y*p.w+x] = d
			p.inked[x][y+1] = p.inked[x][y]
			if d > 30 {
				p.inked[x][y+1]++
			}
		}
	}
	return p
}

// groundOf is the commonest shade of a region.
func groundOf(img *image.RGBA, r image.Rectangle) (most int) {
	var count [256]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			l := luma(img.RGBAAt(x, y))
			if count[l]++; count[l] > count[most] {
				most = l
			}
		}
	}
	return most
}

// holds tells whether a text stands on the page. Only places where something begins are tried: a column without ink, and
// one with ink right of it. A letter's picture has both: its first column is ground.
func (p *page) holds(text []letter) bool {
	if len(text) == 0 {
		return false
	}
	first := text[0]
	written := func(x, y int) bool { return x >= 0 && x < p.w && p.inked[x][y+first.h] > p.inked[x][y] }
	for y := 0; y+first.h <= p.h; y++ {
		for x := 0; x+first.w <= p.w; x++ {
			if !written(x, y) && written(x+1, y) && p.follows(text, x, y) {
				return true
			}
		}
	}
	return false
}

// follows tells whether a text stands at a place, each character within a point or two of where it should.
func (p *page) follows(text []letter, x, y int) bool {
	for i, s := range text {
		slack := 1
		if i > 0 {
			slack = 2
		}
		best, at := p.nearest(s, x+s.at.X, y+s.at.Y, slack)
		if best < likeness {
			return false
		}
		x, y = at.X-s.at.X, at.Y-s.at.Y
	}
	return true
}

// nearest looks for a character around a place and gives how like it is where it is most like.
func (p *page) nearest(s letter, x, y, slack int) (best float64, at image.Point) {
	for dy := -1; dy <= 1; dy++ {
		for dx := -slack; dx <= slack; dx++ {
			if c := p.like(s, x+dx, y+dy); c > best {
				best, at = c, image.Pt(x+dx, y+dy)
			}
		}
	}
	return best, at
}

// like is the correlation of a character with what stands at a place.
func (p *page) like(s letter, x, y int) float64 {
	if x < 0 || y < 0 || x+s.w > p.w || y+s.h > p.h {
		return 0
	}
	var sum, squares, product float64
	for row := range s.h {
		line := p.shade[(y+row)*p.w+x:][:s.w]
		for col, v := range line {
			sum += v
			squares += v * v
			product += v * s.pix[row*s.w+col]
		}
	}
	spread := squares - sum*sum/float64(s.w*s.h)
	if spread <= 0 || s.norm == 0 {
		return 0
	}
	return product / (math.Sqrt(spread) * s.norm)
}

// landmarks are what a sentence is known by: the first characters of its clauses. The first clause may stand close behind
// other words ("since 14:30 …"), where its beginning is hard to see; the next begins behind a comma.
func landmarks(sentence string) (marks []string) {
	for _, clause := range strings.FieldsFunc(fixed(sentence), func(r rune) bool { return strings.ContainsRune("，。；：、,.;:\x00", r) }) {
		clause = strings.TrimSpace(clause)
		if runes := []rune(clause); len(runes) >= 4 && len(clause) >= 6 { // four of Chinese, six letters
			marks = append(marks, strings.TrimSpace(string(runes[:min(len(runes), 8)])))
		}
	}
	return marks[:min(len(marks), 3)]
}

// fixed is a sentence with its placeholders cut out.
func fixed(sentence string) string {
	var out strings.Builder
	for sentence != "" {
		before, rest, open := strings.Cut(sentence, "{")
		out.WriteString(before)
		if !open {
			break
		}
		_, sentence, _ = strings.Cut(rest, "}")
		out.WriteByte(0)
	}
	return out.String()
}
