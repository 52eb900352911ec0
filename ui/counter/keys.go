package counter

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	desk "onewindow/internal/counter"
	"onewindow/ui/counter/present"
	"onewindow/ui/kit"
)

// bindKeys binds the keys of the table.
func (m *Main) bindKeys(c fyne.Canvas) {
	_, ctrl := present.Bound(true)
	for key := range ctrl {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyName(key), Modifier: fyne.KeyModifierControl}, m.typedShortcut)
	}
	c.SetOnTypedKey(m.typedKey)
}

// typedShortcut does what a Ctrl combination means, wherever the focus is.
func (m *Main) typedShortcut(s fyne.Shortcut) {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || c.Modifier != fyne.KeyModifierControl {
		return
	}
	_, ctrl := present.Bound(m.snap.User != nil)
	if id := ctrl[string(c.KeyName)]; id != "" && (m.sheet == nil || m.sheet.name == "keys" && id == "language") {
		m.act(id)
	}
}

// plainKey is what a key without Ctrl does in this window; "" = nothing.
func (m *Main) plainKey(name fyne.KeyName) string {
	plain, _ := present.Bound(m.snap.User != nil)
	return plain[string(name)]
}

// typedKey does what a key means when nothing that has the focus wants it.
func (m *Main) typedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape:
		m.escape()
	case m.sheet != nil:
		m.sheet.key(e)
	case m.plainKey(e.Name) != "":
		m.act(m.plainKey(e.Name))
	case m.snap.User == nil:
	case m.state.Outbox && m.inDrawer() && m.outbox.key(e):
	case m.state.Face == present.FaceWork:
		m.workKey(e)
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		m.enter()
	case e.Name == fyne.KeySpace && m.stage == present.StageFill:
		if !m.mats.key(m.w.T("key.space")) {
			m.mats.focusPicked()
		}
	}
}

// inDrawer tells whether the keys are for the outbox's drawer: the focus lies there, or nowhere.
func (m *Main) inDrawer() bool {
	f := m.window.Canvas().Focused()
	if f == nil {
		return true
	}
	for name, b := range m.c.buttons {
		if f == fyne.Focusable(b.Button) {
			return name == "retryAll" || name == "outbox.close" || strings.HasPrefix(name, "box.") || strings.HasPrefix(name, "stick.")
		}
	}
	for name, a := range m.c.areas {
		if f == fyne.Focusable(a) {
			return strings.HasPrefix(name, "outbox.order.")
		}
	}
	return false
}

// enter does the one thing the screen asks for.
func (m *Main) enter() {
	switch m.stage {
	case present.StageCalled:
		m.act("start")
	case present.StageFill:
		m.mats.key(m.w.T("key.enter"))
	}
}

func (m *Main) workKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		by := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: 10, fyne.KeyPageUp: -10}[e.Name]
		m.work.sel(m.work.model.Step(by))
	case fyne.KeyReturn, fyne.KeyEnter:
		m.work.next()
	default:
		if n := strings.IndexByte("123456", (string(e.Name) + " ")[0]); len(e.Name) == 1 && n >= 0 {
			m.workTab(n)
		}
	}
}

func (m *Main) workTab(n int) {
	m.state.WorkTab, m.state.WorkCase = n, ""
	m.refresh()
}

// otherLanguage is the name of the language that is not on the screen, in that language.
func (m *Main) otherLanguage() string {
	if m.w.Lang() == kit.English {
		return "中文"
	}
	return "English"
}

// switchLanguage turns both windows of this counter into the other language. What was typed stays.
func (m *Main) switchLanguage() {
	keys := m.sheet != nil && m.sheet.name == "keys"
	to := kit.English
	if m.w.Lang() == kit.English {
		to = kit.Chinese
	}
	m.w.SetLang(to)
	if keys {
		m.openKeys()
	}
}

// escape closes what lies over the work, one thing at a time, and stops a scan or the writing of a stick.
func (m *Main) escape() {
	switch {
	case m.sheet != nil:
		m.leaveSheet()
	case m.state.Outbox && m.snap.Carry.Running != nil && !m.snap.Carry.Running.Reading:
		m.p.Desk.CancelStick()
	case m.state.Outbox:
		m.act("outbox")
	case m.snap.Scan != nil:
		m.p.Desk.CancelScan()
	case m.state.Rail:
		m.act("rail")
	case m.failed != nil || m.snap.Notice != nil:
		m.failed = nil
		m.p.Desk.DismissNotice()
		m.refresh()
	case m.state.Face == present.FaceWork:
		m.act("work")
	default:
		m.unfocus()
	}
}

