package queue

import (
	"encoding/json"
	"fmt"
)

// version is the snapshot's form.
const version = 1

// Snapshot gives the whole state as JSON: the same bytes for the same state. It holds person keys and the day key
// while a day is open: whoever stores it seals it.
func (s *State) Snapshot() ([]byte, error) {
	text, err := json.Marshal(s.d)
	if err != nil {
		return nil, fmt.Errorf("queue: snapshot: %w", err)
	}
	return text, nil
}

// Restore makes the state a snapshot was taken of.
func Restore(snapshot []byte) (*State, error) {
	s := New()
	if err := json.Unmarshal(snapshot, &s.d); err != nil {
		return nil, fmt.Errorf("queue: restore: %w", err)
	}
	if s.d.Version != version {
		return nil, fmt.Errorf("queue: restore: snapshot of version %d, want %d", s.d.Version, version)
	}
	for _, t := range s.d.Tickets {
		s.tickets[t.ID] = t
	}
	for _, k := range s.d.Answers {
		s.answers[k.Answer.ID] = k
	}
	return s, nil
}
