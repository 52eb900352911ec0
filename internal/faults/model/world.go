package model

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"time"

	"onewindow/internal/faults"
)

// Params of a run.
type Params struct {
	Seed uint64
	Ops  int // acts confirmed at the counters; the hall takes half as many commands
}

// begin is the first moment of every run.
var begin = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// Sizes of a run.
const (
	counters = 3
	quiet    = 4 * time.Hour // without faults, at the end, for everything to arrive
)

// world is one run.
type world struct {
	rnd    *rand.Rand
	report *faults.Report
	now    time.Duration // true time since begin
	turn   int
	todo   schedule
	ids    int

	platform  *platform
	terminals []*terminal
	hall      *hall
	healed    bool // no more faults
	rested    bool // nobody presses a key any more
	acts      int  // still to be made
}

// Run plays one run to its end and judges it.
func Run(p Params) *faults.Report {
	w := &world{rnd: rand.New(rand.NewPCG(p.Seed, 0x0e0d)), report: faults.New(faults.Model, p.Seed), acts: p.Ops}
	w.platform = newPlatform(w)
	for i := range counters {
		w.terminals = append(w.terminals, newTerminal(w, fmt.Sprintf("W%02d", i+1)))
	}
	w.hall = newHall(w, p.Ops/2)
	w.every(10*time.Minute, w.platform.backup)
	w.sometimes(time.Hour, w.platform.restore)
	w.sometimes(30*time.Minute, w.platform.away)
	w.sometimes(4*time.Hour, w.platform.noBackup)
	if w.one(4) {
		w.platform.noBackup()
	}
	w.every(time.Minute, w.platform.decide)
	for w.acts > 0 || w.hall.wishes > 0 {
		w.step()
	}
	w.heal()
	for end := w.now + quiet; w.now < end; {
		w.rested = w.now > end-quiet/3
		w.step()
	}
	w.judge()
	w.report.Played = w.now
	return w.report
}

// heal ends all faults; people look at what halted.
func (w *world) heal() {
	w.healed = true
	w.platform.reachable = true
	for _, t := range w.terminals {
		t.start()
	}
	w.hall.start()
}

// time is the true time.
func (w *world) time() time.Time { return begin.Add(w.now) }

func (w *world) newID() string {
	w.ids++
	ms := w.time().UnixMilli()
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", ms>>16, ms&0xffff, w.ids)
}

// one is true once in n times.
func (w *world) one(n int) bool { return w.rnd.IntN(n) == 0 }

// upTo is any time up to d.
func (w *world) upTo(d time.Duration) time.Duration { return time.Duration(w.rnd.Int64N(int64(d) + 1)) }

// after does something later.
func (w *world) after(d time.Duration, do func()) {
	w.turn++
	heap.Push(&w.todo, event{w.now + d, w.turn, do})
}

// every does something again and again, to the end.
func (w *world) every(d time.Duration, do func()) {
	w.after(w.upTo(2*d), func() { do(); w.every(d, do) })
}

// sometimes does something again and again until the world is healed.
func (w *world) sometimes(d time.Duration, do func()) {
	w.after(w.upTo(2*d), func() {
		if !w.healed {
			do()
			w.sometimes(d, do)
		}
	})
}

func (w *world) step() {
	e := heap.Pop(&w.todo).(event)
	w.now = e.at
	e.do()
}

// event is something that will happen; those of one moment in the order they were thought of.
type event struct {
	at   time.Duration
	turn int
	do   func()
}

type schedule []event

func (s schedule) Len() int { return len(s) }
func (s schedule) Less(i, j int) bool {
	return s[i].at < s[j].at || s[i].at == s[j].at && s[i].turn < s[j].turn
}
func (s schedule) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s *schedule) Push(x any)   { *s = append(*s, x.(event)) }
func (s *schedule) Pop() any {
	old := *s
	e := old[len(old)-1]
	*s = old[:len(old)-1]
	return e
}
