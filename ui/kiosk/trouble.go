package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
)

// band is the strip under the lintel that says what is missing now, in place of the spoken sentence. It says the
// sentence of each trouble as long as there is room, and names the rest in one line.
type band struct {
	w         *Window
	object    *fyne.Container
	y, strip  float32 // where it begins, and its least height
	px, least float32
	most      int // lines
	drawn     string
	said      []saying
}

// saying is one sentence on the band, and the codes it speaks for.
type saying struct {
	text  string
	codes []string
	prose *kit.Prose
}

const bandLeft = 118

// room is the width of a sentence: one code stands at its right, several stand in it.
func (b *band) room(s saying) float32 {
	if len(s.codes) > 1 {
		return right - bandLeft
	}
	return right - bandLeft - kit.Width("CARD-0000", b.least, false)
}

// update shows the troubles of now, tags their sentences, and tells whether there are any.
func (b *band) update() bool {
	all, px := b.sayings()
	key := ""
	for _, s := range all {
		key += s.text + "|"
	}
	if key != b.drawn {
		b.drawn, b.said = key, all
		b.draw(px)
	}
	for _, s := range b.said {
		for _, code := range s.codes {
			b.w.troubled(code, s.prose)
		}
	}
	return len(b.said) > 0
}

// sayings are the sentences and the size at which they fit.
func (b *band) sayings() ([]saying, float32) {
	troubles := b.w.p.troubles()
	var all []saying
	for _, t := range troubles {
		all = append(all, saying{text: b.w.p.said(&t.Problem), codes: []string{t.Code}})
	}
	for px := b.px; px >= b.least; px-- {
		if b.count(all, px) <= b.most {
			return all, px
		}
	}
	if len(all) > 1 {
		all = []saying{all[0], b.rest(troubles[1:])}
	}
	return all, b.least
}

// troubles are those that the screen itself does not say.
func (p *presenter) troubles() []kiosk.Trouble {
	var out []kiosk.Trouble
	for _, t := range p.s.Troubles {
		onTicket := p.s.Ticket != nil && p.s.Ticket.Why != nil && p.s.Ticket.Why.Code == t.Code
		if !onTicket && (p.s.Told == nil || p.s.Told.Code != t.Code) {
			out = append(out, t)
		}
	}
	return out
}

func (b *band) count(all []saying, px float32) int {
	n := 0
	for _, s := range all {
		n += len(kit.Wrap(s.text, px, false, b.room(s)))
	}
	return n
}

// rest names what is missing beside the worst.
func (b *band) rest(troubles []kiosk.Trouble) saying {
	var names, codes []string
	for _, t := range troubles {
		names, codes = append(names, b.w.p.t("trouble."+string(t.Part))), append(codes, t.Code)
	}
	comma := b.w.p.t("list.comma")
	text := b.w.p.t("trouble.also", "what", strings.Join(names, comma)) + b.w.p.coded(strings.Join(codes, comma))
	return saying{text: text, codes: codes}
}

func (b *band) draw(px float32) {
	b.object.Objects = nil
	sum := float32(0)
	for i, s := range b.said {
		b.said[i].prose = kit.NewProse(s.text, px, false, kit.Ink, b.room(s))
		sum += b.said[i].prose.MinSize().Height
	}
	if len(b.said) > 0 {
		h := max(b.strip, sum)
		b.lay(0, b.y, width, h, kit.Box(kit.AmberT, 0))
		b.lay(0, b.y, 12, h, kit.Box(kit.AmberS, 0))
		b.lay(0, b.y+h-1, width, 1, kit.Box(kit.Line, 0))
		b.lay(46, b.y+(h-48)/2, 48, 48, kit.Icon("warning", 48, kit.Amber))
		y := b.y + (h-sum)/2
		for _, s := range b.said {
			ht := s.prose.MinSize().Height
			b.lay(bandLeft, y, b.room(s), ht, s.prose)
			if len(s.codes) == 1 {
				b.lay(0, y, right, ht, kit.Trailing(s.codes[0], b.least, false, kit.Ink2))
			}
			y += ht
		}
	}
	b.object.Refresh()
}

func (b *band) lay(x, y, w, h float32, o fyne.CanvasObject) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	b.object.Add(o)
}

// troubled tags the object that says the sentence of a code, for as long as it says it: every drawing begins with none.
func (w *Window) troubled(code string, o fyne.CanvasObject) {
	if code != "" {
		w.tags.Tag("kiosk.trouble."+code, o)
	}
}
