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

// Params are what a window of the counter needs.
type Params struct {
	Desk  Desk
	UI    kit.Dispatcher
	Words *kit.Words // of the packages "kit" and "counter"
	Now   func() time.Time
	Map   *kit.Map // nil = nobody drives the window from outside
	// OpenPaper shows a paper to the clerk outside the window (a viewer, a printer); nil = papers are not opened.
	// Called off the UI goroutine. name carries no personal data.
	OpenPaper func(ctx context.Context, name string, pdf []byte) error
	// Every is how often running times are drawn again; 0 = each second, negative = never (tests turn the clock).
	Every time.Duration
}

// Main is the clerk's window.
type Main struct {
	p    Params
	w    *kit.Words
	c    *controls
	bg   *kit.Background
	lane *lane

	window fyne.Window
	root   *fyne.Container
	desk   *fyne.Container // everything but the sign-in
	middle *fyne.Container
	file   *fyne.Container

	state     present.State
	snap      desk.Snapshot
	acts      map[string]present.Act
	stage     present.Stage
	caseID    string
	screen    string // as the map was told
	noted     time.Time
	failed    error // what the last act of this window came to, if it failed
	sheet     *sheet
	inCase    fyne.Focusable // had the focus when the work list came over the case
	underBox  fyne.Focusable // had it when the outbox opened
	carries   int            // writings to a stick and readings from one that are under way
	unsettled bool           // another case or stage stands: the focus goes where the next key is wanted
	askedTime bool           // the sheet that asks for the date was shown

	lintel  *region[present.Lintel]
	hall    *region[present.Hall]
	slip    *region[present.Slip]
	steps   *region[[]present.Step]
	head    *region[present.Head]
	outcome *region[present.Outcome]
	idle    *region[present.Idle]
	filed   *region[present.Filed]
	column  *region[present.Column]
	rail    *region[present.Column]
	status  *region[present.StatusLine]
	notice  *region[present.Mark]
	band    *region[[]present.Trouble]
	said    troubles
	away    spot // where the hall's silence is said inside the hall column
	offline spot // where the platform's is, inside the status line
	signIn  *signInView
	pick    *pickView
	form    *formView
	mats    *materialsView
	work    *workView
	outbox  *outboxView
	drawer  *kit.Drawer
	toast   *kit.Toast
	unlist  func()
}

// NewMain makes the clerk's window. It draws nothing until Attach; it ends with ctx or Close.
func NewMain(ctx context.Context, p Params) *Main {
	m := &Main{p: p, w: p.Words, c: newControls("counter", p.Map), acts: map[string]present.Act{}}
	m.c.press, m.c.why, m.c.keys = m.act, m.why, m.typedKey
	m.said.c = m.c
	m.bg = kit.NewBackground(ctx, p.UI)
	m.lane = newLane(m.bg, p.UI)
	m.build()
	return m
}

func (m *Main) build() {
	m.lintel, m.hall, m.slip = newRegion(m.drawLintel), newRegion(m.drawHall), newRegion(m.drawSlip)
	m.steps, m.head, m.outcome = newRegion(m.drawSteps), newRegion(m.drawHead), newRegion(m.drawOutcome)
	m.idle, m.filed = newRegion(m.drawIdle), newRegion(m.drawFiled)
	m.column, m.rail, m.status = newRegion(m.drawColumn), newRegion(m.drawRail), newRegion(m.drawStatus)
	m.notice, m.band = newRegion(m.drawNotice), newRegion(m.drawBand)
	m.signIn, m.pick, m.form, m.mats = newSignInView(m), newPickView(m), newFormView(m), newMaterialsView(m)
	m.work, m.outbox = newWorkView(m), newOutboxView(m)
	m.drawer, m.toast = kit.NewDrawer(outboxHigh, m.outbox.body), kit.NewToast(15)
	ground := kit.Box(kit.Wall, 0)
	split := kit.Box(kit.Line, 0)
	m.file = container.New(arrange(func(_ []fyne.CanvasObject, s fyne.Size) { m.layFile(s, split) }),
		m.form.head.pic, m.form.scroll, split, m.mats.head.pic, m.mats.scroll)
	m.middle = container.New(arrange(m.layMiddle), ground, m.steps.pic, m.head.pic, m.file, m.pick.body, m.idle.pic, m.filed.pic, m.outcome.pic)
	m.desk = container.New(arrange(m.layDesk), m.lintel.pic, m.hall.pic, m.middle, m.work.body, m.notice.pic, m.band.pic, m.column.pic, m.rail.pic, m.status.pic, m.drawer, m.toast)
	m.root = container.New(arrange(m.layRoot), m.signIn.body, m.desk)
}

