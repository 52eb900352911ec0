package counter

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// entry is a field inside a sheet: kept by the sheet, not committed by itself.
func (m *Main) entry(name, label string, lines int, submit func()) *kit.Field {
	f := kit.NewField(kit.FieldParams{
		Label: label, Lines: lines, Keys: m.typedKey, OnSubmit: submit,
		OnChange: func(string) {
			if m.sheet != nil {
				m.sheet.refresh()
				m.sheet.say("", "")
			}
		},
	})
	m.c.tag("panel."+name, f)
	return f
}

func (m *Main) submitSheet() {
	if m.sheet != nil {
		m.sheet.act()
	}
}

func blank(f *kit.Field) bool { return strings.TrimSpace(f.Text()) == "" }

// openPause asks why the window stops calling: 1 to 4 pick a usual reason.
func (m *Main) openPause() {
	reasons := present.PauseReasons(m.w)
	other := m.entry("reason", m.w.T("pause.other"), 1, m.submitSheet)
	picked := ""
	labels := labelsOf(reasons)
	chips := kit.NewChips(kit.ChipsParams{Options: labels, Keys: m.typedKey, OnPick: func(p []string) {
		for _, r := range reasons {
			if len(p) == 1 && r.Label == p[0] {
				picked = r.Value
			}
		}
		m.sheet.refresh()
	}})
	for i := range reasons {
		m.c.tagPart("panel.reason."+itoa(i+1), chips, func() (fyne.Position, fyne.Size) { return chips.Part(i) })
	}
	reason := func() string {
		if !blank(other) {
			return strings.TrimSpace(other.Text())
		}
		return picked
	}
	rows := chips.HeightFor(464)
	high := rows + 84
	body := kit.Place(464, high, kit.At(0, 0, 464, rows, chips), kit.At(0, rows+16, 464, 60, other))
	m.openSheet(sheetParams{
		name: "pause", title: m.w.T("pause.title"), note: m.w.T("pause.note"), wide: 520, body: body, high: high,
		act: m.w.T("pause.confirm"), cap: "F7", key: fyne.KeyF7, first: chips,
		check: func() string {
			if reason() == "" {
				return m.w.T("pause.none")
			}
			return ""
		},
		do: func() func(context.Context) error {
			why := reason()
			return func(ctx context.Context) error { return m.p.Desk.Pause(ctx, why) }
		},
		keys: func(e *fyne.KeyEvent) {
			if n := strings.Index("1234", string(e.Name)); len(e.Name) == 1 && n >= 0 && n < len(reasons) {
				chips.Pick(n)
			}
		},
	})
}

// openRefuse asks for the reason that goes onto the notice.
func (m *Main) openRefuse() {
	if m.askTime() {
		return
	}
	reason := m.entry("reason", m.w.T("refuse.reason"), 5, nil)
	templates := present.RefusalTemplates(m.w)
	names := make([]string, len(templates))
	for i, t := range templates {
		names[i] = t.Name
	}
	chips := kit.NewChips(kit.ChipsParams{Label: m.w.T("refuse.templates"), Options: names, Keys: m.typedKey, OnPick: func(p []string) {
		for _, t := range templates {
			if len(p) == 1 && t.Name == p[0] {
				reason.SetText(t.Text)
				m.focus(reason.Focusable())
			}
		}
	}})
	for i := range templates {
		m.c.tagPart("panel.template."+itoa(i+1), chips, func() (fyne.Position, fyne.Size) { return chips.Part(i) })
	}
	m.openSheet(sheetParams{
		name: "refuse", title: m.w.T("refuse.title"), note: m.w.T("refuse.note"), wide: 640,
		body: kit.Place(584, 226, kit.At(0, 0, 584, 56, chips), kit.At(0, 72, 584, 147, reason)), high: 226,
		act: m.w.T("refuse.confirm"), cap: "F12", key: fyne.KeyF12, danger: true, first: chips,
		check: func() string {
			if blank(reason) {
				return m.w.T("refuse.none")
			}
			return ""
		},
		do: func() func(context.Context) error {
			text := strings.TrimSpace(reason.Text())
			return m.filing("refusal", func(ctx context.Context) (Outcome, error) { return m.p.Desk.Refuse(ctx, text) })
		},
	})
}

