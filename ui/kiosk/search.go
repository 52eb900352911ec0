package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/kit"
)

// found is how many hits have room above the keyboard.
const found = 4

func (w *Window) searchPage() page {
	s := w.sheet()
	s.text(margin, 286, w.p.t("search.title"), 64, true, kit.Ink, content)
	box := w.newInput(w.p.t("find.hint"))
	s.put(margin, 342, content, 124, box.object)
	list := container.NewWithoutLayout()
	s.put(margin, 486, content, 420, list)
	w.backHome(&s, 916, 0)
	keys := w.letters(box)
	s.put(0, barStandard-keys.Height(), width, keys.Height(), keys)
	return page{s.done(width, height), w.onFound(list, found, 94, 105)}
}

// onFound lists the hits anew when they have changed.
func (w *Window) onFound(list *fyne.Container, most int, ht, pitch float32) func() {
	shown := "-"
	return func() {
		if key := w.foundKey(); key != shown {
			shown = key
			w.showFound(list, most, ht, pitch)
		}
	}
}

// letters is the keyboard that writes into a box what is searched for.
func (w *Window) letters(box *input) *kit.Keyboard {
	keys := kit.NewKeyboard(kit.KeyboardParams{Characters: w.keys, Words: w.p.words, MaxLen: 20, Large: w.p.s.Elder, OnChange: func(t, c string) {
		w.p.query(t, c)
		box.show(t, c)
	}})
	keys.Write(w.p.text, w.p.tail)
	box.show(w.p.text, w.p.tail)
	keys.Tag(w.tags, "kiosk.key.")
	return keys
}

func (w *Window) foundKey() string {
	key := w.p.s.Query
	for _, it := range w.p.s.Found {
		key += "|" + it.ID
	}
	return key
}

// showFound lists the hits; each is a control, so the list changes only when the hits do.
func (w *Window) showFound(list *fyne.Container, most int, ht, pitch float32) {
	w.tags.Forget("kiosk.item.")
	list.Objects = nil
	for i, it := range w.p.s.Found[:min(most, len(w.p.s.Found))] {
		row := w.itemRow(it, ht)
		row.Move(fyne.NewPos(0, float32(i)*pitch))
		row.Resize(fyne.NewSize(content, ht))
		list.Objects = append(list.Objects, row)
	}
	if len(w.p.s.Found) == 0 {
		t := kit.NewProse(w.p.t("search.none"), w.look().body, false, w.look().quiet, content)
		t.Move(fyne.NewPos(0, 24))
		t.Resize(fyne.NewSize(content, t.MinSize().Height))
		list.Objects = append(list.Objects, t)
	}
	list.Refresh()
}

// input is a field one writes into with the touch keyboard.
type input struct {
	object *kit.Drawing
	hint   string
	text   string
	tail   string // letters still being composed
	look   look
}

func (w *Window) newInput(hint string) *input {
	in := &input{hint: hint, look: w.look()}
	in.object = kit.NewDrawing(content, 124, nil)
	in.object.Redraw(in.draw)
	return in
}

func (in *input) show(text, tail string) {
	in.text, in.tail = text, tail
	in.object.Refresh()
}

func (in *input) draw(size fyne.Size) []kit.Placed {
	s := sheet{least: in.look.least}
	mid := size.Height / 2
	s.put(0, 0, size.Width, size.Height, kit.Frame(kit.Paper, kit.Focus, 4, 8))
	if in.text == "" && in.tail == "" {
		s.text(36, mid+1, in.hint, in.look.body+4, false, in.look.quiet, size.Width-72)
		return s.items
	}
	w := kit.Width(in.text, 50, false)
	s.text(36, mid+1, in.text, 50, false, kit.Ink, size.Width-72)
	if in.tail != "" {
		tw := kit.Width(in.tail, 50, false)
		s.text(36+w, mid+1, in.tail, 50, false, in.look.green, size.Width-72-w)
		s.box(36+w, mid+32, tw, 3, in.look.green, 0)
		w += tw
	}
	s.box(40+w, mid-32, 4, 64, kit.Focus, 0)
	return s.items
}