// Content is what stands in the window.
func (m *Main) Content() fyne.CanvasObject { return m.root }

// Attach puts the window's content and keys into place and starts following the desk. Once, on the UI goroutine.
func (m *Main) Attach(w fyne.Window) {
	m.window = w
	w.SetPadded(false)
	w.SetContent(m.root)
	m.bindKeys(w.Canvas())
	m.unlist = m.w.Listen(m.reword)
	m.refresh()
	m.bg.Follow(m.p.Desk.Changed(), m.refresh)
	if m.p.Every >= 0 {
		m.bg.Go(tick(m.p, m.refresh), nil)
	}
	if m.snap.User == nil {
		m.focus(m.signIn.operator.Focusable())
	}
}

// tick draws running times again, until its context ends.
func tick(p Params, draw func()) func(ctx context.Context) error {
	every := p.Every
	if every == 0 {
		every = time.Second
	}
	return func(ctx context.Context) error {
		t := time.NewTicker(every)
		defer t.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-t.C:
				p.UI.Do(draw)
			}
		}
	}
}

// Close ends every act's context and waits for them.
func (m *Main) Close() {
	if m.unlist != nil {
		m.unlist()
	}
	m.bg.Close()
}

// run does a quick act of the desk after those that were pressed before it.
func (m *Main) run(act func(ctx context.Context) error) { m.lane.do(act, m.after) }

// after says what became of an act and draws the desk as it is now.
func (m *Main) after(err error) {
	m.failed = err
	m.refresh()
}

// why says why something cannot be done now. It is no error: nothing was tried.
func (m *Main) why(reason string) {
	m.toast.Say(kit.Careful, reason, m.p.Now())
	m.layToast()
}

// refresh takes one look at the desk and draws what changed. UI goroutine only.
func (m *Main) refresh() {
	m.snap = m.p.Desk.Snapshot()
	now := m.p.Now()
	m.state.Narrow = m.root.Size().Width > 0 && m.root.Size().Width < narrowAt
	lintel := present.NewLintel(m.snap, m.state, now, m.w)
	m.toast.Tick(now)
	if m.snap.User == nil {
		m.showSignIn(lintel)
		return
	}
	show(m.desk, true)
	show(m.signIn.body, false)
	clear(m.acts)
	m.follow()
	m.lintel.show(lintel)
	hall := present.NewHall(m.snap, now, m.w)
	m.gather(hall.Call, hall.Start, hall.Recall, hall.NoShow, hall.Transfer, hall.Pause, hall.CallBack)
	for _, p := range hall.Passed {
		m.gather(p.Back)
	}
	m.slip.show(hall.Slip)
	still := hall
	still.Slip = present.Slip{}
	m.hall.show(still)
	status := present.NewStatusLine(m.snap, m.state, now, m.w)
	m.status.show(status)
	box := present.NewOutbox(m.snap, m.state, now, m.w)
	if box.Picked != nil {
		m.gather(box.Picked.Acts...)
	}
	foot := present.NewStick(m.snap, now, m.w)
	m.gather(foot.Write, foot.Read)
	m.outbox.show(box, foot)
	m.showFace(hall, now)
	if m.unsettled && m.state.Face == present.FaceCase && m.sheet == nil { // only what stands can take the focus
		m.unsettled = false
		m.settle()
	}
	m.showSheet()
	m.showTroubles(now)
	m.showNotice(now)
	m.layTroubles()
	m.said.tell()
	m.tell()
}