// openApplicant takes name and number of somebody without their card.
func (m *Main) openApplicant() {
	var number *kit.Field
	name := m.entry("name", m.w.T("applicant.name"), 1, func() { m.focus(number.Focusable()) })
	number = m.entry("number", m.w.T("applicant.number"), 1, m.submitSheet)
	m.openSheet(sheetParams{
		name: "applicant", title: m.w.T("applicant.title"), note: m.w.T("applicant.note"), wide: 520,
		body: kit.Place(464, 136, kit.At(0, 0, 464, 60, name), kit.At(0, 70, 464, 60, number)), high: 136,
		act: m.w.T("applicant.confirm"), cap: m.w.T("key.enter"), first: name.Focusable(),
		check: func() string {
			if blank(name) || blank(number) {
				return m.w.T("applicant.none")
			}
			return ""
		},
		do: func() func(context.Context) error {
			who, id := strings.TrimSpace(name.Text()), strings.ToUpper(strings.TrimSpace(number.Text()))
			return func(ctx context.Context) error { return m.p.Desk.TypeApplicant(ctx, who, id) }
		},
	})
}

// openHandOut hands the result of the case in hand out.
func (m *Main) openHandOut() {
	if m.snap.Current == nil || m.askTime() {
		return
	}
	h := present.NewHandOut(m.snap.Current, m.w)
	receiver := m.entry("receiver", m.w.T("handOut.receiver"), 1, nil)
	receiver.SetText(h.Receiver)
	way := h.Ways[h.Way].Value
	chips := kit.NewChips(kit.ChipsParams{Label: m.w.T("handOut.way"), Options: labelsOf(h.Ways), Keys: m.typedKey, OnPick: func(p []string) {
		for _, w := range h.Ways {
			if len(p) == 1 && w.Label == p[0] {
				way = w.Value
			}
		}
	}})
	chips.Set([]string{h.Ways[h.Way].Label}, "", false)
	for i, w := range h.Ways {
		m.c.tagPart("panel.way."+w.Value, chips, func() (fyne.Position, fyne.Size) { return chips.Part(i) })
	}
	card := newRegion(func(mk present.Mark, s fyne.Size) []kit.Placed {
		_, tint, _ := meaning(mk.Tone).Colours()
		c := ink(mk.Tone)
		p, h := para(44, 10, s.Width-56, mk.Text, 14, true, c)
		p.Y = (s.Height - h) / 2
		return []kit.Placed{kit.At(0, 0, s.Width, s.Height, kit.Box(tint, 4)), kit.At(12, (s.Height-20)/2, 20, 20, kit.Icon(mk.Icon, 20, c)), p}
	})
	document := line(0, 0, 504, join(h.Title, h.Document), 15, true, kit.Ink)
	m.openSheet(sheetParams{
		name: "handout", title: m.w.T("handOut.title"), wide: 560,
		body: kit.Place(504, 248, document, kit.At(0, 34, 504, 60, card.pic), kit.At(0, 108, 504, 60, receiver), kit.At(0, 184, 504, 56, chips)), high: 248,
		act: m.w.T("handOut.confirm"), cap: "F10", key: fyne.KeyF10,
		live: func() {
			if m.snap.Current != nil {
				card.show(present.NewHandOut(m.snap.Current, m.w).Card)
			}
		},
		check: func() string {
			if blank(receiver) {
				return m.w.T("handOut.none")
			}
			return ""
		},
		do: func() func(context.Context) error {
			who, by := strings.TrimSpace(receiver.Text()), way
			return m.filing("delivery", func(ctx context.Context) (Outcome, error) { return m.p.Desk.HandOut(ctx, h.CaseID, who, by) })
		},
	})
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + " · " + b
}

// openTime asks the clerk to stand behind today's date.
func (m *Main) openTime() {
	now := m.p.Now()
	m.openSheet(sheetParams{
		name: "time", title: m.w.T("time.title"), note: m.w.T("time.note"), wide: 560,
		body: kit.Place(504, 60, kit.At(0, 0, 504, 60, kit.Box(kit.AmberT, 4)),
			kit.At(0, 15, 504, 0, kit.Centred(m.w.T("time.now", "date", present.Date(now, m.w), "time", now.Format("15:04")), 20, true, kit.Ink))), high: 60,
		act: m.w.T("time.confirm"), cap: "F10", key: fyne.KeyF10,
		do: func() func(context.Context) error {
			return func(ctx context.Context) error { return m.p.Desk.ConfirmTime(ctx, now) }
		},
	})
}

