package demo

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// bench is a Lab that remembers what was done to it.
type bench struct {
	state State
	done  []string
	fail  error
}

func (b *bench) State(context.Context) State { return b.state }

func (b *bench) did(what string) error {
	b.done = append(b.done, what)
	return b.fail
}

func (b *bench) PutCard(_ context.Context, reader, preset string) error {
	return b.did(reader + " " + preset)
}
func (b *bench) Plug(context.Context, string, bool) error { return b.did("plug") }
func (b *bench) Paper(_ context.Context, in bool) error {
	b.state.Paper = in
	return b.did("paper")
}
func (b *bench) Cover(context.Context, bool) error { return b.did("cover") }
func (b *bench) Jam(context.Context, bool) error   { return b.did("jam") }
func (b *bench) Line(context.Context, bool) error  { return b.did("line") }
func (b *bench) Hall(context.Context, bool) error  { return b.did("hall") }

func (b *bench) Reopen(_ context.Context, program string) error {
	b.state.Gone = nil
	return b.did("reopen " + program)
}

func fine() State {
	return State{
		Cards:   []Card{{"a", "张𬭎"}, {"b", "陈㛃"}, {"c", "刘䶮"}, {"d", "王小明"}, {"e", "林依妹"}, {"f", "吴榕榕"}},
		Counter: Reader{Plugged: true, Card: "a"}, Kiosk: Reader{Plugged: true},
		Paper: true, Line: true, Hall: true,
		Console: "https://127.0.0.1:8443", SignIn: "柜台 0312，口令 246810\n审查 1001，口令 135790",
	}
}

func panel(t *testing.T, b *bench) (*Panel, *kit.Pump, fyne.Window) {
	t.Helper()
	kittest.App(t)
	words, err := kit.NewWords(kit.Chinese, "demo")
	if err != nil {
		t.Fatal(err)
	}
	pump := kit.NewPump()
	bg := kit.NewBackground(t.Context(), pump)
	t.Cleanup(bg.Close)
	p := New(Params{Lab: b, Words: words, Background: bg})
	w := kittest.Window(t, p.Content(), size.Width, size.Height)
	p.Refresh()
	pump.Until(func() bool { return p.state.Console != "" }, t.Context().Done())
	return p, pump, w
}

func TestThePanelLooksAsItShould(t *testing.T) {
	b := &bench{state: fine()}
	_, _, w := panel(t, b)
	kittest.Golden(t, w, "panel")
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

func TestATapTakesThePaperAwayAndSaysSo(t *testing.T) {
	b := &bench{state: fine()}
	p, pump, w := panel(t, b)
	press(t, w, "取号机：有纸")
	pump.Until(func() bool { return !p.state.Paper }, t.Context().Done())
	press(t, w, "取号机：缺纸")
	pump.Until(func() bool { return p.state.Paper }, t.Context().Done())
}

func TestTheCardOnTheReaderIsLiftedByItsOwnButton(t *testing.T) {
	b := &bench{state: fine(), fail: errors.New("no reader")}
	p, pump, w := panel(t, b)
	press(t, w, "张𬭎")
	pump.Until(func() bool { return p.state.LastError != "" }, t.Context().Done())
	if !slices.Equal(b.done, []string{"counter "}) {
		t.Errorf("done: %q", b.done)
	}
}

func TestAProgramThatEndedIsSaidAndOpenedAgain(t *testing.T) {
	b := &bench{state: fine()}
	b.state.Gone = []string{"kiosk", "strip", "hall"}
	b.state.LastError = "自助机退出了，可以重新打开。日志在 out/demo/log/kiosk.log。"
	b.state.Hall = false
	p, pump, w := panel(t, b)
	kittest.Golden(t, w, "gone")
	press(t, w, "重新打开：自助机")
	pump.Until(func() bool { return len(p.state.Gone) == 0 }, t.Context().Done())
	if !slices.Equal(b.done, []string{"reopen kiosk"}) {
		t.Errorf("done: %q", b.done)
	}
}