// follow notices that another case came to the front, or that the desk waits for a word.
func (m *Main) follow() {
	id := ""
	if m.snap.Current != nil {
		id = m.snap.Current.Case.ID
	}
	stage := present.StageOf(m.snap)
	if id == m.caseID && stage == m.stage {
		return
	}
	other := id != m.caseID
	m.caseID, m.stage = id, stage
	if other {
		m.state.FullID = ""
		m.failed = nil
		m.pick.reset()
	}
	m.unsettled = true
}

// settle puts the focus where the next key is wanted.
func (m *Main) settle() {
	switch m.stage {
	case present.StagePick:
		m.focus(m.pick.search.Focusable())
	case present.StageFill:
		m.form.focusFirst()
	default:
		m.unfocus()
	}
}

func (m *Main) gather(acts ...present.Act) {
	for _, a := range acts {
		if a.ID != "" {
			m.acts[a.ID] = a
		}
	}
}

func (m *Main) showSignIn(l present.Lintel) {
	show(m.desk, false)
	show(m.signIn.body, true)
	if m.sheet != nil && m.sheet.name != "keys" {
		m.closeSheet()
	}
	m.signIn.show(l, m.snap, m.p.Now())
	m.said.tell()
	m.screen = m.tellScreen("signin")
}

func (m *Main) showFace(hall present.Hall, now time.Time) {
	onCase := m.state.Face == present.FaceCase
	show(m.middle, onCase)
	show(m.work.body, !onCase)
	col := present.NewColumn(m.snap, m.state, now, m.w)
	m.gather(col.Type, col.ScreenAct, col.Full)
	m.column.show(col)
	m.rail.show(col)
	show(m.rail.pic, onCase && m.state.Narrow)
	show(m.column.pic, onCase && (!m.state.Narrow || m.state.Rail))
	if !onCase {
		work := present.NewWork(m.snap, m.state, m.w)
		m.work.show(work)
		return
	}
	m.showStage(hall, now)
}

func (m *Main) showStage(hall present.Hall, now time.Time) {
	st := m.stage
	hasItem := st == present.StageFill || st == present.StageFiled
	show(m.idle.pic, st == present.StageIdle || st == present.StageCalled)
	show(m.pick.body, st == present.StagePick)
	show(m.file, st == present.StageFill)
	show(m.filed.pic, st == present.StageFiled)
	show(m.steps.pic, hasItem || st == present.StagePick)
	show(m.head.pic, hasItem)
	show(m.outcome.pic, hasItem || st == present.StagePick)
	if st == present.StageIdle || st == present.StageCalled {
		idle := present.NewIdle(m.snap, hall, m.w)
		m.gather(idle.Main)
		m.gather(idle.Others...)
		m.idle.show(idle)
		return
	}
	c := m.snap.Current
	m.steps.show(present.NewSteps(c, m.w))
	out := present.NewOutcome(m.snap, m.w)
	m.gather(out.Acts...)
	m.outcome.show(out)
	switch st {
	case present.StagePick:
		m.pick.show()
	case present.StageFill:
		m.head.show(present.NewHead(c, m.w))
		m.form.show(present.NewForm(c, m.w))
		m.mats.show(present.NewMaterials(m.snap, now, m.w))
	case present.StageFiled:
		m.head.show(present.NewHead(c, m.w))
		filed := present.NewFiled(c, m.w)
		if m.p.OpenPaper == nil {
			filed.Open = present.Act{}
		}
		m.gather(filed.Open)
		m.filed.show(filed)
	}
}

