package model

import (
	"fmt"
	"reflect"
	"time"

	"onewindow/internal/queue"
	"onewindow/sync/engine"
)

// hall is one hall node: a log, the machine over it, and kiosks and windows that send each command until it is answered.
type hall struct {
	w        *world
	log      []queue.Entry
	state    *queue.State
	snapshot []byte // of the state after so many entries; nil: the next start plays the whole log
	from     int
	up       bool
	wishes   int
	given    map[string]string // command id → number its screen showed
	asked    map[string]bool   // ids of issues that were sent
	issued   map[string]int    // number → how often it was given
	called   map[string]int    // number → to how many windows
}

const windows = 4

func newHall(w *world, wishes int) *hall {
	h := &hall{w: w, state: queue.New(), up: true, wishes: wishes, given: map[string]string{}, asked: map[string]bool{},
		issued: map[string]int{}, called: map[string]int{}}
	s := queue.Settings{Hall: "示例大厅", HallEN: "Sample hall", ZoneMinutes: 480, Categories: []queue.Category{{Code: "A", Name: "企业设立", NameEN: "Business"}, {Code: "C", Name: "社会事务", NameEN: "Social"}}}
	for n := range windows {
		s.Windows = append(s.Windows, queue.WindowSpec{No: n + 1, Categories: []string{"A", "C"}})
	}
	h.apply(queue.Command{ID: w.newID(), Kind: queue.Configure, Terminal: "hall", Settings: &s})
	h.apply(queue.Command{ID: w.newID(), Kind: queue.OpenDay, Terminal: "hall", Day: "2026-11-23", DayKey: []byte("0123456789abcdef")})
	for n := range windows {
		h.apply(queue.Command{ID: w.newID(), Kind: queue.OpenWindow, Terminal: windowName(n + 1), Operator: "0312", Window: n + 1})
		w.after(w.upTo(time.Minute), func() { h.serve(n + 1) })
	}
	for k := range 2 {
		w.after(w.upTo(time.Minute), func() { h.issue(fmt.Sprintf("K%02d", k+1)) })
	}
	w.sometimes(time.Hour, h.kill)
	return h
}

func windowName(n int) string { return fmt.Sprintf("W%02d", n) }

// apply appends a command to the log and takes it, and counts what the hall is told of it.
func (h *hall) apply(c queue.Command) queue.Answer {
	e := queue.Entry{Index: uint64(len(h.log) + 1), At: queue.Instant(h.w.time().UnixMilli()), Command: c}
	h.log = append(h.log, e)
	a, events := h.state.Step(e)
	for _, ev := range events {
		switch ev.Kind {
		case queue.Issue:
			h.issued[ev.Ticket.Number]++
		case queue.CallNext:
			h.called[ev.Ticket.Number]++
		}
	}
	return a
}

// kill ends the node; what it knew is its snapshot and its log.
func (h *hall) kill() {
	h.w.report.Fault("hall node killed")
	h.up = false
	h.w.after(h.w.upTo(2*time.Minute), h.start)
}

func (h *hall) start() {
	if h.up {
		return
	}
	h.up = true
	h.w.report.Recoveries++
	h.comeBack()
	h.snapshot = nil
	if h.w.one(2) {
		h.snapshot, _ = h.state.Snapshot() // a plain value
		h.from = len(h.log)
	}
}

// comeBack makes the state anew from what a node keeps, which must be the state it had.
func (h *hall) comeBack() {
	before := h.state
	h.state = queue.New()
	if h.snapshot == nil {
		h.from = 0
	} else if s, err := queue.Restore(h.snapshot); err == nil {
		h.state = s
	}
	for _, e := range h.log[h.from:] {
		h.state.Apply(e)
	}
	if !reflect.DeepEqual(before, h.state) {
		h.w.report.Breach(&h.w.report.Lost, "the hall node came back another")
	}
}

// ask sends a command until an answer comes, then goes on.
func (h *hall) ask(c queue.Command, then func(queue.Answer)) {
	var got *queue.Answer
	h.w.exchange(func() bool {
		if !h.up {
			return false
		}
		a := h.apply(c)
		if got == nil {
			got = &a
		}
		return true
	}, func(fail *engine.Failure) {
		if fail != nil || got == nil {
			h.w.after(h.w.upTo(5*time.Second), func() { h.ask(c, then) })
			return
		}
		then(*got)
	})
}

// issue takes numbers at a kiosk, one after another.
func (h *hall) issue(kiosk string) {
	if h.wishes <= 0 {
		return
	}
	h.wishes--
	category := "A"
	if h.w.one(2) {
		category = "C"
	}
	c := queue.Command{ID: h.w.newID(), Kind: queue.Issue, Terminal: kiosk, Category: category, Token: "t"}
	h.asked[c.ID] = true
	h.ask(c, func(a queue.Answer) {
		if a.Ticket != nil {
			h.given[c.ID] = a.Ticket.Number
		}
		h.w.after(h.w.upTo(20*time.Second), func() { h.issue(kiosk) })
	})
}

// serve calls, starts and finishes at a window, one number after another.
func (h *hall) serve(n int) {
	command := func(k queue.Kind) queue.Command {
		return queue.Command{ID: h.w.newID(), Kind: k, Terminal: windowName(n), Operator: "0312", Window: n}
	}
	h.ask(command(queue.CallNext), func(a queue.Answer) {
		if a.Refusal != nil {
			if h.wishes > 0 {
				h.w.after(h.w.upTo(30*time.Second), func() { h.serve(n) })
			}
			return
		}
		h.ask(command(queue.Start), func(queue.Answer) {
			h.w.after(h.w.upTo(2*time.Minute), func() {
				h.ask(command(queue.Finish), func(queue.Answer) { h.serve(n) })
			})
		})
	})
}

// judge looks at what every step told: each number is given once and called to one window, and what a screen showed is
// what the hall gave, and still has when it comes back.
func (h *hall) judge() {
	r := h.w.report
	h.comeBack()
	numbers := 0
	for number, n := range h.issued {
		numbers += n
		if n > 1 || h.called[number] > 1 {
			r.Breach(&r.Doubled, "number %s was given %d times and called to %d windows", number, n, h.called[number])
		}
	}
	if numbers > len(h.asked) {
		r.Breach(&r.Doubled, "%d numbers for %d wishes", numbers, len(h.asked))
	}
	for _, number := range h.given {
		if h.issued[number] == 0 {
			r.Breach(&r.Lost, "number %s was shown, but the hall does not hold it", number)
		}
	}
	r.Operations += len(h.given)
}
