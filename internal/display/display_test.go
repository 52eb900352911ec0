package display

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/internal/queue"
)

var morning = time.Date(2026, 11, 23, 10, 17, 0, 0, time.UTC)

// hall is a small hall by hand: it calls tickets and tells its board.
type hall struct {
	board queue.Board
	index uint64
}

func newHall() *hall {
	return &hall{board: queue.Board{Hall: "福州市政务服务大厅", Day: "2026-11-23", Open: true}}
}

func (h *hall) view(now time.Time) api.HallView {
	b := h.board
	b.Calls = append([]queue.BoardCall(nil), b.Calls...)
	return api.HallView{Board: b, Index: h.index, Heard: now, Connected: true}
}

func (h *hall) call(number string, window int, now time.Time) {
	c := queue.BoardCall{Number: number, Ticket: "20261123-" + number, Window: window, Category: number[:1], At: queue.Instant(now.UnixMilli()), Times: 1, State: queue.Calling}
	for i, old := range h.board.Calls {
		if old.Number == number {
			c.Times = old.Times + 1
			h.board.Calls = append(h.board.Calls[:i], h.board.Calls[i+1:]...)
			break
		}
	}
	h.board.Calls = append([]queue.BoardCall{c}, h.board.Calls...)
	if len(h.board.Calls) > 12 {
		h.board.Calls = h.board.Calls[:12]
	}
	h.index++
	h.board.At = queue.Instant(now.UnixMilli())
}

func (h *hall) state(number string, s queue.TicketState) {
	for i := range h.board.Calls {
		if h.board.Calls[i].Number == number {
			h.board.Calls[i].State = s
		}
	}
	h.index++
}

// screen is a machine with a clock one can turn.
type screen struct {
	machine
	now time.Time
}

func (s *screen) hear(h *hall) Snapshot { s.apply(h.view(s.now), s.now); return s.look() }
func (s *screen) look() Snapshot        { s.advance(s.now); return s.snapshot(s.now) }
func (s *screen) wait(d time.Duration)  { s.now = s.now.Add(d) }

// open is a screen that has heard an open hall without calls.
func open() (*screen, *hall) {
	s, h := &screen{now: morning}, newHall()
	s.hear(h)
	return s, h
}

func top(s Snapshot) string {
	if s.Newest == nil {
		return ""
	}
	return s.Newest.Number
}

func TestACallIsOnTopAtOnce(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	got := s.hear(h)
	if top(got) != "A018" || !got.Announcing || got.Seq != 1 || got.Newest.Window != 3 {
		t.Errorf("after the call: %q announcing %v seq %d", top(got), got.Announcing, got.Seq)
	}
	s.wait(11 * time.Second)
	h.index++
	if got = s.hear(h); got.Announcing || top(got) != "A018" {
		t.Error("after ten seconds the call stays, still")
	}
}

func TestCallsThatComeTogetherAreAnnouncedOneAfterTheOther(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	h.call("B029", 14, s.now)
	got := s.hear(h)
	if top(got) != "A018" || got.Queued != 1 || len(got.Earlier) != 1 {
		t.Fatalf("first the one that was called first, the other in the list: %q, %d wait, %d below", top(got), got.Queued, len(got.Earlier))
	}
	s.wait(hold)
	got = s.look()
	if top(got) != "B029" || got.Queued != 0 || len(got.Earlier) != 1 || got.Earlier[0].Number != "A018" {
		t.Errorf("then the other, with the first below it: %q %v", top(got), got.Earlier)
	}
}

func TestASecondCallOfANumberIsAnnouncedAgainAndTheFirstDropped(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	h.call("B029", 14, s.now)
	s.hear(h)
	s.wait(time.Second)
	h.call("B029", 14, s.now) // again before its first turn
	got := s.hear(h)
	if got.Queued != 1 {
		t.Fatalf("B029 waits %d times", got.Queued)
	}
	s.wait(hold)
	if got = s.look(); top(got) != "B029" || got.Newest.Times != 2 || got.Seq != 2 {
		t.Errorf("announced %q, call %d, as number %d", top(got), got.Newest.Times, got.Seq)
	}
}

func TestAPassedNumberThatIsCalledBackIsAnnouncedAgain(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	s.hear(h)
	h.state("A018", queue.Passed)
	s.wait(5 * time.Minute)
	s.hear(h)
	s.wait(time.Second)
	h.call("A018", 3, s.now)
	h.board.Calls[0].Times = 1 // the hall counts from one again
	if got := s.hear(h); got.Seq != 2 || !got.Announcing {
		t.Errorf("announced %d times, announcing %v", got.Seq, got.Announcing)
	}
}

func TestTheCallOnTopCalledAgainStaysOnTop(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	h.call("B029", 14, s.now)
	s.hear(h)
	s.wait(time.Second)
	h.call("A018", 3, s.now)
	if got := s.hear(h); top(got) != "A018" || got.Newest.Times != 2 || got.Seq != 2 || got.Queued != 1 {
		t.Errorf("top %q call %d, announcement %d, %d wait", top(got), got.Newest.Times, got.Seq, got.Queued)
	}
}

