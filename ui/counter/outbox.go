package counter

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

const (
	outboxHigh  = 400
	outboxHead  = 56 // title and what is done for all
	outboxTabs  = 34 // arrangements, and the heads of the columns
	outboxRowHi = 57
	outboxBarHi = 30
	outboxFoot  = 48 // carrying by hand
)

// outboxView is the drawer: at the left what waits, since when and why; at the right the selected entry and what to do;
// at the foot the way by hand.
type outboxView struct {
	m      *Main
	model  present.Outbox
	head   *region[present.Outbox]
	detail *region[*present.OutboxDetail]
	foot   *region[present.Stick]
	list   *rows
	body   *fyne.Container
}

func newOutboxView(m *Main) *outboxView {
	v := &outboxView{m: m}
	v.head, v.detail = newRegion(v.drawHead), newRegion(v.drawDetail)
	v.foot = newRegion(v.drawFoot)
	v.list = newRows(v.high, v.row, v.tapped)
	v.body = container.New(arrange(func(_ []fyne.CanvasObject, s fyne.Size) {
		left, top := s.Width-v.side(s.Width), float32(outboxHead+outboxTabs)
		set(v.head.pic, 0, 0, s.Width, top)
		bottom := s.Height - outboxFoot
		set(v.list, 0, top, left, bottom-top)
		set(v.detail.pic, left, top, s.Width-left, bottom-top)
		set(v.foot.pic, 0, bottom, s.Width, outboxFoot)
	}), v.head.pic, v.list, v.detail.pic, v.foot.pic)
	return v
}

// side is how wide the selected entry stands.
func (v *outboxView) side(w float32) float32 { return max(470, w*0.36) }

func (v *outboxView) show(o present.Outbox, f present.Stick) {
	v.foot.show(f)
	moved := !slices.Equal(v.model.Lines, o.Lines)
	v.model = o
	at := slices.IndexFunc(o.Lines, func(l present.OutboxLine) bool { return l.Selected })
	o.Lines, o.Picked = nil, nil
	v.head.show(o)
	v.detail.show(v.model.Picked)
	if moved {
		v.tagRows()
		v.list.show(len(v.model.Lines), at)
	}
}

func (v *outboxView) tagRows() {
	v.m.c.untag("outbox.row.")
	for i, l := range v.model.Lines {
		if l.ID != "" && i < 50 {
			v.m.c.tagPart("outbox.row."+itoa(i+1), v.list, func() (fyne.Position, fyne.Size) { return v.list.part(i) })
		}
	}
}

// key moves, arranges and acts; it tells whether the key was for that.
func (v *outboxView) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		v.pick(v.model.Step(map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: 3, fyne.KeyPageUp: -3}[e.Name]))
	case fyne.KeyLeft:
		v.arrange((v.m.state.Order + present.Orders - 1) % present.Orders)
	case fyne.KeyRight:
		v.arrange((v.m.state.Order + 1) % present.Orders)
	default:
		return v.digit(string(e.Name))
	}
	return true
}

func (v *outboxView) digit(key string) bool {
	if v.model.Picked == nil {
		return false
	}
	for _, a := range v.model.Picked.Acts {
		if a.Key == key {
			v.m.act(a.ID)
			return true
		}
	}
	return false
}

func (v *outboxView) pick(id string) {
	v.m.state.Entry = id
	v.m.refresh()
}

func (v *outboxView) arrange(o present.Order) {
	v.m.state.Order, v.m.state.Entry = o, ""
	v.m.refresh()
}

func (v *outboxView) tapped(i int, _ float32) {
	if id := v.model.Lines[i].ID; id != "" {
		v.pick(id)
	}
}

func (v *outboxView) high(i int) float32 {
	if v.model.Lines[i].ID == "" {
		return outboxBarHi
	}
	return outboxRowHi
}

// columns are where what, since and why begin; in a narrow window why stands under what, in place of the detail.
func (v *outboxView) columns(w float32) [3]float32 {
	if v.m.state.Narrow {
		return [3]float32{20, w - 96, w}
	}
	return [3]float32{20, w * 0.52, w * 0.68}
}

func (v *outboxView) drawHead(o present.Outbox, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper), kit.At(0, 0, s.Width, 3, kit.Box(kit.AmberS, 0)),
		kit.At(20, 18, 20, 20, kit.Icon("outbox", 20, kit.Ink)), line(52, 14, 0, o.Title, 18, true, kit.Ink)}
	left := 52 + textWidth(o.Title, 18, true) + 16
	closeB := v.m.c.button(o.Close, look{role: kit.Quiet, height: 36, px: 15, name: "outbox.close"})
	retry := v.m.c.button(o.Retry, look{role: kit.Primary, height: 36, px: 15})
	cw, rw := closeB.MinSize().Width, retry.MinSize().Width
	c := kit.Ink2
	if o.Note {
		c = kit.Amber
	}
	room := s.Width - left - cw - rw - 50
	said := atMost(2, o.Detail, 13, room)
	if !o.Note && textWidth(o.Detail, 13, false) > room { // what calms gives way
		said = nil
	}
	for i, words := range said {
		items = append(items, line(left, 19-float32(len(said)-1)*9+float32(i)*19, room, words, 13, o.Note, c))
	}
	items = append(items,
		kit.At(s.Width-20-cw-10-rw, 10, rw, 36, retry), kit.At(s.Width-20-cw, 10, cw, 36, closeB),
		kit.At(0, outboxHead-1, s.Width, outboxTabs, kit.Box(kit.Wall, 0)), rule(0, outboxHead+outboxTabs-1, s.Width))
	list := s.Width - v.side(s.Width)
	cols := v.columns(list)
	for i, h := range o.Heads {
		if cols[i] < list {
			items = append(items, line(cols[i], outboxHead+7, 0, h, 13, false, kit.Ink2))
		}
	}
	return append(items, v.drawOrders(o.Orders, list+18, s.Width-20)...)
}

