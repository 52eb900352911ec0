package counter

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// sheet is one question over the work. There is never more than one, it does not lead to another, and Esc always
// leaves it with nothing done. What was typed stays until the desk has taken it.
type sheet struct {
	m       *Main
	p       sheetParams
	name    string
	popup   *widget.PopUp
	wrong   *region[string]
	code    string // of what wrong says, if it has one
	confirm *kit.Button
	cancel  *kit.Button
	busy    bool
	before  fyne.Focusable // what had the focus
	leave   func()         // after Cancel and Esc, not after the act
}

type sheetParams struct {
	name   string
	title  string
	note   string
	wide   float32
	body   fyne.CanvasObject // nil = none
	high   float32           // of the body
	act    string            // the word of the act; "" = nothing to confirm
	cap    string            // the act's key as shown
	key    fyne.KeyName
	danger bool
	aside  bool   // the act is not what the sheet is for
	safe   string // the word of the answer that changes nothing; "" = the usual one
	// check says why the act cannot be done yet; "" = it can.
	check func() string
	// do reads what was typed, on the UI goroutine, and gives what the desk shall do with it, off it.
	do    func() func(ctx context.Context) error
	press func()                 // instead of do: on the UI goroutine, the sheet closes first
	keys  func(e *fyne.KeyEvent) // other keys of this sheet
	live  func()                 // draws what the desk may change meanwhile
	first fyne.Focusable         // nil = the safe answer
}

func (m *Main) openSheet(p sheetParams) {
	m.closeSheet()
	s := &sheet{m: m, p: p, name: p.name}
	in := p.wide - 56
	s.wrong = newRegion(func(text string, size fyne.Size) []kit.Placed {
		if text == "" {
			return nil
		}
		items := []kit.Placed{kit.At(0, 3, 18, 18, kit.Icon("missing", 18, kit.Red))}
		for i, words := range atMost(2, text, 14, size.Width-26) {
			items = append(items, line(26, 1+float32(i)*20, 0, words, 14, true, kit.Red))
		}
		return items
	})
	items := []kit.Placed{
		kit.At(0, 0, p.wide, 4, kit.Box(kit.Green, 0)),
		line(28, 22, in, p.title, 24, true, kit.Ink),
	}
	if p.danger {
		items[0].Object = kit.Box(kit.Red, 0)
	}
	y := float32(66)
	if p.note != "" {
		note, h := para(28, y, in, p.note, 14, false, kit.Ink2)
		items = append(items, note)
		y += h + 16
	}
	if p.body != nil {
		items = append(items, kit.At(28, y, in, p.high, p.body))
		y += p.high + 12
	}
	items = append(items, kit.At(28, y, in, 44, s.wrong.pic))
	y += 46
	items = append(items, s.buttons(28, y, in)...)
	s.popup = widget.NewModalPopUp(kit.Place(p.wide, y+48+20, items...), m.window.Canvas())
	m.sheet, s.before = s, m.window.Canvas().Focused()
	s.popup.Show()
	s.refresh()
	m.tell()
	if p.first != nil {
		m.focus(p.first)
	} else {
		m.focus(s.cancel)
	}
}

func (s *sheet) buttons(x, y, in float32) []kit.Placed {
	m, p := s.m, s.p
	safe := p.safe
	if safe == "" {
		safe = m.w.T("panel.cancel")
	}
	s.cancel = kit.NewButton(kit.ButtonParams{Text: safe, Key: "Esc", Role: kit.Secondary, OnTap: m.leaveSheet, Keys: m.typedKey})
	m.c.tag("panel.cancel", s.cancel)
	cw := s.cancel.MinSize().Width
	if p.act == "" {
		return []kit.Placed{kit.At(x+in-cw, y, cw, 48, s.cancel)}
	}
	role := kit.Primary
	switch {
	case p.danger:
		role = kit.Danger
	case p.aside:
		role = kit.Secondary
	}
	s.confirm = kit.NewButton(kit.ButtonParams{Text: p.act, Key: p.cap, Role: role, OnTap: s.act, Keys: m.typedKey})
	s.confirm.OnBlocked = func(why string) { s.say(why, "") }
	m.c.tag("panel.confirm", s.confirm)
	w := s.confirm.MinSize().Width
	return []kit.Placed{kit.At(x+in-w-12-cw, y, cw, 48, s.cancel), kit.At(x+in-w, y, w, 48, s.confirm)}
}

// refresh tells the act whether it can be done now.
func (s *sheet) refresh() {
	if s.p.live != nil {
		s.p.live()
	}
	if s.confirm == nil {
		return
	}
	why := ""
	if s.p.check != nil {
		why = s.p.check()
	}
	if s.busy {
		why = s.m.w.T("signIn.busy")
	}
	s.confirm.Blocked(why)
}

// say puts a sentence over the sheet's answers.
func (s *sheet) say(text, code string) {
	s.code = code
	s.wrong.show(text)
}

// act does it, and leaves only when it is done.
func (s *sheet) act() {
	s.refresh()
	if why := s.confirm.Reason(); why != "" {
		s.say(why, "")
		return
	}
	if s.p.press != nil {
		s.m.closeSheet()
		s.p.press()
		return
	}
	s.busy = true
	s.say("", "")
	s.refresh()
	s.m.lane.do(s.p.do(), func(err error) {
		s.busy = false
		if err != nil {
			s.say(present.Sentence(s.m.w, err), present.Code(err))
			s.m.refresh()
			return
		}
		if s.m.sheet == s {
			s.m.closeSheet()
		}
		s.m.after(nil)
	})
}

func (s *sheet) key(e *fyne.KeyEvent) {
	switch {
	case s.p.key != "" && e.Name == s.p.key:
		s.act()
	case s.p.keys != nil:
		s.p.keys(e)
	}
}

// leaveSheet closes the sheet with nothing done.
func (m *Main) leaveSheet() {
	s := m.sheet
	m.closeSheet()
	if s != nil && s.leave != nil {
		s.leave()
		return
	}
	m.refresh()
}

func (m *Main) closeSheet() {
	if m.sheet == nil {
		return
	}
	s := m.sheet
	m.sheet = nil
	s.popup.Hide()
	m.c.untag("panel.")
	m.refocus(s.before)
	if m.snap.User != nil {
		m.tell()
	}
}

// showSheet keeps the open sheet up to date, and opens the two that the desk itself asks for.
func (m *Main) showSheet() {
	switch {
	case m.sheet == nil && m.snap.Card != nil:
		m.openCard(*m.snap.Card)
	case m.sheet != nil && m.sheet.name == "card" && m.snap.Card == nil:
		m.closeSheet()
	case m.sheet == nil && m.snap.NeedsTime && !m.askedTime:
		m.askedTime = true
		m.openTime()
	}
	if m.sheet != nil {
		m.sheet.refresh()
	}
}
