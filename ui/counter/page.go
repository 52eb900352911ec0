package counter

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// pageView shows the pages of one material large: Left and Right turn, Delete removes, Esc leaves.
type pageView struct {
	m        *Main
	material int
	at       int
	pic      image.Image
	failed   bool
	face     *region[pageModel]
}

type pageModel struct {
	title  string
	pic    image.Image
	failed bool
}

const pageHigh = 700

// openPage shows a page of a material.
func (m *Main) openPage(material, page int) {
	c := m.snap.Current
	if c == nil || material >= len(c.Case.Materials) || page >= len(c.Case.Materials[material].Pages) {
		return
	}
	v := &pageView{m: m, material: material, at: page}
	v.face = newRegion(v.draw)
	high := min(float32(pageHigh), m.window.Canvas().Size().Height-220)
	p := sheetParams{
		name: "page", title: c.Case.Materials[material].Spec.Name, wide: 640, high: high, safe: m.w.T("page.close"),
		body: kit.Place(584, high, kit.At(0, 0, 584, high, v.face.pic)), keys: v.key, live: v.live,
	}
	if !c.ReadOnly {
		p.act, p.cap, p.key, p.danger = m.w.T("page.remove"), "Del", fyne.KeyDelete, true
		p.press = v.remove
	}
	m.openSheet(p)
	v.load()
}

func (v *pageView) pages() int {
	c := v.m.snap.Current
	if c == nil || v.material >= len(c.Case.Materials) {
		return 0
	}
	return len(c.Case.Materials[v.material].Pages)
}

func (v *pageView) key(e *fyne.KeyEvent) {
	switch to := v.at; e.Name {
	case fyne.KeyLeft, fyne.KeyPageUp:
		v.turn(to - 1)
	case fyne.KeyRight, fyne.KeyPageDown:
		v.turn(to + 1)
	}
}

func (v *pageView) turn(to int) {
	if to >= 0 && to < v.pages() {
		v.at, v.pic, v.failed = to, nil, false
		v.load()
	}
}

func (v *pageView) load() {
	v.live()
	if v.at >= v.pages() {
		return
	}
	at := v.at
	digest := v.m.snap.Current.Case.Materials[v.material].Pages[at].Digest
	var pic image.Image
	v.m.mats.loads++
	v.m.bg.Go(func(ctx context.Context) error {
		raw, err := v.m.p.Desk.PageBytes(ctx, digest)
		if err == nil {
			pic, err = kit.Shrink(raw, 584, pageHigh)
		}
		return err
	}, func(err error) {
		v.m.mats.loads--
		if at == v.at {
			v.pic, v.failed = pic, err != nil
			v.live()
		}
	})
}

func (v *pageView) live() {
	v.face.show(pageModel{v.m.w.T("page.title", "n", itoa(v.at+1), "all", itoa(v.pages())), v.pic, v.failed})
}

func (v *pageView) draw(d pageModel, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Wall), kit.At(0, 6, s.Width, 0, kit.Centred(d.title, 13, false, kit.Ink2))}
	if d.failed {
		return append(items, kit.At(0, s.Height/2, s.Width, 0, kit.Centred(v.m.w.T("page.cannot"), 15, true, kit.Red)))
	}
	if d.pic != nil {
		img := canvas.NewImageFromImage(d.pic)
		img.FillMode = canvas.ImageFillContain
		items = append(items, kit.At(0, 32, s.Width, s.Height-40, img))
	}
	return items
}

// remove takes the page out of the material.
func (v *pageView) remove() {
	material, page := v.material, v.at
	v.m.run(func(ctx context.Context) error { return v.m.p.Desk.RemovePage(ctx, material, page) })
}