// drawOrders are the arrangements; the one in use is underlined, ← and → go on.
func (v *outboxView) drawOrders(tabs []present.OrderTab, x, right float32) []kit.Placed {
	var items []kit.Placed
	for _, t := range tabs {
		label := t.Label
		if t.Count != "" && t.Count != "0" {
			label += " " + t.Count
		}
		w := textWidth(label, 13, t.Active) + 20
		if x+w > right {
			break
		}
		face := []kit.Placed{kit.At(0, 0, w, 32, kit.Box(kit.Wall, 0)), line(10, 6, 0, label, 13, t.Active, kit.Ink)}
		if t.Active {
			face = append(face, kit.At(10, 29, w-20, 3, kit.Box(kit.Green, 0)))
		}
		items = append(items, kit.At(x, outboxHead, w, 32, v.m.c.area(t.ID, kit.Place(w, 32, face...))))
		x += w + 4
	}
	keys := kit.NewKey("← →", kit.Ink2)
	if kw := keys.MinSize().Width; x+8+kw < right {
		items = append(items, kit.At(x+8, outboxHead+6, kw, 20, keys))
	}
	return items
}

func (v *outboxView) row(i int, y, w float32) []kit.Placed {
	l := v.model.Lines[i]
	if l.ID == "" {
		return []kit.Placed{kit.At(0, y, w, outboxBarHi, kit.Box(kit.Blocked, 0)), line(20, y+5, w-90, l.Bar, 13, true, kit.Ink),
			line(20+textWidth(kit.Fit(l.Bar, 13, true, w-90), 13, true)+10, y+5, 0, l.Count, 13, true, kit.Ink2)}
	}
	var items []kit.Placed
	if l.Selected {
		items = append(items, kit.At(0, y, w, outboxRowHi-1, kit.Box(kit.GreenT, 0)), kit.At(0, y, 4, outboxRowHi-1, kit.Box(kit.Green, 0)))
	}
	c := v.columns(w)
	x, room := c[0]+32, c[1]-c[0]-48
	items = append(items, kit.At(c[0], y+10, 18, 18, kit.Icon(l.Icon, 18, kit.Ink2)), line(x, y+5, room, l.Title, 15, true, kit.Ink),
		line(c[1], y+5, c[2]-c[1]-10, l.Since, 15, false, kit.Ink), line(c[1], y+30, c[2]-c[1]-10, l.Waited, 13, true, kit.Amber), rule(0, y+outboxRowHi-1, w))
	if v.m.state.Narrow {
		why, _ := mark(x, y+30, l.Why, 13, true)
		return append(items, why...)
	}
	why, _ := mark(c[2], y+15, l.Why, 14, true)
	return append(append(items, line(x, y+30, room, l.Detail, 13, false, kit.Ink2)), why...)
}

// drawDetail is the selected entry: what happened, who made it, what to do, and the ways out of it.
func (v *outboxView) drawDetail(d *present.OutboxDetail, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper2), kit.At(0, 0, 1, s.Height, kit.Box(kit.Line, 0))}
	if d == nil {
		return items
	}
	const x = 20
	in := s.Width - 2*x
	pic := pill(d.Mark)
	pw := pic.MinSize().Width
	items = append(items, line(x, 10, in-pw-12, d.Title, 15, true, kit.Ink), kit.At(x+in-pw, 8, pw, 24, pic))
	y := float32(38)
	for _, words := range atMost(3, d.What, 13, in) {
		items = append(items, line(x, y, in, words, 13, true, ink(d.Mark.Tone)))
		y += 19
	}
	for _, words := range atMost(3, d.ToDo, 13, in) {
		items = append(items, line(x, y+3, in, words, 13, false, kit.Ink))
		y += 19
	}
	y += 9
	acts, top := v.drawActs(d.Acts, x, s.Height-12, in)
	items = append(items, rule(x, y, in))
	for _, f := range d.Facts {
		if y+24 > top {
			break
		}
		items = append(items, line(x, y+3, 84, f.Label, 13, false, kit.Ink2), line(x+90, y+3, in-90, f.Value, 13, false, kit.Ink))
		y += 22
	}
	return append(items, acts...)
}

// drawActs lays the ways out in rows that end at bottom; it tells where they begin.
func (v *outboxView) drawActs(acts []present.Act, x, bottom, room float32) (items []kit.Placed, top float32) {
	const high, gap = 34, 8
	left, y := x, float32(0)
	for _, a := range acts {
		b := v.m.c.button(a, look{role: buttonRole(a.Role), height: high, px: 14})
		w := b.MinSize().Width
		if left+w > x+room {
			left, y = x, y+high+gap
		}
		items = append(items, kit.At(left, y, w, high, b))
		left += w + gap
	}
	top = bottom - y - high
	for i := range items {
		items[i].Y += top
	}
	return items, top
}
