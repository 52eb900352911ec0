package kit

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// MaterialState is what a material row shows.
type MaterialState struct {
	No, Name, Aside string
	Pill            PillParams
	How             string
	Acts            []MaterialAct
	Pages           []image.Image // nil = a page without a picture
	Scanning        [2]string     // 第4页, 扫描中; empty = no scan runs here
	Red             bool          // blocks acceptance now
}

// MaterialAct is a quick act of a row: a word and its key. Blocked words stay and give their reason.
type MaterialAct struct{ Word, Key, Blocked string }

// MaterialRow is one material of a list: state, how it came, quick acts, pages. One stop for Tab: Up and Down go
// to the next row, everything else is the window's.
type MaterialRow struct {
	widget.BaseWidget
	OnAct   func(i int)
	OnPage  func(i int)
	OnMove  func(by int)
	OnFocus func()
	Keys    func(*fyne.KeyEvent)

	state   MaterialState
	focused bool
	pic     *Drawing
}

// NewMaterialRow makes a row.
func NewMaterialRow() *MaterialRow {
	m := &MaterialRow{}
	m.pic = NewDrawing(320, 72, m.draw)
	m.ExtendBaseWidget(m)
	return m
}

// Set shows a state.
func (m *MaterialRow) Set(s MaterialState) {
	m.state = s
	m.Refresh()
}

// Height is how tall the row stands.
func (m *MaterialRow) Height() float32 {
	h := m.below() + 4
	if len(m.state.Pages) > 0 || m.state.Scanning[0] != "" {
		h += ThumbH + 8
	}
	return h
}

// name gives the name in at most two lines, as wide as pill and aside leave it.
func (m *MaterialRow) name(width float32) []string {
	room := width - 40 - NewPill(m.state.Pill).MinSize().Width - 28
	if m.state.Aside != "" {
		room -= Width(" · "+m.state.Aside, 13, false)
	}
	lines := Wrap(m.state.Name, 15, true, room)
	if len(lines) > 2 {
		lines = []string{lines[0], Fit(strings.Join(lines[1:], ""), 15, true, room)}
	}
	return lines
}

// extra is what a second line of the name adds.
func (m *MaterialRow) extra() float32 {
	if w := m.Size().Width; w > 0 && len(m.name(w)) > 1 {
		return 22
	}
	return 0
}

// how gives how the material came, in at most two lines, as wide as the quick acts leave it.
func (m *MaterialRow) how(width float32) []string {
	room := width - 12 - 52
	if spots := m.actSpots(width); len(spots) > 0 {
		room = spots[0].x - 52
	}
	lines := Wrap(m.state.How, 13, false, room)
	if len(lines) > 2 {
		lines = []string{lines[0], Fit(strings.Join(lines[1:], ""), 13, false, room)}
	}
	return lines
}

// below is where the pages begin.
func (m *MaterialRow) below() float32 {
	y := 68 + m.extra()
	if w := m.Size().Width; w > 0 && len(m.how(w)) > 1 {
		y += 18
	}
	return y
}

// MinSize implements fyne.CanvasObject.
func (m *MaterialRow) MinSize() fyne.Size { return fyne.NewSize(320, m.Height()) }

type rowSpot struct{ x, y, w, h float32 }

func (r rowSpot) has(p fyne.Position) bool {
	return p.X >= r.x && p.X < r.x+r.w && p.Y >= r.y && p.Y < r.y+r.h
}

// actSide is how far a quick act reaches beyond its word on either side: a word of two characters is too narrow for
// a finger.
const actSide = 7

// actSpots gives the places of the quick acts, from left to right, ending at the right edge of the second line.
func (m *MaterialRow) actSpots(width float32) []rowSpot {
	spots := make([]rowSpot, len(m.state.Acts))
	right := width - 12 + actSide
	for i := len(spots) - 1; i >= 0; i-- {
		a := m.state.Acts[i]
		w := Width(a.Word, 13, true)
		if a.Key != "" {
			w += 6 + NewKey(a.Key, Ink).MinSize().Width
		}
		w = max(32, w+2*actSide)
		spots[i] = rowSpot{right - w, 36 + m.extra(), w, 32}
		right -= w
	}
	return spots
}

// maxThumbs is how many pages have room; the last place then counts the rest.
func (m *MaterialRow) maxThumbs(width float32) int { return max(1, int((width-52-12)/(ThumbW+8))) }

func (m *MaterialRow) pageSpot(i int) rowSpot {
	return rowSpot{40 + float32(i)*(ThumbW+8), m.below(), ThumbW, ThumbH}
}

// Act is where the i-th quick act lies, for a map of controls.
func (m *MaterialRow) Act(i int) (fyne.Position, fyne.Size) {
	spots := m.actSpots(m.Size().Width)
	if i >= len(spots) {
		return fyne.Position{}, fyne.Size{}
	}
	return fyne.NewPos(spots[i].x, spots[i].y), fyne.NewSize(spots[i].w, spots[i].h)
}

