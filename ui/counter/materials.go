package counter

import (
	"context"
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// materialsView is the list of materials. Rows live as long as the case stays the same.
type materialsView struct {
	m      *Main
	id     string
	shown  present.Materials
	rows   []*kit.MaterialRow
	drawn  []present.Material
	picked int // the row function keys act on
	head   *region[[2]string]
	after  *region[present.After]
	body   *fyne.Container
	scroll *container.Scroll
	thumbs map[string]image.Image // by digest; nil = cannot be drawn or not here yet
	asked  map[string]bool
	loads  int  // pictures and scans that are on their way
	fresh  bool // thumbnails came since the rows were drawn
}

func newMaterialsView(m *Main) *materialsView {
	v := &materialsView{m: m, thumbs: map[string]image.Image{}, asked: map[string]bool{}}
	v.head = newRegion(func(t [2]string, s fyne.Size) []kit.Placed {
		title := m.w.T("materials.title")
		left := textWidth(title, 15, true) + 10
		return []kit.Placed{line(0, 0, 0, title, 15, true, kit.Ink), line(left, 2, 0, t[0], 13, false, kit.Ink2), lineRight(s.Width, 2, s.Width-left-60, t[1], 13, false, kit.Ink2)}
	})
	v.after = newRegion(v.drawAfter)
	v.body = container.New(&materialsLayout{v})
	v.scroll = container.NewVScroll(v.body)
	return v
}

func (v *materialsView) show(model present.Materials) {
	v.shown = model
	if model.CaseID != v.id || len(model.Rows) != len(v.rows) {
		v.id = model.CaseID
		v.rebuild(len(model.Rows))
	}
	v.head.show([2]string{model.Count, model.Hint})
	v.after.show(model.After)
	before := v.body.MinSize().Height
	for i, row := range model.Rows {
		v.showRow(i, row)
	}
	v.fresh = false
	if v.body.MinSize().Height != before {
		v.body.Refresh()
		v.scroll.Refresh()
	}
}

func (v *materialsView) rebuild(n int) {
	v.m.c.untag("material.")
	v.rows, v.drawn, v.picked = nil, make([]present.Material, n), 0
	objects := []fyne.CanvasObject{}
	for i := range n {
		r := kit.NewMaterialRow()
		r.OnAct = func(a int) { v.press(i, a) }
		r.OnPage = func(p int) { v.m.openPage(i, p) }
		r.OnMove = func(by int) { v.move(i + by) }
		r.OnFocus = func() { v.picked = i; v.reveal(r) }
		r.Keys = v.m.typedKey
		v.rows = append(v.rows, r)
		v.m.c.tag("material."+itoa(i+1), r)
		objects = append(objects, r)
	}
	v.body.Objects = append(objects, v.after.pic)
	v.body.Refresh()
	v.scroll.ScrollToTop()
}

func (v *materialsView) showRow(i int, row present.Material) {
	if !v.fresh && sameRow(v.drawn[i], row) {
		return
	}
	v.drawn[i] = row
	st := kit.MaterialState{
		No: row.No, Name: row.Name, Aside: row.Aside, How: row.How, Red: row.Red,
		Pill: kit.PillParams{Meaning: meaning(row.Mark.Tone), Text: row.Mark.Text, Icon: row.Mark.Icon},
	}
	if row.Scan != "" {
		st.Scanning = [2]string{row.Scan, v.m.w.T("material.scanNow")}
	}
	v.m.c.untag("material." + itoa(i+1) + ".")
	for k, a := range row.Acts {
		st.Acts = append(st.Acts, kit.MaterialAct{Word: a.Label, Key: v.keyCap(i, a), Blocked: a.Blocked})
		v.m.c.tagPart(a.ID, v.rows[i], func() (fyne.Position, fyne.Size) { return v.rows[i].Act(k) })
	}
	for _, p := range row.Pages {
		st.Pages = append(st.Pages, v.thumb(p))
	}
	v.rows[i].Set(st)
}

// keyCap leaves the caps to the heading, but for what only this row can do now: stop its scan.
func (v *materialsView) keyCap(_ int, a present.Act) string {
	if a.Key == "Esc" {
		return a.Key
	}
	return ""
}

func sameRow(a, b present.Material) bool {
	if len(a.Acts) != len(b.Acts) || len(a.Pages) != len(b.Pages) {
		return false
	}
	for i := range a.Acts {
		if a.Acts[i] != b.Acts[i] {
			return false
		}
	}
	for i := range a.Pages {
		if a.Pages[i] != b.Pages[i] {
			return false
		}
	}
	return a.No == b.No && a.Name == b.Name && a.Aside == b.Aside && a.Mark == b.Mark && a.How == b.How && a.Scan == b.Scan && a.Red == b.Red
}

// thumb gives a page's small picture, and asks for it the first time.
func (v *materialsView) thumb(p present.Page) image.Image {
	if !v.asked[p.Digest] && strings.HasPrefix(p.Type, "image/") {
		v.asked[p.Digest] = true
		v.loads++
		var pic image.Image
		v.m.bg.Go(func(ctx context.Context) error {
			raw, err := v.m.p.Desk.PageBytes(ctx, p.Digest)
			if err == nil {
				pic, err = kit.Shrink(raw, 2*kit.ThumbW, 2*kit.ThumbH)
			}
			return err
		}, func(err error) {
			v.loads--
			if err == nil {
				v.thumbs[p.Digest] = pic
				v.fresh = true
				v.m.refresh()
			}
		})
	}
	return v.thumbs[p.Digest]
}

// press does the a-th quick act of a row.
func (v *materialsView) press(i, a int) {
	if i < len(v.shown.Rows) && a < len(v.shown.Rows[i].Acts) {
		v.picked = i
		v.do(i, v.shown.Rows[i].Acts[a])
	}
}

// key does the act of the picked row that has this key; it tells whether there was one.
func (v *materialsView) key(cap string) bool {
	if v.picked >= len(v.shown.Rows) {
		return false
	}
	for _, a := range v.shown.Rows[v.picked].Acts {
		if a.Key == cap {
			v.do(v.picked, a)
			return true
		}
	}
	return false
}

func (v *materialsView) do(i int, a present.Act) {
	if a.Blocked != "" {
		v.m.why(a.Blocked)
		return
	}
	v.m.form.commitAll()
	d := v.m.p.Desk
	mark := func(s cases.MaterialState) {
		v.m.run(func(ctx context.Context) error { return d.MarkMaterial(ctx, i, s) })
	}
	switch a.ID[strings.LastIndexByte(a.ID, '.')+1:] {
	case "paper":
		mark(cases.Paper)
	case "shared":
		mark(cases.Shared)
	case "defer":
		mark(cases.Deferred)
	case "undo":
		mark(cases.NotYet)
	case "scan":
		v.scan(i)
	case "stop":
		d.CancelScan()
	case "view":
		v.m.openPage(i, 0)
	}
}

// scan runs beside the lane: a scan may last minutes, and the form goes on meanwhile.
func (v *materialsView) scan(i int) {
	v.loads++
	v.m.bg.Go(func(ctx context.Context) error { return v.m.p.Desk.ScanMaterial(ctx, i, desk.ScanSettings{}) }, func(err error) {
		v.loads--
		v.m.after(err)
	})
}

func (v *materialsView) move(to int) {
	if to >= 0 && to < len(v.rows) {
		v.m.focus(v.rows[to])
	}
}

func (v *materialsView) focusPicked() {
	if v.picked < len(v.rows) {
		v.m.focus(v.rows[v.picked])
	}
}

func (v *materialsView) reveal(o fyne.CanvasObject) {
	top, bottom := o.Position().Y, o.Position().Y+o.Size().Height
	switch view := v.scroll.Size().Height; {
	case top-8 < v.scroll.Offset.Y:
		v.scroll.ScrollToOffset(fyne.NewPos(0, max(0, top-8)))
	case bottom+8 > v.scroll.Offset.Y+view:
		v.scroll.ScrollToOffset(fyne.NewPos(0, bottom+8-view))
	}
}

// drawAfter is the paper that acceptance will give, in small, and how its date is found.
func (v *materialsView) drawAfter(a present.After, s fyne.Size) []kit.Placed {
	items := []kit.Placed{
		rule(0, 4, s.Width),
		kit.At(0, 18, 64, 84, kit.Frame(kit.Paper, kit.Edge, 1, 0)),
		kit.At(12, 30, 40, 2, kit.Box(kit.Red, 0)),
		kit.At(40, 64, 18, 18, kit.Frame(kit.None, kit.Red, 1.5, 9)),
		line(80, 16, 0, a.Title, 14, true, kit.Ink), line(80, 38, s.Width-80, a.Line, 15, false, kit.Ink),
	}
	for i := range 4 {
		items = append(items, kit.At(12, 42+float32(i)*8, 40, 1.5, kit.Box(kit.Line, 0)))
	}
	p, _ := para(80, 62, s.Width-80, a.Detail, 13, false, kit.Ink2)
	return append(items, p)
}

// materialsLayout puts the rows under each other.
type materialsLayout struct{ v *materialsView }

func (l *materialsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(320, l.place(0, false))
}

func (l *materialsLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) { l.place(s.Width, true) }

func (l *materialsLayout) place(width float32, put bool) float32 {
	y := float32(4)
	for _, r := range l.v.rows {
		if put { // a row's height depends on its width
			r.Resize(fyne.NewSize(width-44, r.Size().Height))
		}
		h := r.Height()
		if put {
			set(r, 20, y, width-44, h)
		}
		y += h + 8
	}
	if put {
		set(l.v.after.pic, 20, y+4, width-44, 112)
	}
	return y + 124
}
