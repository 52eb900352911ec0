package doorway

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// sheet collects what stands where.
type sheet struct{ items []kit.Placed }

func (s *sheet) put(x, y, w, h float32, o fyne.CanvasObject) {
	s.items = append(s.items, kit.At(x, y, w, h, o))
}

func (s *sheet) box(x, y, w, h float32, c color.Color) { s.put(x, y, w, h, kit.Box(c, 0)) }

// prose writes wrapping text and gives what shows it and where it ends.
func (s *sheet) prose(x, y, w float32, text string, px float32, bold bool, c color.Color) (*kit.Prose, float32) {
	p := kit.NewProse(text, px, bold, c, w)
	h := p.MinSize().Height
	s.put(x, y, w, h, p)
	return p, y + h
}

// add puts what another sheet collected, moved.
func (s *sheet) add(x, y float32, o sheet) {
	for _, it := range o.items {
		s.put(x+it.X, y+it.Y, it.W, it.H, it.Object)
	}
}

// button puts a button as wide as it needs to be, ending at right, and gives where it begins.
func (s *sheet) button(right, y float32, b *kit.Button) float32 {
	least := b.MinSize()
	s.put(right-least.Width, y, least.Width, least.Height, b)
	return right - least.Width
}

// buttons puts several beside each other, the last ending at right; Tab goes through them from left to right.
func (s *sheet) buttons(right, y, gap float32, all ...*kit.Button) float32 {
	left := right + gap
	for _, b := range all {
		left -= b.MinSize().Width + gap
	}
	x := left
	for _, b := range all {
		x = x + b.MinSize().Width
		s.button(x, y, b)
		x += gap
	}
	return left
}

// answers are what one can do here. A citizen's finger must not end a kiosk: a technician's keys do.
func (d *Door) answers() []*kit.Button {
	var out []*kit.Button
	if d.p.Role != "kiosk" {
		out = append(out, d.quit)
	}
	if d.p.Retry != nil {
		out = append(out, d.retry)
	}
	return out
}

// lintel is the dark bar on top: the mark, the program's name, the machine's role, the switch of languages.
func (d *Door) lintel(s *sheet, width, high, side, px float32) {
	s.box(0, 0, width, high, kit.Lintel)
	mark := px * 1.55
	s.put(side, (high-mark*292/384)/2, mark, mark*292/384, kit.Mark(mark))
	brand := kit.Text(d.p.Words.T("doorway.brand"), px, true, kit.OnLintel)
	x := side + mark + px*0.6
	s.put(x, (high-brand.MinSize().Height)/2, 0, 0, brand)
	x += brand.MinSize().Width + px*0.7
	s.box(x, high*0.3, 1, high*0.4, kit.LintelEdge)
	role := kit.Text(d.p.Words.T("doorway.role."+d.p.Role), px*0.85, false, kit.OnLintel2)
	s.put(x+px*0.7, (high-role.MinSize().Height)/2, 0, 0, role)
	s.button(width-side, (high-d.lang.MinSize().Height)/2, d.lang)
}

// said is a sentence in the present language and in the other: what happened, and what follows from it.
type said struct{ head, rest, other string }

func (d *Door) said(t Trouble) said {
	w := d.p.Words
	if t.Zh == "" && t.En == "" {
		return said{w.T("doorway.stopped"), w.T("doorway.stopped.do"), w.Other("doorway.stopped") + " " + w.Other("doorway.stopped.do")}
	}
	here, there := t.Zh, t.En
	if w.Lang() == kit.English && t.En != "" {
		here, there = t.En, t.Zh
	}
	head, rest := cut(here)
	return said{head, rest, there}
}

// cut takes the first sentence from the others.
func cut(text string) (head, rest string) {
	for _, stop := range []string{"。", ". "} {
		if i := strings.Index(text, stop); i >= 0 {
			i += len(stop)
			return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i:])
		}
	}
	return text, ""
}

// troubles are those given, or the one nobody knows.
func (d *Door) troubles() []Trouble {
	if len(d.p.Troubles) == 0 {
		return []Trouble{{}}
	}
	return d.p.Troubles
}

// say names the object that shows a trouble; of several with one code the first.
func (d *Door) say(t Trouble, o fyne.CanvasObject, known map[string]bool) {
	if t.Code != "" && !known[t.Code] {
		known[t.Code] = true
		d.p.Map.Tag("doorway.trouble."+t.Code, o)
	}
}

// codes are all codes, each once.
func (d *Door) codes() string {
	var out []string
	known := map[string]bool{"": true}
	for _, t := range d.p.Troubles {
		if !known[t.Code] {
			known[t.Code] = true
			out = append(out, t.Code)
		}
	}
	return strings.Join(out, " · ")
}
