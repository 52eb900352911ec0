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
	return r.did(ctx, in)
}
