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
	text   string
	codes  []string
	object fyne.CanvasObject
}

const (
	bandLeft = 118
	tight    = 1.2 // the pitch of its lines, in em: closer than elsewhere, or three sentences would cover the title
)

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
			b.w.troubled(code, s.object)
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
		if n := b.count(all, px); n < b.most || n == b.most && px == b.least {
			return all, px
		}
	}
	if len(all) > 1 {
		all = []saying{all[0], b.rest(troubles[1:], true)}
		if b.count(all, b.least) > b.most {
			all[1] = b.rest(troubles[1:], false)
		}
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

// rest names what is missing beside the worst, with its codes if there is room.
func (b *band) rest(troubles []kiosk.Trouble, coded bool) saying {
	var names, codes []string
	for _, t := range troubles {
		names, codes = append(names, b.w.p.t("trouble."+string(t.Part))), append(codes, t.Code)
	}
	comma := b.w.p.t("list.comma")
	text := b.w.p.t("trouble.also", "what", strings.Join(names, comma))
	if coded && len(codes) > 1 {
		text += b.w.p.coded(strings.Join(codes, comma))
	}
	return saying{text: text, codes: codes}
}

func (b *band) draw(px float32) {
	b.object.Objects = nil
	n := b.count(b.said, px)
	pitch := px * tight
	sum := float32(n) * pitch
	if n > 0 {
		h := max(b.strip, sum+7)
		b.lay(0, b.y, width, h, kit.Box(kit.AmberT, 0))
		b.lay(0, b.y, 12, h, kit.Box(kit.AmberS, 0))
		b.lay(0, b.y+h-1, width, 1, kit.Box(kit.Line, 0))
		b.lay(46, b.y+(h-48)/2, 48, 48, kit.Icon("warning", 48, kit.Amber))
		y := b.y + (h-sum)/2
		for i := range b.said {
			y += b.say(&b.said[i], y, px)
		}
	}
	b.object.Refresh()
}

// say writes one sentence from y on and gives its height.
func (b *band) say(s *saying, y, px float32) float32 {
	in := b.w.sheet()
	lines := kit.Wrap(s.text, px, false, b.room(*s))
	for i, l := range lines {
		in.text(0, (float32(i)+0.5)*px*tight, l, px, false, kit.Ink, 0)
	}
	if len(s.codes) == 1 {
		in.trail(right-bandLeft, 0.5*px*tight, s.codes[0], b.least, false, kit.Ink, 250)
	}
	h := float32(len(lines)) * px * tight
	s.object = in.done(right-bandLeft, h)
	b.lay(bandLeft, y, right-bandLeft, h, s.object)
	return h
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
