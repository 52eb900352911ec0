package counter_test

import (
	"context"
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

// TestOneCaseByKeysAlone plays a case on the real desk, through the real windows, without a mouse: sign in, call,
// start, card, item, form, materials, scan, accept, rate.
func TestOneCaseByKeysAlone(t *testing.T) {
	w := countertest.New(t)
	w.Serve(t)
	w.Until(t, "the hall", func(s desk.Snapshot) bool { return s.Connected })
	pump := kit.NewPump()
	p := counter.Params{Desk: w.Desk, UI: pump, Words: words(t, kit.Chinese), Now: w.Clock.Now, Every: -1}
	var papers []string
	p.OpenPaper = func(_ context.Context, name string, pdf []byte) error {
		papers = append(papers, name)
		return nil
	}
	s := &stage{t: t, pump: pump, m: counter.NewMain(context.Background(), p)}
	s.w = kittest.Window(t, s.m.Content(), 1920, 1080)
	s.m.Attach(s.w)
	s.w.Resize(fyne.NewSize(1920, 1080))
	t.Cleanup(s.m.Close)
	p.OpenPaper = nil
	z := counter.NewCitizen(context.Background(), p)
	z.Attach(kittest.Window(t, z.Content(), 1280, 800))
	t.Cleanup(z.Close)
	until := func(what string, ok func(desk.Snapshot) bool) desk.Snapshot {
		t.Helper()
		giveUp := make(chan struct{})
		stop := time.AfterFunc(10*time.Second, func() { close(giveUp) })
		defer stop.Stop()
		changed := w.Desk.Changed()
		for !ok(w.Desk.Snapshot()) {
			pump.Run()
			select {
			case <-changed:
			case <-giveUp:
				t.Fatalf("never saw: %s; the desk says %+v", what, w.Desk.Snapshot().Notice)
			case <-time.After(5 * time.Millisecond): // what was posted meanwhile
			}
		}
		s.settle()
		s.m.Redraw()
		return w.Desk.Snapshot()
	}

	test.Type(s.w.Canvas().Focused(), countertest.Operator)
	s.press(fyne.KeyReturn)
	test.Type(s.w.Canvas().Focused(), countertest.PIN)
	s.press(fyne.KeyReturn)
	until("a clerk", func(d desk.Snapshot) bool { return d.User != nil })

	w.Hall.Issue("A", "")
	until("somebody waits", func(d desk.Snapshot) bool { return d.Board.Waiting == 1 })
	s.press(fyne.KeyF2)
	until("the call", func(d desk.Snapshot) bool { return d.Window.State == "calling" })
	s.press(fyne.KeyReturn)
	until("the draft", func(d desk.Snapshot) bool { return d.Current != nil })
	w.Reader.Put(countertest.Zhang())
	until("the applicant", func(d desk.Snapshot) bool { return d.Current.Case.Applicant.Name == "张𬭎" })

	test.Type(s.w.Canvas().Focused(), "shbzk")
	s.press(fyne.KeyReturn)
	d := until("the item", func(d desk.Snapshot) bool { return d.Current.Case.Item.ID != "" })
	if d.Current.Case.Item.ID != "FZ023" {
		t.Fatalf("shbzk found %s", d.Current.Case.Item.Name)
	}
	s.into("applicant.phone", "13800001234")
	s.press(fyne.KeyReturn)
	for key, text := range map[string]string{"card.reason": "首次申领", "card.bank": "中国银行", "card.form": "实体卡"} {
		s.m.Answer(key, text)
		s.settle()
	}
	s.chord(fyne.KeyM)
	s.press(fyne.KeySpace)
	s.press(fyne.KeyDown)
	s.chord(fyne.KeyR)
	s.press(fyne.KeyDown)
	w.Scanner.Load(nil, desk.Page{Type: "image/jpeg", Data: scanPage(3)})
	s.press(fyne.KeyF9)
	until("everything is there", func(d desk.Snapshot) bool { return len(d.Current.Missing) == 0 })
	s.press(fyne.KeyF10)
	d = until("the acceptance", func(d desk.Snapshot) bool { return d.Current != nil && d.Current.Case.State == cases.Accepted })
	if len(d.Current.Case.Materials[2].Pages) != 1 || d.Current.Case.Materials[1].State != cases.Shared || strings.Join(papers, " ") != "acceptance.pdf" {
		t.Errorf("materials %+v, papers %v", d.Current.Case.Materials, papers)
	}
	s.press(fyne.KeyF5)
	until("the question for a grade", func(d desk.Snapshot) bool { return d.Citizen.Mode == desk.CitizenRate })
	z.Redraw()
	test.Tap(z.Control("grade.1"))
	test.Tap(z.Control("submit"))
	until("the thanks", func(d desk.Snapshot) bool { return d.Citizen.Mode == desk.CitizenThanks })
}
