package queue

import (
	"reflect"
	"testing"
	"time"
)

func TestACommandThatComesTwiceIsActedOnOnce(t *testing.T) {
	h := newHall(t)
	c := Command{ID: id(h.now, 50), Kind: Issue, Category: "A", Token: "first"}
	first := h.do(c)
	h.pass(time.Hour)
	c.Token = "another leader's"
	if again := h.do(c); !reflect.DeepEqual(first, again) {
		t.Errorf("second answer %+v differs from first %+v", again, first)
	}
	if n := len(h.s.d.Tickets); n != 1 {
		t.Errorf("%d tickets were issued", n)
	}
	c.Category = "C"
	h.refused(c, CodeReusedID)
}

func TestARefusalIsRememberedToo(t *testing.T) {
	h := newHall(t)
	h.open(1)
	c := Command{ID: id(h.now, 50), Kind: CallNext, Window: 1}
	h.refused(c, CodeNobodyWaits)
	h.issue("A", "")
	h.refused(c, CodeNobodyWaits)
	h.call(1)
}

func TestAfterTwoDaysACommandIsTooOld(t *testing.T) {
	h := newHall(t)
	c := Command{ID: id(h.now, 50), Kind: Issue, Category: "A"}
	h.must(c)
	h.pass(49 * time.Hour)
	h.refused(c, CodeTooOld)
	h.refused(Command{ID: id(h.now-Instant(50*time.Hour/time.Millisecond), 1), Kind: CloseDay}, CodeTooOld)
	h.must(Command{Kind: OpenDay})
	h.must(Command{ID: c.ID, Terminal: "another", Kind: Issue, Category: "A"})
}

func TestAClockThatOnceRanAheadDoesNotSilenceATerminal(t *testing.T) {
	h := newHall(t)
	h.must(Command{ID: id(h.now+365*dayMillis, 50), Kind: Issue, Category: "A"})
	h.pass(49 * time.Hour)
	h.must(Command{Kind: OpenDay})
	h.must(Command{Kind: Issue, Category: "A"})
}

func TestACommandOutOfFormIsRefused(t *testing.T) {
	for name, c := range map[string]Command{
		"no kind":           {Kind: ""},
		"an unknown kind":   {Kind: "ticket.steal"},
		"an unknown class":  {Kind: Issue, Class: "king"},
		"an unknown paper":  {Kind: Paper, Paper: "gold"},
		"no operator":       {Kind: OpenWindow, Window: 1},
		"no settings":       {Kind: Configure},
		"an endless reason": {Kind: Pause, Window: 1, Reason: string(make([]byte, 1000))},
	} {
		t.Run(name, func(t *testing.T) { newHall(t).refused(c, CodeMalformed) })
	}
}