func TestWhoIsServedAlreadyIsNotAnnounced(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	h.call("B029", 14, s.now)
	s.hear(h)
	h.state("B029", queue.Serving)
	if got := s.hear(h); got.Queued != 0 {
		t.Error("B029 is at its window and still waits to be announced")
	}
}

func TestACallKeepsItsTimeOnTopWhenTheBoardHasForgottenIt(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	s.hear(h)
	for i := range 20 { // the board lists twelve
		s.wait(100 * time.Millisecond)
		number := fmt.Sprintf("C%03d", i)
		h.call(number, 30, s.now)
		h.state(number, queue.Serving)
		if got := s.hear(h); top(got) != "A018" {
			t.Fatalf("after %d calls %q is on top", i+1, top(got))
		}
	}
	s.wait(hold)
	h.index++
	if got := s.hear(h); top(got) != "C019" {
		t.Errorf("after its time %q is on top", top(got))
	}
}

func TestAVoidNumberLeavesTheScreen(t *testing.T) {
	s, h := open()
	h.call("B029", 14, s.now)
	h.call("A018", 3, s.now)
	s.hear(h)
	h.state("B029", queue.Void)
	if got := s.hear(h); top(got) != "A018" || len(got.Earlier) != 0 {
		t.Errorf("on top %q, %d below", top(got), len(got.Earlier))
	}
	h.state("A018", queue.Void)
	if got := s.hear(h); got.Phase != Quiet || got.Newest != nil {
		t.Errorf("when all are void it shows %q in phase %v", top(got), got.Phase)
	}
}

func TestTheSameViewTwiceAnnouncesOnce(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	s.hear(h)
	s.wait(hold)
	if got := s.hear(h); got.Seq != 1 || got.Queued != 0 {
		t.Errorf("announced %d times, %d wait", got.Seq, got.Queued)
	}
}

func TestAScreenThatStartsShowsTheNewestCallWithoutAnnouncingIt(t *testing.T) {
	h := newHall()
	h.call("A017", 5, morning.Add(-9*time.Minute))
	h.call("A018", 3, morning.Add(-time.Minute))
	s := &screen{now: morning}
	if got := s.hear(h); top(got) != "A018" || got.Announcing || got.Seq != 0 || len(got.Earlier) != 1 {
		t.Errorf("it shows %q announcing %v", top(got), got.Announcing)
	}
}

func TestAfterASilenceOldCallsAreNotAnnouncedButAFreshOneIs(t *testing.T) {
	s, h := open()
	s.wait(4 * time.Minute)
	if got := s.look(); !got.Stale || got.Age != 4*time.Minute || !got.Heard.Equal(morning) {
		t.Fatalf("stale %v, age %v since %v", got.Stale, got.Age, got.Heard)
	}
	h.call("A018", 3, s.now.Add(-2*time.Minute))
	h.call("B029", 14, s.now.Add(-2*time.Second))
	got := s.hear(h)
	if got.Stale || got.Seq != 1 || top(got) != "B029" || len(got.Earlier) != 1 {
		t.Errorf("back: stale %v, announced %d, top %q", got.Stale, got.Seq, top(got))
	}
}

func TestTwelveSecondsOfSilenceAreStillFresh(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	s.hear(h)
	s.wait(Silence)
	if s.look().Stale {
		t.Error("12 s are allowed")
	}
	s.wait(time.Millisecond)
	got := s.look()
	if !got.Stale || got.Announcing || top(got) != "A018" {
		t.Errorf("silent: stale %v, announcing %v, top %q", got.Stale, got.Announcing, top(got))
	}
}

func TestABrokenLineIsSaidAfterTwoSecondsAndForgottenWhenItHolds(t *testing.T) {
	s, h := open()
	away := h.view(s.now)
	away.Connected = false
	s.wait(time.Second)
	s.apply(away, s.now)
	s.wait(Broken - time.Millisecond)
	if s.look().Stale {
		t.Error("a node that hands over to another was called silent")
	}
	s.wait(time.Millisecond)
	if got := s.look(); !got.Stale || got.Age != 3*time.Second {
		t.Errorf("broken: stale %v, age %v", got.Stale, got.Age)
	}
	s.apply(away, s.now) // told again: it is not broken any later
	if !s.look().Stale {
		t.Error("the same word twice took the trouble away")
	}
	if s.hear(h).Stale {
		t.Error("the line holds and the screen is still called old")
	}
}

func TestTheScreenIsNeverBlank(t *testing.T) {
	s := &screen{now: morning}
	if got := s.look(); got.Phase != Searching || !got.Stale {
		t.Errorf("before the hall is heard: %+v", got)
	}
	h := newHall()
	h.board.Open, h.board.Day = false, ""
	if got := s.hear(h); got.Phase != Closed {
		t.Errorf("before the day is opened: %v", got.Phase)
	}
	h.board.Open, h.board.Day = true, "2026-11-23"
	if got := s.hear(h); got.Phase != Quiet {
		t.Errorf("open without calls: %v", got.Phase)
	}
}

