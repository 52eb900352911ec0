package watch

import (
	"context"
	"sync"
	"time"

	"onewindow/devices"
)

// Status keeps a device's status and tells its changes.
type Status struct {
	Now func() time.Time // stamps Since

	mu  sync.Mutex
	cur devices.Status
	hub Hub[devices.Status]
}

// Get is the status right now; before the first Set it is Absent.
func (s *Status) Get() devices.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cur
}

// Set makes st the status and reports whether that was news. Since stays when nothing changed.
func (s *Status) Set(st devices.Status) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	st.Since = s.cur.Since
	if st == s.cur && !st.Since.IsZero() {
		return false
	}
	st.Since = s.Now()
	s.cur = st
	s.hub.Say(st)
	return true
}

// Watch gives the status now and after every change until ctx ends.
func (s *Status) Watch(ctx context.Context) <-chan devices.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hub.Watch(ctx, s.cur)
}

// Of is the status that an error means for the device.
func Of(err *devices.Error) devices.Status {
	state := devices.Attention
	switch err.Kind {
	case devices.KindAbsent:
		state = devices.Absent
	case devices.KindBusy:
		state = devices.Busy
	}
	return devices.Status{State: state, Code: err.Code, Sentence: err.Sentence, SentenceEN: err.SentenceEN}
}
