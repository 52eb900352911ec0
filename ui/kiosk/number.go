package kiosk

import (
	"strconv"

	"onewindow/ui/kit"
)

func itoa(n int) string { return strconv.Itoa(n) }

// numberPage asks for the ID number by hand.
func (w *Window) numberPage() page {
	var s sheet
	s.text(margin, 285, w.p.t("number.title"), 64, true, kit.Ink, content)
	s.icon(66, 347, 34, "ticket", kit.Green)
	s.text(98, 348, w.p.t("card.for", "what", w.p.chosen()), 28, false, kit.Ink2, 920)
	box := newInput(w.p.t("number.hint"))
	s.put(margin, 440, content, 144, box.object)
	wrong := kit.NewProse("", 30, true, kit.Red, 900)
	s.put(margin+52, 612, 900, 90, wrong)
	mark := kit.Icon("missing", 40, kit.Red)
	s.put(margin, 612, 40, 40, mark)
	s.put(margin, 760, content, 116, kit.Frame(kit.Paper2, kit.Line, 1, 8))
	s.icon(96, 818, 40, "lock", kit.Green)
	s.text(140, 801, w.readsNumber(), 26, false, kit.Ink, 860)
	s.text(140, 840, w.p.t("number.keeps"), 26, false, kit.Ink, 860)
	keys := kit.NewKeyboard(kit.KeyboardParams{Layout: kit.Digits, Words: w.p.words, MaxLen: 18, OnChange: func(text, _ string) {
		w.p.typed = text
		w.p.m.Touch()
		box.show(grouped(text), "")
	}})
	keys.Write(w.p.typed, "")
	box.show(grouped(w.p.typed), "")
	keys.Tag(w.tags, "kiosk.key.")
	y := 1784 - keys.Height()
	s.put(0, y, width, keys.Height(), keys)
	s.put(margin, y-128, 240, 104, w.button("back", w.p.t("back"), "left", kit.Secondary, w.p.m.Back))
	s.put(308, y-128, 240, 104, w.button("home", w.p.t("home"), "home", kit.Secondary, w.p.m.Home))
	s.put(568, y-128, 464, 104, w.button("number.ok", w.p.t("number.ok"), "check", kit.Primary, w.p.submit))
	return page{s.done(width, height), func() {
		mark.Hidden = w.p.s.Problem == nil
		mark.Refresh()
		wrong.SetText(w.p.wrong())
		if pr := w.p.s.Problem; pr != nil {
			w.troubled(pr.Code, wrong)
		}
	}}
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
