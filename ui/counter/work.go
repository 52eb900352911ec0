package counter

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// workView is the work list with its tabs and the selected case.
type workView struct {
	m      *Main
	model  present.Work
	tabs   *region[[]present.WorkTab]
	heads  *region[[6]string]
	list   *rows
	detail *region[present.Work]
	lines  []present.WorkLine
	body   *fyne.Container
}

func newWorkView(m *Main) *workView {
	v := &workView{m: m}
	v.tabs = newRegion(v.drawTabs)
	v.heads = newRegion(v.drawHeads)
	v.detail = newRegion(v.drawDetail)
	v.list = newRows(v.high, v.row, v.tapped)
	v.body = container.New(arrange(func(_ []fyne.CanvasObject, s fyne.Size) {
		side := v.side()
		w := s.Width - side
		set(v.tabs.pic, 0, 0, w, 52)
		set(v.heads.pic, 0, 52, w, 32)
		set(v.list, 0, 84, w, s.Height-84-m.saidHigh())
		set(v.detail.pic, w, 0, side, s.Height)
	}), v.tabs.pic, v.heads.pic, v.list, v.detail.pic)
	return v
}

// side is how wide the selected case stands.
func (v *workView) side() float32 {
	if v.m.state.Narrow {
		return 280
	}
	return columnWide
}

func (v *workView) show(w present.Work) {
	v.model = w
	v.tabs.show(w.Tabs)
	v.heads.show(w.Heads)
	v.detail.show(present.Work{Detail: w.Detail, Empty: w.Empty})
	at := -1
	if !sameLines(v.lines, w.Lines) {
		v.lines = w.Lines
		v.m.c.untag("work.row.")
		for i, l := range w.Lines {
			if l.CaseID != "" {
				v.m.c.tagPart("work.row."+l.CaseID, v.list, func() (fyne.Position, fyne.Size) { return v.list.part(i) })
			}
			if l.Selected {
				at = i
			}
		}
		v.list.show(len(w.Lines), at)
	}
}

func sameLines(a, b []present.WorkLine) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (v *workView) drawTabs(tabs []present.WorkTab, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper), rule(0, s.Height-1, s.Width)}
	x := float32(6)
	caps := float32(30) // room for the key; a narrow window shows it on the tabs only as far as all of them fit
	if v.tabsWide(tabs, caps) > s.Width {
		caps = 0
	}
	for i, t := range tabs {
		key := kit.NewKey(t.Key, kit.Ink2)
		c := kit.Ink
		if t.Tone == present.Wrong || t.Tone == present.Careful {
			c = ink(t.Tone)
		}
		lw, nw := textWidth(t.Label, 15, t.Active), textWidth(t.Count, 16, true)
		wide := 18 + lw + 8 + nw + caps + 14
		face := []kit.Placed{
			kit.At(0, 0, wide, 52, kit.Box(kit.Paper, 0)),
			line(18, 14, 0, t.Label, 15, t.Active, kit.Ink), line(18+lw+8, 13, 0, t.Count, 16, true, c),
		}
		if caps > 0 {
			face = append(face, kit.At(18+lw+8+nw+10, 16, 20, 20, key))
		}
		if t.Active {
			face = append(face, kit.At(6, 48, wide-12, 4, kit.Box(kit.Green, 0)))
		}
		if x+wide > s.Width {
			break
		}
		items = append(items, kit.At(x, 0, wide, 52, v.m.c.area("work.tab."+itoa(i+1), kit.Place(wide, 52, face...))))
		x += wide
	}
	return items
}

// tabsWide is how wide the filters stand.
func (v *workView) tabsWide(tabs []present.WorkTab, caps float32) float32 {
	x := float32(6)
	for _, t := range tabs {
		x += 18 + textWidth(t.Label, 15, t.Active) + 8 + textWidth(t.Count, 16, true) + caps + 14
	}
	return x
}

// columns are where ticket, item, applicant, state, due and next begin, and where the row ends.
func (v *workView) columns(w float32) [7]float32 {
	if v.m.state.Narrow {
		return [7]float32{20, 134, w - 318, w - 318, w - 206, w - 96, w - 16}
	}
	return [7]float32{24, 174, w - 672, w - 522, w - 398, w - 186, w - 24}
}

func (v *workView) drawHeads(h [6]string, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Wall), rule(0, s.Height-1, s.Width)}
	c := v.columns(s.Width)
	for i := range h[:5] {
		if c[i+1] > c[i] {
			items = append(items, line(c[i], 6, c[i+1]-c[i]-4, h[i], 13, false, kit.Ink2))
		}
	}
	return append(items, lineRight(c[6], 6, 0, h[5], 13, false, kit.Ink2))
}

func (v *workView) high(i int) float32 {
	if v.lines[i].CaseID == "" {
		return 30
	}
	return 57
}

