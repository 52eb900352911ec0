package kittest

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// written is a text that can be seen, at least in part.
type written struct {
	i    int
	t    *canvas.Text
	ink  rect
	seen []spot // where its ink was looked at and nothing lies over it
	part bool   // something of the same plane hides some of it
}

type spot struct{ x, y float32 }

// texts gives every text that can be seen. What lies under an overlay is not meant to be read.
func (s *scene) texts() []written {
	var out []written
	for i, n := range s.nodes {
		t, ok := n.object.(*canvas.Text)
		if !ok || strings.TrimSpace(t.Text) == "" || nrgba(t.Color).A == 0 {
			continue
		}
		w := written{i: i, t: t, ink: inkOf(n, t)}
		for _, p := range spots(w.ink) {
			if !n.clip.has(p.x, p.y) {
				continue
			}
			by, lifted := s.covered(i, len(s.nodes), p.x, p.y)
			switch {
			case by < 0x20:
				w.seen = append(w.seen, p)
			case by > 0xE0 && !lifted:
				w.part = true
			}
		}
		if len(w.seen) > 0 || s.strays(w) {
			out = append(out, w)
		}
	}
	return out
}

// strays tells whether a text lies outside what could ever show it.
func (s *scene) strays(w written) bool {
	n := s.nodes[w.i]
	return !n.upDown && n.layer == s.layers-1 && w.ink.and(n.clip).empty()
}

// spots are points spread over a text's ink.
func spots(ink rect) []spot {
	var out []spot
	step := max(3, ink.w/32)
	for _, part := range []float32{0.2, 0.5, 0.8} {
		for x := ink.x + 1; x < ink.right()-1; x += step {
			out = append(out, spot{x, ink.y + ink.h*part})
		}
		out = append(out, spot{ink.right() - 1, ink.y + ink.h*part})
	}
	return out
}

