package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// bench is a Lab that remembers what was done to it.
type bench struct {
	state State

	mu  sync.Mutex // the panel acts in the background
	log []string
}

// done is what was done so far.
func (b *bench) done() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.log)
}

// now is where a switch stands.
func (b *bench) now(name string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state.Now[name]
}

// put gives it another state.
func (b *bench) put(s State) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state = s
}

func (b *bench) State(context.Context) State {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.state
	s.Now = maps.Clone(s.Now)
	return s
}
func (b *bench) did(what ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.log = append(b.log, strings.TrimSpace(fmt.Sprintln(what...)))
}

func (b *bench) PutCard(_ context.Context, reader, preset string) { b.did("card", reader, preset) }

func (b *bench) Set(_ context.Context, name string, value int) {
	b.did(name, value)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state.Now[name] = value
}

func (b *bench) Start(context.Context)             { b.did("start") }
func (b *bench) Pace(_ context.Context, speed int) { b.did("pace", speed) }
func (b *bench) Stop(context.Context)              { b.did("stop") }

// inOrder is a demonstration in which everything works.
func inOrder() State {
	s := State{
		Cards: []Card{{"a", "张𬭎", ""}, {"b", "陈㛃", ""}, {"c", "刘䶮", ""}, {"d", "王小明", ""}, {"e", "林依妹", ""}, {"f", "吴榕榕", ""},
			{"hmt", "何家駿", "hmt"}, {"foreign", "安娜·佩特洛娃", "foreign"}, {"foreign-2017", "大卫·米勒", "foreign-2017"}},
		On: map[string]string{"counter": "a", "kiosk": ""}, Now: map[string]int{},
		Printed: 3, Console: "https://127.0.0.1:18443", PINs: map[string]string{"0312": "246810", "1001": "135790"},
	}
	s.Morning.Hours = []int{283, 361, 263, 107, 156, 302, 293, 185}
	for _, sw := range append(deviceSwitches(), networkSwitches()...) {
		s.Now[sw.name] = sw.good
	}
	for _, d := range append(scannerDials(), paperDial()) {
		s.Now[d.name] = d.places[0]
	}
	return s
}

// allBroken is one in which nothing does.
func allBroken() State {
	s := inOrder()
	for _, sw := range append(deviceSwitches(), networkSwitches()...) {
		s.Now[sw.name] = sw.bad
	}
	for _, d := range append(scannerDials(), paperDial()) {
		s.Now[d.name] = d.places[len(d.places)-1]
	}
	s.On["kiosk"] = "foreign"
	s.Gone = []string{"hall", "kiosk"}
	s.Notice = &Notice{Key: "demo.notstarted", Program: "hall", Log: "out/demo/log/hall.log", Code: "PORT-001",
		Zh: "地址 127.0.0.1:47443 已被另一个程序占用，本程序没有启动。请先停掉那个程序，或在配置文件里换一个端口。",
		En: "Another program already listens on 127.0.0.1:47443, so this one did not start. Stop that program, or choose another port in the configuration file."}
	return s
}

// noDevices is one without the device simulator.
func noDevices() State {
	s := inOrder()
	s.On = map[string]string{}
	for name := range s.Now {
		if strings.HasPrefix(name, "reader") || strings.HasPrefix(name, "printer") || strings.HasPrefix(name, "scanner") {
			delete(s.Now, name)
		}
	}
	s.Now["program.devsim"] = 0
	s.Gone = []string{"devsim"}
	s.Notice = &Notice{Key: "demo.ended", Program: "devsim", Log: "out/demo/log/devsim.log"}
	return s
}

// busy is one in the middle of a busy morning.
func busy() State {
	s := inOrder()
	hours := s.Morning.Hours
	s.Morning = Morning{Hours: hours, Phase: "playing", Clock: "11:42", Speed: 60, Last: 60, Pools: []Pool{
		{"A", "企业设立", "Company setup", 142, 34, 85, 14, 94, 31*time.Minute + 12*time.Second, 29 * time.Minute, true},
		{"B", "经营管理", "Business permits", 190, 4, 150, 24, 162, 4 * time.Minute, 5 * time.Minute, true},
		{"C", "社会事务", "Social affairs", 1431, 0, 1372, 45, 1390, 48 * time.Second, 90 * time.Second, true},
		{"D", "投资建设", "Construction", 77, 2, 54, 10, 62, 188 * time.Minute, 160 * time.Minute, true},
		{"E", "通关外贸", "Customs and trade", 60, 0, 51, 4, 0, 0, 0, false},
	}}
	return s
}

// stuck is a morning whose hall is away, paused.
func stuck() State {
	s := busy()
	s.Morning.Zh, s.Morning.En, s.Morning.Code = "大厅系统连不上，叫号暂不能用。办件照常，恢复后自动接上。", "The hall system cannot be reached, so calling must wait. Cases go on; it reconnects by itself.", "HALL-101"
	s.Morning.Speed = 0
	s.Now["program.hall"] = 0
	return s
}

