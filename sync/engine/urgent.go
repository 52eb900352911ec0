package engine

import (
	"time"

	"onewindow/sync/outbox"
)

// Urgent is a lane to which an act was added while the program runs: somebody stands at the window and waits. A day's
// backlog and scans let it pass.
type Urgent struct {
	Order uint64    // of the newest act
	Last  string    // its id; with its verdict the hurry is over
	Until time.Time // nobody waits at a window longer than this for an answer
}

const urgentFor = 2 * time.Minute

func (s State) urgent(lane string, now time.Time) bool {
	return s.Urgent[lane].Until.After(now)
}

// Interactive reports whether an act somebody waits for can go, or is on its way: bulk rests meanwhile.
func (s State) Interactive(now time.Time) bool {
	for lane, u := range s.Urgent {
		if !u.Until.After(now) || s.Wait[lane].After(now) {
			continue
		}
		op := s.opAt(u.Order, u.Last)
		if op != nil && op.State == outbox.Waiting && !s.beyond(op) && !s.still.before(op) {
			return true
		}
	}
	return false
}

// hurry marks the lanes of what was just added and forgets those nobody waits for any more.
func (m *machine) hurry(op outbox.Op) {
	m.Urgent[op.Lane] = Urgent{Order: op.Order, Last: op.ID, Until: m.now.Add(urgentFor)}
}

func (m *machine) forgetHurry() {
	for lane, u := range m.Urgent {
		if !u.Until.After(m.now) {
			delete(m.Urgent, lane)
		}
	}
}
