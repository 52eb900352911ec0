package counter

import (
	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

func (m *Main) drawColumn(c present.Column, s fyne.Size) []kit.Placed {
	const x = 18
	in := s.Width - 36
	items := []kit.Placed{plane(s, kit.Paper2), kit.At(0, 0, 1, s.Height, kit.Box(kit.Line, 0)), line(x, 14, 0, c.Title, 13, true, kit.Ink2)}
	y := float32(42)
	if c.Full.ID != "" {
		b := m.c.button(c.Full, look{role: kit.Quiet, height: 32, px: 13})
		w := b.MinSize().Width
		items = append(items, kit.At(x+in-w+10, 8, w, 32, b))
	}
	if c.Person != nil {
		var high float32
		var part []kit.Placed
		part, high = personCard(*c.Person, x, y, in)
		items = append(items, part...)
		y += high
	}
	if c.Ask != "" {
		p, h := para(x+16, y+14, in-32, c.Ask, 15, false, kit.Ink)
		high := h + 28
		if c.Type.ID != "" {
			high += 52
		}
		items = append(items, kit.At(x, y, in, high, kit.Frame(kit.Paper, kit.Line, 1, 4)), p)
		if c.Type.ID != "" {
			b := m.c.button(c.Type, look{role: kit.Secondary, height: 40, px: 15})
			items = append(items, kit.At(x+16, y+14+h+12, b.MinSize().Width, 40, b))
		}
		y += high + 20
	}
	if c.Agent != nil {
		items = append(items, line(x, y, 0, c.AgentHead, 13, true, kit.Ink2))
		part, high := personCard(*c.Agent, x, y+24, in)
		items = append(items, part...)
		y += 24 + high
	}
	y, items = m.columnScreen(items, c, x, y, in)
	y, items = columnDevices(items, c, x, y+14, in)
	return columnHistory(items, c, x, y+14, in, s.Height)
}

func personCard(p present.Person, x, y, in float32) ([]kit.Placed, float32) {
	items := []kit.Placed{
		kit.At(x, y, 60, 72, kit.Box(kit.GreenT, 4)),
		kit.At(x+12, y+18, 36, 36, kit.Icon("person", 36, kit.Green)),
		line(x+76, y-4, in-76, p.Name, 22, true, kit.Ink),
		line(x+76, y+28, in-76, p.Number, 15, false, kit.Ink),
	}
	at := y + 50
	if p.Phone != "" {
		items = append(items, line(x+76, at, in-76, p.Phone, 13, false, kit.Ink2))
		at += 24
	}
	pic := pill(p.Proof)
	items = append(items, kit.At(x+76, at+2, pic.MinSize().Width, 24, pic))
	return items, max(72, at+26-y) + 20
}

func (m *Main) columnScreen(items []kit.Placed, c present.Column, x, y, in float32) (float32, []kit.Placed) {
	items = append(items,
		line(x, y, 0, c.ScreenHd, 13, true, kit.Ink2),
		kit.At(x, y+26, in, 44, kit.Frame(kit.Paper, kit.Line, 1, 4)),
		kit.At(x+12, y+39, 18, 18, kit.Icon("screen", 18, kit.Ink2)))
	right := x + in - 6
	if c.ScreenAct.ID != "" {
		b := m.c.button(c.ScreenAct, look{role: kit.Quiet, height: 36, px: 14, name: "column." + c.ScreenAct.ID})
		w := b.MinSize().Width
		items = append(items, kit.At(right-w, y+30, w, 36, b))
		right -= w
	}
	items = append(items, line(x+40, y+37, right-x-44, c.Screen, 14, false, kit.Ink))
	return y + 76, items
}

func columnDevices(items []kit.Placed, c present.Column, x, y, in float32) (float32, []kit.Placed) {
	items = append(items, line(x, y, 0, c.DevicesHd, 13, true, kit.Ink2))
	y += 26
	for _, d := range c.Devices {
		items = append(items, kit.At(x, y+4, 18, 18, kit.Icon(d.Icon, 18, kit.Ink2)), line(x+28, y+3, 84, d.Name, 14, false, kit.Ink))
		aside := textWidth(d.Aside, 12, false)
		side := float32(17)
		tint := ink(d.Mark.Tone)
		items = append(items, kit.At(x+118, y+5, side, side, kit.Icon(d.Mark.Icon, side, tint)))
		items = append(items, lineRight(x+in, y+5, 0, d.Aside, 12, false, kit.Ink2))
		words := kit.Wrap(d.Mark.Text, 14, true, in-140-aside-8)
		for i, l := range words {
			items = append(items, line(x+140, y+3+float32(i)*21, 0, l, 14, true, tint))
		}
		y += 34 + float32(len(words)-1)*21
	}
	return y, items
}

func columnHistory(items []kit.Placed, c present.Column, x, y, in, bottom float32) []kit.Placed {
	if len(c.Steps) == 0 || y+60 > bottom {
		return items
	}
	items = append(items, line(x, y, 0, c.StepsHd, 13, true, kit.Ink2), lineRight(x+in, y+1, in-90, c.CaseNo, 12, false, kit.Ink2))
	y += 28
	for _, e := range c.Steps {
		if y+24 > bottom-8 {
			break
		}
		dot := kit.Ink3
		if e.Last {
			dot = kit.Green
		}
		items = append(items,
			line(x, y, 0, e.Time, 13, false, kit.Ink2),
			kit.At(x+64, y+6, 8, 8, kit.Box(dot, 4)),
			line(x+84, y-1, in-84, e.Text, 14, false, kit.Ink))
		y += 28
	}
	return items
}

// drawRail is the citizen's column on a narrow window: who is here and whether devices answer, and the key to it.
func (m *Main) drawRail(c present.Column, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Paper2), kit.At(0, 0, 1, s.Height, kit.Box(kit.Line, 0))}
	key := kit.NewKey("Ctrl I", kit.Green)
	face := kit.Place(railWide, 68,
		kit.At(0, 0, railWide, 68, kit.Box(kit.Paper2, 0)),
		kit.At(10, 10, 24, 24, kit.Icon("person", 24, kit.Green)),
		kit.At(1, 42, railWide-2, 20, key))
	items = append(items, kit.At(0, 0, railWide, 68, m.c.area("rail", face)))
	y := float32(84)
	if c.Person != nil {
		items = append(items, kit.At(13, y, 18, 18, kit.Icon(c.Person.Proof.Icon, 18, ink(c.Person.Proof.Tone))))
		y += 34
	}
	for _, d := range c.Devices {
		items = append(items, kit.At(13, y, 18, 18, kit.Icon(d.Icon, 18, ink(d.Mark.Tone))))
		y += 34
	}
	return items
}

