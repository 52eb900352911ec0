package counter_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/trouble"
)

// plugged is a desk with a clerk and one stick.
func plugged(t *testing.T) *countertest.World {
	t.Helper()
	w := sitDown(t)
	w.Sticks.Plug("KINGSTON")
	w.Clock.Turn(3 * time.Second)
	w.Until(t, "the stick", func(s counter.Snapshot) bool { return len(s.Carry.Sticks) == 1 })
	return w
}

func TestAStickIsSeenWhenItComesAndWhenItGoes(t *testing.T) {
	w := plugged(t)
	w.Sticks.Pull()
	w.Clock.Turn(3 * time.Second)
	w.Until(t, "no stick", func(s counter.Snapshot) bool { return len(s.Carry.Sticks) == 0 })
}

func TestWhatWasWrittenIsSaidInASentence(t *testing.T) {
	w := plugged(t)
	stick := w.Desk.Snapshot().Carry.Sticks[0].Path
	w.Sticks.Answer(counter.CarryWritten{Files: []string{"W03-000001.carry"}, Acts: 12, Scans: 3}, counter.CarryRead{Accepted: 11, People: 1, Stored: 3, Left: 2}, nil)
	must(t, w.Desk.WriteStick(t.Context(), stick))
	c := w.Desk.Snapshot().Carry
	if c.Done == nil || c.Running != nil || c.Done.Sentence != "已写入 12 步、3 份扫描件到 W03-000001.carry；请交到平台，带回回执。" ||
		c.Done.SentenceEN != "12 acts and 3 scans written to W03-000001.carry. Take it to the platform and bring the receipts back." {
		t.Errorf("%+v", c.Done)
	}
	must(t, w.Desk.ReadStick(t.Context(), stick))
	if c := w.Desk.Snapshot().Carry; c.Done == nil || c.Done.Sentence != "回执已读入：平台已收 11 步、3 份扫描件，1 步要处理，还有 2 件要送。" {
		t.Errorf("%+v", c.Done)
	}
	w.Sticks.Answer(counter.CarryWritten{Files: []string{"W03-000002-1of2.carry", "W03-000002-2of2.carry"}, Acts: 1, Unreadable: 1}, counter.CarryRead{}, nil)
	must(t, w.Desk.WriteStick(t.Context(), stick))
	if c := w.Desk.Snapshot().Carry; c.Done == nil || c.Done.SentenceEN != "1 act and 0 scans written to W03-000002-1of2.carry and 1 more. Take it to the platform and bring the receipts back. 1 could not be read here and stayed." {
		t.Errorf("%+v", c.Done)
	}
}

func TestAWritingIsStoppedAndAnotherDoesNotBeginMeanwhile(t *testing.T) {
	w := plugged(t)
	gate := w.Sticks.Gate()
	done := make(chan error, 1)
	go func() { done <- w.Desk.WriteStick(context.Background(), "/media/KINGSTON") }()
	gate <- struct{}{}
	w.Until(t, "how far it is", func(s counter.Snapshot) bool {
		return s.Carry.Running != nil && s.Carry.Running.Done >= 1 && s.Carry.Running.All == 100
	})
	if err := w.Desk.ReadStick(t.Context(), "/media/KINGSTON"); code(err) != "CARRY-018" {
		t.Errorf("two at once: %v", err)
	}
	w.Desk.CancelStick()
	if err := <-done; err != nil {
		t.Errorf("a wish to stop is no error: %v", err)
	}
	c := w.Desk.Snapshot().Carry
	if c.Running != nil || c.Done == nil || !strings.Contains(c.Done.Sentence, "没有留下文件") {
		t.Errorf("%+v", c)
	}
	if got := strings.Join(w.Sticks.Did(), "; "); got != "write /media/KINGSTON" {
		t.Errorf("asked %q", got)
	}
	w.Desk.CancelStick() // nothing is under way
}

func TestWhatASticksTroubleIsIsSaid(t *testing.T) {
	w := plugged(t)
	w.Sticks.Answer(counter.CarryWritten{}, counter.CarryRead{}, trouble.New("CARRY-010", nil, "size", "3 MB", "free", "1 MB"))
	err := w.Desk.WriteStick(t.Context(), "/media/KINGSTON")
	s := w.Desk.Snapshot()
	if code(err) != "CARRY-010" || s.Notice == nil || !strings.Contains(s.Notice.Sentence, "需要 3 MB") || s.Carry.Done != nil {
		t.Errorf("%v, %+v, %+v", err, s.Notice, s.Carry.Done)
	}
	must(t, w.Desk.SignOut(t.Context()))
	if err := w.Desk.WriteStick(t.Context(), "/media/KINGSTON"); code(err) != "DESK-004" {
		t.Errorf("with nobody there: %v", err)
	}
}

// TestAStickThatNeverArrivedIsNoticed: as long as something of it waits here, and not before its days.
func TestAStickThatNeverArrivedIsNoticed(t *testing.T) {
	w := ready(t)
	w.Store.SetOnline(false)
	_, err := w.Desk.Accept(t.Context())
	must(t, err)
	w.Clock.Turn(5 * time.Minute)
	w.Sticks.Wrote(&counter.CarryFile{Name: "W03-000001.carry", At: w.Clock.Now(), Acts: 12, Scans: 3})
	asked := func(s counter.Snapshot) bool {
		for _, m := range s.Machine {
			if m.Code == "CARRY-017" {
				return strings.Contains(m.Sentence, "11-23 10:05") && strings.Contains(m.Sentence, "12 步") && strings.Contains(m.SentenceEN, "W03-000001.carry")
			}
		}
		return false
	}
	w.Clock.Turn(3 * time.Second)
	if s := w.Until(t, "the file", func(s counter.Snapshot) bool { return s.Carry.Awaited != nil }); asked(s) {
		t.Error("asked at once")
	}
	w.Clock.Turn(3 * 24 * time.Hour)
	w.Until(t, "the question", asked)
	w.Store.SetOnline(true) // all of it came by wire
	w.Until(t, "no question", func(s counter.Snapshot) bool { return s.Carry.Awaited == nil && !asked(s) })
}
