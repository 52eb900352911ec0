package glyph

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Op says what a Segment does.
type Op byte

// Operations of an outline. Every contour begins with Move and is closed by whoever fills it.
const (
	Move  Op = 'M' // to P[0]
	Line  Op = 'L' // to P[0]
	Quad  Op = 'Q' // control P[0], to P[1]
	Cubic Op = 'C' // controls P[0], P[1], to P[2]
)

// Point is a place in em; x to the right, y downwards from the baseline.
type Point struct{ X, Y float64 }

// Segment is one stroke of a contour.
type Segment struct {
	Op Op
	P  [3]Point
}

// Points gives the points the operation uses.
func (s Segment) Points() []Point {
	switch s.Op {
	case Quad:
		return s.P[:2]
	case Cubic:
		return s.P[:3]
	}
	return s.P[:1]
}

// Outline is the shape of one character, filled by the non-zero rule.
type Outline struct {
	Segments []Segment
	Advance  float64 // em
}

// Outline gives the shape of r; of a character the font does not have, a box with its code point.
func (f *Fonts) Outline(r rune, bold bool) Outline {
	w := f.weight(bold)
	if i := w.glyph(r); i != 0 {
		if o, err := w.outline(i); err == nil {
			return o
		}
	}
	return f.boxed(r)
}

// Advance is the width of r in em.
func (f *Fonts) Advance(r rune, bold bool) float64 {
	w := f.weight(bold)
	if i := w.glyph(r); i != 0 {
		if a, err := w.advance(i); err == nil {
			return a
		}
	}
	return boxAdvance
}

func (w *weight) advance(i sfnt.GlyphIndex) (float64, error) {
	buf := w.index.Get().(*sfnt.Buffer)
	defer w.index.Put(buf)
	a, err := w.font.GlyphAdvance(buf, i, fixed.I(int(w.em)), font.HintingNone)
	return float64(a) / 64 / w.em, err
}

func (w *weight) outline(i sfnt.GlyphIndex) (Outline, error) {
	advance, err := w.advance(i)
	if err != nil {
		return Outline{}, err
	}
	buf := w.index.Get().(*sfnt.Buffer)
	defer w.index.Put(buf)
	segments, err := w.font.LoadGlyph(buf, i, fixed.I(int(w.em)), nil)
	if err != nil {
		return Outline{}, err
	}
	o := Outline{Advance: advance, Segments: make([]Segment, len(segments))}
	for n, s := range segments {
		o.Segments[n].Op = ops[s.Op]
		for k, a := range s.Args {
			o.Segments[n].P[k] = Point{float64(a.X) / 64 / w.em, float64(a.Y) / 64 / w.em}
		}
	}
	return o, nil
}

var ops = [...]Op{
	sfnt.SegmentOpMoveTo: Move,
	sfnt.SegmentOpLineTo: Line,
	sfnt.SegmentOpQuadTo: Quad,
	sfnt.SegmentOpCubeTo: Cubic,
}

// The box of a missing character: as wide as a Chinese character, its sides in em.
const (
	boxAdvance = 1.0
	boxLeft    = 0.06
	boxRight   = 0.94
	boxTop     = -0.86
	boxBottom  = 0.10
	boxStroke  = 0.035
	boxType    = 0.40 // type size of the digits inside
)

// boxed draws the code point of r in two lines of hexadecimal digits inside a frame.
func (f *Fonts) boxed(r rune) Outline {
	o := Outline{Advance: boxAdvance}
	o.rectangle(boxLeft, boxTop, boxRight, boxBottom, false)
	o.rectangle(boxLeft+boxStroke, boxTop+boxStroke, boxRight-boxStroke, boxBottom-boxStroke, true)
	code := fmt.Sprintf("%04X", uint32(r))
	if len(code) > 4 {
		code = fmt.Sprintf("%06X", uint32(r))
	}
	o.line(f, code[:len(code)/2], -0.44)
	o.line(f, code[len(code)/2:], -0.04)
	return o
}

// line adds digits of the font, centred in the box with their baseline at y.
func (o *Outline) line(f *Fonts, digits string, y float64) {
	size := boxType
	if len(digits) > 2 {
		size *= 0.9
	}
	width := 0.0
	for _, d := range digits {
		width += f.Advance(d, false) * size
	}
	x := (boxLeft + boxRight - width) / 2
	for _, d := range digits {
		i := f.regular.glyph(d)
		shape, err := f.regular.outline(i)
		if i == 0 || err != nil {
			continue // the frame alone still says that something is missing
		}
		for _, s := range shape.Segments {
			for k := range s.P {
				s.P[k] = Point{x + s.P[k].X*size, y + s.P[k].Y*size}
			}
			o.Segments = append(o.Segments, s)
		}
		x += shape.Advance * size
	}
}

// rectangle adds a contour; reversed ones cut a hole.
func (o *Outline) rectangle(left, top, right, bottom float64, reversed bool) {
	corners := [4]Point{{left, top}, {right, top}, {right, bottom}, {left, bottom}}
	if reversed {
		corners[1], corners[3] = corners[3], corners[1]
	}
	for i, c := range corners {
		op := Line
		if i == 0 {
			op = Move
		}
		o.Segments = append(o.Segments, Segment{Op: op, P: [3]Point{c}})
	}
}
