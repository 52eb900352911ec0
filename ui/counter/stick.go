package counter

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// stickAct does what a clerk wants of a stick. It is done where its outcome is seen: a closed drawer is opened first.
func (m *Main) stickAct(id string) bool {
	switch id {
	case "stick.write", "stick.read":
		switch {
		case !m.state.Outbox:
			m.act("outbox")
		case m.can(id):
			m.chooseStick(id)
		}
	case "stick.stop":
		m.p.Desk.CancelStick()
	default:
		return false
	}
	return true
}

// maxSticks is how many can be chosen from: each has a key.
const maxSticks = 4

// chooseStick asks which stick is meant, where there are several.
func (m *Main) chooseStick(id string) {
	sticks := m.snap.Carry.Sticks
	sticks = sticks[:min(len(sticks), maxSticks)]
	if len(sticks) == 1 {
		m.carry(id, sticks[0].Path)
		return
	}
	const wide, high, gap = 504, 48, 8
	var all []*kit.Button
	var items []kit.Placed
	for i, c := range present.StickChoices(sticks, m.w) {
		b := kit.NewButton(kit.ButtonParams{Text: c.Label, Key: itoa(i + 1), Role: kit.Secondary, Spread: true, Keys: m.typedKey, OnTap: func() {
			m.closeSheet()
			m.carry(id, c.Value)
		}})
		m.c.tag("panel.stick."+itoa(i+1), b)
		all, items = append(all, b), append(items, kit.At(0, float32(i)*(high+gap), wide, high, b))
	}
	body := float32(len(all))*(high+gap) - gap
	m.openSheet(sheetParams{
		name: "stick", title: m.w.T("stick.which"), note: m.w.T(id), wide: wide + 56, body: kit.Place(wide, body, items...), high: body, first: all[0],
		keys: func(e *fyne.KeyEvent) {
			for i, b := range all {
				if string(e.Name) == itoa(i+1) {
					b.Press()
				}
			}
		},
	})
}

// carry writes to a stick, or reads from it, beside everything else that is done at this window.
func (m *Main) carry(id, stick string) {
	do := m.p.Desk.WriteStick
	if id == "stick.read" {
		do = m.p.Desk.ReadStick
	}
	m.carries++
	m.bg.Go(func(ctx context.Context) error { return do(ctx, stick) }, func(err error) {
		m.carries--
		m.after(err)
	})
}

// drawFoot is the drawer's foot: what there is to know of carrying by hand, and its two acts.
func (v *outboxView) drawFoot(f present.Stick, s fyne.Size) []kit.Placed {
	items := []kit.Placed{plane(s, kit.Wall), kit.At(0, 0, s.Width, 1, kit.Box(kit.Line, 0))}
	if f.Write.ID == "" {
		return items
	}
	const high = 34
	var acts []kit.Placed // from the right; Tab goes from the left
	x, top := s.Width-20, (s.Height-high)/2
	for _, a := range []present.Act{f.Read, f.Write, f.Stop} {
		if a.ID == "" {
			continue
		}
		b := v.m.c.button(a, look{role: buttonRole(a.Role), height: high, px: 14})
		w := b.MinSize().Width
		x -= w
		acts = append(acts, kit.At(x, top, w, high, b))
		x -= 10
	}
	slices.Reverse(acts)
	items = append(items, acts...)
	c := ink(f.Say.Tone)
	const left = 52
	room := x - left - 6
	said := atMost(2, f.Say.Text, 13, room)
	if f.Why != "" && len(said) == 1 {
		said = append(said, f.Why)
	}
	y := (s.Height - float32(len(said))*19) / 2
	if f.Share >= 0 {
		y -= 5
		items = append(items, kit.At(left, s.Height-14, room, 6, kit.Box(kit.Line, 3)), kit.At(left, s.Height-14, room*min(f.Share, 1), 6, kit.Box(kit.Green, 3)))
	}
	items = append(items, kit.At(20, (s.Height-20)/2, 20, 20, kit.Icon(f.Say.Icon, 20, c)))
	for i, words := range said {
		tone, bold := c, f.Say.Tone != present.Plain
		if words == f.Why {
			tone, bold = kit.Ink, true
		}
		items = append(items, line(left, y+float32(i)*19, room, words, 13, bold, tone))
	}
	return items
}