func over() State {
	s := busy()
	s.Morning.Phase, s.Morning.Clock, s.Opening = "ended", "17:46", "kiosk"
	return s
}

func panel(t *testing.T, b *bench, lang kit.Lang, tall bool) (*Panel, *kit.Pump, fyne.Window) {
	t.Helper()
	kittest.App(t)
	words, err := kit.NewWords(lang, "demo")
	if err != nil {
		t.Fatal(err)
	}
	pump := kit.NewPump()
	bg := kit.NewBackground(t.Context(), pump)
	t.Cleanup(bg.Close)
	p := New(Params{Lab: b, Words: words, Background: bg, Tall: tall})
	w := kittest.Window(t, p.Content(), p.Size().Width, p.Size().Height)
	p.Refresh()
	pump.Until(func() bool { return p.state.Console != "" }, t.Context().Done())
	return p, pump, w
}

// scenes are what the panel can show: a state, and which section.
func scenes() map[string]struct {
	state State
	part  int
} {
	return map[string]struct {
		state State
		part  int
	}{
		"people": {inOrder(), 0}, "people-broken": {allBroken(), 0}, "people-unknown": {noDevices(), 0},
		"devices": {inOrder(), 1}, "devices-broken": {allBroken(), 1}, "devices-unknown": {noDevices(), 1},
		"network": {inOrder(), 2}, "network-broken": {allBroken(), 2},
		"morning": {inOrder(), 3}, "morning-busy": {busy(), 3}, "morning-stuck": {stuck(), 3}, "morning-over": {over(), 3}, "morning-nohall": {allBroken(), 3},
	}
}

func TestThePanelLooksAsItShould(t *testing.T) {
	kittest.Unraced(t)
	for name, scene := range scenes() {
		for _, lang := range []kit.Lang{kit.Chinese, kit.English} {
			t.Run(name+"-"+string(lang), func(t *testing.T) {
				p, _, w := panel(t, &bench{state: scene.state}, lang, false)
				p.turn(0, scene.part)
				kittest.Audit(t, w, kittest.CounterRules().In(lang, data))
				kittest.GoldenHalf(t, w, name+"-"+string(lang))
			})
		}
	}
}

func TestEverySectionKeepsToItsRoom(t *testing.T) {
	kittest.Unraced(t)
	for _, lang := range []kit.Lang{kit.Chinese, kit.English} {
		p, _, _ := panel(t, &bench{state: inOrder()}, lang, false)
		for name, scene := range scenes() {
			c := &column{panel: p, y: head + tabs + 4, limit: head + tabs + section}
			p.panes[0][scene.part].draw(c, scene.state)
			if c.y > c.limit {
				t.Errorf("%s in %s ends at %.0f, its room at %.0f", name, lang, c.y, c.limit)
			}
			c = &column{panel: p}
			p.notice(c, scene.state)
			if c.y > foot-106 {
				t.Errorf("the notice of %s in %s needs %.0f", name, lang, c.y)
			}
			p.foot(c, scene.state)
			if c.y > p.size.Height {
				t.Errorf("the foot of %s in %s ends at %.0f", name, lang, c.y)
			}
		}
	}
}

// data are the names on the cards, and the word that leads back to Chinese.
func data(text string) bool {
	return text == "中文" || slices.ContainsFunc(inOrder().Cards, func(c Card) bool { return strings.HasPrefix(text, c.Name) })
}

func TestATallPanelShowsTwoSections(t *testing.T) {
	kittest.Unraced(t)
	p, _, w := panel(t, &bench{state: busy()}, kit.Chinese, true)
	p.turn(1, 1)
	kittest.Audit(t, w, kittest.CounterRules().In(kit.Chinese, data))
	kittest.GoldenHalf(t, w, "tall")
}

