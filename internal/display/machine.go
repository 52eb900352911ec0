package display

import (
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/queue"
)

// An announcement keeps the top for hold, for crowded when more than two wait behind it; its motion ends after flash.
const (
	hold    = 5 * time.Second
	crowded = 3 * time.Second
	flash   = 10 * time.Second
)

// call names one call of one ticket: a second call of the same ticket is another. Its number of calls would not do,
// as a ticket that is called back (召回) is counted from one again.
type call struct {
	ticket string
	at     queue.Instant
}

func keyOf(c queue.BoardCall) call { return call{c.Ticket, c.At} }

// machine is the pure heart: what was seen, what waits to be announced, what is on top.
type machine struct {
	view  api.HallView
	lost  time.Time       // when the line to the hall broke; zero = it holds, or never held
	seen  map[call]bool   // calls of this day
	queue []call          // to be announced, in order
	top   call            // being announced; zero = nothing
	last  queue.BoardCall // top as it was seen last: a busy hall's board forgets a call before its time on top is over
	since time.Time       // since when
	seq   int
}

// apply takes what the hall says at a time.
func (m *machine) apply(v api.HallView, now time.Time) {
	returning := m.view.Heard.IsZero() || m.stale(now)
	if v.Board.Day != m.view.Board.Day || m.seen == nil {
		m.seen, m.queue, m.top, m.since = map[call]bool{}, nil, call{}, time.Time{}
	}
	if m.older(v) {
		v.Board, v.Index = m.view.Board, m.view.Index
	}
	if v.Heard.Before(m.view.Heard) {
		v.Heard = m.view.Heard
	}
	m.follow(v.Connected, now)
	m.view = v
	for i := len(v.Board.Calls) - 1; i >= 0; i-- {
		m.meet(v.Board.Calls[i], returning, now)
	}
	m.forget(now)
	m.advance(now)
}

// older reports whether a view looks back behind what is shown already: a node that lags may answer after one that
// does not. A hall that was set up anew counts from one again, but its time goes on.
func (m *machine) older(v api.HallView) bool {
	return v.Board.Day == m.view.Board.Day && v.Index < m.view.Index && v.Board.At < m.view.Board.At
}

// meet queues a call nobody has seen, unless it is old news: a screen that comes back does not announce what
// happened while it was away.
func (m *machine) meet(c queue.BoardCall, returning bool, now time.Time) {
	k := keyOf(c)
	if m.seen[k] {
		return
	}
	m.seen[k] = true
	if c.State != queue.Calling || returning && now.Sub(timeOf(c.At)).Abs() > Silence {
		return
	}
	if c.Ticket == m.top.ticket {
		m.announce(k, now) // called again while it is on top: it stays there, and is announced anew
		return
	}
	m.queue = append(m.queue, k)
}

func (m *machine) announce(k call, now time.Time) {
	m.top, m.since = k, now
	m.seq++
}

// forget takes out of the queue what needs no announcement any more: served, passed, or called again since. What is on
// top stays there for its time, unless its number is void or stands in the list with a later call.
func (m *machine) forget(now time.Time) {
	kept := m.queue[:0]
	for _, k := range m.queue {
		if c, ok := m.find(k); ok && c.State == queue.Calling {
			kept = append(kept, k)
		}
	}
	m.queue = kept
	c, ok := m.find(m.top)
	again := slices.ContainsFunc(m.view.Board.Calls, func(c queue.BoardCall) bool { return c.Ticket == m.top.ticket })
	switch {
	case ok:
		m.last = c
	case again || m.last.Ticket != m.top.ticket || now.Sub(m.since) >= hold:
		m.top = call{}
	}
	if ok && c.State == queue.Void {
		m.top = call{}
	}
}

func (m *machine) find(k call) (queue.BoardCall, bool) {
	for _, c := range m.view.Board.Calls {
		if keyOf(c) == k {
			return c, true
		}
	}
	return queue.BoardCall{}, false
}

// advance lets the next announcement come up when the one before has had its time.
func (m *machine) advance(now time.Time) {
	if m.stale(now) {
		m.queue, m.top, m.since = nil, call{}, time.Time{}
		return
	}
	if len(m.queue) == 0 || now.Sub(m.since) < m.holding() {
		return
	}
	next := m.queue[0]
	m.queue = m.queue[1:]
	m.announce(next, now)
}

