package queue

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
	if slices.Contains(s.d.Tickets, nil) || slices.Contains(s.d.Windows, nil) || slices.Contains(s.d.Answers, nil) {
		return nil, errUnsound
	}
	if s.d.Serial == nil || s.d.Recent == nil || s.d.Marks == nil {
		return nil, errUnsound
	}
	for _, t := range s.d.Tickets {
		s.tickets[t.ID] = t
	}
	for _, id := range slices.Concat(s.d.Called, s.d.Passed) {
		if s.tickets[id] == nil {
			return nil, errUnsound
		}
	}
	for _, k := range s.d.Answers {
		s.answers[k.Answer.ID] = k
	}
	return s, nil
}

// errUnsound says that a snapshot could not have been taken of any state.
var errUnsound = errors.New("queue: restore: the snapshot does not hold together")