// press taps the button with that word.
func press(t *testing.T, w fyne.Window, word string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Content()) {
		if b, ok := o.(*kit.Button); ok && b.Text() == word {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("no button %q", word)
}

func TestASwitchIsTurnedAndSaysSo(t *testing.T) {
	b := &bench{state: inOrder()}
	p, pump, w := panel(t, b, kit.Chinese, false)
	press(t, w, "设备")
	press(t, w, "切刀：正常")
	pump.Until(func() bool { return p.state.Now["printer.cutter"] == 1 && len(b.done()) == 1 }, t.Context().Done())
	p.Refresh()
	pump.Until(func() bool { return found(w, "切刀：卡住") }, t.Context().Done())
	press(t, w, "切刀：卡住")
	pump.Until(func() bool { return len(b.done()) == 2 }, t.Context().Done())
	if !slices.Equal(b.done(), []string{"printer.cutter 1", "printer.cutter 0"}) {
		t.Errorf("done: %q", b.done())
	}
}

func found(w fyne.Window, word string) bool {
	return slices.ContainsFunc(test.LaidOutObjects(w.Content()), func(o fyne.CanvasObject) bool {
		b, ok := o.(*kit.Button)
		return ok && b.Text() == word
	})
}

// TestEverySwitchAndDialIsOnThePanel turns them all, one after the other, and finds each in the Lab.
func TestEverySwitchAndDialIsOnThePanel(t *testing.T) {
	b := &bench{state: inOrder()}
	p, pump, _ := panel(t, b, kit.Chinese, false)
	want := []string{}
	p.turn(0, 1)
	for _, sw := range deviceSwitches() {
		p.buttons[sw.name].Press()
		want = append(want, fmt.Sprint(sw.name, " ", sw.bad))
	}
	for _, d := range append(scannerDials(), paperDial()) {
		p.chips[d.name].Pick(1)
		want = append(want, fmt.Sprint(d.name, " ", d.places[1]))
	}
	p.turn(0, 2)
	for _, sw := range networkSwitches() {
		p.buttons[sw.name].Press()
		want = append(want, fmt.Sprint(sw.name, " ", sw.bad))
	}
	pump.Until(func() bool { return len(b.done()) >= len(want) }, t.Context().Done())
	slices.Sort(want)
	got := slices.Sorted(slices.Values(b.done()))
	if !slices.Equal(got, want) {
		t.Errorf("done:\n%q\nwant\n%q", got, want)
	}
}

func TestOneTapMendsEveryDevice(t *testing.T) {
	b := &bench{state: allBroken()}
	p, pump, w := panel(t, b, kit.Chinese, false)
	p.turn(0, 1)
	press(t, w, "设备都修好")
	pump.Until(func() bool { return faults(p.state, deviceSwitches()) == 0 }, t.Context().Done())
	for name, v := range inOrder().Now {
		if _, device := Devices()[name]; device && b.now(name) != v {
			t.Errorf("%s stands at %d", name, b.now(name))
		}
	}
}

func TestTheCardOnTheReaderIsLiftedByItsOwnButton(t *testing.T) {
	b := &bench{state: inOrder()}
	p, pump, _ := panel(t, b, kit.Chinese, false)
	p.buttons["card.counter.a"].Press()
	pump.Until(func() bool { return len(b.done()) == 1 }, t.Context().Done())
	p.buttons["card.kiosk.hmt"].Press()
	pump.Until(func() bool { return len(b.done()) == 2 }, t.Context().Done())
	if !slices.Equal(b.done(), []string{"card counter", "card kiosk hmt"}) {
		t.Errorf("done: %q", b.done())
	}
}

func TestAProgramThatEndedSaysWhyAndIsOpenedAgain(t *testing.T) {
	b := &bench{state: allBroken()}
	_, pump, w := panel(t, b, kit.English, false)
	press(t, w, "Open the kiosk")
	pump.Until(func() bool { return len(b.done()) == 1 }, t.Context().Done())
	if !slices.Equal(b.done(), []string{"program.kiosk 1"}) {
		t.Errorf("done: %q", b.done())
	}
}

func TestTheBusyMorningIsStartedPacedAndStopped(t *testing.T) {
	b := &bench{state: inOrder()}
	p, pump, _ := panel(t, b, kit.Chinese, false)
	p.turn(0, 3)
	p.buttons["morning.start"].Press()
	pump.Until(func() bool { return len(b.done()) == 1 }, t.Context().Done())
	b.put(busy())
	p.Show(busy())
	p.buttons["morning.pause"].Press()
	p.chips["morning.speed"].Pick(1)
	p.buttons["morning.stop"].Press()
	pump.Until(func() bool { return len(b.done()) == 4 }, t.Context().Done())
	got := slices.Sorted(slices.Values(b.done()))
	if !slices.Equal(got, []string{"pace 0", "pace 10", "start", "stop"}) {
		t.Errorf("done: %q", b.done())
	}
}

func TestTheLanguageIsSwitchedFromThePanel(t *testing.T) {
	_, _, w := panel(t, &bench{state: inOrder()}, kit.Chinese, false)
	press(t, w, "English")
	if !found(w, "Devices") {
		t.Error("it is still Chinese")
	}
	press(t, w, "中文")
	if !found(w, "设备") {
		t.Error("it stays English")
	}
}

func TestAControlThatHasTheFocusKeepsItWhenTheStateChanges(t *testing.T) {
	s := inOrder()
	p, _, w := panel(t, &bench{state: s}, kit.Chinese, false)
	b := p.buttons["card.kiosk.b"]
	w.Canvas().Focus(b)
	s.Printed++
	p.Show(s)
	if w.Canvas().Focused() != b {
		t.Error("the focus is gone")
	}
}
