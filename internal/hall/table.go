package hall

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"onewindow/internal/queue"
)

// remembered is how many events a late listener can still be told one by one; who missed more gets the board alone.
const remembered = 4096

// table is the hall as this node knows it right now, with the newest events and a bell that rings on every change.
type table struct {
	mu     sync.Mutex
	state  *queue.State
	events []told
	floor  uint64 // events up to this index are no longer remembered
	bell   chan struct{}
	board  json.RawMessage // of the state at index; nil when stale
	index  uint64          // newest index that changed something
}

// told is an event with the log index it came from.
type told struct {
	index uint64
	event queue.Event
}

// news is the state in the form of api.HallState; the board is kept as bytes, for it is the same for all who listen.
type news struct {
	Index      uint64          `json:"index"`
	Board      json.RawMessage `json:"board"`
	Events     []queue.Event   `json:"events,omitempty"`
	ServerTime time.Time       `json:"serverTime"`
}

func newTable() *table {
	return &table{state: queue.New(), bell: make(chan struct{})}
}

// step applies an entry and rings the bell if it changed something.
func (t *table) step(e queue.Entry) queue.Answer {
	t.mu.Lock()
	defer t.mu.Unlock()
	a, events := t.state.Step(e)
	if len(events) == 0 {
		return a
	}
	for _, ev := range events {
		t.events = append(t.events, told{e.Index, ev})
	}
	if n := len(t.events) - remembered; n > 0 {
		t.floor = t.events[n-1].index
		t.events = slices.Delete(t.events, 0, n)
	}
	t.changed(e.Index)
	return a
}

func (t *table) changed(index uint64) {
	t.index, t.board = index, nil
	close(t.bell)
	t.bell = make(chan struct{})
}

func (t *table) snapshot() ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state.Snapshot()
}

func (t *table) restore(s *queue.State) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.state, t.events, t.floor = s, nil, s.Index()
	t.changed(s.Index())
}

// read looks at the state under the lock; look must not keep it.
func (t *table) read(look func(*queue.State)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	look(t.state)
}

// now gives the newest state.
func (t *table) now(at time.Time) (news, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.news(at, nil)
}

// since gives what a listener that knows everything up to cursor has missed: the newest board with the events that led
// to it, or the board alone if too much was missed; nil if nothing was. bell closes at the next change.
func (t *table) since(cursor uint64, knows bool, at time.Time) (n *news, bell <-chan struct{}, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if knows && cursor == t.index {
		return nil, t.bell, nil
	}
	var events []queue.Event
	if knows && cursor >= t.floor && cursor < t.index {
		for _, e := range t.events {
			if e.index > cursor {
				events = append(events, e.event)
			}
		}
	}
	fresh, err := t.news(at, events)
	return &fresh, t.bell, err
}

func (t *table) news(at time.Time, events []queue.Event) (news, error) {
	if t.board == nil {
		board, err := json.Marshal(t.state.Board(queue.Instant(at.UnixMilli())))
		if err != nil {
			return news{}, fmt.Errorf("hall: board: %w", err)
		}
		t.board = board
	}
	return news{t.index, t.board, events, at.UTC()}, nil
}
