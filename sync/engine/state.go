package engine

import (
	"math"
	"slices"
	"sort"
	"time"

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
)

// State is everything the machine knows. It is a value: Step never changes the one it was given.
type State struct {
	Ops   []*outbox.Op   // by order; what they point to is never changed: a step puts another in its place
	Files []*outbox.File // by order; likewise
	Line  outbox.Line

	Sending   []string  // operations in flight
	SentAt    time.Time // since when
	Uploading []string  // digests in flight
	Struck    []string  // those of them that were in flight when the line failed: no other joins them

	Online bool
	Since  time.Time // since when Online is what it is
	Fails  int       // in a row

	NotBefore time.Time            // own patience after failures of the line; over as soon as the platform is heard
	Sick      time.Time            // own patience with a platform in trouble
	Asked     time.Time            // the platform's Retry-After; nobody overrules it
	Wait      map[string]time.Time // lane or digest → not before
	Again     map[string]int       // lane or digest → how often in a row it was told to come again
	Search    int                  // the platform refused a whole batch: offer at most so many until the bad one is found; 0 = as many as go
	Load      Load                 // what one request carries
	Urgent    map[string]Urgent    // lanes somebody waits for at the window
	FeedFails int                  // of the feed alone, in a row
	FeedSick  time.Time            // the feed is not asked before
	Reoffer   bool                 // a new epoch: the feed waits until all was offered again

	still halts // of Ops, as they are
}

// mostFiles may be in flight at a time: while the last answers to one are awaited the line carries the next.
const mostFiles = 4

// Begin makes the first state from what the outbox holds.
func Begin(ops []outbox.Op, files []outbox.File, line outbox.Line, now time.Time) State {
	s := State{Ops: pointers(slices.Clone(ops)), Files: pointers(slices.Clone(files)), Line: line, Since: now,
		Wait: map[string]time.Time{}, Again: map[string]int{}, Urgent: map[string]Urgent{}}
	s.order()
	s.still = s.halts()
	return s
}

func pointers[T any](all []T) []*T {
	at := make([]*T, len(all))
	for i := range all {
		at[i] = &all[i]
	}
	return at
}