// showNotice shows the newest word of the desk: done things pass by, others stay until the next act or Esc.
func (m *Main) showNotice(now time.Time) {
	n := m.snap.Notice
	if n != nil && n.Kind == desk.NoticeDone {
		if n.At != m.noted {
			m.noted = n.At
			m.toast.Say(kit.Good, m.w.Pick(n.Sentence, n.SentenceEN), now)
			m.layToast()
		}
		n = nil
	}
	mk, code := present.Mark{}, ""
	switch {
	case n != nil:
		mk, code = present.NoticeMark(*n, m.w), n.Code
	case m.failed != nil:
		mk, code = present.Mark{Icon: "missing", Text: present.Sentence(m.w, m.failed), Tone: present.Wrong}, present.Code(m.failed)
	case m.snap.Busy != "":
		mk = present.Mark{Icon: "clock", Text: m.w.Pick(m.snap.Busy, m.snap.BusyEN), Tone: present.Data}
	}
	m.notice.show(mk)
	show(m.notice.pic, mk.Text != "")
	m.said.say(code, whole(m.notice.pic))
}

func (m *Main) drawNotice(mk present.Mark, s fyne.Size) []kit.Placed {
	c, tint, _ := meaning(mk.Tone).Colours()
	items := []kit.Placed{
		plane(s, tint), kit.At(0, 0, s.Width, 1, kit.Box(kit.Line, 0)), kit.At(0, 0, 4, s.Height, kit.Box(c, 0)),
		kit.At(24, 11, 20, 20, kit.Icon(mk.Icon, 20, c)),
		kit.At(s.Width-24-38, 11, 38, 20, kit.NewKey("Esc", c)),
	}
	for i, words := range m.noticeLines(mk.Text, s.Width) {
		items = append(items, line(54, 9+float32(i)*20, 0, words, 15, true, c))
	}
	return items
}

// tell names the screen in the map when it has changed.
func (m *Main) tell() {
	name := [...]string{"idle", "called", "pick", "fill", "filed"}[m.stage]
	if m.state.Face == present.FaceWork {
		name = "work"
	}
	if m.state.Outbox {
		name += "+outbox"
	}
	if m.sheet != nil {
		name = m.sheet.name
	}
	m.screen = m.tellScreen(name)
}

func (m *Main) tellScreen(name string) string {
	if name != m.screen {
		m.c.screen(name)
	}
	return name
}

// reword draws everything in the other language.
func (m *Main) reword() {
	m.pick.reword()
	m.refresh()
	for _, again := range []func(){
		m.lintel.again, m.hall.again, m.slip.again, m.steps.again, m.head.again, m.outcome.again, m.idle.again, m.filed.again,
		m.column.again, m.status.again, m.notice.again, m.band.again, m.form.head.again, m.mats.head.again, m.mats.after.again,
		m.pick.head.again, m.work.detail.again, m.outbox.head.again, m.outbox.detail.again, m.outbox.foot.again, m.signIn.back.again,
	} {
		again()
	}
}

// focus gives the focus to what stands. A widget that has just come, or was out of sight for a minute, has no renderer,
// and the canvas does not look inside it before it is painted: asking where the last plane lies walks all that is
// visible before it, and makes what is missing.
func (m *Main) focus(f fyne.Focusable) {
	if m.window != nil {
		fyne.CurrentApp().Driver().AbsolutePositionForObject(m.status.pic)
		m.window.Canvas().Focus(f)
	}
}

// refocus gives the focus back to what had it, if that still stands.
func (m *Main) refocus(f fyne.Focusable) {
	o, ok := f.(fyne.CanvasObject)
	if !ok || m.window == nil || fyne.CurrentApp().Driver().CanvasForObject(o) == nil || !o.Visible() ||
		fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero() {
		m.unfocus()
		return
	}
	m.focus(f)
}

func (m *Main) unfocus() {
	if m.window != nil {
		m.window.Canvas().Unfocus()
	}
}

func (m *Main) focusNext() {
	if m.window != nil {
		m.window.Canvas().FocusNext()
	}
}

func show(o fyne.CanvasObject, yes bool) {
	if o.Visible() == yes {
		return
	}
	if yes {
		o.Show()
	} else {
		o.Hide()
	}
}
