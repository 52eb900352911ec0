package counter

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

const outboxHigh = 272

// outboxView is the drawer: what waits, since when, why, and one way to try at once.
type outboxView struct {
	m     *Main
	model present.Outbox
	head  *region[present.Outbox]
	list  *rows
	body  *fyne.Container
}

func newOutboxView(m *Main) *outboxView {
	v := &outboxView{m: m}
	v.head = newRegion(v.drawHead)
	v.list = newRows(v.high, v.row, func(int, float32) {})
	v.body = container.New(arrange(func(_ []fyne.CanvasObject, s fyne.Size) {
		set(v.head.pic, 0, 0, s.Width, s.Height)
		set(v.list, 0, 84, s.Width, s.Height-84)
	}), v.head.pic, v.list)
	return v
}

func (v *outboxView) show(o present.Outbox) {
	v.model = o
	v.head.show(o)
	v.list.show(len(o.Rows), -1)
}

// key scrolls what does not fit; it tells whether the key was for that.
func (v *outboxView) key(e *fyne.KeyEvent) bool {
	by := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: 3, fyne.KeyPageUp: -3}[e.Name]
	if by != 0 {
		v.list.scroll(by)
	}
	return by != 0
}

// why is the detail of a row's reason, in at most two lines.
func (v *outboxView) why(i int, w float32) []string {
	c := v.columns(w)
	room := c[3] - c[2] - 16
	lines := kit.Wrap(v.model.Rows[i].WhyDetail, 13, false, room)
	if len(lines) > 2 {
		lines = []string{lines[0], kit.Fit(strings.Join(lines[1:], " "), 13, false, room)}
	}
	return lines
}

func (v *outboxView) high(i int) float32 {
	return 57 + float32(len(v.why(i, v.list.Size().Width))-1)*20
}

// columns are where what, since, why and tries begin.
func (v *outboxView) columns(w float32) [4]float32 {
	return [4]float32{20, w * 0.33, w * 0.44, w * 0.86}
}

func (v *outboxView) drawHead(o present.Outbox, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper), kit.At(0, 0, s.Width, 3, kit.Box(kit.AmberS, 0)),
		kit.At(20, 18, 20, 20, kit.Icon("outbox", 20, kit.Ink)), line(52, 14, 0, o.Title, 18, true, kit.Ink)}
	left := 52 + textWidth(o.Title, 18, true) + 16
	closeB := v.m.c.button(o.Close, look{role: kit.Quiet, height: 36, px: 15, name: "outbox.close"})
	retry := v.m.c.button(o.Retry, look{role: kit.Primary, height: 36, px: 15})
	cw, rw := closeB.MinSize().Width, retry.MinSize().Width
	items = append(items,
		line(left, 19, s.Width-left-cw-rw-50, o.Detail, 13, false, kit.Ink2),
		kit.At(s.Width-20-cw-10-rw, 10, rw, 36, retry), kit.At(s.Width-20-cw, 10, cw, 36, closeB),
		kit.At(0, 55, s.Width, 29, kit.Box(kit.Wall, 0)), rule(0, 83, s.Width))
	cols := v.columns(s.Width)
	for i, h := range o.Heads {
		items = append(items, line(cols[i], 60, 0, h, 13, false, kit.Ink2))
	}
	if len(o.Rows) == 0 {
		items = append(items, line(20, 104, 0, o.Empty, 15, false, kit.Ink))
	}
	return items
}

func (v *outboxView) row(i int, y, w float32) []kit.Placed {
	r := v.model.Rows[i]
	c := v.columns(w)
	why, _ := mark(c[2], y+6, r.Why, 15, true)
	items := []kit.Placed{
		kit.At(c[0], y+10, 18, 18, kit.Icon(r.Icon, 18, kit.Ink2)),
		line(c[0]+32, y+5, c[1]-c[0]-48, r.Title, 15, true, kit.Ink), line(c[0]+32, y+30, c[1]-c[0]-48, r.Detail, 13, false, kit.Ink2),
		line(c[1], y+5, 0, r.Since, 15, false, kit.Ink), line(c[1], y+30, 0, r.Waited, 13, true, kit.Amber),
		line(c[3], y+16, w-c[3]-20, r.Tries, 14, false, kit.Ink2), rule(0, y+v.high(i)-1, w),
	}
	for k, l := range v.why(i, w) {
		items = append(items, line(c[2], y+30+float32(k)*20, 0, l, 13, false, kit.Ink2))
	}
	return append(items, why...)
}