// askTime opens the question for the date before anything is filed, and tells whether it did.
func (m *Main) askTime() bool {
	if m.snap.NeedsTime {
		m.openTime()
	}
	return m.snap.NeedsTime
}

// openCard asks whose card that is.
func (m *Main) openCard(q desk.CardQuestion) {
	use := func(u desk.CardUse) func() {
		return func() {
			m.closeSheet()
			m.run(func(ctx context.Context) error { return m.p.Desk.UseCard(ctx, u) })
		}
	}
	agent := kit.NewButton(kit.ButtonParams{Text: m.w.T("card.agent"), Key: "1", Role: kit.Secondary, OnTap: use(desk.CardAgent), Keys: m.typedKey})
	other := kit.NewButton(kit.ButtonParams{Text: m.w.T("card.applicant"), Key: "2", Role: kit.Secondary, OnTap: use(desk.CardApplicant), Keys: m.typedKey})
	m.c.tag("panel.agent", agent)
	m.c.tag("panel.applicant", other)
	m.openSheet(sheetParams{
		name: "card", title: m.w.T("card.title"), wide: 560, safe: m.w.T("card.ignore"),
		note: m.w.T("card.note", "time", q.At.In(m.p.Now().Location()).Format("15:04"), "name", q.Name, "number", q.Number),
		body: kit.Place(504, 48, kit.At(0, 0, 246, 48, agent), kit.At(258, 0, 246, 48, other)), high: 48, first: agent,
		keys: func(e *fyne.KeyEvent) {
			switch e.Name {
			case fyne.Key1:
				agent.Press()
			case fyne.Key2:
				other.Press()
			}
		},
	})
	m.sheet.leave = func() { m.run(func(ctx context.Context) error { return m.p.Desk.UseCard(ctx, desk.CardIgnore) }) }
}

// openDrop asks before a draft is lost.
func (m *Main) openDrop() {
	if c := m.snap.Current; c != nil && c.Correcting {
		m.openSheet(sheetParams{
			name: "drop", title: m.w.T("dropCorrection.title"), note: m.w.T("dropCorrection.note"), wide: 520, safe: m.w.T("dropCorrection.keep"),
			act: m.w.T("act.dropCorrection"), danger: true,
			do: func() func(context.Context) error { return m.p.Desk.DropCase },
		})
		return
	}
	m.openSheet(sheetParams{
		name: "drop", title: m.w.T("drop.title"), note: m.w.T("drop.note"), wide: 520, safe: m.w.T("drop.keep"),
		act: m.w.T("drop.confirm"), danger: true,
		do: func() func(context.Context) error { return m.p.Desk.DropCase },
	})
}

// openKeys shows every key, from the table that binds them.
func (m *Main) openKeys() {
	const col, row, gap = 304, 31, 16
	var items []kit.Placed
	most := 0
	columns := present.Keys(m.w)
	for i, c := range columns {
		x := float32(i) * (col + gap)
		items = append(items, line(x, 0, 0, c.Head, 15, true, kit.Green))
		for j, r := range c.Rows {
			y := 30 + float32(j)*row
			key := kit.NewKey(r.Key, kit.Ink)
			items = append(items, kit.At(x, y, key.MinSize().Width, 20, key), line(x+84, y-1, col-84, r.What, 14, false, kit.Ink))
		}
		most = max(most, len(c.Rows))
	}
	wide, high := float32(3*col+2*gap), 30+float32(most)*row
	m.openSheet(sheetParams{
		name: "keys", title: m.w.T("keys.title"), wide: wide + 56, body: kit.Place(wide, high, items...), high: high, safe: m.w.T("page.close"),
		act: m.otherLanguage(), cap: "Ctrl T", aside: true, press: func() { m.switchLanguage(); m.openKeys() },
	})
}

