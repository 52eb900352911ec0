package runner

import (
	"context"

	"onewindow/sync/engine"
)

// Do feeds what a person did to an entry to the machine, after everything that was appended before. done is false when it
// changed nothing: the entry has left, is under way, or is not in a state for it.
func (r *Runner) Do(ctx context.Context, in engine.Input) (done bool, err error) {
	if err := r.takeUp(); err != nil {
		return false, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	next, change := engine.Step(r.state, in, r.p.Now(), r.p.Settings)
	if change.Empty() {
		return false, nil
	}
	if err := r.p.Outbox.Record(context.WithoutCancel(ctx), change); err != nil {
		return false, err
	}
	r.state = next
	r.rouse()
	return true, nil
}
