package counter

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

func itoa(n int) string { return strconv.Itoa(n) }

// pickView chooses the item of a case: by code, name or pinyin initials, with the keyboard alone.
type pickView struct {
	m      *Main
	query  string
	items  []present.ItemRow
	at     int
	search *kit.Field
	list   *rows
	head   *region[string]
	body   *fyne.Container
	filled bool
}

func newPickView(m *Main) *pickView {
	v := &pickView{m: m}
	v.search = kit.NewField(kit.FieldParams{
		Label: m.w.T("pick.note"), Hint: m.w.T("pick.placeholder"),
		OnChange: v.find, OnSubmit: v.choose, Keys: v.key, Shortcut: m.typedShortcut,
	})
	m.c.tag("itemSearch", v.search)
	v.list = newRows(func(int) float32 { return 58 }, v.row, func(i int, _ float32) { v.at = i; v.choose() })
	v.head = newRegion(func(found string, s fyne.Size) []kit.Placed {
		return []kit.Placed{plane(s, kit.Wall), line(24, 18, 0, m.w.T("pick.title"), 24, true, kit.Ink), lineRight(s.Width-24, 28, 0, found, 13, false, kit.Ink2)}
	})
	v.body = container.New(arrange(func(_ []fyne.CanvasObject, s fyne.Size) {
		set(v.head.pic, 0, 0, s.Width, s.Height)
		set(v.search, 24, 64, s.Width-48, v.search.Height())
		set(v.list, 24, 136, s.Width-48, s.Height-148)
	}), v.head.pic, v.search, v.list)
	return v
}

// show draws the list; the search runs when the query changes, not with every redraw.
func (v *pickView) show() {
	if !v.filled {
		v.filled = true
		v.find(v.query)
	}
}

// reset empties the search, for another case.
func (v *pickView) reset() {
	v.query, v.at, v.filled = "", 0, false
	v.search.Clear()
}

func (v *pickView) find(query string) {
	v.query = query
	v.items = present.NewItemRows(v.m.p.Desk.Search(query), v.m.w)
	v.at = 0
	v.draw()
}

// reword draws the list in the other language; the choice stays.
func (v *pickView) reword() {
	v.search.Relabel(v.m.w.T("pick.note"), v.m.w.T("pick.placeholder"))
	if v.filled {
		v.items = present.NewItemRows(v.m.p.Desk.Search(v.query), v.m.w)
		v.at = min(v.at, max(0, len(v.items)-1))
		v.draw()
	}
}

func (v *pickView) draw() {
	found := v.m.w.T("pick.found", "n", itoa(len(v.items)))
	if len(v.items) == 0 {
		found = v.m.w.T("pick.none")
	}
	v.head.show(found)
	v.m.c.untag("item.")
	for i, it := range v.items {
		v.m.c.tagPart("item."+it.ID, v.list, func() (fyne.Position, fyne.Size) { return v.list.part(i) })
	}
	v.list.show(len(v.items), v.at)
}

func (v *pickView) row(i int, y, w float32) []kit.Placed {
	it := v.items[i]
	items := []kit.Placed{}
	fill := kit.Paper
	if i == v.at {
		fill = kit.GreenT
	}
	items = append(items, kit.At(0, y, w, 57, kit.Box(fill, 0)), rule(0, y+57, w))
	if i == v.at {
		key := kit.NewKey(v.m.w.T("key.enter"), kit.Green)
		kw := key.MinSize().Width
		items = append(items, kit.At(0, y, 4, 57, kit.Box(kit.Green, 0)), kit.At(w-28-kw, y+18, kw, 20, key))
	}
	limit := textWidth(it.Limit, 13, false)
	right := w - 96 - limit
	return append(items,
		kit.At(20, y+14, 28, 28, kit.Box(kit.Lintel, 4)), kit.At(20, y+16, 28, 0, kit.Centred(it.Category, 15, true, kit.Gold)),
		line(64, y+6, right-72, it.Name, 16, true, kit.Ink),
		line(64, y+31, right-72, it.Dept+" · "+it.Aside, 13, false, kit.Ink2),
		lineRight(w-90, y+18, 0, it.Limit, 13, false, kit.Ink2))
}

// key moves the choice; what the list has no use for goes to the window.
func (v *pickView) key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		v.step(1)
	case fyne.KeyUp:
		v.step(-1)
	case fyne.KeyPageDown:
		v.step(10)
	case fyne.KeyPageUp:
		v.step(-10)
	default:
		v.m.typedKey(e)
	}
}

func (v *pickView) step(by int) {
	if len(v.items) == 0 {
		return
	}
	v.at = min(max(v.at+by, 0), len(v.items)-1)
	v.draw()
}

func (v *pickView) choose() {
	if v.at >= len(v.items) {
		return
	}
	id := v.items[v.at].ID
	v.m.run(func(ctx context.Context) error { return v.m.p.Desk.ChooseItem(ctx, id) })
}
