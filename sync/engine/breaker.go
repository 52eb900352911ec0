package engine

import (
	"time"

	"onewindow/sync/outbox"
)

// The breaker keeps a remote in trouble from being asked again and again. It is closed while requests are answered; after
// tripAfter failures in a row it opens: nothing goes for as long as the patience lasts. Then it is half open: one small
// request goes as a probe, and nothing beside it. Its answer closes the breaker; its failure opens it again, for longer.
// (A platform that cannot be reached at all is looked for with questions for its health; hearing it ends the patience.)

// BreakerState is closed, open or half-open.
type BreakerState string

// States of the breaker.
const (
	Closed   BreakerState = "closed"
	Open     BreakerState = "open"
	HalfOpen BreakerState = "half-open"
)

// Breaker is how the remote is treated now.
type Breaker struct {
	State BreakerState
	Fails int       // in a row
	Until time.Time // of an open one
	Asked bool      // the platform itself asked to be left alone until then
}

const tripAfter = 5

// Breaker tells how the platform is treated now.
func (s State) Breaker(now time.Time) Breaker {
	b := Breaker{State: Closed, Fails: s.Fails}
	switch until := s.patience(); {
	case s.Asked.After(now):
		b.State, b.Until, b.Asked = Open, until, true
	case until.After(now) && s.half():
		b.State, b.Until = Open, until
	case s.half():
		b.State = HalfOpen
	}
	return b
}

// half reports whether, once the patience is over, one probe goes before anything else.
func (s State) half() bool { return s.Fails >= tripAfter }

// Feed reports whether the feed may be asked now; wake is when to look again, zero when only something that happens changes it.
func (s State) Feed(now time.Time) (may bool, wake time.Time) {
	switch at := latest(s.patience(), s.FeedSick); {
	case s.Reoffer:
		return false, time.Time{}
	case at.After(now):
		return false, at
	case s.half():
		return s.Next(now).Feed, time.Time{}
	}
	return true, time.Time{}
}

// Spare reports whether small requests beside the exchange may go now; wake as for Feed.
func (s State) Spare(now time.Time) (may bool, wake time.Time) {
	if at := s.patience(); at.After(now) {
		return false, at
	}
	return !s.half(), time.Time{}
}

// probe plans the one request of a half-open breaker: an operation, else a file, else a look at the feed.
func (s State) probe(now time.Time, p *Plan) {
	if len(s.Sending) > 0 || len(s.Uploading) > 0 {
		return
	}
	s.batch(now, 1, s.Interactive(now), p)
	if len(p.Ops) == 0 {
		s.nextFile(now, p)
	}
	p.Feed = len(p.Ops) == 0 && p.File == nil && !s.Reoffer
}

// owes reports whether something waits that could be a probe sooner or later.
func (s State) owes() bool {
	halts := s.halts()
	for _, op := range s.Ops {
		if op.State == outbox.Waiting && !s.beyond(op) && !halts.before(op) {
			return true
		}
	}
	for _, f := range s.Files {
		if f.State == outbox.Waiting && s.follows(f) {
			return true
		}
	}
	return false
}