func (s *State) order() {
	slices.SortFunc(s.Ops, func(a, b *outbox.Op) int { return compare(a.Order, b.Order) })
	slices.SortFunc(s.Files, func(a, b *outbox.File) int { return compare(a.Order, b.Order) })
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

// opAt finds an operation by its place in the outbox.
func (s *State) opAt(order uint64, id string) *outbox.Op {
	i := sort.Search(len(s.Ops), func(i int) bool { return s.Ops[i].Order >= order })
	if i == len(s.Ops) || s.Ops[i].Order != order || s.Ops[i].ID != id {
		return nil
	}
	return s.Ops[i]
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
	p := Plan{}
	if at := s.patience(); at.After(now) {
		p.Wake = at
		return p
	}
	if s.half() { // one probe, and nothing beside it
		s.probe(now, &p)
		return p
	}
	if p.Feed = !s.Reoffer && !s.FeedSick.After(now); !p.Feed && !s.Reoffer {
		p.wake(s.FeedSick)
	}
	interactive := s.Interactive(now)
	if len(s.Sending) == 0 {
		s.batch(now, s.Load.ops(), interactive, &p)
	}
	if len(s.Uploading) < mostFiles && len(s.Struck) == 0 && !interactive {
		s.nextFile(now, &p)
	}
	return p
}

// patience is until when the platform is left alone.
func (s State) patience() time.Time { return latest(latest(s.NotBefore, s.Sick), s.Asked) }

// Waiting counts the operations that the platform has not answered for good.
func (s State) Waiting() (n int) {
	for _, op := range s.Ops {
		if op.State == outbox.Waiting {
			n++
		}
	}
	return n
}

// batch gathers waiting operations: those somebody waits for, or else lane after lane by the age of their oldest, each
// lane's in order.
func (s *State) batch(now time.Time, limit int, interactive bool, p *Plan) {
	if s.Search > 0 {
		limit = min(limit, s.Search)
	}
	for _, urgent := range []bool{true, false} {
		if urgent && !interactive {
			continue
		}
		may := func(op *outbox.Op) bool { return !urgent || s.urgent(op.Lane, now) }
		s.fill(s.lanes(now, limit, may, p), limit, p)
		if len(p.Ops) > 0 {
			return
		}
	}
}

// Following gives what would go next if all that is on its way were taken, so that it can be read meanwhile. It is a guess:
// Next decides.
func (s State) Following(now time.Time) []outbox.Op {
	sending := make(map[string]bool, len(s.Sending))
	for _, id := range s.Sending {
		sending[id] = true
	}
	var p Plan
	limit := s.Load.ops()
	s.fill(s.lanes(now, limit, func(op *outbox.Op) bool { return !sending[op.ID] }, &p), limit, &p)
	return p.Ops
}

// fill takes from the lanes what one request carries; a single operation goes whatever its size.
func (s *State) fill(lanes [][]*outbox.Op, limit int, p *Plan) {
	bytes := 0
	for _, lane := range lanes {
		for _, op := range lane {
			if len(p.Ops) == limit || bytes > 0 && bytes+op.Size > s.Load.bytes() {
				return
			}
			bytes += op.Size
			p.Ops = append(p.Ops, *op)
		}
	}
}

// lanes gives the waiting operations that may go, in order of place, of the first so many lanes that need not be patient,
// each up to the first that halts it. (After a restored platform an earlier operation may have to go again before one that halted.)
// The outbox may hold many days' work: it is walked, never sorted as a whole.
func (s *State) lanes(now time.Time, limit int, may func(*outbox.Op) bool, p *Plan) [][]*outbox.Op {
	const notNow = -1
	number := map[string]int{} // lane → its number among those found
	var found [][]*outbox.Op
	for _, op := range s.Ops {
		if op.State != outbox.Waiting || s.beyond(op) || s.still.before(op) || !may(op) {
			continue
		}
		i, known := number[op.Lane]
		if !known {
			if len(found) == limit {
				continue
			}
			if at := s.Wait[op.Lane]; at.After(now) {
				i = notNow
				p.wake(at)
			} else {
				i, found = len(found), append(found, nil)
			}
			number[op.Lane] = i
		}
		if i != notNow {
			found[i] = append(found[i], op)
		}
	}
	for _, lane := range found {
		slices.SortFunc(lane, func(a, b *outbox.Op) int { return compare(a.Seq, b.Seq) })
	}
	return found
}

// beyond reports whether the platform must be updated before it can read the operation.
func (s *State) beyond(op *outbox.Op) bool { return s.Line.Schemas.Older(op.Schema) }

// Beyond gives the ids of the waiting operations that wait for the platform's update.
func (s State) Beyond() (ids []string) {
	for _, op := range s.Ops {
		if op.State == outbox.Waiting && s.beyond(op) {
			ids = append(ids, op.ID)
		}
	}
	return ids
}

// halts says where lanes stand still: lane → place of the first operation that halts it, or that the platform cannot read
// yet. Where nothing waits it may say nothing, and where nothing halts goesOn.
type halts map[string]uint64

const goesOn = math.MaxUint64

// halts goes by the lanes of what waits or of what halts, whichever are fewer: a day without a line leaves thousands of the
// one, a restored platform hundreds of the other.
func (s *State) halts() halts {
	waiting, halting := 0, 0
	for _, op := range s.Ops {
		if s.halting(op) {
			halting++
		} else if op.State == outbox.Waiting {
			waiting++
		}
	}
	if waiting == 0 || halting == 0 {
		return nil
	}
	h := halts{}
	for _, op := range s.Ops {
		if waiting < halting && op.State == outbox.Waiting {
			h[op.Lane] = goesOn
		}
	}
	for _, op := range s.Ops {
		if s.halting(op) {
			if at, ok := h[op.Lane]; ok && op.Seq < at || !ok && waiting >= halting {
				h[op.Lane] = op.Seq
			}
		}
	}
	return h
}

// halting reports whether nothing behind the operation may go.
func (s *State) halting(op *outbox.Op) bool {
	return op.State.Halts() || op.State == outbox.Waiting && s.beyond(op)
}

// before reports whether the operation's lane halts before its place.
func (h halts) before(op *outbox.Op) bool {
	at, ok := h[op.Lane]
	return ok && op.Seq > at
}

// nextFile finds the oldest file that is not in flight and whose operation is at the platform.
func (s *State) nextFile(now time.Time, p *Plan) {
	for _, f := range s.Files {
		if f.State != outbox.Waiting || slices.Contains(s.Uploading, f.Digest) || !s.follows(f) {
			continue
		}
		if at := s.Wait[f.Digest]; at.After(now) {
			p.wake(at)
			continue
		}
		file := *f
		p.File = &file
		return
	}
}

// follows reports whether the file's operation is at the platform.
func (s *State) follows(f *outbox.File) bool {
	op := s.opAt(f.Order, f.Op)
	return op == nil || op.State == outbox.Accepted
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
