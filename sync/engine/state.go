// Package engine is the pure machine between the outbox and the platform: what to send next, what an answer means, when to
// try again. State, input and time go in; state and what must be remembered come out. It does no I/O, reads no clock and
// throws no dice; all three are handed in. The package below it (runner) does what the machine says.
//
// It promises: within a lane operations are offered in order and nothing passes a halted one; lanes do not wait for each
// other; nothing is forgotten before the platform's own backup holds it; and after a restored platform (a new epoch)
// everything not forgotten is offered again before the feed starts anew.
package engine

import (
	"maps"
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/sync/outbox"
)

// Settings of the machine.
type Settings struct {
	Base    time.Duration  // first wait after a failure; default 1 s
	MaxWait time.Duration  // longest wait; default 5 min
	Random  func() float64 // [0,1), for full jitter
}

const (
	defaultBase    = time.Second
	defaultMaxWait = 5 * time.Minute
	maxBatchBytes  = 4 << 20
)

// State is everything the machine knows. It is a value: Step never changes the one it was given.
type State struct {
	Ops   []outbox.Op   // by order
	Files []outbox.File // by order
	Line  outbox.Line

	Sending   []string // operations in flight
	Uploading string   // digest in flight

	Online bool
	Since  time.Time // since when Online is what it is
	Fails  int       // in a row

	NotBefore time.Time            // own patience after failures of the line; over as soon as the platform is heard
	Sick      time.Time            // own patience with a platform in trouble
	Asked     time.Time            // the platform's Retry-After; nobody overrules it
	Wait      map[string]time.Time // lane or digest → not before
	One       bool                 // the platform refused a whole batch: find the bad one
	Reoffer   bool                 // a new epoch: the feed waits until all was offered again
}

// Begin makes the first state from what the outbox holds.
func Begin(ops []outbox.Op, files []outbox.File, line outbox.Line, now time.Time) State {
	s := State{Ops: slices.Clone(ops), Files: slices.Clone(files), Line: line, Since: now, Wait: map[string]time.Time{}}
	s.order()
	return s
}

func (s *State) order() {
	slices.SortFunc(s.Ops, func(a, b outbox.Op) int { return compare(a.Order, b.Order) })
	slices.SortFunc(s.Files, func(a, b outbox.File) int { return compare(a.Order, b.Order) })
}

func compare(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (s State) clone() State {
	s.Ops, s.Files, s.Sending, s.Wait = slices.Clone(s.Ops), slices.Clone(s.Files), slices.Clone(s.Sending), maps.Clone(s.Wait)
	return s
}

func (s *State) op(id string) *outbox.Op {
	for i := range s.Ops {
		if s.Ops[i].ID == id {
			return &s.Ops[i]
		}
	}
	return nil
}

func (s *State) file(digest string) *outbox.File {
	for i := range s.Files {
		if s.Files[i].Digest == digest {
			return &s.Files[i]
		}
	}
	return nil
}

// Plan is what to do now.
type Plan struct {
	Ops  []outbox.Op  // offer these in one request; empty = none
	File *outbox.File // bring this file
	Feed bool         // the feed may be asked
	Wake time.Time    // look again then, if nothing happens before; zero = only when something happens
}

// Next says what to do now.
func (s State) Next(now time.Time) Plan {
	p := Plan{Feed: !s.Reoffer}
	if line := latest(latest(s.NotBefore, s.Sick), s.Asked); line.After(now) {
		p.Wake = line
		return p
	}
	if len(s.Sending) == 0 {
		s.batch(now, &p)
	}
	if s.Uploading == "" {
		s.nextFile(now, &p)
	}
	return p
}

// batch gathers waiting operations, lane after lane by the age of their oldest, each lane's in order.
func (s State) batch(now time.Time, p *Plan) {
	limit, bytes := api.MaxOps, 0
	if s.One {
		limit = 1
	}
	for _, lane := range s.lanes() {
		if at := s.Wait[lane[0].Lane]; at.After(now) {
			p.wake(at)
			continue
		}
		for _, op := range lane {
			if len(p.Ops) == limit || bytes > 0 && bytes+op.Size > maxBatchBytes {
				return
			}
			bytes += op.Size
			p.Ops = append(p.Ops, op)
		}
	}
}

// lanes gives the waiting operations of each lane up to the first that halts it, in order of place. After a restored
// platform an earlier operation may have to go again before one that halted.
func (s State) lanes() [][]outbox.Op {
	halt := map[string]uint64{}
	for _, op := range s.Ops {
		if at, ok := halt[op.Lane]; op.State.Halts() && (!ok || op.Seq < at) {
			halt[op.Lane] = op.Seq
		}
	}
	index := map[string]int{}
	var out [][]outbox.Op
	for _, op := range s.Ops {
		at, halted := halt[op.Lane]
		if op.State != outbox.Waiting || halted && op.Seq > at {
			continue
		}
		i, known := index[op.Lane]
		if !known {
			i = len(out)
			index[op.Lane], out = i, append(out, nil)
		}
		out[i] = append(out[i], op)
	}
	for _, lane := range out {
		slices.SortFunc(lane, func(a, b outbox.Op) int { return compare(a.Seq, b.Seq) })
	}
	return out
}

// nextFile finds the oldest file whose operation is at the platform.
func (s State) nextFile(now time.Time, p *Plan) {
	for _, f := range s.Files {
		if op := s.op(f.Op); f.State != outbox.Waiting || op != nil && op.State != outbox.Accepted {
			continue
		}
		if at := s.Wait[f.Digest]; at.After(now) {
			p.wake(at)
			continue
		}
		p.File = &f
		return
	}
}

func (p *Plan) wake(at time.Time) {
	if p.Wake.IsZero() || at.Before(p.Wake) {
		p.Wake = at
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
