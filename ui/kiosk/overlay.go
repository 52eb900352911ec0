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
	var s sheet
	s.box(0, 0, width, height, color.NRGBA{R: kit.Ink.R, G: kit.Ink.G, B: kit.Ink.B, A: 0x8C}, 0)
	s.put(90, 690, 900, 470, kit.Lift(kit.Frame(kit.Paper, kit.Line, 1, 8)))
	s.icon(540, 780, 72, "clock", kit.Amber)
	text := kit.NewProse(w.p.t("idle.warn", "n", w.p.seconds()), 38, true, kit.Ink, 800).Centre()
	s.put(140, 840, 800, 0, text)
	button := kit.NewDrawing(560, 104, buttonDrawing(w.p.t("idle.continue"), func() string { return "" }, "check", kit.Primary))
	s.put(260, 1010, 560, 104, button)
	return w.tap("continue", s.done(width, height), 0, w.p.m.Touch).InsetFocus()
}

func (w *Window) layNote() {
	prose := kit.NewProse(w.p.note, 30, false, kit.Ink, 640)
	ht := max(148, prose.MinSize().Height+64)
	y := float32(1784 - 24 - ht)
	if w.p.s.Elder {
		y = 1722 - 24 - ht
	}
	w.lay(margin, y, content, ht, kit.Lift(kit.Frame(kit.AmberT, kit.AmberS, 2, 8)))
	w.lay(margin+32, y+ht/2-26, 52, 52, kit.Icon("help", 52, kit.Amber))
	w.lay(margin+112, y+(ht-prose.MinSize().Height)/2, 640, prose.MinSize().Height, prose)
	ok := kit.NewArea(kit.NewDrawing(180, 96, func(size fyne.Size) []kit.Placed {
		var s sheet
		s.put(0, 0, size.Width, size.Height, kit.Frame(kit.Paper, kit.Edge, 2, 8))
		s.mid(8, size.Height/2+1, w.p.t("note.ok"), 30, true, kit.Ink, size.Width-16)
		return s.items
	}), 8, w.p.closeNote)
	w.tags.Tag("kiosk.note.close", ok)
	w.lay(right-28-180, y+(ht-96)/2, 180, 96, ok)
}
