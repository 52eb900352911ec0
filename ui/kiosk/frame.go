package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/kit"
)

// frame is what every screen has: lintel, voice strip, service bar.
type frame struct {
	head, foot           fyne.CanvasObject // over the page and under it; in between comes the page, so that Tab reads on
	clock, date, weekday *canvas.Text
	p                    *presenter
	voice                *fyne.Container // the spoken sentence and its replay
	said                 *kit.Drawing    // the sentence alone
	words                string          // what it says
	band                 *band           // what is missing, in place of the spoken sentence
}

func (w *Window) newFrame() *frame {
	f := &frame{p: w.p}
	head, foot := w.sheet(), w.sheet()
	if w.p.s.Elder {
		f.elderTop(&head, w)
		w.elderBar(&foot)
	} else {
		f.top(&head, w)
		w.bar(&foot)
	}
	foot.put(0, 0, width, height, f.band.object)
	f.head, f.foot = head.done(width, height), foot.done(width, height)
	return f
}

// update changes clock, voice and what is missing in place.
func (f *frame) update() {
	set := func(t *canvas.Text, s string) {
		if t != nil && t.Text != s {
			t.Text = s
			t.Refresh()
		}
	}
	set(f.clock, f.p.clock())
	set(f.date, f.p.date())
	set(f.weekday, f.p.weekday())
	if words := f.p.voice(); words != f.words {
		f.words = words
		f.said.Refresh()
	}
	if troubled := f.band.update(); troubled == f.voice.Visible() {
		if troubled {
			f.voice.Hide()
		} else {
			f.voice.Show()
		}
	}
}

func (f *frame) top(s *sheet, w *Window) {
	s.box(0, 0, width, 124, kit.Lintel, 0)
	s.put(57, 41, 51, 39, kit.Mark(51))
	brand := 139 + s.text(139, 64, w.p.t("brand"), 38, true, kit.OnLintel, 170).MinSize().Width
	s.box(brand+29, 38, 2, 48, kit.Lintel3, 0)
	s.text(brand+55, 63, w.p.hall(), 30, false, kit.OnLintel, 775-brand-55)
	f.date = s.trail(869, 47, w.p.date(), 24, false, kit.OnLintel2, 110)
	f.weekday = s.trail(869, 79, w.p.weekday(), 24, false, kit.OnLintel2, 110)
	f.clock = s.trail(right, 64, w.p.clock(), 52, true, kit.OnLintel, 160)
	room := float32(760)
	if w.p.s.Low {
		room = right - 108
	}
	f.strip(s, w, 124, 84, room, 26)
}

func (f *frame) elderTop(s *sheet, w *Window) {
	s.box(0, 0, width, 148, kit.Lintel, 0)
	s.put(57, 49, 66, 50, kit.Mark(66))
	brand := 156 + s.text(156, 77, w.p.t("brand"), 50, true, kit.OnLintel, 0).MinSize().Width
	f.clock = s.trail(right, 78, w.p.clock(), 60, true, kit.OnLintel, 190)
	room := right - 190 - brand - 26
	s.lines(brand+26, 77, w.p.hall(), 36, false, kit.OnLintel, room, 2)
	f.strip(s, w, 148, 116, 720, 38)
}

// strip is the spoken sentence with its replay, from y on; what is missing takes its place.
func (f *frame) strip(s *sheet, w *Window, y, h, room, px float32) {
	v := w.sheet()
	v.box(0, y, width, h, kit.Strip, 0)
	v.box(0, y+h-1, width, 1, kit.Line, 0)
	v.icon(68, y+h/2, px*1.3, "volume", w.look().green)
	f.said = kit.NewDrawing(room, h, nil)
	f.said.Redraw(func(fyne.Size) []kit.Placed {
		in := w.sheet()
		in.lines(0, h/2, f.words, px, false, kit.Ink, room, 2)
		return in.items
	})
	v.put(108, y, room, h, f.said)
	switch {
	case w.p.s.Low: // nothing to press up here
	case w.p.s.Elder:
		w.replay(&v, 840, y+10, 192, 96, 36)
	default:
		w.replay(&v, 890, y+10, 142, 64, 26)
	}
	f.voice = v.done(width, height)
	s.put(0, 0, width, height, f.voice)
	f.band = &band{w: w, object: container.NewWithoutLayout(), y: y, strip: h, px: px, least: w.look().least, most: w.look().lines}
}

// replay is blocked: this machine has no voice.
func (w *Window) replay(s *sheet, x, y, wd, ht, px float32) {
	a := w.tap("replay", kit.NewDrawing(wd, ht, func(fyne.Size) []kit.Placed {
		in := w.sheet()
		in.put(0, 0, wd, ht, kit.Frame(kit.Blocked, kit.Edge, 1.5, 8))
		word, px := in.fit(w.p.t("replay"), px, true, wd-px*1.1-10-24)
		full := px*1.1 + 10 + kit.Width(word, px, true)
		x := (wd - full) / 2
		in.icon(x+px*0.55, ht/2, px*1.1, "recall", w.look().quiet)
		in.text(x+px*1.1+10, ht/2+1, word, px, true, w.look().quiet, 0)
		return in.items
	}), 8, nil)
	a.Blocked(w.p.t("replay.blocked"))
	s.put(x, y, wd, ht, a)
}