func textFaults(s *scene, r Rules) []Fault {
	var out []Fault
	for _, w := range s.texts() {
		add := func(k Kind, why string, colours ...color.NRGBA) {
			f := Fault{Kind: k, Text: w.t.Text, Where: w.ink.String(), Why: why}
			if len(colours) == 2 {
				f.Ink, f.Behind = colours[0], colours[1]
			}
			out = append(out, f)
		}
		if w.t.TextSize < r.Least-0.05 {
			add(Small, fmt.Sprintf("%.1f px, at least %.0f", w.t.TextSize, r.Least))
		}
		if why := s.cut(w, r); why != "" {
			add(Cut, why)
		}
		if r.English && strings.ContainsFunc(w.t.Text, isHan) && !isData(r, w.t.Text) {
			add(Foreign, "Chinese on an English screen")
		}
		if ink, ground, ratio, least := s.faintest(w, r); ratio < least-0.05 {
			add(Faint, fmt.Sprintf("%s on %s is %.2f, at least %.1f", hex(ink), hex(ground), ratio, least), ink, ground)
		}
	}
	return out
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// faintest is the least contrast of a text with what lies behind it, and what it must be.
func (s *scene) faintest(w written, r Rules) (ink, ground color.NRGBA, ratio, least float64) {
	least, ratio = r.Contrast, 21
	if r.Numbers > 0 && isNumber(w.t.Text) {
		least = r.Numbers
	}
	known := map[color.NRGBA]bool{}
	for _, p := range w.seen {
		g := s.behind(w.i, p.x, p.y)
		if known[g] {
			continue
		}
		known[g] = true
		c := over(nrgba(w.t.Color), g)
		if g == kit.Blocked && c == kit.Ink3 && s.blocked(w.i) {
			continue // LOOK 5: a blocked button is ink3 on its own ground, and the reason stands beside it
		}
		if v := Contrast(c, g); v < ratio {
			ink, ground, ratio = c, g, v
		}
	}
	return ink, ground, ratio, least
}

// blocked tells whether a node belongs to a control that is blocked now.
func (s *scene) blocked(i int) bool {
	is := func(j int) bool {
		b, ok := s.nodes[j].object.(interface{ Reason() string })
		return ok && b.Reason() != ""
	}
	return is(i) || s.up(i, is)
}

// cut says how a text is cut; "" if it is whole.
func (s *scene) cut(w written, r Rules) string {
	n := s.nodes[w.i]
	if s.typed(w.i) {
		return "" // what is typed may be longer than its box: the box follows the cursor
	}
	if head, short := strings.CutSuffix(w.t.Text, "…"); short && head != "" && !strings.HasSuffix(head, "…") && !isData(r, w.t.Text) && !catalogued(w.t.Text) {
		return "shortened"
	}
	if n.box.w > 0 && w.ink.w > n.box.w+1 {
		return fmt.Sprintf("needs %.0f px, has %.0f", w.ink.w, n.box.w)
	}
	if w.part {
		return "something lies over a part of it"
	}
	if over := w.ink.beyond(s.window); over != "" {
		return over + " the window"
	}
	if over := w.ink.beyond(n.clip); over != "" && (!n.upDown || w.ink.x < n.clip.x-1 || w.ink.right() > n.clip.right()+1) {
		return over + " what shows it"
	}
	if over := w.ink.beyond(s.room(w.i)); over != "" {
		return over + " what holds it"
	}
	if plate, ok := s.plate(w); ok {
		if over := w.ink.beyond(plate); over != "" {
			return over + " the plane it stands on"
		}
	}
	return ""
}

// beyond tells whether some of r lies outside o.
func (r rect) beyond(o rect) string {
	switch {
	case r.x < o.x-1:
		return fmt.Sprintf("%.0f px beyond the left of", o.x-r.x)
	case r.right() > o.right()+1:
		return fmt.Sprintf("%.0f px beyond the right of", r.right()-o.right())
	case r.y < o.y-2:
		return fmt.Sprintf("%.0f px above", o.y-r.y)
	case r.bottom() > o.bottom()+2:
		return fmt.Sprintf("%.0f px below", r.bottom()-o.bottom())
	}
	return ""
}

// typed tells whether a text stands in a box one types in.
func (s *scene) typed(i int) bool {
	return s.up(i, func(j int) bool {
		_, entry := s.nodes[j].object.(interface{ SelectedText() string })
		return entry
	})
}

// room is the place of the nearest thing that holds a node.
func (s *scene) room(i int) rect {
	room := s.window
	s.up(i, func(j int) bool {
		if s.nodes[j].box.empty() {
			return false
		}
		room = s.nodes[j].box
		return true
	})
	return room
}

// plate is the topmost opaque rectangle under the middle of a text.
func (s *scene) plate(w written) (plate rect, ok bool) {
	x, y := w.ink.x+w.ink.w/2, w.ink.y+w.ink.h/2
	for _, j := range s.paints {
		if j >= w.i {
			break
		}
		if _, is := s.nodes[j].object.(*canvas.Rectangle); is && s.fillAt(j, x, y).A == 0xFF {
			plate, ok = s.nodes[j].box, true
		}
	}
	return plate, ok
}

// overlaps finds texts whose ink lies over another's.
func overlaps(s *scene, _ Rules) []Fault {
	var out []Fault
	all := s.texts()
	for i, a := range all {
		for _, b := range all[i+1:] {
			both := a.ink.and(b.ink)
			if both.w <= 1.5 || both.h <= 2 || s.nodes[a.i].layer != s.nodes[b.i].layer {
				continue
			}
			x, y := both.x+both.w/2, both.y+both.h/2
			if !s.nodes[a.i].clip.has(x, y) || !s.nodes[b.i].clip.has(x, y) {
				continue
			}
			if by, _ := s.covered(a.i, b.i, x, y); by > 0xE0 {
				continue
			}
			out = append(out, Fault{Kind: Overlap, Text: a.t.Text, Where: both.String(), Why: fmt.Sprintf("lies over %q", b.t.Text)})
		}
	}
	return out
}
