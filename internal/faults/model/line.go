package model

import (
	"time"

	"onewindow/sync/engine"
)

// The line's own limits.
const (
	timeLimit = 45 * time.Second // when a terminal gives an answer up
	latest    = 10 * time.Minute // how late a lost request may still arrive
)

// fault is what the line does to one exchange.
type fault struct {
	kind    string
	arrives int            // how often the request comes in
	late    bool           // not before the terminal gave up
	answer  bool           // the answer comes back whole
	silent  bool           // the terminal hears nothing until its own limit
	slow    bool           // the answer takes its time
	fail    engine.Failure // what the terminal makes of it
}

// faultsOfTheLine are drawn with equal chances when something goes wrong at all.
var faultsOfTheLine = []fault{
	{kind: "request lost"},
	{kind: "request lost, silently", silent: true},
	{kind: "reply lost after commit", arrives: 1},
	{kind: "half-open line", arrives: 1, silent: true},
	{kind: "request doubled", arrives: 2, answer: true},
	{kind: "request arrives after it was given up", arrives: 1, late: true, silent: true},
	{kind: "request arrives late, twice", arrives: 2, late: true, silent: true},
	{kind: "answer slow", arrives: 1, answer: true, slow: true},
	{kind: "body cut", arrives: 1},
	{kind: "500 before commit", fail: engine.Failure{Sick: true}},
	{kind: "500 after commit", arrives: 1, fail: engine.Failure{Sick: true}},
	{kind: "429", fail: engine.Failure{Sick: true}},
	{kind: "429 with Retry-After", fail: engine.Failure{Sick: true, RetryAfter: 2 * time.Minute}},
	{kind: "wrong page with 200"},
}

// LineFaults names what the line may do wrong.
func LineFaults() (kinds []string) {
	for _, f := range faultsOfTheLine {
		kinds = append(kinds, f.kind)
	}
	return kinds
}

// exchange carries one request. serve is what the receiver does when it arrives, and gives whether it could answer;
// done is called once at the sender, with nil for a whole answer. Both are given up when their side's life ended.
func (w *world) exchange(serve func() bool, done func(*engine.Failure)) {
	f := fault{kind: "", arrives: 1, answer: true}
	if !w.healed && w.one(3) {
		f = faultsOfTheLine[w.rnd.IntN(len(faultsOfTheLine))]
		w.report.Fault(f.kind)
	}
	way := w.upTo(200 * time.Millisecond)
	for i := range f.arrives {
		at := way
		if f.late || i > 0 {
			at += w.upTo(latest)
		}
		first := i == 0 && f.answer
		w.after(at, func() {
			ok := serve()
			if !first {
				return
			}
			back := w.upTo(200 * time.Millisecond)
			if f.slow {
				back = w.upTo(timeLimit)
				w.restoreMeanwhile(back)
			}
			w.after(back, func() {
				if ok {
					done(nil)
				} else {
					done(&engine.Failure{})
				}
			})
		})
	}
	if f.answer {
		return
	}
	wait := way * 2
	if f.silent {
		wait = timeLimit
	}
	w.after(wait, func() { done(&f.fail) })
}

// restoreMeanwhile lets the platform be restored now and then while an answer is under way: it tells of a book that is lost.
func (w *world) restoreMeanwhile(back time.Duration) {
	if w.healed || !w.one(6) {
		return
	}
	w.after(w.upTo(back), func() {
		if !w.healed {
			w.platform.restore()
		}
	})
}
