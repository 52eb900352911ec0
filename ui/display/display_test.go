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

// longSilent is a hall that was not heard for hours.
func longSilent() display.Snapshot {
	s := silent()
	s.Age = 3*time.Hour + 5*time.Minute
	s.Heard = now.Add(-s.Age)
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

func ended() display.Snapshot {
	s := quiet()
	s.Phase = display.Ended
	s.Earlier = sample().Earlier[1:]
	for i := range s.Earlier {
		s.Earlier[i].State = queue.Done
	}
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
	kittest.App(t)
	for _, c := range []struct {
		name  string
		width float32
		s     display.Snapshot
	}{
		{"hall", 1920, sample()}, {"hall-stale", 1920, silent()}, {"hall-quiet", 960, quiet()}, {"hall-closed", 960, closed()},
		{"hall-ended", 960, ended()}, {"hall-searching", 960, searching()}, {"hall-long-silence", 960, longSilent()},
	} {
		inBoth(t, c.name, func(t *testing.T, lang kit.Lang, name string) {
			p, _ := params(t, newFixed(c.s), lang)
			h := NewHall(context.Background(), p)
			defer h.Close()
			win := kittest.Window(t, h.Content(), c.width, c.width*9/16)
			kittest.Golden(t, win, name)
			rules := kittest.HallRules()
			rules.Least *= c.width / 1920
			kittest.Audit(t, win, rules.In(lang, kittest.DataIn(c.s)))
		})
	}
}

func TestTheStripOverAWindowLooksAsDrawn(t *testing.T) {
	kittest.App(t)
	for _, c := range []struct {
		name string
		no   int
		s    display.Snapshot
	}{
		{"strip", 3, sample()}, {"strip-serving", 4, sample()}, {"strip-paused", 5, sample()}, {"strip-idle", 6, sample()},
		{"strip-closed", 7, sample()}, {"strip-stale", 3, silent()}, {"strip-searching", 3, searching()},
	} {
		inBoth(t, c.name, func(t *testing.T, lang kit.Lang, name string) {
			p, _ := params(t, newFixed(c.s), lang)
			v := NewStrip(context.Background(), c.no, p)
			defer v.Close()
			win := kittest.Window(t, v.Content(), 1280, 400)
			kittest.GoldenHalf(t, win, name)
			kittest.Audit(t, win, kittest.StripRules().In(lang, kittest.DataIn(c.s)))
		})
	}
}

// inBoth runs a test in Chinese and in English.
func inBoth(t *testing.T, name string, test func(t *testing.T, lang kit.Lang, name string)) {
	for _, lang := range []kit.Lang{kit.Chinese, kit.English} {
		name := name + "-" + string(lang)
		t.Run(name, func(t *testing.T) { test(t, lang, name) })
	}
}

// One app for all: starting one reads the font again, which is slow under the race detector.
func TestTheHallsScreenAtWork(t *testing.T) {
	kittest.App(t)
	for _, c := range []struct {
		name string
		test func(*testing.T)
	}{
		{"a call reaches the pixels at the next turn of the UI", callReachesPixels},
		{"the clock's tick touches nothing but the clock", tickTouchesClock},
		{"a new call comes down and flashes unless motion is reduced", callMoves},
		{"it fills whatever window it gets", fillsWindow},
		{"the language is switched while it runs", switchesLanguage},
	} {
		t.Run(c.name, c.test)
	}
}

func callReachesPixels(t *testing.T) {
	m := newFixed(quiet())
	p, pump := params(t, m, kit.Chinese)
	h := NewHall(context.Background(), p)
	defer h.Close()
	win := kittest.Window(t, h.Content(), 960, 540)
	pump.Run()
	before := kittest.Capture(win)
	m.s = sample()
	m.changed <- struct{}{}
	if !pump.Until(func() bool { return h.slip.rows.Number == "A018" }, t.Context().Done()) {
		t.Fatal("the call was never drawn")
	}
	if at := kittest.Capture(win); at.At(30, 87) == before.At(30, 87) {
		t.Error("the band is not gold")
	}
}

func tickTouchesClock(t *testing.T) {
	m := newFixed(sample())
	p, _ := params(t, m, kit.Chinese)
	h := NewHall(context.Background(), p)
	defer h.Close()
	slip, list, foot := h.slip.box.Objects[0], h.list.box.Objects[0], h.foot.box.Objects[0]
	m.s.Now = m.s.Now.Add(time.Second)
	h.Draw()
	if h.slip.box.Objects[0] != slip || h.list.box.Objects[0] != list {
		t.Error("a second went by and the calls were drawn again")
	}
	if h.foot.box.Objects[0] == foot {
		t.Error("a second went by and the clock stands still")
	}
}

func callMoves(t *testing.T) {
	for _, reduced := range []bool{false, true} {
		m := newFixed(quiet())
		p, _ := params(t, m, kit.Chinese)
		p.ReduceMotion = reduced
		h := NewHall(context.Background(), p)
		m.s = sample()
		h.Draw()
		if moves := h.motion.fall != nil; moves == reduced {
			t.Errorf("reduced %v: moves %v", reduced, moves)
		}
		if !reduced {
			h.motion.fall.Tick(0)
			if y := h.slip.box.Position().Y; y != h.stage.origin.Y-fall*h.stage.k {
				t.Errorf("the slip begins at %v", y)
			}
			h.motion.flash.Tick(0.06)
			if h.motion.band.FillColor != kit.SlipPaper {
				t.Error("after half a second the band is still gold")
			}
		}
		m.s = silent()
		h.Draw()
		if h.motion.fall != nil || h.slip.box.Position() != h.stage.origin {
			t.Error("something moves on a stale screen")
		}
		h.Close()
	}
}

func fillsWindow(t *testing.T) {
	p, _ := params(t, newFixed(sample()), kit.Chinese)
	h := NewHall(context.Background(), p)
	defer h.Close()
	kittest.Window(t, h.Content(), 960, 600)
	if h.stage.k != 0.5 || h.stage.origin.Y != 30 {
		t.Errorf("in a window of half the size it is drawn at %v from %v", h.stage.k, h.stage.origin)
	}
}

func switchesLanguage(t *testing.T) {
	p, _ := params(t, newFixed(sample()), kit.Chinese)
	h := NewHall(context.Background(), p)
	defer h.Close()
	p.Words.SetLang(kit.English)
	if got := h.slip.rows.Band; got != "A018 to window 3" {
		t.Errorf("the band says %q", got)
	}
}

func TestEveryStateOfATicketHasItsWords(t *testing.T) {
	for _, lang := range []kit.Lang{kit.Chinese, kit.English} {
		p, _ := params(t, nil, lang)
		for _, state := range []queue.TicketState{queue.Waiting, queue.Calling, queue.Serving, queue.Done, queue.Passed, queue.Void} {
			for _, key := range []string{"slip.", "row."} {
				if !p.Words.Has(key + string(state)) {
					t.Errorf("%s: no words for %s%s", lang, key, state)
				}
			}
		}
		for _, state := range []queue.WindowState{queue.WindowClosed, queue.WindowIdle, queue.WindowPaused} {
			if !p.Words.Has("strip."+string(state)) || !p.Words.Has("strip."+string(state)+".title") || !p.Words.Has("strip."+string(state)+".text") {
				t.Errorf("%s: no words for a window that is %s", lang, state)
			}
		}
		for _, class := range []queue.Class{queue.Ordinary, queue.Appointment, queue.Priority} {
			if !p.Words.Has("class." + string(class)) {
				t.Errorf("%s: no words for class %s", lang, class)
			}
		}
	}
}

func TestWhatMayBeOldSaysSo(t *testing.T) {
	p, _ := params(t, nil, kit.Chinese)
	rows := PresentHall(silent(), p.Words)
	if rows.Banner == nil || rows.Banner.Title != "大厅系统 4 分钟没有回应，以下是 10:13 的情况" {
		t.Errorf("the banner says %+v", rows.Banner)
	}
	if rows.Slip.Gold || rows.Slip.Announcing || rows.Slip.Band != "本屏最后收到的呼叫" {
		t.Errorf("the slip says %+v", rows.Slip)
	}
	for _, c := range rows.Waiting.Categories {
		if c.Estimate != "暂不估时" || c.Long {
			t.Errorf("%s still estimates %q", c.Code, c.Estimate)
		}
	}
	if got := PresentStrip(silent(), 3, p.Words); got.Gold || got.Call != "" || got.Foot.Parts[0].Text != "大厅系统 4 分钟没有回应，以下是 10:13 的情况" {
		t.Errorf("the strip says %+v", got)
	}
}

func TestALongSilenceIsCountedInHours(t *testing.T) {
	p, _ := params(t, nil, kit.Chinese)
	s := silent()
	s.Age = 3*time.Hour + 5*time.Minute
	rows := PresentHall(s, p.Words)
	if got := rows.Foot.Parts[3].Text; got != "3 小时 5 分" {
		t.Errorf("the foot says %q", got)
	}
	if got := rows.Banner.Title; got != "大厅系统 3 小时没有回应，以下是 10:13 的情况" {
		t.Errorf("the banner says %q", got)
	}
}

func TestNobodyIsToldToGetReadyAtAWindowThatDoesNotServe(t *testing.T) {
	p, _ := params(t, nil, kit.Chinese)
	for no, want := range map[int]int{3: 4, 5: 1, 7: 1} {
		if got := len(PresentStrip(sample(), no, p.Words).Foot.Parts); got != want {
			t.Errorf("window %d: the foot has %d parts, want %d", no, got, want)
		}
	}
}

func TestRangesOfWindowsAreShort(t *testing.T) {
	for _, c := range []struct {
		windows []int
		want    string
	}{{nil, ""}, {[]int{3}, "03"}, {span(1, 10), "01–10"}, {append(span(11, 22), 3), "11–22、03"}, {[]int{1, 3, 5}, "01、03、05"}} {
		if got := ranges(c.windows, "、"); got != c.want {
			t.Errorf("%v is %q, want %q", c.windows, got, c.want)
		}
	}
}
