package runner

import (
	"onewindow/internal/api"
	"onewindow/sync/outbox"
)

// ahead is what was read of the next request while the last one was under way, by operation id: bytes never change, so what
// was read once is good whenever it goes.
type ahead map[string]api.Offer

// read gives an operation's bytes, from what was read ahead where it is there.
func (a ahead) read(o *outbox.Outbox, op outbox.Op) (api.Offer, error) {
	if offer, ok := a[op.ID]; ok && offer.Digest == op.Digest {
		return offer, nil
	}
	return o.Offer(op)
}

// readAhead begins to read what would go next. What cannot be read is left to its turn, which says so.
func (r *Runner) readAhead() (wait func() ahead) {
	r.mu.Lock()
	next := r.state.Following(r.p.Now())
	r.mu.Unlock()
	done := make(chan ahead, 1)
	go func() {
		read := make(ahead, len(next))
		for _, op := range next {
			if offer, err := r.p.Outbox.Offer(op); err == nil {
				read[op.ID] = offer
			}
		}
		done <- read
	}()
	return func() ahead { return <-done }
}
