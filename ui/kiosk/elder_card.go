package kiosk

import (
	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// elderCardPage asks for the card in the large version.
func (w *Window) elderCardPage() page {
	s := w.sheet()
	w.elderTitle(&s, w.cardTitle())
	w.what(&s, 448, 40)
	s.box(margin, 486, content, 424, kit.GreenT, 8)
	s.put(margin+164, 486, 656, 364, cardPicture())
	s.box(margin, 486, content, 62, kit.Ink, 8)
	s.mid(margin, 516, w.p.t("card.where"), 40, true, kit.OnLintel, content)
	s.mid(margin+220, 784, w.p.t("card.reader"), 38, true, kit.OnLintel, content-440)
	s.mid(margin, 880, w.p.t("elder.card.how"), 38, true, kit.Ink, content-40)
	strip := w.cardWait(content, 128)
	s.put(margin, 930, content, 128, w.tap("card.wait", strip, 8, w.p.m.Touch))
	s.put(margin, 1078, content, 156, w.way("card.number", "keyboard", w.p.m.TypeNumber))
	s.put(margin, 1250, content, 156, w.way("card.without", "person", w.p.without))
	w.promise(&s, 1422, 124, w.readsWhat())
	w.foot(&s, "", "")
	return page{s.done(width, height), w.cardNews(strip)}
}

// elderNumberPage asks for the ID number by hand in the large version.
func (w *Window) elderNumberPage() page {
	s := w.sheet()
	w.elderTitle(&s, w.p.t("number.title"))
	w.what(&s, 448, 40)
	box := w.newInput(w.p.t("number.hint"))
	s.put(margin, 492, content, 144, box.object)
	wrong, mark := kit.NewProse("", 42, true, kit.Ink, content-80), kit.Icon("missing", 52, kit.Red)
	s.put(margin+76, 652, content-80, 124, wrong)
	s.put(margin, 656, 52, 52, mark)
	w.promise(&s, 800, 140, w.readsNumber())
	keys := w.digits(box)
	y := barElder - keys.Height()
	s.put(0, y, width, keys.Height(), keys)
	w.numberFoot(&s, y-16-w.look().button)
	return page{s.done(width, height), w.numberNews(wrong, mark)}
}

// promise says what is read and that nothing of it stays, in a quiet frame.
func (w *Window) promise(s *sheet, y, h float32, reads string) {
	s.put(margin, y, content, h, kit.Frame(kit.Paper, kit.Line, 1, 8))
	s.icon(margin+50, y+h/2, 48, "lock", kit.GreenD)
	text := kit.NewDrawing(content-120, h, func(fyne.Size) []kit.Placed {
		in := w.sheet()
		in.lines(0, h/2, reads+" "+w.p.t("elder.keeps"), 36, false, kit.Ink, content-130, 3)
		return in.items
	})
	s.put(margin+100, y, content-120, h, text)
}
