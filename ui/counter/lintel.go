package counter

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

const (
	lintelHigh = 52
	hallWide   = 328
	columnWide = 368
	railWide   = 44
	statusHigh = 40
	narrowAt   = 1600
)

func (m *Main) drawLintel(l present.Lintel, s fyne.Size) []kit.Placed {
	items := []kit.Placed{
		plane(s, kit.Lintel),
		kit.At(16, 13, 26, 26, kit.Icon("home", 26, kit.OnLintel)),
		line(56, 12, 0, m.w.T("brand"), 19, true, kit.OnLintel),
	}
	brand := 56 + textWidth(m.w.T("brand"), 19, true) + 12
	items = append(items, hallName(l.Hall, brand)...)
	items[1] = kit.At(15, 11, 30, 30, kit.Mark(30))

	right := s.Width - 18
	clock := textWidth(l.Clock, 23, true)
	items = append(items, line(right-clock, 9, 0, l.Clock, 23, true, kit.OnLintel))
	right -= clock + 12
	if !m.state.Narrow {
		date := textWidth(l.Date, 14, false)
		items = append(items, line(right-date, 16, 0, l.Date, 14, false, kit.OnLintel2))
		right -= date + 24
	}
	if l.Clerk != "" {
		clerk := textWidth(l.Clerk, 15, true)
		items = append(items, line(right-clerk, 14, 0, l.Clerk, 15, true, kit.OnLintel),
			kit.At(right-clerk-26, 17, 18, 18, kit.Icon("person", 18, kit.OnLintel2)))
		right -= clerk + 26 + 20
	}
	wide := float32(262)
	if m.state.Narrow {
		wide = 150
	}
	search := m.c.area("search", m.searchBox(l.Search, wide))
	x, tabs := m.lintelTabs(l, right-wide-12)
	items = append(items, tabs...)
	items = append(items, kit.At(max(right-wide, x+8), 9, wide, 34, search))
	return items
}

// hallName is the hall's name beside the brand, in two lines if it is long.
func hallName(name string, x float32) []kit.Placed {
	room := hallWide - x - 8
	if textWidth(name, 13, false) <= room {
		return []kit.Placed{line(x, 17, 0, name, 13, false, kit.OnLintel2)}
	}
	words := kit.Wrap(name, 12, false, room)
	return []kit.Placed{line(x, 8, room, words[0], 12, false, kit.OnLintel2), line(x, 25, room, strings.Join(words[1:], " "), 12, false, kit.OnLintel2)}
}

func (m *Main) searchBox(a present.Act, wide float32) fyne.CanvasObject {
	key := kit.NewKey(a.Key, kit.OnLintel2)
	kw := key.MinSize().Width
	return kit.Place(wide, 34,
		kit.At(0, 0, wide, 34, kit.Frame(kit.Lintel2, kit.LintelEdge, 1, 4)),
		kit.At(10, 9, 16, 16, kit.Icon(a.Icon, 16, kit.OnLintel2)),
		line(34, 7, wide-34-kw-14, a.Label, 14, false, kit.OnLintel2),
		kit.At(wide-kw-8, 7, kw, 20, key))
}

// lintelTabs draws the open cases and the work list from left to right, as wide as there is room.
func (m *Main) lintelTabs(l present.Lintel, right float32) (float32, []kit.Placed) {
	tabs := append(append([]present.Tab{}, l.Tabs...), l.Work)
	for i, t := range tabs { // a narrow window names the case in front; the others have their number
		if m.state.Narrow && !t.Active && t.Ticket != "" {
			tabs[i].Title = t.Ticket
		}
	}
	var wide []float32
	total := float32(0)
	for _, t := range tabs {
		w := m.tabLeft(t) + 8 + textWidth(t.Title, 15, true) + textWidth(tabNote(t), 15, t.Active) + 14 + kit.NewKey(t.Key, kit.OnLintel).MinSize().Width + 18
		if t.Badge != "" {
			w += 30
		}
		wide = append(wide, w)
		total += w
	}
	if room := right - hallWide; total > room { // the work list keeps its width, the cases share the rest
		share(wide[:len(wide)-1], room-wide[len(wide)-1])
	}
	x := float32(hallWide)
	var items []kit.Placed
	for i, t := range tabs {
		name := "tab." + t.Key[len(t.Key)-1:]
		if i == len(tabs)-1 {
			name = "work"
		}
		items = append(items, kit.At(x, 0, wide[i], lintelHigh, m.c.area(name, m.tabFace(t, wide[i]))))
		x += wide[i]
	}
	return x, items
}

// share makes widths fit into a room: the widest give way first.
func share(wide []float32, room float32) {
	order := slices.Sorted(slices.Values(wide))
	most := float32(0)
	for i, w := range order {
		most = room / float32(len(order)-i) // if all that are left were as wide as this one
		if w > most {
			break
		}
		room -= w
	}
	for i := range wide {
		wide[i] = min(wide[i], most)
	}
}

func tabNote(t present.Tab) string {
	if t.Note == "" {
		return ""
	}
	return " · " + t.Note
}

// tabLeft is where a tab's words begin: after its icon, which gives way in a narrow window unless it says that the case
// is parked.
func (m *Main) tabLeft(t present.Tab) float32 {
	if m.state.Narrow && t.Icon != "pause" {
		return 16
	}
	return 42
}

func (m *Main) tabFace(t present.Tab, wide float32) fyne.CanvasObject {
	var items []kit.Placed
	text, soft := kit.OnLintel2, kit.OnLintel2
	if t.Active {
		text, soft = kit.Ink, kit.Ink
		items = append(items, kit.At(0, 0, wide, lintelHigh, kit.Box(kit.Wall, 0)), kit.At(0, 0, wide, 4, kit.Box(kit.Gold, 0)))
	} else {
		items = append(items, kit.At(0, 0, wide, lintelHigh, kit.Box(kit.Lintel, 0)), kit.At(wide-1, 0, 1, lintelHigh, kit.Box(kit.Lintel2, 0)))
	}
	key := kit.NewKey(t.Key, soft)
	kw := key.MinSize().Width
	right := wide - 16 - kw
	items = append(items, kit.At(right, 16, kw, 20, key))
	if t.Badge != "" {
		bw := max(22, textWidth(t.Badge, 13, true)+12)
		right -= bw + 8
		fill, ink := kit.Gold, kit.Ink
		if t.Tone == present.Wrong {
			fill, ink = kit.Red, kit.Paper
		}
		items = append(items, kit.At(right, 16, bw, 20, kit.Box(fill, 3)), kit.At(right, 16, bw, 20, kit.Centred(t.Badge, 13, true, ink)))
	}
	left := m.tabLeft(t)
	if left > 16 {
		items = append(items, kit.At(16, 17, 18, 18, kit.Icon(t.Icon, 18, text)))
	}
	note := tabNote(t)
	title := kit.Fit(t.Title, 15, t.Active, right-left-8-textWidth(note, 15, t.Active))
	items = append(items, line(left, 14, 0, title, 15, t.Active, text), line(left+textWidth(title, 15, t.Active), 14, 0, note, 15, t.Active, text))
	return kit.Place(wide, lintelHigh, items...)
}
