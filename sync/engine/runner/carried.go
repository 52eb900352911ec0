package runner

import (
	"context"
	"errors"

	"onewindow/sync/engine"
)

// Carried takes receipts that came by hand, beside whatever goes by wire at the moment. They must wait until the machine
// knows what is on disk.
func (r *Runner) Carried(ctx context.Context, in engine.Carried) error {
	r.mu.Lock()
	loaded := r.loaded
	r.mu.Unlock()
	if !loaded {
		return errors.New("runner: not at work yet; ask again")
	}
	return r.step(ctx, in)
}
