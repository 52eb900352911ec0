package display

import (
	"context"
	"testing"
	"time"

	"onewindow/internal/display"
	"onewindow/internal/queue"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

var (
	fuzhou = time.FixedZone("CST", 8*3600)
	now    = time.Date(2026, 11, 23, 10, 17, 18, 0, fuzhou)
)

func span(from, to int) []int {
	var list []int
	for n := from; n <= to; n++ {
		list = append(list, n)
	}
	return list
}

func call(number string, window int, before time.Duration, times int, s queue.TicketState) display.Call {
	return display.Call{Number: number, Ticket: "20261123-" + number, Window: window, Category: number[:1], At: now.Add(-before), Times: times, State: s}
}

// sample is the hall of the drawing.
func sample() display.Snapshot {
	newest := call("A018", 3, 10*time.Second, 1, queue.Calling)
	return display.Snapshot{
		Now: now, Phase: display.Calls, Hall: "福州市政务服务大厅", HallEN: "Fuzhou Government Service Hall",
		Heard: now.Add(-time.Second), Age: time.Second, Newest: &newest, Announcing: true, Seq: 7,
		Earlier: []display.Call{
			call("C060", 31, 15*time.Second, 2, queue.Calling), call("B029", 14, time.Minute, 1, queue.Serving),
			call("C059", 26, 2*time.Minute, 1, queue.Serving), call("D013", 48, 3*time.Minute, 1, queue.Serving),
			call("E007", 53, 4*time.Minute, 1, queue.Done),
		},
		Categories: []display.Category{
			{Code: "A", Name: "企业设立", NameEN: "Starting a business", Windows: span(1, 10), OpenNow: 9, Waiting: 7, LowMin: 8, HighMin: 14},
			{Code: "B", Name: "经营管理", NameEN: "Running a business", Windows: append(span(11, 22), 3), OpenNow: 9, Waiting: 13, LowMin: 12, HighMin: 18},
			{Code: "C", Name: "社会事务", NameEN: "Social affairs", Windows: span(23, 44), OpenNow: 9, Waiting: 31, LowMin: 16, HighMin: 22},
			{Code: "D", Name: "投资建设", NameEN: "Investment", Windows: span(45, 52), OpenNow: 9, Waiting: 4, LowMin: 3, HighMin: 8},
			{Code: "E", Name: "通关外贸", NameEN: "Customs", Windows: span(53, 57), OpenNow: 9, Waiting: 3, LowMin: 2, HighMin: 6},
		},
		Waiting: 58, PassedMin: 30,
		Next: []display.Next{{Number: "C061", Category: "C", Waited: 22 * time.Minute}, {Number: "B030", Category: "B", Waited: 18 * time.Minute}, {Number: "A019", Category: "A", Waited: 13 * time.Minute}},
		Windows: []queue.BoardWindow{
			{No: 3, State: queue.WindowCalling, Categories: []string{"A", "B"}, Ticket: &queue.Ticket{ID: "20261123-A018", Number: "A018", Category: "A", Class: queue.Ordinary, Calls: 1}},
			{No: 4, State: queue.WindowServing, Categories: []string{"C"}, Ticket: &queue.Ticket{ID: "20261123-C058", Number: "C058", Category: "C", Class: queue.Priority, Calls: 2}},
			{No: 5, State: queue.WindowPaused, Categories: []string{"A"}, Reason: "办理内部手续"},
			{No: 6, State: queue.WindowIdle, Categories: []string{"A"}},
			{No: 7, State: queue.WindowClosed, Categories: []string{"A"}},
		},
	}
}

// silent is the hall of the second drawing: no word for 4 minutes and 12 seconds.
func silent() display.Snapshot {
	s := sample()
	s.Heard, s.Age, s.Stale, s.Announcing = now.Add(-252*time.Second), 252*time.Second, true, false
	newest := call("B028", 17, 5*time.Minute, 1, queue.Calling)
	s.Newest = &newest
	s.Earlier = []display.Call{call("C058", 35, 5*time.Minute, 1, queue.Serving), call("A017", 5, 6*time.Minute, 1, queue.Serving), call("C057", 24, 7*time.Minute, 1, queue.Done), call("D012", 48, 8*time.Minute, 1, queue.Done)}
	return s
}

func quiet() display.Snapshot {
	s := sample()
	s.Phase, s.Newest, s.Earlier, s.Announcing, s.Next, s.Waiting = display.Quiet, nil, nil, false, nil, 0
	for i := range s.Categories {
		s.Categories[i].Waiting = 0
	}
	return s
}

func closed() display.Snapshot {
	s := quiet()
	s.Phase = display.Closed
	return s
}

func searching() display.Snapshot {
	return display.Snapshot{Now: now, Phase: display.Searching, Stale: true, Hall: "福州市政务服务大厅", HallEN: "Fuzhou Government Service Hall"}
}

// fixed is a model that says what a test puts in.
type fixed struct {
	s       display.Snapshot
	changed chan struct{}
}

func newFixed(s display.Snapshot) *fixed { return &fixed{s, make(chan struct{}, 1)} }

func (f *fixed) Snapshot() display.Snapshot { return f.s }
func (f *fixed) Changed() <-chan struct{}   { return f.changed }

func params(t *testing.T, m Model, lang kit.Lang) (Params, *kit.Pump) {
	t.Helper()
	words, err := kit.NewWords(lang, "kit", "display")
	if err != nil {
		t.Fatal(err)
	}
	pump := kit.NewPump()
	return Params{Model: m, Dispatcher: pump, Words: words, ReduceMotion: true}, pump
}

func TestTheHallsScreenLooksAsDrawn(t *testing.T) {
	for _, c := range []struct {
		name string
		s    display.Snapshot
		lang kit.Lang
	}{
		{"hall", sample(), kit.Chinese}, {"hall-en", sample(), kit.English}, {"hall-stale", silent(), kit.Chinese},
		{"hall-quiet", quiet(), kit.Chinese}, {"hall-closed", closed(), kit.Chinese}, {"hall-searching", searching(), kit.Chinese},
		{"hall-stale-en", silent(), kit.English},
	} {
		t.Run(c.name, func(t *testing.T) {
			kittest.App(t)
			p, _ := params(t, newFixed(c.s), c.lang)
			h := NewHall(context.Background(), p)
			defer h.Close()
			kittest.Golden(t, kittest.Window(t, h.Content(), 1920, 1080), c.name)
		})
	}
}

func TestTheStripOverAWindowLooksAsDrawn(t *testing.T) {
	for _, c := range []struct {
		name string
		no   int
		s    display.Snapshot
		lang kit.Lang
	}{
		{"strip", 3, sample(), kit.Chinese}, {"strip-serving", 4, sample(), kit.Chinese}, {"strip-paused", 5, sample(), kit.Chinese},
		{"strip-idle", 6, sample(), kit.Chinese}, {"strip-stale", 3, silent(), kit.Chinese}, {"strip-en", 3, sample(), kit.English},
		{"strip-searching", 3, searching(), kit.Chinese},
	} {
		t.Run(c.name, func(t *testing.T) {
			kittest.App(t)
			p, _ := params(t, newFixed(c.s), c.lang)
			v := NewStrip(context.Background(), c.no, p)
			defer v.Close()
			kittest.Golden(t, kittest.Window(t, v.Content(), 1280, 400), c.name)
		})
	}
}
