package counter

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// boxAct does what a clerk decides about the entry that is selected in the outbox.
func (m *Main) boxAct(id string) bool {
	if n, ok := strings.CutPrefix(id, "outbox.order."); ok {
		m.outbox.arrange(present.Order(n[0] - '1'))
		return true
	}
	kind, ok := strings.CutPrefix(id, "box.")
	d := m.outbox.model.Picked
	if !ok || d == nil {
		return ok
	}
	switch kind {
	case "correct":
		m.correct(d.ID)
	case "compare":
		m.compare(d.ID)
	case "retry":
		m.p.Desk.RetryOutbox()
	case "hand":
		m.openHandOver(d.ID)
	case "back":
		m.run(func(ctx context.Context) error { return m.p.Desk.TakeBack(ctx, d.ID) })
	}
	return true
}

// correct brings the case of a step that came back to the front, ready to be done once more; of a hand-out, the panel
// that hands it out.
func (m *Main) correct(id string) {
	m.lane.do(func(ctx context.Context) error { return m.p.Desk.Correct(ctx, id) }, func(err error) {
		if err == nil {
			m.state.Face = present.FaceCase
			if m.state.Outbox {
				m.act("outbox")
			}
		}
		m.after(err)
		if c := m.snap.Current; err == nil && c != nil && c.Stuck != nil && c.Stuck.Act == cases.ActHandOut {
			m.openHandOut()
		}
	})
}

// compare fetches both versions and shows them.
func (m *Main) compare(id string) {
	var both desk.Dispute
	m.lane.do(func(ctx context.Context) (err error) { both, err = m.p.Desk.Dispute(ctx, id); return err }, func(err error) {
		m.after(err)
		if err == nil {
			m.openDispute(both)
		}
	})
}

// openHandOver asks before an entry is parked for an engineer.
func (m *Main) openHandOver(id string) {
	m.openSheet(sheetParams{
		name: "handover", title: m.w.T("handOver.title"), note: m.w.T("handOver.note"), wide: 560, act: m.w.T("handOver.confirm"), cap: m.w.T("key.enter"),
		do: func() func(context.Context) error {
			return func(ctx context.Context) error { return m.p.Desk.HandOver(ctx, id) }
		},
	})
	m.focus(m.sheet.confirm)
}

// openDispute shows both versions of an act side by side. Nothing happens by itself: the safe answer leaves both.
func (m *Main) openDispute(both desk.Dispute) {
	d := present.NewDispute(both, m.p.Now(), m.w)
	id := both.Entry.ID
	const wide = 960
	in := float32(wide - 56)
	side := (in - 16) / 2
	high := max(versionHigh(d.Ours, side), versionHigh(d.Other, side))
	items := append(drawVersion(d.Ours, 0, side, high), drawVersion(d.Other, side+16, side, high)...)
	y := high + 14
	reason := m.entry("reason", m.w.T("dispute.reason"), 1, m.submitSheet)
	var first fyne.Focusable = reason.Focusable()
	x := float32(0)
	for _, a := range []present.Act{d.Redo, d.Again} {
		if a.ID == "" {
			continue
		}
		b := m.disputeButton(a, id)
		w := b.MinSize().Width
		items = append(items, kit.At(x, y, w, 44, b))
		if x == 0 && a.Can() {
			first = b
		}
		x += w + 12
	}
	if x > 0 {
		y += 56
	}
	items = append(items, kit.At(0, y, in, 61, reason))
	high = y + 61
	m.openSheet(sheetParams{
		name: "dispute", title: d.Title, note: d.Note, wide: wide, body: kit.Place(in, high, items...), high: high, first: first,
		act: d.Keep.Label, danger: true, safe: m.w.T("dispute.safe"),
		check: func() string {
			if d.Keep.Blocked != "" {
				return d.Keep.Blocked
			}
			if blank(reason) {
				return m.w.T("dispute.none")
			}
			return ""
		},
		do: func() func(context.Context) error {
			why := strings.TrimSpace(reason.Text())
			return func(ctx context.Context) error { return m.p.Desk.KeepPlatform(ctx, id, why) }
		},
		keys: func(e *fyne.KeyEvent) {
			for _, a := range []present.Act{d.Redo, d.Again} {
				if a.ID != "" && a.Key == string(e.Name) {
					m.settleWith(a, id)
				}
			}
		},
	})
}

func (m *Main) disputeButton(a present.Act, id string) *kit.Button {
	b := kit.NewButton(kit.ButtonParams{Text: a.Label, Key: a.Key, Role: kit.Secondary, Px: 15, Height: 44, Keys: m.typedKey, OnTap: func() { m.settleWith(a, id) }})
	b.OnBlocked = func(why string) { m.sheet.say(why, "") }
	b.Blocked(a.Blocked)
	m.c.tag("panel."+a.ID, b)
	return b
}

// settleWith does one of the two that do not give the act up.
func (m *Main) settleWith(a present.Act, id string) {
	if a.Blocked != "" {
		m.sheet.say(a.Blocked, "")
		return
	}
	m.closeSheet()
	if a.ID == "box.correct" {
		m.correct(id)
		return
	}
	m.p.Desk.RetryOutbox()
}

// versionHigh is how high one version stands.
func versionHigh(v present.Version, w float32) float32 {
	return 74 + float32(len(v.Facts))*26 + float32(len(kit.Wrap(v.Means, 14, false, w-32)))*21 + 22
}

// drawVersion is one version: whose, what, the facts, and what it means.
func drawVersion(v present.Version, x, w, high float32) []kit.Placed {
	pic := pill(v.Mark)
	pw := pic.MinSize().Width
	items := []kit.Placed{kit.At(x, 0, w, high, kit.Frame(kit.Paper2, kit.Line, 1, 4)), line(x+16, 13, w-pw-44, v.Head, 15, true, kit.Ink), kit.At(x+w-16-pw, 12, pw, 24, pic)}
	y := float32(46)
	for _, f := range v.Facts {
		items = append(items, rule(x+16, y, w-32), line(x+16, y+3, 100, f.Label, 13, false, kit.Ink2), line(x+124, y+2, w-140, f.Value, 14, false, kit.Ink))
		y += 26
	}
	items = append(items, rule(x+16, y, w-32))
	means, _ := para(x+16, y+10, w-32, v.Means, 14, false, kit.Ink)
	return append(items, means)
}
