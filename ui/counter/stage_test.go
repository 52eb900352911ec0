package counter_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
	"onewindow/ui/counter"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// stage is a window of the counter without a screen.
type stage struct {
	t      testing.TB
	desk   *fakeDesk
	pump   *kit.Pump
	m      *counter.Main
	w      fyne.Window
	places *kit.Map
	paper  error // what opening a paper comes to
}

func words(t testing.TB, l kit.Lang) *kit.Words {
	t.Helper()
	w, err := kit.NewWords(l, "kit", "counter")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func open(t testing.TB, f *fakeDesk, l kit.Lang, wide, high float32) *stage {
	t.Helper()
	s := &stage{t: t, desk: f, pump: kit.NewPump(), places: kit.NewMap(t.TempDir() + "/map.json")}
	s.m = counter.NewMain(context.Background(), counter.Params{
		Desk: f, UI: s.pump, Words: words(t, l), Now: func() time.Time { return now }, Every: -1,
		Map:       s.places,
		OpenPaper: func(context.Context, string, []byte) error { return s.paper },
	})
	s.w = kittest.Window(t, s.m.Content(), wide, high)
	s.m.Attach(s.w)
	s.w.Resize(fyne.NewSize(wide, high))
	t.Cleanup(s.m.Close)
	s.settle()
	return s
}

// settle pumps until everything the window asked for has come.
func (s *stage) settle() {
	s.t.Helper()
	settle(s.t, s.pump, s.m.Quiet)
}

func settle(t testing.TB, p *kit.Pump, quiet func() bool) {
	t.Helper()
	giveUp := make(chan struct{})
	stop := time.AfterFunc(time.Minute, func() { close(giveUp) })
	defer stop.Stop()
	for range 2 { // what came last may ask for more
		if !p.Until(quiet, giveUp) {
			t.Fatal("the window never came to rest")
		}
		p.Run()
	}
}

var social = catalogue.Item{ID: "FZ023", BasicCode: "352003003000", Name: "社会保障卡申领与补换", Category: "C", Dept: "人力资源和社会保障局", OnTheSpot: true, Materials: make([]catalogue.MaterialSpec, 3)}

func press(k fyne.KeyName) func(*stage) {
	return func(s *stage) { s.w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k}) }
}

func idle() desk.Snapshot {
	s := serving()
	s.Window.State, s.Window.Ticket, s.Current, s.Scan = queue.WindowIdle, nil, nil, nil
	s.Tabs = s.Tabs[1:]
	s.Scanner.State = devices.Ready
	s.Citizen = desk.CitizenView{Mode: desk.CitizenIdle, WindowNo: 3}
	s.Outbox = desk.OutboxView{Online: true, Since: at(8, 0), SavedAt: now}
	return s
}

func called() desk.Snapshot {
	s := idle()
	s.Window = serving().Window
	s.Window.State = queue.WindowCalling
	tk := *s.Window.Ticket
	tk.State, tk.LastCallAt = queue.Calling, instant(now.Add(-42*time.Second))
	s.Window.Ticket = &tk
	return s
}

func picking() desk.Snapshot {
	s := serving()
	s.Scan, s.Scanner.State = nil, devices.Ready
	c := filling()
	c.Case.Item, c.Form, c.Case.Form, c.Case.Materials, c.Case.Agent = catalogue.Item{}, catalogue.Form{}, nil, nil, nil
	c.Missing, c.Filled, c.Auto = []string{"还没有选事项。"}, 0, 0
	c.Case.Delivery, c.Case.Steps = "", c.Case.Steps[:3]
	s.Tabs[0].Title = ""
	s.Current = c
	s.Citizen.Mode = desk.CitizenIdle
	return s
}

func ready() desk.Snapshot {
	s := serving()
	s.Scan, s.Scanner.State = nil, devices.Ready
	s.Current.Missing, s.Current.MissingEN = nil, nil
	s.Current.Case.Materials[5].State = cases.Paper
	s.Current.Case.Materials[3].State = cases.Deferred
	return s
}

func accepted() desk.Snapshot {
	s := ready()
	c := &s.Current.Case
	c.State, c.Number, c.Promised, c.Offline = cases.Accepted, "11350199MB000001993350101001000202611230K3A0007", workday.Date{Year: 2026, Month: 11, Day: 30}, true
	c.AcceptedAt = cases.Stamp{Time: now}
	c.Papers = []cases.IssuedPaper{{Kind: cases.AcceptanceNotice, Number: "榕政受〔2026〕350199-0K3A0007", Page: cases.Page{Digest: "pdf", Type: "application/pdf"}}}
	s.Current.ReadOnly, s.Current.Upload = true, desk.UploadWaiting
	s.Notice = &desk.Notice{Kind: desk.NoticeDone, Sentence: "已受理，最迟 11月30日办结。", SentenceEN: "Accepted. Decided by 30 November at the latest.", At: now}
	return s
}

// ctrl presses Ctrl and a letter with nothing focused.
func (s *stage) ctrl(key fyne.KeyName) {
	s.m.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl})
}