// act does what a key, a button or a tab asks for, if it can be done now.
func (m *Main) act(id string) {
	if a, known := m.acts[id]; known && a.Blocked != "" {
		m.why(a.Blocked)
		return
	}
	m.form.commitAll()
	if m.hallAct(id) || m.fileAct(id) || m.caseAct(id) || m.boxAct(id) || m.stickAct(id) {
		return
	}
	m.windowAct(id)
}

// hallAct does the acts of the hall column.
func (m *Main) hallAct(id string) bool {
	d := m.p.Desk
	switch id {
	case "callNext":
		m.state.Face = present.FaceCase
		m.run(d.CallNext)
	case "recall":
		m.run(d.Recall)
	case "noShow":
		m.run(d.NoShow)
	case "start":
		m.start()
	case "finish":
		m.run(d.Finish)
	case "transfer":
	case "pause":
		m.pause()
	case "callBack":
		m.focusPassed()
	default:
		number, passed := strings.CutPrefix(id, "callBack.")
		if passed {
			m.callBack(number)
		}
		return passed
	}
	return true
}

// start begins with the person who was called; with nobody called, F5 ends with the one who is served.
func (m *Main) start() {
	switch {
	case m.can("start"):
		m.state.Face = present.FaceCase
		m.run(m.p.Desk.Start)
	case m.can("finish"):
		m.run(m.p.Desk.Finish)
	}
}

func (m *Main) can(id string) bool {
	a, known := m.acts[id]
	return known && a.Can()
}

func (m *Main) pause() {
	if m.snap.Window.State == "paused" {
		m.run(m.p.Desk.Resume)
		return
	}
	m.openPause()
}

// focusPassed puts the focus on the first passed number; Tab goes on, Enter calls.
func (m *Main) focusPassed() {
	for _, p := range m.hall.model.Passed {
		if b := m.c.buttons["callBack."+p.Number]; b != nil {
			m.focus(b.Button)
			return
		}
	}
}

func (m *Main) callBack(number string) {
	for _, p := range m.hall.model.Passed {
		if p.Number == number {
			m.run(func(ctx context.Context) error { return m.p.Desk.CallBack(ctx, p.TicketID) })
			return
		}
	}
}

// fileAct does what ends a case, or asks the citizen something.
func (m *Main) fileAct(id string) bool {
	d := m.p.Desk
	switch id {
	case "accept":
		if m.can("handOut") {
			m.openHandOut()
		} else if m.can("accept") && !m.askTime() {
			m.accept()
		}
	case "handOut":
		m.openHandOut()
	case "supplement":
		if m.can("supplement") {
			m.openSupplement()
		}
	case "refuse":
		if m.can("refuse") {
			m.openRefuse()
		}
	case "showDone":
		d.ShowCitizen(desk.CitizenDone)
	case "showCheck":
		d.ShowCitizen(desk.CitizenCheck)
	case "showIdle":
		d.ShowCitizen(desk.CitizenIdle)
	case "citizenScreen":
		for _, a := range []string{"showCheck", "showIdle", "showDone"} {
			if m.can(a) {
				return m.fileAct(a)
			}
		}
	case "askRating":
		if m.can(id) {
			d.ShowCitizen(desk.CitizenRate)
		}
	default:
		return false
	}
	return true
}

// caseAct does the acts on open cases and inside the file.
func (m *Main) caseAct(id string) bool {
	d := m.p.Desk
	switch id {
	case "newCase":
		m.state.Face = present.FaceCase
		m.run(d.NewCase)
	case "park":
		if m.snap.Current != nil {
			m.run(d.ParkCase)
		}
	case "drop":
		if m.can(id) {
			m.openDrop()
		}
	case "typeApplicant":
		if m.can(id) {
			m.openApplicant()
		}
	case "confirmTime":
		m.openTime()
	case "checkTwins":
		m.run(d.CheckTwins)
	case "fullView":
		m.fullView()
	case "scan":
		if m.stage == present.StageFill {
			m.mats.key("F9")
		}
	case "defer":
		if m.stage == present.StageFill {
			m.mats.key("Ctrl D")
		}
	case "ctrlR":
		if m.state.Outbox {
			return m.windowAct("retryAll")
		}
		if m.stage == present.StageFill {
			m.mats.key("Ctrl R")
		}
	case "toMaterials":
		if m.stage == present.StageFill {
			m.mats.focusPicked()
		}
	case "toForm":
		if m.stage == present.StageFill {
			m.form.focusFirst()
		}
	default:
		return false
	}
	return true
}

