package countertest

import (
	"context"
	"slices"
	"sync"

	"onewindow/internal/counter"
)

// Sticks are the sticks a test plugs in, and what was asked of them.
type Sticks struct {
	mu    sync.Mutex
	here  []counter.Stick
	last  *counter.CarryFile
	did   []string
	gate  chan struct{} // each hundredth of a writing waits for a value, when set
	write counter.CarryWritten
	read  counter.CarryRead
	err   error
}

// Plug puts a stick in.
func (s *Sticks) Plug(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.here = append(s.here, counter.Stick{Path: "/media/" + name, Name: name, Free: 1 << 30})
}

// Pull takes all sticks out.
func (s *Sticks) Pull() { s.mu.Lock(); defer s.mu.Unlock(); s.here = nil }

// Answer sets what the next writing and reading come to; err in place of both.
func (s *Sticks) Answer(w counter.CarryWritten, r counter.CarryRead, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write, s.read, s.err = w, r, err
}

// Wrote sets the newest file without receipts; nil = none.
func (s *Sticks) Wrote(f *counter.CarryFile) { s.mu.Lock(); defer s.mu.Unlock(); s.last = f }

// Gate makes each hundredth of a writing wait until the test sends a value.
func (s *Sticks) Gate() chan<- struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate = make(chan struct{})
	return s.gate
}

// Ungate lets writings run through again.
func (s *Sticks) Ungate() { s.mu.Lock(); defer s.mu.Unlock(); s.gate = nil }

// Did gives what was asked so far.
func (s *Sticks) Did() []string { s.mu.Lock(); defer s.mu.Unlock(); return slices.Clone(s.did) }

// Look implements counter.Carrier.
func (s *Sticks) Look(context.Context) (counter.CarryLook, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return counter.CarryLook{Sticks: slices.Clone(s.here), Last: s.last}, nil
}

// Write implements counter.Carrier.
func (s *Sticks) Write(ctx context.Context, stick string, progress func(done, all int64)) (counter.CarryWritten, error) {
	s.mu.Lock()
	s.did = append(s.did, "write "+stick)
	w, err, gate := s.write, s.err, s.gate
	s.mu.Unlock()
	for i := range int64(100) {
		progress(i+1, 100)
		if gate == nil {
			continue
		}
		select {
		case <-gate:
		case <-ctx.Done():
			return counter.CarryWritten{}, ctx.Err()
		}
	}
	return w, err
}

// Read implements counter.Carrier.
func (s *Sticks) Read(_ context.Context, stick string) (counter.CarryRead, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.did = append(s.did, "read "+stick)
	return s.read, s.err
}
