package kiosk

import (
	"strconv"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

func itoa(n int) string { return strconv.Itoa(n) }

// numberPage asks for the ID number by hand.
func (w *Window) numberPage() page {
	s := w.sheet()
	s.text(margin, 285, w.p.t("number.title"), 64, true, kit.Ink, content)
	w.what(&s, 348, 28)
	box := w.newInput(w.p.t("number.hint"))
	s.put(margin, 440, content, 144, box.object)
	wrong := kit.NewProse("", 30, true, kit.Red, 900)
	s.put(margin+52, 612, 900, 90, wrong)
	mark := kit.Icon("missing", 40, kit.Red)
	s.put(margin, 612, 40, 40, mark)
	s.put(margin, 760, content, 116, kit.Frame(kit.Paper2, kit.Line, 1, 8))
	s.icon(96, 818, 40, "lock", kit.Green)
	s.text(140, 801, w.readsNumber(), 26, false, kit.Ink, 860)
	s.text(140, 840, w.p.t("number.keeps"), 26, false, kit.Ink, 860)
	keys := w.digits(box)
	y := barStandard - keys.Height()
	s.put(0, y, width, keys.Height(), keys)
	w.numberFoot(&s, y-24-w.look().button)
	return page{s.done(width, height), w.numberNews(wrong, mark)}
}

// digits is the keyboard that writes the number into a box.
func (w *Window) digits(box *input) *kit.Keyboard {
	keys := kit.NewKeyboard(kit.KeyboardParams{Layout: kit.Digits, Words: w.p.words, MaxLen: 18, Large: w.p.s.Elder, OnChange: func(text, _ string) {
		w.p.typed = text
		w.p.m.Touch()
		box.show(grouped(text), "")
	}})
	keys.Write(w.p.typed, "")
	box.show(grouped(w.p.typed), "")
	keys.Tag(w.tags, "kiosk.key.")
	return keys
}

func (w *Window) numberFoot(s *sheet, y float32) {
	h := w.look().button
	s.put(margin, y, 240, h, w.button("back", w.p.t("back"), "left", kit.Secondary, w.p.m.Back))
	s.put(308, y, 240, h, w.button("home", w.p.t("home"), "home", kit.Secondary, w.p.m.Home))
	s.put(568, y, 464, h, w.button("number.ok", w.p.t("number.ok"), "check", kit.Primary, w.p.submit))
}

// numberNews says what is wrong with the number, and tags it.
func (w *Window) numberNews(wrong *kit.Prose, mark fyne.CanvasObject) func() {
	return func() {
		if pr := w.p.s.Problem; pr != nil {
			mark.Show()
			w.troubled(pr.Code, wrong)
		} else {
			mark.Hide()
		}
		wrong.SetText(w.p.wrong())
	}
}

func (w *Window) readsNumber() string {
	if n := w.p.s.Priority; n > 0 {
		return w.p.t("number.reads.age", "age", itoa(n))
	}
	return w.p.t("number.reads")
}

// grouped sets a number in the groups people read it in: place, birth, serial.
func grouped(n string) string {
	out := ""
	for i, r := range n {
		if i == 6 || i == 10 || i == 14 {
			out += " "
		}
		out += string(r)
	}
	return out
}
