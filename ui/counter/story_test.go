package counter_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/ui/counter"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// live is a clerk at the real desk, in front of the real window, with a keyboard and nothing else.
type live struct {
	*stage
	world   *countertest.World
	changed <-chan struct{}
	papers  []string
	citizen *counter.Citizen
}

func sitDown(t *testing.T) *live {
	t.Helper()
	w := countertest.New(t)
	w.Serve(t)
	w.Until(t, "the hall", func(s desk.Snapshot) bool { return s.Connected })
	l := &live{world: w, changed: w.Desk.Changed()}
	pump := kit.NewPump()
	p := counter.Params{Desk: w.Desk, UI: pump, Words: words(t, kit.Chinese), Now: w.Clock.Now, Every: -1, Map: kit.NewMap(t.TempDir() + "/map.json")}
	l.citizen = counter.NewCitizen(context.Background(), p)
	l.citizen.Attach(kittest.Window(t, l.citizen.Content(), 1280, 800)) // the test's driver looks for everything in the last window
	t.Cleanup(l.citizen.Close)
	p.OpenPaper = func(_ context.Context, name string, _ []byte) error {
		l.papers = append(l.papers, name)
		return nil
	}
	l.stage = &stage{t: t, pump: pump, places: p.Map, m: counter.NewMain(context.Background(), p)}
	l.w = kittest.Window(t, l.m.Content(), 1920, 1080)
	l.m.Attach(l.w)
	l.w.Resize(fyne.NewSize(1920, 1080))
	t.Cleanup(l.m.Close)
	return l
}

// until waits for the desk to look as wanted.
func (l *live) until(what string, ok func(desk.Snapshot) bool) desk.Snapshot {
	l.t.Helper()
	giveUp := make(chan struct{})
	stop := time.AfterFunc(time.Minute, func() { close(giveUp) })
	defer stop.Stop()
	for !ok(l.world.Desk.Snapshot()) {
		l.pump.Run()
		select {
		case <-l.changed:
		case <-giveUp:
			l.t.Fatalf("never saw: %s; the desk says %+v", what, l.world.Desk.Snapshot().Notice)
		case <-time.After(5 * time.Millisecond): // what was posted meanwhile
		}
	}
	l.settle()
	l.m.Redraw()
	return l.world.Desk.Snapshot()
}

// typed types into what has the focus, and Enter.
func (l *live) typed(text string) {
	l.t.Helper()
	f := l.w.Canvas().Focused()
	if f == nil {
		l.t.Fatalf("nothing has the focus to type %q into", text)
	}
	test.Type(f, text)
	l.press(fyne.KeyReturn)
}

func (l *live) tab() {
	l.w.Canvas().FocusNext()
	l.settle()
}

func (l *live) signIn() {
	l.t.Helper()
	l.typed(countertest.Operator)
	l.typed(countertest.PIN)
	l.until("a clerk", func(d desk.Snapshot) bool { return d.User != nil && d.Window.State == "idle" })
}

// serve calls the next number and begins; what was in hand is finished first.
func (l *live) serve() {
	l.t.Helper()
	l.world.Hall.Issue("A", "")
	l.until("somebody waits", func(d desk.Snapshot) bool { return d.Board.Waiting == 1 })
	l.press(fyne.KeyF2)
	l.until("the call", func(d desk.Snapshot) bool { return d.Window.State == "calling" })
	l.press(fyne.KeyReturn)
	l.until("the draft", func(d desk.Snapshot) bool { return d.Current != nil && d.Current.Case.Item.ID == "" })
}

func (l *live) choose(initials, id string) {
	l.t.Helper()
	l.typed(initials)
	if d := l.until("the item", func(d desk.Snapshot) bool { return d.Current.Case.Item.ID != "" }); d.Current.Case.Item.ID != id {
		l.t.Fatalf("%s found %s", initials, d.Current.Case.Item.Name)
	}
}

