package kittest

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// target is something that can be operated.
type target struct {
	i     int // its node
	name  string
	whole rect // as large as it is
	shown rect // as much as can be reached
}

func targetFaults(s *scene, r Rules) []Fault {
	var out []Fault
	all := s.targets()
	for n, a := range all {
		if a.whole.w < r.Target-0.5 || a.whole.h < r.Target-0.5 {
			out = append(out, Fault{Kind: Cramped, Text: a.name, Where: a.whole.String(), Why: fmt.Sprintf("at least %.0f×%.0f", r.Target, r.Target)})
		}
		for _, b := range all[n+1:] {
			both := a.shown.and(b.shown)
			if both.w > 1 && both.h > 1 && !s.within(a.i, b.i) {
				out = append(out, Fault{Kind: Entangled, Text: a.name, Where: both.String(), Why: fmt.Sprintf("lies over %q", b.name)})
			}
		}
		out = append(out, s.borderFaults(a, r)...)
	}
	return out
}

// within tells whether one node holds the other: then a finger means the inner one. Parts of one control are not
// within each other.
func (s *scene) within(a, b int) bool { return a != b && b < s.nodes[a].end }

// targets are those of the topmost overlay, or of the content: nothing else can be reached.
func (s *scene) targets() []target {
	var out []target
	for i, n := range s.nodes {
		if n.layer != s.layers-1 || !operable(n.object) || s.holds(i) {
			continue
		}
		boxes := []target{{i: i, name: s.firstText(i), whole: n.box}}
		if p, ok := n.object.(kit.Parted); ok {
			boxes = boxes[:0]
			for _, part := range p.Parts() {
				boxes = append(boxes, target{i: i, name: part.Name, whole: rect{n.box.x + part.Pos.X, n.box.y + part.Pos.Y, part.Size.Width, part.Size.Height}})
			}
		}
		for _, b := range boxes {
			b.shown = b.whole.and(n.clip)
			if b.shown.w <= 1 || b.shown.h <= 1 {
				continue
			}
			if by, _ := s.covered(n.end-1, len(s.nodes), b.shown.x+b.shown.w/2, b.shown.y+b.shown.h/2); by > 0x20 {
				continue
			}
			out = append(out, b)
		}
	}
	return out
}

// operable tells whether an object answers to a finger or takes the focus. Scroll bars are left out: the wheel, a
// finger's drag and the keys do what they do.
func operable(o fyne.CanvasObject) bool {
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return false
	}
	if strings.Contains(fmt.Sprintf("%T", o), "scrollBar") {
		return false
	}
	_, taps := o.(fyne.Tappable)
	_, takes := o.(fyne.Focusable)
	return taps || takes
}

// holds tells whether other targets lie within a node: it then only keeps taps from what lies below it.
func (s *scene) holds(i int) bool {
	for _, n := range s.nodes[i+1 : s.nodes[i].end] {
		if operable(n.object) {
			return true
		}
	}
	return false
}

// borderFaults looks at the borders drawn around a target.
func (s *scene) borderFaults(a target, r Rules) []Fault {
	n := s.nodes[a.i]
	if s.blocked(a.i) || r.Border == 0 {
		return nil
	}
	for j := a.i; j < n.end; j++ {
		box, ok := s.nodes[j].object.(*canvas.Rectangle)
		if !ok || box.StrokeWidth <= 0 || nrgba(box.StrokeColor).A == 0 || !s.nodes[j].box.near(a.whole, 6) {
			continue
		}
		x, y := n.box.x+n.box.w/2, a.whole.y+a.whole.h-1
		behind := s.behind(a.i, x, y)
		edge, fill := over(nrgba(box.StrokeColor), behind), over(nrgba(box.FillColor), behind)
		if v := max(Contrast(edge, behind), Contrast(fill, behind)); v < r.Border-0.05 {
			return []Fault{{Kind: Borderless, Text: a.name, Where: a.whole.String(), Ink: edge, Behind: behind,
				Why: fmt.Sprintf("border %s on %s is %.2f, at least %.1f", hex(edge), hex(behind), v, r.Border)}}
		}
	}
	return nil
}

func (r rect) near(o rect, d float32) bool {
	far := func(a, b float32) bool { return a-b > d || b-a > d }
	return !far(r.x, o.x) && !far(r.y, o.y) && !far(r.right(), o.right()) && !far(r.bottom(), o.bottom())
}