func (m *machine) holding() time.Duration {
	if len(m.queue) > 2 {
		return crowded
	}
	return hold
}

// follow keeps when the line broke.
func (m *machine) follow(connected bool, now time.Time) {
	switch {
	case connected:
		m.lost = time.Time{}
	case m.view.Connected:
		m.lost = now
	}
}

func (m *machine) stale(now time.Time) bool {
	broken := !m.lost.IsZero() && now.Sub(m.lost) >= Broken
	return broken || now.Sub(m.view.Heard) > Silence
}

// due is when the screen changes next if the hall says nothing: the next announcement, or the clock's next second.
func (m *machine) due(now time.Time) time.Time {
	next := now.Truncate(time.Second).Add(time.Second)
	if up := m.since.Add(m.holding()); len(m.queue) > 0 && up.After(now) && up.Before(next) {
		return up
	}
	return next
}

// snapshot is what is to be seen at a time. The queue must have been advanced to it.
func (m *machine) snapshot(now time.Time) Snapshot {
	b := m.view.Board
	s := Snapshot{
		Now: now, Phase: m.phase(), Hall: b.Hall, HallEN: b.HallEN, Heard: m.view.Heard.In(now.Location()),
		Stale: m.stale(now), Seq: m.seq, Queued: len(m.queue), Waiting: b.Waiting, Windows: b.Windows,
		PassedMin: b.PassedMinutes,
	}
	if m.view.Heard.IsZero() {
		s.Heard = time.Time{}
	} else {
		s.Age = max(now.Sub(m.view.Heard), 0)
	}
	shown := m.shown(now.Location())
	if s.Phase == Ended {
		s.Earlier = shown
	} else if len(shown) > 0 {
		s.Newest, s.Earlier = &shown[0], shown[1:]
		s.Announcing = !s.Stale && m.top != (call{}) && m.top == (call{shown[0].Ticket, queue.Instant(shown[0].At.UnixMilli())}) && now.Sub(m.since) < flash
	}
	for _, c := range b.Categories {
		s.Categories = append(s.Categories, Category{c.Code, c.Name, c.NameEN, c.Windows, c.OpenNow, c.Waiting, c.LowMin, c.HighMin})
	}
	for _, t := range b.Next {
		s.Next = append(s.Next, Next{t.Number, t.Category, max(now.Sub(timeOf(t.At)), 0)})
	}
	return s
}

// shown is the list of calls, newest first, with the announced one on top. A call that waits to be announced stands
// in the list already: whoever reads is faster than whoever listens. A void number is nobody's any more and leaves it.
func (m *machine) shown(zone *time.Location) []Call {
	var list []Call
	calls := m.view.Board.Calls
	if _, ok := m.find(m.top); !ok && m.top != (call{}) {
		calls = append([]queue.BoardCall{m.last}, calls...)
	}
	for _, c := range calls {
		if c.State == queue.Void {
			continue
		}
		one := Call{c.Number, c.Ticket, c.Window, c.Category, timeOf(c.At).In(zone), c.Times, c.State, m.class(c)}
		if keyOf(c) == m.top {
			list = slices.Insert(list, 0, one)
		} else {
			list = append(list, one)
		}
	}
	return list
}

func (m *machine) class(c queue.BoardCall) queue.Class {
	for _, w := range m.view.Board.Windows {
		if w.Ticket != nil && w.Ticket.ID == c.Ticket {
			return w.Ticket.Class
		}
	}
	return queue.Ordinary
}

func (m *machine) phase() Phase {
	b := m.view.Board
	busy := slices.ContainsFunc(b.Calls, func(c queue.BoardCall) bool { return c.State == queue.Serving || c.State == queue.Calling })
	switch {
	case m.view.Heard.IsZero():
		return Searching
	case !b.Open && b.Day != "" && !busy:
		return Ended
	case slices.ContainsFunc(b.Calls, func(c queue.BoardCall) bool { return c.State != queue.Void }):
		return Calls
	case b.Open:
		return Quiet
	}
	return Closed
}

func timeOf(i queue.Instant) time.Time { return time.UnixMilli(int64(i)) }