// openSupplement lists what is missing, to be completed by the clerk and given once.
func (m *Main) openSupplement() {
	if m.askTime() {
		return
	}
	l := newLackList(m, present.NewLackDrafts(m.p.Desk.Lacks()))
	m.openSheet(sheetParams{
		name: "supplement", title: m.w.T("supplement.title"), note: m.w.T("supplement.note"), wide: 1000,
		body: l.body, high: l.high, act: m.w.T("supplement.confirm"), cap: "F11", key: fyne.KeyF11,
		check: func() string {
			if len(present.Lacks(l.drafts())) == 0 {
				return m.w.T("supplement.none")
			}
			return ""
		},
		do: func() func(context.Context) error {
			lacks := present.Lacks(l.drafts())
			return m.filing("supplement", func(ctx context.Context) (Outcome, error) { return m.p.Desk.AskSupplement(ctx, lacks) })
		},
	})
}

// lackList are the editable lines of the one-time notice.
type lackList struct {
	m     *Main
	lines []*lackLine
	list  *fyne.Container
	body  *fyne.Container
	high  float32
}

type lackLine struct {
	material, problem, right *kit.Field
	leave                    *kit.Button
	off                      bool
}

func newLackList(m *Main, drafts []present.LackDraft) *lackList {
	l := &lackList{m: m}
	l.list = container.New(&lackLayout{l})
	for _, d := range drafts {
		l.add(d)
	}
	if len(drafts) == 0 {
		l.add(present.LackDraft{})
	}
	more := kit.NewButton(kit.ButtonParams{Text: m.w.T("supplement.add"), Icon: "plus", Role: kit.Quiet, Px: 15, Height: 36, Keys: m.typedKey, OnTap: func() {
		l.add(present.LackDraft{})
		l.list.Refresh()
		m.focus(l.lines[len(l.lines)-1].material.Focusable())
	}})
	m.c.tag("panel.add", more)
	scroll := container.NewVScroll(l.list)
	list := min(4, float32(len(drafts))+1)*72 + 8
	l.high = list + 44
	l.body = kit.Place(944, l.high, kit.At(0, 0, 944, list, scroll), kit.At(-10, list+6, more.MinSize().Width, 36, more))
	return l
}

func (l *lackList) add(d present.LackDraft) {
	n := itoa(len(l.lines) + 1)
	line := &lackLine{
		material: l.m.entry("lack."+n+".material", l.m.w.T("supplement.material"), 1, l.m.focusNext),
		problem:  l.m.entry("lack."+n+".problem", l.m.w.T("supplement.problem"), 1, l.m.focusNext),
		right:    l.m.entry("lack."+n+".right", l.m.w.T("supplement.right"), 1, l.m.focusNext),
	}
	line.material.SetText(d.Material)
	line.problem.SetText(d.Problem)
	line.right.SetText(d.Right)
	line.leave = kit.NewButton(kit.ButtonParams{Text: l.m.w.T("supplement.leave"), Role: kit.Quiet, Px: 14, Height: 38, Keys: l.m.typedKey, OnTap: func() {
		line.off = !line.off
		word := "supplement.leave"
		if line.off {
			word = "supplement.keep"
		}
		line.leave.SetText(l.m.w.T(word))
		for _, f := range []*kit.Field{line.material, line.problem, line.right} {
			f.Set(kit.FieldState{ReadOnly: line.off})
		}
		l.m.sheet.refresh()
	}})
	l.m.c.tag("panel.lack."+n+".leave", line.leave)
	l.lines = append(l.lines, line)
	l.list.Objects = append(l.list.Objects, line.material, line.problem, line.right, line.leave)
}

func (l *lackList) drafts() []present.LackDraft {
	out := make([]present.LackDraft, len(l.lines))
	for i, line := range l.lines {
		out[i] = present.LackDraft{Material: line.material.Text(), Problem: line.problem.Text(), Right: line.right.Text(), Leave: line.off}
	}
	return out
}

type lackLayout struct{ l *lackList }

func (a *lackLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(400, float32(len(a.l.lines))*72+4)
}

func (a *lackLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	w := s.Width - 14
	leave := float32(72)
	each := (w - leave - 36) / 10
	for i, line := range a.l.lines {
		y := float32(i)*72 + 2
		set(line.material, 3, y, each*2.7, 61)
		set(line.problem, each*2.7+15, y, each*2.8, 61)
		set(line.right, each*5.5+27, y, each*4.5, 61)
		set(line.leave, w-leave, y+23, leave, 38)
	}
}
