package counter

import (
	"image/color"

	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

type hue = color.NRGBA

// jade is a good state in words on the lintel, where green never stands.
var jade = hue{R: 0x9F, G: 0xE0, B: 0xC8, A: 0xFF}

// The slip changes every second, so it is a region of its own inside the hall column.
const (
	slipTop  = 74
	slipHigh = 164
)

func (m *Main) drawSlip(sl present.Slip, s fyne.Size) []kit.Placed {
	if sl.Number == "" {
		prose, h := para(16, 0, s.Width-32, sl.Empty, 17, true, kit.Ink2)
		prose.Y = (s.Height - h) / 2
		return []kit.Placed{kit.At(0, 0, s.Width, s.Height, kit.Box(kit.SlipPaper, 4)), prose}
	}
	px := float32(74)
	if wide := textWidth(sl.Number, px, true); wide > s.Width-32-92 {
		px *= (s.Width - 32 - 92) / wide
	}
	items := []kit.Placed{
		kit.At(0, 0, s.Width, s.Height, kit.Box(kit.SlipPaper, 4)),
		line(16, 10, s.Width*0.6, sl.Head, 13, false, kit.Ink2),
		lineRight(s.Width-16, 10, 0, sl.Issued, 13, false, kit.Ink2),
		line(16, 22+(74-px)*0.7, 0, sl.Number, px, true, kit.Ink),
		lineRight(s.Width-16, 54, 0, sl.Caption, 13, false, kit.Ink2),
		lineRight(s.Width-16, 70, 0, sl.Elapsed, 24, true, kit.Ink),
		rule(16, s.Height-41, s.Width-32),
		line(16, s.Height-31, s.Width-32-70, sl.Foot, 13, false, kit.Ink2),
		lineRight(s.Width-16, s.Height-31, 0, sl.Class, 13, false, kit.Ink2),
	}
	return items
}

func (m *Main) drawHall(h present.Hall, s fyne.Size) []kit.Placed {
	const x, in = 16, hallWide - 32
	items := []kit.Placed{
		plane(s, kit.Lintel),
		line(x, 8, 0, h.No, 44, true, kit.OnLintel),
	}
	left := x + textWidth(h.No, 44, true) + 12
	state := textWidth(h.State.Text, 14, true) + 22
	items = append(items,
		line(left, 22, 0, h.NoLabel, 13, false, kit.OnLintel2),
		line(left, 41, x+in-left, h.Categories, 14, true, kit.OnLintel),
		kit.At(x+in-state, 23, 16, 16, kit.Icon(h.State.Icon, 16, stateOnLintel(h.State))),
		lineRight(x+in, 20, 0, h.State.Text, 14, true, stateOnLintel(h.State)),
		kit.At(x, slipTop, in, slipHigh, m.slip.pic),
	)
	y := float32(slipTop + slipHigh + 10)
	items = append(items, kit.At(x, y, in, 52, m.c.button(h.Call, look{role: kit.Call, height: 52, px: 18, spread: true})))
	y += 60
	half := float32(in-8) / 2
	small := look{role: kit.OnDark, height: 44, px: 15, spread: true}
	if m.w.Lang() == kit.English {
		small.px = 13
	}
	items = append(items,
		kit.At(x, y, half, 44, m.c.button(h.Recall, small)), kit.At(x+half+8, y, half, 44, m.c.button(h.NoShow, small)),
		kit.At(x, y+52, half, 44, m.c.button(h.Transfer, small)), kit.At(x+half+8, y+52, half, 44, m.c.button(h.Pause, small)))
	y += 112
	if h.Away != "" {
		box, high := m.awayBox(h.Away, in)
		items = append(items, kit.At(x, y, in, high, box))
		m.away = spot{fyne.NewPos(x, y), fyne.NewSize(in, high)}
		y += high + 12
	}
	foot := s.Height - 40
	y, items = m.hallQueues(items, h, y, foot)
	items = m.hallPassed(items, h, y+14, foot)
	return append(items,
		kit.At(x, foot, in, 1, kit.Box(kit.Lintel3, 0)),
		line(x, foot+9, in*0.62, h.DayLeft, 13, false, kit.OnLintel2),
		lineRight(x+in, foot+9, in*0.4, h.DayRight, 13, false, kit.OnLintel2))
}

func stateOnLintel(mk present.Mark) (c hue) {
	switch mk.Tone {
	case present.Careful:
		return kit.Gold
	case present.Done:
		return jade
	}
	return kit.OnLintel2
}

func (m *Main) awayBox(sentence string, wide float32) (fyne.CanvasObject, float32) {
	words, h := para(42, 8, wide-54, sentence, 13, true, kit.Gold)
	return kit.Place(wide, h+16,
		kit.At(0, 0, wide, h+16, kit.Frame(kit.StaleBand, kit.StaleEdge, 1, 4)),
		kit.At(12, 9, 18, 18, kit.Icon("warning", 18, kit.Gold)), words), h + 16
}

func (m *Main) hallQueues(items []kit.Placed, h present.Hall, y, foot float32) (float32, []kit.Placed) {
	const x, in = 16, hallWide - 32
	items = append(items, line(x, y, 0, h.WaitTitle, 13, true, kit.OnLintel), lineRight(x+in, y, 0, h.WaitTotal, 13, false, kit.OnLintel2))
	y += 24
	names := float32(68)
	for _, q := range h.Waiting {
		names = min(120, max(names, textWidth(q.Name, 15, q.Own)))
	}
	for _, q := range h.Waiting {
		if y+34 > foot-52 {
			break
		}
		items = append(items, queueRow(q, y, names)...)
		y += 34
	}
	if h.Longest != "" && y+52 < foot-40 {
		items = append(items,
			kit.At(x, y+6, in, 34, kit.Box(kit.Lintel2, 4)),
			kit.At(x+10, y+15, 16, 16, kit.Icon("clock", 16, kit.Gold)),
			line(x+36, y+13, in-44, h.Longest, 13, false, kit.OnLintel))
		y += 48
	}
	return y, items
}

func queueRow(q present.Queue, y, names float32) []kit.Placed {
	const x, in = 16, hallWide - 32
	letter, bar, oldest := hue(kit.OnLintel2), hue(kit.Jade), hue(kit.OnLintel2)
	if q.Own {
		letter = kit.Gold
	}
	if q.Long {
		bar, oldest = kit.Gold, kit.Gold
	}
	name := kit.OnLintel2
	if q.Own {
		name = kit.OnLintel
	}
	aside := q.Oldest
	if q.Long {
		aside = "! " + aside
	}
	return []kit.Placed{
		line(x, y+5, 0, q.Code, 15, true, letter),
		line(x+22, y+5, names, q.Name, 15, q.Own, name),
		kit.At(x+32+names, y+14, 144-names, 6, kit.Box(kit.Lintel2, 3)),
		kit.At(x+32+names, y+14, max(4, (144-names)*q.Share), 6, kit.Box(bar, 3)),
		lineRight(x+212, y+4, 0, q.Count, 16, true, kit.OnLintel),
		lineRight(x+in, y+7, 0, aside, 12, false, oldest),
	}
}

func (m *Main) hallPassed(items []kit.Placed, h present.Hall, y, foot float32) []kit.Placed {
	const x, in = 16, hallWide - 32
	if y+28 > foot {
		return items
	}
	back := m.c.button(h.CallBack, look{role: kit.OnDark, height: 32, px: 13})
	bw := back.MinSize().Width
	items = append(items, line(x, y+3, 0, h.PassTitle, 13, true, kit.OnLintel), kit.At(x+in-bw, y-4, bw, 32, back))
	y += 34
	if len(h.Passed) == 0 {
		return append(items, line(x, y+4, 0, h.PassedNone, 13, false, kit.OnLintel2))
	}
	for _, p := range h.Passed {
		if y+38 > foot {
			break
		}
		act := p.Back
		act.ID = "callBack." + p.Number
		b := m.c.button(act, look{role: kit.OnDark, height: 32, px: 13})
		w := b.MinSize().Width
		items = append(items,
			kit.At(x, y, in, 1, kit.Box(kit.Lintel2, 0)),
			line(x, y+9, 0, p.Number, 15, true, kit.OnLintel),
			line(x+58, y+11, 0, p.At, 12, false, kit.OnLintel2),
			lineRight(x+in-w-10, y+11, 0, p.Ago, 12, false, kit.OnLintel2),
			kit.At(x+in-w, y+4, w, 32, b))
		y += 40
	}
	return items
}
