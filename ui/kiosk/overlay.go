package kiosk

import (
	"image/color"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// cover draws what lies over the page: the warning before the end, or the answer to a blocked control.
func (w *Window) cover() {
	laid := ""
	switch {
	case w.p.s.Warn:
		laid = "warn" + w.p.seconds()
	case w.p.note != "":
		laid = "note" + w.p.note
	}
	if laid == w.laid {
		return
	}
	w.laid = laid
	w.over.Objects = nil
	w.tags.Forget("kiosk.continue")
	w.tags.Forget("kiosk.note.")
	switch {
	case w.p.s.Warn:
		w.lay(0, 0, width, height, w.warning())
	case w.p.note != "":
		w.layNote()
	}
	w.over.Refresh()
}

func (w *Window) lay(x, y, wd, ht float32, o fyne.CanvasObject) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(wd, ht))
	w.over.Objects = append(w.over.Objects, o)
}

// warning covers everything: wherever one taps, the session goes on.
func (w *Window) warning() fyne.CanvasObject {
	s := w.sheet()
	l := w.look()
	text := kit.NewProse(w.p.t("idle.warn", "n", w.p.seconds()), l.body*1.3, true, kit.Ink, 800).Centre()
	h := text.MinSize().Height + l.button + 250
	y := (height - h) / 2
	s.box(0, 0, width, height, color.NRGBA{R: kit.Ink.R, G: kit.Ink.G, B: kit.Ink.B, A: 0x8C}, 0)
	s.put(90, y, 900, h, kit.Lift(kit.Frame(kit.Paper, kit.Line, 1, 8)))
	s.icon(540, y+88, 80, "clock", kit.Amber)
	s.put(140, y+150, 800, 0, text)
	button := w.buttonDrawing(w.p.t("idle.continue"), func() string { return "" }, "check", kit.Primary)
	s.put(260, y+h-56-l.button, 560, l.button, kit.NewDrawing(560, l.button, button))
	return w.tap("continue", s.done(width, height), 0, w.p.m.Touch).InsetFocus()
}

// layNote answers a blocked control, over the service bar.
func (w *Window) layNote() {
	l := w.look()
	prose := kit.NewProse(w.p.note, l.body, false, kit.Ink, 640)
	ht := max(148, prose.MinSize().Height+64)
	y := l.bar - 24 - ht
	w.lay(margin, y, content, ht, kit.Lift(kit.Frame(kit.AmberT, kit.AmberS, l.stroke, 8)))
	w.lay(margin+32, y+ht/2-26, 52, 52, kit.Icon("help", 52, kit.Amber))
	w.lay(margin+112, y+(ht-prose.MinSize().Height)/2, 640, prose.MinSize().Height, prose)
	ok := kit.NewArea(kit.NewDrawing(180, 96, func(size fyne.Size) []kit.Placed {
		s := w.sheet()
		s.put(0, 0, size.Width, size.Height, kit.Frame(kit.Paper, kit.Edge, l.stroke, 8))
		s.mid(8, size.Height/2+1, w.p.t("note.ok"), l.body, true, kit.Ink, size.Width-16)
		return s.items
	}), 8, w.p.closeNote)
	w.tags.Tag("kiosk.note.close", ok)
	w.lay(right-28-180, y+(ht-96)/2, 180, 96, ok)
}