// TestAWholeMorningByKeysAlone plays everything a clerk does on the real desk, through the real window, without a
// mouse: sign in, call, start, card, item, every kind of field, every way a material comes, accept, refuse, ask once,
// pause, hand out, the outbox, sign out.
func TestAWholeMorningByKeysAlone(t *testing.T) {
	l := sitDown(t)
	l.signIn()
	accepted := l.acceptByKeys()
	l.refuseByKeys()
	l.askOnceByKeys()
	l.pauseByKeys()
	l.handOutByKeys(accepted)
	l.chord(fyne.KeyU)
	l.chord(fyne.KeyR)
	l.press(fyne.KeyEscape)
	if l.world.Store.Retries() == 0 {
		t.Error("the outbox was not asked to try again")
	}
	l.chord(fyne.KeyQ)
	l.until("an empty window", func(d desk.Snapshot) bool { return d.User == nil })
	if got := strings.Join(l.papers, " "); got != "acceptance.pdf refusal.pdf supplement.pdf delivery.pdf" {
		t.Errorf("papers %s", got)
	}
}

func (l *live) acceptByKeys() (id string) {
	l.serve()
	l.world.Reader.Put(countertest.Zhang())
	l.until("the applicant", func(d desk.Snapshot) bool { return d.Current.Case.Applicant.Name == "张𬭎" })
	l.choose("spjyxkxb", "FZ005")
	l.typed("福州榕巷示例餐饮有限公司")
	l.typed("91350199MA0000015J")
	l.tab() // the name came from the card, the number cannot be changed
	l.typed("福州市鼓楼区八一七北路示例巷")
	l.typed("福州市鼓楼区南后街示例铺 12 号")
	l.press(fyne.KeyRight)
	l.press(fyne.KeySpace) // 餐饮服务经营者
	l.tab()
	l.typed("86.5")
	l.press(fyne.KeySpace) // several
	l.press(fyne.KeyRight)
	l.press(fyne.KeyRight)
	l.press(fyne.KeySpace)
	l.tab()
	l.press(fyne.KeySpace)
	l.tab()
	l.typed("6")
	l.typed("林晓芸")
	l.typed("13800001234")
	l.typed("福州市鼓楼区八一七北路示例巷")
	l.press(fyne.KeyRight)
	l.press(fyne.KeySpace)
	d := l.until("the form", func(d desk.Snapshot) bool { return d.Current.Case.Delivery == cases.WayPost })
	for key, want := range map[string]string{"food.kind": "餐饮服务经营者", "food.items": "热食类制售、自制饮品", "food.area": "86.5", "food.online": "是", "delivery.address": "福州市鼓楼区八一七北路示例巷"} {
		if got := d.Current.Case.Text(key); got != want {
			l.t.Errorf("%s holds %q, want %q", key, got, want)
		}
	}
	l.materialsByKeys(d)
	d = l.until("everything is there", func(d desk.Snapshot) bool { return len(d.Current.Missing) == 0 })
	l.press(fyne.KeyF10)
	d = l.until("the acceptance", func(d desk.Snapshot) bool { return d.Current != nil && d.Current.Case.State == cases.Accepted })
	return d.Current.Case.ID
}

// materialsByKeys takes every material in, each in its own way.
func (l *live) materialsByKeys(d desk.Snapshot) {
	l.chord(fyne.KeyM)
	scanned := false
	for i, m := range d.Current.Case.Materials {
		want := cases.Paper
		switch {
		case m.Spec.FromSharedData:
			want = cases.Shared
			l.chord(fyne.KeyR)
		case m.Spec.Deferrable:
			want = cases.Deferred
			l.chord(fyne.KeyD)
		case i > 0 && !scanned:
			want, scanned = cases.Scanned, true
			l.world.Scanner.Load(nil, desk.Page{Type: "image/jpeg", Data: scanPage(3)})
			l.press(fyne.KeyF9)
		default:
			l.press(fyne.KeySpace)
		}
		l.until(m.Spec.Name, func(d desk.Snapshot) bool { return d.Scan == nil && d.Current.Case.Materials[i].State == want })
		if want == cases.Scanned {
			row := l.w.Canvas().Focused()
			l.press(fyne.KeyReturn) // look at it
			l.press(fyne.KeyEscape)
			if l.w.Canvas().Focused() != row {
				l.t.Error("the focus did not come back to the material")
			}
		}
		l.press(fyne.KeyDown)
	}
}