func (m *Main) drawStatus(l present.StatusLine, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Strip), rule(0, 0, s.Width)}
	x := float32(20)
	add := func(mk present.Mark, bold bool) {
		part, w := mark(x, 10, mk, 13, bold)
		items = append(items, part...)
		x += w + 14
	}
	l.Outbox.Tone = present.Plain
	c := kit.Ink
	w := textWidth(l.Outbox.Text, 13, true)
	items = append(items, kit.At(x, 11, 17, 17, kit.Icon(l.Outbox.Icon, 17, c)), line(x+24, 10, 0, l.Outbox.Text, 13, true, c))
	x += 24 + w + 10
	label := l.Open.Key + " " + l.Open.Label
	kw := textWidth(label, 12, true) + 14
	face := kit.Place(kw, 32, kit.At(0, 6, kw, 20, kit.Frame(kit.None, kit.Ink2, 1, 3)), kit.At(0, 7, kw, 0, kit.Centred(label, 12, true, kit.Ink2)))
	items = append(items, kit.At(x, 4, kw, 32, m.c.area("outbox", face)))
	x += kw + 24
	if l.Stuck.Text != "" {
		add(l.Stuck, true)
		x += 10
	}
	if l.Handed.Text != "" {
		add(l.Handed, false)
		x += 10
	}
	right := s.Width - 18
	keys := l.Keys.Key + " " + l.Keys.Label
	kw2 := textWidth(keys, 13, true) + 12
	keyFace := kit.Place(kw2, 32, kit.At(6, 6, 0, 0, kit.Text(keys, 13, true, kit.Ink2)))
	right -= kw2
	keyArea := kit.At(right, 4, kw2, 32, m.c.area("keys", keyFace))
	away := textWidth(l.Platform.Text, 13, l.Platform.Tone != present.Done) + 46
	for _, mk := range []present.Mark{l.Saved, l.Hall} {
		part, w := mark(0, 10, mk, 13, false)
		if right-w-24 < x+away { // what is wrong goes before what is well
			break
		}
		right -= w + 24
		for i := range part {
			part[i].X += right
		}
		items = append(items, part...)
	}
	l.Platform.Text = kit.Fit(l.Platform.Text, 13, l.Platform.Tone != present.Done, right-x-40)
	m.offline = spot{fyne.NewPos(x, 4), fyne.NewSize(textWidth(l.Platform.Text, 13, true)+24, statusHigh-8)}
	add(l.Platform, l.Platform.Tone != present.Done)
	return append(items, keyArea)
}