func (v *workView) row(i int, y, w float32) []kit.Placed {
	l := v.lines[i]
	if l.CaseID == "" {
		c := kit.Ink
		if l.Tone != present.Plain {
			c = ink(l.Tone)
		}
		left := 24 + textWidth(l.Group, 13, true)
		return []kit.Placed{
			kit.At(0, y, w, 30, kit.Box(kit.Blocked, 0)),
			line(24, y+5, 0, l.Group, 13, true, c), line(left+10, y+5, 0, l.Count, 13, true, c),
			line(left+36, y+5, w-left-60, l.Note, 13, false, kit.Ink2),
		}
	}
	var items []kit.Placed
	if l.Selected {
		items = append(items, kit.At(0, y, w, 56, kit.Box(kit.Paper, 0)), kit.At(0, y, 4, 56, kit.Box(kit.Green, 0)))
	}
	c := v.columns(w)
	due := kit.Ink
	if l.DueTone != present.Plain {
		due = ink(l.DueTone)
	}
	items = append(items,
		line(c[0], y+6, c[1]-c[0]-10, l.Ticket, 15, true, kit.Ink), line(c[0], y+31, c[1]-c[0]-10, l.Number, 12, false, kit.Ink2),
		line(c[1], y+6, c[2]-c[1]-14, l.Item, 15, l.Selected, kit.Ink), line(c[1], y+31, c[2]-c[1]-14, l.Dept, 12, false, kit.Ink2))
	if c[3] > c[2] {
		items = append(items, line(c[2], y+6, c[3]-c[2]-14, l.Who, 15, false, kit.Ink), line(c[2], y+31, c[3]-c[2]-14, l.WhoID, 12, false, kit.Ink2))
	}
	pic := pill(l.State)
	var act []kit.Placed
	right := c[5]
	if l.Selected {
		act, right = v.selectedAct(l.Next, c[6], y)
		right = min(right, c[5])
	}
	items = append(items, kit.At(c[3], y+16, pic.MinSize().Width, 24, pic),
		line(c[4], y+6, right-c[4]-8, l.Due, 15, true, due), line(c[4], y+31, right-c[4]-8, l.DueNote, 12, false, kit.Ink2), rule(0, y+56, w))
	if !l.Selected {
		return append(items, lineRight(c[6], y+18, 0, l.Next.Label, 14, true, kit.Green))
	}
	return append(items, act...)
}

// selectedAct draws the selected row's act as a 34 px button, and tells where it begins; the row itself is what is
// tapped. In a narrow window its key stands at the selected case only.
func (v *workView) selectedAct(a present.Act, right, y float32) (items []kit.Placed, left float32) {
	key := kit.NewKey(a.Key, kit.Paper)
	kw, tw := key.MinSize().Width, textWidth(a.Label, 14, true)
	wide := 14 + tw + 10 + kw + 12
	if v.m.state.Narrow {
		wide = 12 + tw + 12
		return []kit.Placed{kit.At(right-wide, y+11, wide, 34, kit.Box(kit.Green, 4)), line(right-wide+12, y+17, 0, a.Label, 14, true, kit.Paper)}, right - wide
	}
	return []kit.Placed{
		kit.At(right-wide, y+11, wide, 34, kit.Box(kit.Green, 4)),
		line(right-wide+14, y+17, 0, a.Label, 14, true, kit.Paper), kit.At(right-12-kw, y+18, kw, 20, key),
	}, right - wide
}

// tapped selects a row; a tap on the act of the selected row does it.
func (v *workView) tapped(i int, x float32) {
	l := v.lines[i]
	if l.CaseID == "" {
		return
	}
	if l.Selected && x > v.columns(v.list.Size().Width)[5] {
		v.next()
		return
	}
	v.sel(l.CaseID)
}

func (v *workView) sel(id string) {
	v.m.state.WorkCase = id
	v.m.refresh()
}

// next does what comes next for the selected case.
func (v *workView) next() {
	if d := v.model.Detail; d != nil {
		v.m.act(d.Main.ID)
	}
}

func (v *workView) open(then func()) {
	d := v.model.Detail
	if d == nil {
		return
	}
	id := d.CaseID
	v.m.lane.do(func(ctx context.Context) error { return v.m.p.Desk.OpenCase(ctx, id) }, func(err error) {
		if err == nil {
			v.m.state.Face = present.FaceCase
		}
		v.m.after(err)
		if err == nil && then != nil {
			then()
		}
	})
}

func (v *workView) drawDetail(model present.Work, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper2), kit.At(0, 0, 1, s.Height, kit.Box(kit.Line, 0))}
	const x = 18
	in := s.Width - 36
	d := model.Detail
	if d == nil {
		return append(items, line(x, 20, in, model.Empty, 15, false, kit.Ink2))
	}
	pic := pill(d.Mark)
	pw := pic.MinSize().Width
	items = append(items, line(x, 18, in-pw-10, d.Head, 13, true, kit.Ink2), kit.At(x+in-pw, 14, pw, 24, pic))
	title, h := para(x, 46, in, d.Title, 22, true, kit.Ink)
	items = append(items, title, line(x, 46+h, in, d.Who, 15, false, kit.Ink))
	y := 46 + h + 34
	if d.Notice != "" {
		_, tint, icon := meaning(d.Mark.Tone).Colours()
		c := ink(d.Mark.Tone)
		p, ph := para(x+40, y+12, in-54, d.Notice, 14, true, c)
		items = append(items, kit.At(x, y, in, ph+24, kit.Box(tint, 4)), kit.At(x+12, y+14, 18, 18, kit.Icon(icon, 18, c)), p)
		y += ph + 40
	}
	for _, f := range d.Facts {
		if y+38 > s.Height-124 { // the drawer is open in a low window
			break
		}
		items = append(items, rule(x, y, in), line(x, y+9, 90, f.Label, 13, false, kit.Ink2))
		if textWidth(f.Value, 14, false) > in-80 { // a long value takes a line of its own
			items = append(items, line(x, y+30, in, f.Value, 14, false, kit.Ink))
			y += 60
			continue
		}
		items = append(items, lineRight(x+in, y+8, 0, f.Value, 14, false, kit.Ink))
		y += 38
	}
	y = max(y+16, s.Height-124)
	items = append(items, kit.At(x, y, in, 48, v.m.c.button(d.Main, look{role: kit.Primary, spread: true, name: "work.main"})))
	if d.Open.ID != "" {
		items = append(items, kit.At(x, y+58, in, 40, v.m.c.button(d.Open, look{role: kit.Secondary, height: 40, px: 15, spread: true})))
	}
	return items
}
