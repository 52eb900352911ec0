package counter

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// signInView asks who sits here: staff number and PIN, nothing else.
type signInView struct {
	m        *Main
	operator *kit.Field
	pin      *kit.Field
	back     *region[signInModel]
	body     *fyne.Container
	busy     bool
	wrong    error
	wrongAt  spot
}

type signInModel struct {
	Lintel present.Lintel
	Window string
	Wrong  string
	Go     present.Act
	Around []present.Trouble
}

func newSignInView(m *Main) *signInView {
	v := &signInView{m: m}
	v.operator = kit.NewField(kit.FieldParams{Label: m.w.T("signIn.operator"), MaxRunes: 12, OnSubmit: func() { m.focus(v.pin.Focusable()) }, Keys: m.typedKey, Shortcut: m.typedShortcut})
	v.pin = kit.NewField(kit.FieldParams{Label: m.w.T("signIn.pin"), MaxRunes: 32, Password: true, OnSubmit: v.submit, Keys: m.typedKey, Shortcut: m.typedShortcut})
	m.c.tag("signin.operator", v.operator)
	m.c.tag("signin.pin", v.pin)
	v.back = newRegion(v.draw)
	v.body = container.New(arrange(func(_ []fyne.CanvasObject, s fyne.Size) { set(v.back.pic, 0, 0, s.Width, s.Height) }), v.back.pic)
	return v
}

func (v *signInView) show(l present.Lintel, s desk.Snapshot, now time.Time) {
	l.Tabs, l.Search = nil, present.Act{}
	enter := present.Act{ID: "signIn", Label: v.m.w.T("signIn.go"), Key: v.m.w.T("key.enter"), Role: present.Primary}
	if v.busy {
		enter.Blocked = v.m.w.T("signIn.busy")
	}
	v.operator.Relabel(v.m.w.T("signIn.operator"), "")
	v.pin.Relabel(v.m.w.T("signIn.pin"), "")
	around := present.Troubles(s, now, v.m.w)
	if n := s.Notice; n != nil && v.wrong == nil {
		around = append([]present.Trouble{{Code: n.Code, Text: v.m.w.Pick(n.Sentence, n.SentenceEN)}}, around...)
	}
	v.back.show(signInModel{l, v.m.w.T("signIn.note", "no", present.TwoDigits(s.WindowNo)), present.Sentence(v.m.w, v.wrong), enter, around})
	v.say(around)
}

// say names what the screen says is wrong.
func (v *signInView) say(around []present.Trouble) {
	v.m.said.say(present.Code(v.wrong), place{v.back.pic, func() (fyne.Position, fyne.Size) { return v.wrongAt.pos, v.wrongAt.size }})
	lines := v.m.troubleLines(around, v.back.pic.Size().Width)
	for _, l := range lines {
		v.m.said.say(l.Code, place{v.back.pic, func() (fyne.Position, fyne.Size) {
			size := v.back.pic.Size()
			return fyne.NewPos(0, size.Height-linesHigh(lines)+l.y), fyne.NewSize(size.Width, l.high())
		}})
	}
}

func (v *signInView) submit() {
	operator, pin := v.operator.Text(), v.pin.Text()
	if v.busy {
		return
	}
	if operator == "" {
		v.m.focus(v.operator.Focusable())
		return
	}
	if pin == "" {
		v.m.focus(v.pin.Focusable())
		return
	}
	v.busy, v.wrong = true, nil
	v.m.refresh()
	v.m.lane.do(func(ctx context.Context) error { return v.m.p.Desk.SignIn(ctx, operator, pin) }, func(err error) {
		v.busy = false
		v.pin.Clear() // a PIN stays nowhere
		if err != nil {
			v.wrong = err
			v.m.refresh()
			v.m.focus(v.pin.Focusable())
			return
		}
		v.operator.Clear()
		v.m.unfocus()
		v.m.refresh()
	})
}

func (v *signInView) draw(d signInModel, s fyne.Size) []kit.Placed {
	l := d.Lintel
	items := []kit.Placed{
		plane(s, kit.Wall), kit.At(0, 0, s.Width, lintelHigh, kit.Box(kit.Lintel, 0)),
		kit.At(15, 11, 30, 30, kit.Mark(30)), line(56, 12, 0, v.m.w.T("brand"), 19, true, kit.OnLintel),
		line(56+textWidth(v.m.w.T("brand"), 19, true)+12, 17, 400, l.Hall, 13, false, kit.OnLintel2),
		lineRight(s.Width-18, 9, 0, l.Clock, 23, true, kit.OnLintel),
		lineRight(s.Width-18-textWidth(l.Clock, 23, true)-12, 16, 0, l.Date, 14, false, kit.OnLintel2),
	}
	const wide, in = 480, 400
	high, more := float32(476), float32(0) // more: what a long sentence takes over its usual two lines
	wrong, wh := para(0, 0, in-54, d.Wrong, 15, true, kit.Red)
	if d.Wrong != "" {
		more = max(0, wh+16-52)
	}
	high += more
	around := v.m.troubleLines(d.Around, s.Width)
	band := linesHigh(around)
	x, y := (s.Width-wide)/2, max(lintelHigh+16, min((s.Height-high)/2-10, s.Height-band-high-24))
	left := x + 40
	items = append(items,
		kit.At(x, y, wide, high, kit.Frame(kit.Paper, kit.Line, 1, 4)), kit.At(x, y, wide, 4, kit.Box(kit.Green, 0)),
		line(left, y+36, 0, v.m.w.T("signIn.title"), 34, true, kit.Ink), lineRight(left+in, y+50, 0, d.Window, 17, true, kit.Ink2),
		kit.At(left, y+108, in, v.operator.Height(), v.operator),
		kit.At(left, y+184, in, v.pin.Height(), v.pin))
	if d.Wrong != "" {
		wrong.X, wrong.Y = left+42, y+262
		v.wrongAt = spot{fyne.NewPos(left, y+254), fyne.NewSize(in, wh+16)}
		items = append(items, kit.At(left, y+254, in, wh+16, kit.Box(kit.RedT, 4)), kit.At(left+12, y+264, 20, 20, kit.Icon("missing", 20, kit.Red)), wrong)
	}
	items = append(items, kit.At(left, y+318+more, in, 52, v.m.c.button(d.Go, look{role: kit.Primary, height: 52, px: 18})))
	for _, t := range around {
		items = append(items, v.m.drawTrouble(t, s.Height-band+t.y, s.Width)...)
	}
	language := v.m.c.button(present.Act{ID: "language", Label: v.m.otherLanguage(), Key: "Ctrl T", Icon: "language"}, look{role: kit.OnDark, height: 34, px: 14})
	lw := language.MinSize().Width
	items = append(items, kit.At(s.Width-18-textWidth(l.Clock, 23, true)-12-textWidth(l.Date, 14, false)-24-lw, 9, lw, 34, language))
	help, _ := para(left, y+388+more, in, v.m.w.T("signIn.help"), 13, false, kit.Ink2)
	safe := v.m.w.T("signIn.safe")
	sp, _ := para(left+24, y+high-30-22, in-24, safe, 13, false, kit.Ink2)
	return append(items, help, kit.At(left, y+high-50, 16, 16, kit.Icon("lock", 16, kit.Green)), sp)
}