func (l *live) refuseByKeys() {
	l.serve()
	l.chord(fyne.KeyH)
	l.typed("陈㛃")
	l.typed("350199195703150022")
	l.until("who it is", func(d desk.Snapshot) bool { return d.Current.Case.Applicant.Name == "陈㛃" })
	l.choose("shbzk", "FZ023")
	l.chord(fyne.KeyT) // refused in English; the paper stays Chinese
	l.press(fyne.KeyF12)
	l.press(fyne.KeySpace)
	l.press(fyne.KeyF12)
	d := l.until("the refusal", func(d desk.Snapshot) bool { return d.Current != nil && d.Current.Case.State == cases.Refused })
	if !strings.HasPrefix(d.Current.Case.Reason, "申请事项依法不需要取得行政许可") {
		l.t.Errorf("refused because %q", d.Current.Case.Reason)
	}
	l.chord(fyne.KeyT)
}

func (l *live) askOnceByKeys() {
	l.serve()
	l.world.Reader.Put(countertest.Lin())
	l.until("the applicant", func(d desk.Snapshot) bool { return d.Current.Case.Applicant.Name == "林㛃" })
	l.choose("shbzk", "FZ023")
	l.press(fyne.KeyF11)
	l.press(fyne.KeyF11)
	l.until("the one notice", func(d desk.Snapshot) bool { return d.Current != nil && d.Current.Case.State == cases.Supplement })
	l.press(fyne.KeyF5)
	l.until("an end", func(d desk.Snapshot) bool { return d.Window.State == "idle" })
}

func (l *live) pauseByKeys() {
	l.press(fyne.KeyF7)
	l.press(fyne.Key2)
	l.press(fyne.KeyF7)
	l.until("the pause", func(d desk.Snapshot) bool { return d.Window.State == "paused" && d.Window.Reason == "设备故障" })
	l.press(fyne.KeyF7)
	l.until("the end of it", func(d desk.Snapshot) bool { return d.Window.State == "idle" })
}

func (l *live) handOutByKeys(id string) {
	w := l.world
	c, err := w.Store.Case(context.Background(), id)
	if err != nil {
		l.t.Fatal(err)
	}
	after, err := cases.Apply(c, cases.Act{Kind: cases.ActDecide, At: w.Clock.Stamp(), By: cases.Who{Operator: "1001"},
		Decision: &cases.Decision{Granted: true, Number: "闽榕食许〔2026〕0007号", Dept: "市场监督管理局",
			Result: &cases.IssuedPaper{Kind: cases.ResultDocument, Page: cases.Page{Digest: "sm3:result", Type: "application/pdf"}}}})
	if err != nil {
		l.t.Fatal(err)
	}
	w.Store.Feed(after)
	l.until("the result", func(d desk.Snapshot) bool {
		return slices.ContainsFunc(d.Work, func(r desk.WorkRow) bool { return r.Group == desk.GroupHandOut })
	})
	l.chord(fyne.KeyL)
	l.press(fyne.Key4)
	l.press(fyne.KeyReturn)
	l.until("the case", func(d desk.Snapshot) bool { return d.Current != nil && d.Current.Case.ID == id })
	w.Reader.Put(countertest.Zhang())
	l.until("the card", func(d desk.Snapshot) bool { return !d.Current.SeenAt.IsZero() })
	for range 3 { // past the answers to the receiver, and on to the ways
		l.tab()
	}
	l.press(fyne.KeySpace) // it was to be posted, and they came
	l.press(fyne.KeyF10)
	d := l.until("the hand-out", func(d desk.Snapshot) bool { return d.Current != nil && d.Current.Case.HandOut != nil })
	if !d.Current.Case.HandOut.Verified {
		l.t.Error("the receiver's card was read, and the record does not say so")
	}
	l.chord(fyne.KeyW)
	l.chord(fyne.KeyP)
}

// TestTheCitizensGradeEndsTheService plays the citizen's part: asked when the service ends, answered on their window.
func TestTheCitizensGradeEndsTheService(t *testing.T) {
	l := sitDown(t)
	l.signIn()
	l.acceptByKeys()
	l.press(fyne.KeyF5)
	l.until("the question for a grade", func(d desk.Snapshot) bool { return d.Citizen.Mode == desk.CitizenRate })
	l.citizen.Redraw()
	test.Tap(l.citizen.Control("grade.1"))
	test.Tap(l.citizen.Control("submit"))
	l.until("the thanks", func(d desk.Snapshot) bool { return d.Citizen.Mode == desk.CitizenThanks })
}
