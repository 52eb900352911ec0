package queue

import (
	"fmt"
	"testing"
	"time"
)

// hall drives a State the way a log does: rising indexes, a clock the test turns.
type hall struct {
	t   *testing.T
	s   *State
	now Instant
	n   int
}

func settings() Settings {
	return Settings{
		Hall: "测试大厅", HallEN: "Test hall", ZoneMinutes: 480,
		Categories: []Category{
			{Code: "A", Name: "企业设立", NameEN: "Company set-up", MeanServiceSec: 600},
			{Code: "C", Name: "社会事务", NameEN: "Social affairs", MeanServiceSec: 300},
		},
		Windows: []WindowSpec{{1, []string{"A"}}, {2, []string{"A", "C"}}, {3, []string{"C"}}},
	}
}

// morning is 09:00 in Fuzhou on 23 November 2026.
func morning() Instant {
	return Instant(time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC).UnixMilli())
}

func newHall(t *testing.T) *hall {
	h := &hall{t: t, s: New(), now: morning()}
	set := settings()
	h.must(Command{Kind: Configure, Settings: &set})
	h.must(Command{Kind: OpenDay, DayKey: []byte("key of the day")})
	return h
}

// do sends a command under a fresh id.
func (h *hall) do(c Command) Answer {
	h.t.Helper()
	h.n++
	if c.ID == "" {
		c.ID = id(h.now, h.n)
	}
	if c.Terminal == "" {
		c.Terminal = "T"
	}
	return h.s.Apply(Entry{Index: uint64(h.n), At: h.now, Command: c})
}

func (h *hall) must(c Command) Answer {
	h.t.Helper()
	a := h.do(c)
	if a.Refusal != nil {
		h.t.Fatalf("%s was refused: %v", c.Kind, a.Refusal)
	}
	return a
}

func (h *hall) refused(c Command, code string) *Refusal {
	h.t.Helper()
	a := h.do(c)
	if a.Refusal == nil || a.Refusal.Code != code {
		h.t.Fatalf("%s got %+v, want refusal %s", c.Kind, a.Refusal, code)
	}
	if a.Refusal.Sentence == "" || a.Refusal.SentenceEN == "" {
		h.t.Fatalf("refusal %s has no sentence", code)
	}
	return a.Refusal
}

func (h *hall) issue(category string, class Class) *Ticket {
	h.t.Helper()
	return h.must(Command{Kind: Issue, Category: category, Class: class, Token: "token"}).Ticket
}

func (h *hall) open(window int) {
	h.t.Helper()
	h.must(Command{Kind: OpenWindow, Window: window, Operator: "0312"})
}

func (h *hall) call(window int) string {
	h.t.Helper()
	return h.must(Command{Kind: CallNext, Window: window}).Ticket.Number
}

func (h *hall) pass(d time.Duration) { h.now += Instant(d.Milliseconds()) }

// id makes a UUIDv7 of a time and a number.
func id(at Instant, n int) string {
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", uint64(at)>>16, uint64(at)&0xffff, n)
}
