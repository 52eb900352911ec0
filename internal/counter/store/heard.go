package store

import (
	"context"
	"time"

	"onewindow/sync/engine/runner"
)

// heardEvery is how often it is written down that the platform is there: what a restart off the line may be wrong by.
const heardEvery = 10 * time.Minute

// hear takes a look at the line and gives when the platform was last heard, by this counter's own clock and over restarts;
// zero: never.
func (s *Store) hear(line runner.Status) time.Time {
	s.Clock.mu.Lock()
	if line.Online {
		s.heard = s.current()
	}
	heard := s.heard
	s.Clock.mu.Unlock()
	return heard
}

// noteHeard writes down that the platform is there, now and then. What fails is tried at the next look.
func (s *Store) noteHeard(line runner.Status) {
	if heard := s.hear(line); line.Online && heard.Sub(s.noted()) >= heardEvery {
		_ = s.keep(context.Background(), func(k *kept) { k.Heard = heard })
	}
}

func (s *Store) noted() time.Time {
	s.Clock.mu.Lock()
	defer s.Clock.mu.Unlock()
	return s.kept.Heard
}