func (m *Main) fullView() {
	if m.snap.Current == nil || m.state.FullID == m.snap.Current.Case.ID {
		return
	}
	id := m.snap.Current.Case.ID
	m.lane.do(m.p.Desk.FullView, func(err error) {
		if err == nil {
			m.state.FullID = id
		}
		m.after(err)
	})
}

// windowAct does what only this window knows of.
func (m *Main) windowAct(id string) bool {
	switch id {
	case "search":
		m.search()
	case "work":
		m.toggleWork()
	case "outbox":
		m.state.Outbox = !m.state.Outbox
		if m.state.Outbox {
			m.state.Order, m.state.Entry = present.ByAge, m.stuckHere()
			m.underBox = m.window.Canvas().Focused()
			m.drawer.Open()
		} else {
			m.drawer.Close()
		}
		m.layDesk(nil, m.desk.Size())
		m.refresh()
		if m.state.Outbox {
			m.focus(m.c.buttons["retryAll"].Button)
		} else {
			m.refocus(m.underBox)
		}
	case "retryAll":
		m.p.Desk.RetryOutbox()
	case "rail":
		m.state.Rail = m.state.Narrow && !m.state.Rail
		m.refresh()
	case "keys":
		m.openKeys()
	case "language":
		m.switchLanguage()
	case "signOut":
		m.run(m.p.Desk.SignOut)
	case "signIn":
		m.signIn.submit()
	case "openPaper", "open":
		m.open()
	case "work.open":
		m.work.open(nil)
	case "work.handOut":
		m.work.open(m.openHandOut)
	default:
		return m.tabAct(id)
	}
	return true
}

// stuckHere is the step of the case in front that came back: the outbox opens with it; "" = the most urgent one.
func (m *Main) stuckHere() string {
	if c := m.snap.Current; c != nil && c.Stuck != nil && m.state.Face == present.FaceCase {
		return c.Stuck.ID
	}
	return ""
}

// tabAct brings a case to the front, or another tab of the work list.
func (m *Main) tabAct(id string) bool {
	if n, ok := strings.CutPrefix(id, "work.tab."); ok {
		m.workTab(int(n[0] - '1'))
		return true
	}
	n, ok := strings.CutPrefix(id, "tab.")
	if !ok {
		return false
	}
	i := int(n[0] - '1')
	if i < 0 || i >= len(m.snap.Tabs) {
		return true
	}
	m.state.Face = present.FaceCase
	t := m.snap.Tabs[i]
	if t.Active && !t.Parked {
		m.refresh()
		return true
	}
	m.run(func(ctx context.Context) error { return m.p.Desk.OpenCase(ctx, t.CaseID) })
	return true
}

// search goes to the list of items; without an open case it opens one.
func (m *Main) search() {
	m.state.Face = present.FaceCase
	if m.stage == present.StagePick {
		m.refresh()
		m.focus(m.pick.search.Focusable())
		return
	}
	if m.snap.Current == nil {
		m.run(m.p.Desk.NewCase)
		return
	}
	m.refresh()
}

func (m *Main) toggleWork() {
	if m.state.Face == present.FaceCase {
		m.inCase = m.window.Canvas().Focused()
		m.state.Face = present.FaceWork
		m.unfocus()
		m.refresh()
		return
	}
	m.state.Face = present.FaceCase
	m.refresh()
	m.refocus(m.inCase)
}

// open opens the newest paper of a filed case, or the selected case of the work list.
func (m *Main) open() {
	if m.state.Face == present.FaceWork {
		m.work.open(nil)
		return
	}
	if m.snap.Current == nil || m.p.OpenPaper == nil {
		return
	}
	paper, ok := present.LastPaper(m.snap.Current.Case)
	if !ok {
		return
	}
	m.openPaper(paper)
}

// accept files the case in hand; when it is on disk its paper is opened, if papers are opened here.
func (m *Main) accept() {
	m.run(m.filing("acceptance", m.p.Desk.Accept))
}