// Parts implements Parted: the quick acts and the pages.
func (m *MaterialRow) Parts() []Part {
	var parts []Part
	part := func(name string, r rowSpot) {
		parts = append(parts, Part{Name: name, Pos: fyne.NewPos(r.x, r.y), Size: fyne.NewSize(r.w, r.h)})
	}
	for i, r := range m.actSpots(m.Size().Width) {
		part(m.state.Acts[i].Word, r)
	}
	for i := range min(len(m.state.Pages), m.maxThumbs(m.Size().Width)) {
		part("page", m.pageSpot(i))
	}
	return parts
}

func (m *MaterialRow) draw(s fyne.Size) []Placed {
	st := m.state
	fill := Paper
	if st.Red {
		fill = hex(0xFFFCFB)
	}
	items := []Placed{At(0, 0, s.Width, s.Height, Frame(fill, Line, 1, 4))}
	if m.focused {
		items = append(items, At(-1, -1, s.Width+2, s.Height+2, Frame(None, Focus, 2, 5)))
	}
	pill := NewPill(st.Pill)
	pw := pill.MinSize().Width
	name := m.name(s.Width)
	items = append(items,
		At(14, 12, 0, 0, Text(st.No, 15, false, Ink2)),
		At(s.Width-12-pw, 11, pw, 24, pill))
	for i, l := range name {
		items = append(items, At(40, 12+float32(i)*22, 0, 0, Text(l, 15, true, Ink)))
	}
	if st.Aside != "" {
		items = append(items, At(40+Width(name[0], 15, true), 14, 0, 0, Text(" · "+st.Aside, 13, false, Ink2)))
	}
	for i, spot := range m.actSpots(s.Width) {
		items = append(items, m.act(st.Acts[i], spot)...)
	}
	for i, l := range m.how(s.Width) {
		items = append(items, At(40, 41+m.extra()+float32(i)*18, 0, 0, Text(l, 13, false, Ink2)))
	}
	return append(items, m.thumbs(s.Width)...)
}

func (m *MaterialRow) act(a MaterialAct, at rowSpot) []Placed {
	ink := Green
	if a.Blocked != "" {
		ink = Ink3
	}
	word := Text(a.Word, 13, true, ink)
	x := at.x + actSide
	items := []Placed{At(x, at.y+5, 0, 0, word)}
	if a.Key != "" {
		k := NewKey(a.Key, ink)
		items = append(items, At(x+word.MinSize().Width+6, at.y+5, k.MinSize().Width, 20, k))
	}
	return items
}

func (m *MaterialRow) thumbs(width float32) []Placed {
	var items []Placed
	room := m.maxThumbs(width)
	if m.state.Scanning[0] != "" {
		room--
	}
	for i, pic := range m.state.Pages {
		if i == room {
			break
		}
		at := m.pageSpot(i)
		items = append(items, At(at.x, at.y, at.w, at.h, Thumbnail(pic)))
	}
	if m.state.Scanning[0] != "" {
		at := m.pageSpot(min(len(m.state.Pages), room))
		items = append(items, At(at.x, at.y, at.w, at.h, ScanningThumbnail(m.state.Scanning[0], m.state.Scanning[1])))
	}
	return items
}

// Tapped finds the quick act or page under the finger.
func (m *MaterialRow) Tapped(e *fyne.PointEvent) {
	for i, at := range m.actSpots(m.Size().Width) {
		if at.has(e.Position) && m.OnAct != nil {
			m.OnAct(i)
			return
		}
	}
	for i := range m.state.Pages {
		if m.pageSpot(i).has(e.Position) && m.OnPage != nil {
			m.OnPage(i)
			return
		}
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(m); c != nil {
		c.Focus(m)
	}
}

// FocusGained implements fyne.Focusable.
func (m *MaterialRow) FocusGained() {
	m.focused = true
	m.Refresh()
	if m.OnFocus != nil {
		m.OnFocus()
	}
}

// FocusLost implements fyne.Focusable.
func (m *MaterialRow) FocusLost() { m.focused = false; m.Refresh() }

// TypedRune implements fyne.Focusable.
func (m *MaterialRow) TypedRune(rune) {}

// TypedKey moves between rows and gives every other key to the window.
func (m *MaterialRow) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyUp && m.OnMove != nil:
		m.OnMove(-1)
	case e.Name == fyne.KeyDown && m.OnMove != nil:
		m.OnMove(1)
	case m.Keys != nil:
		m.Keys(e)
	}
}

// Refresh draws the row again.
func (m *MaterialRow) Refresh() {
	m.pic.Refresh()
	m.BaseWidget.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (m *MaterialRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.pic) }
