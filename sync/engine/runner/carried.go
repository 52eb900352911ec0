package runner

import (
	"context"

	"onewindow/sync/engine"
)

// Carried takes receipts that came by hand, beside whatever goes by wire at the moment.
func (r *Runner) Carried(ctx context.Context, in engine.Carried) error { return r.step(ctx, in) }