func TestWhenTheDayIsClosedNobodyIsSentToAWindowAnyMore(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	s.hear(h)
	h.state("A018", queue.Serving)
	h.board.Open = false
	if got := s.hear(h); got.Phase != Calls || top(got) != "A018" {
		t.Errorf("somebody is still served: %v, %q", got.Phase, top(got))
	}
	h.state("A018", queue.Done)
	if got := s.hear(h); got.Phase != Ended || got.Newest != nil || len(got.Earlier) != 1 {
		t.Errorf("all have gone: %v, %q, %d in the list", got.Phase, top(got), len(got.Earlier))
	}
}

func TestAViewFromANodeThatLagsChangesNothing(t *testing.T) {
	s, h := open()
	behind := h.view(s.now)
	h.call("A018", 3, s.now)
	s.hear(h)
	behind.Heard = s.now
	s.apply(behind, s.now)
	if got := s.look(); top(got) != "A018" {
		t.Error("a lagging node took the newest call off the screen")
	}
}

func TestANewDayBeginsWithAnEmptyList(t *testing.T) {
	s, h := open()
	h.call("A018", 3, s.now)
	s.hear(h)
	s.wait(22 * time.Hour)
	next := newHall()
	next.board.Day, next.board.At = "2026-11-24", queue.Instant(s.now.UnixMilli())
	if got := s.hear(next); got.Phase != Quiet || got.Newest != nil {
		t.Errorf("the new day shows %q", top(got))
	}
}

// Whatever the hall does: what is on top was called; nothing is announced twice; each keeps its time; every call of
// a hall that speaks comes up in the end; the list holds nobody twice.
func TestAnyDayOfCallsIsAnnouncedOnceEachInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, h := open()
		announced := map[string]bool{}
		lastSeq, lastAt, last := 0, s.now.Add(-time.Minute), ""
		check := func(got Snapshot) {
			if got.Seq < lastSeq || got.Seq > lastSeq+1 {
				t.Fatalf("announcements jumped from %d to %d", lastSeq, got.Seq)
			}
			if got.Seq == lastSeq+1 {
				k := fmt.Sprint(got.Newest.Number, got.Newest.At)
				if announced[k] {
					t.Fatalf("%s was announced twice", k)
				}
				announced[k] = true
				if s.now.Sub(lastAt) < crowded && got.Newest.Number != last {
					t.Fatalf("the one before %s had only %v", k, s.now.Sub(lastAt))
				}
				lastSeq, lastAt, last = got.Seq, s.now, got.Newest.Number
			}
			names := map[string]bool{}
			for _, c := range append(got.Earlier, *orEmpty(got.Newest)) {
				if names[c.Number] {
					t.Fatalf("%s stands twice", c.Number)
				}
				names[c.Number] = true
			}
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0, 1:
				s.wait(time.Millisecond) // the hall's stamps never stand still
				h.call(fmt.Sprintf("A%03d", rapid.IntRange(1, 20).Draw(t, "number")), rapid.IntRange(1, 9).Draw(t, "window"), s.now)
			case 2:
				h.state(fmt.Sprintf("A%03d", rapid.IntRange(1, 20).Draw(t, "served")), queue.Serving)
			case 3:
				s.wait(time.Duration(rapid.IntRange(0, 9000).Draw(t, "ms")) * time.Millisecond)
			}
			check(s.hear(h))
		}
		for s.look().Queued > 0 {
			s.wait(hold)
			check(s.hear(h))
		}
	})
}

func orEmpty(c *Call) *Call {
	if c == nil {
		return &Call{Number: "-"}
	}
	return c
}

// channel is a hall that says what a test puts in.
type channel chan api.HallView

func (c channel) Watch(context.Context) <-chan api.HallView { return c }

func TestTheModelTellsOfEveryChangeAndEverySecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		views := make(channel)
		m := New(Params{Hall: views, Now: time.Now, Name: "福州市政务服务大厅"})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- m.Run(ctx) }()
		<-m.Changed()
		if got := m.Snapshot(); got.Phase != Searching || got.Hall == "" {
			t.Errorf("at first: %+v", got)
		}
		h := newHall()
		views <- h.view(time.Now())
		h.call("A018", 3, time.Now())
		before := time.Now()
		views <- h.view(time.Now())
		<-m.Changed()
		synctest.Wait()
		if got := m.Snapshot(); top(got) != "A018" || time.Since(before) != 0 {
			t.Errorf("the call is on the screen after %v: %q", time.Since(before), top(got))
		}
		for range 14 {
			<-m.Changed()
		}
		if got := m.Snapshot(); !got.Stale {
			t.Errorf("after %v the silence is not said", got.Age)
		}
		close(views)
		<-m.Changed()
		cancel()
		if err := <-ended; err != context.Canceled {
			t.Errorf("Run ended with %v", err)
		}
	})
}
