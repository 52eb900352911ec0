package outbox

import (
	"context"
	"errors"
	"slices"

	"onewindow/internal/vault"
)

// Record remembers a change of the engine in one commit.
func (o *Outbox) Record(ctx context.Context, c Change) error {
	return o.v.Update(ctx, func(tx *vault.Tx) error {
		var errs []error
		var turned []string
		for _, op := range c.Ops {
			lane, err := o.put(tx, op)
			errs, turned = append(errs, err), append(turned, lane)
		}
		for _, f := range c.Files {
			errs = append(errs, putJSON(tx, fileBucket, f.Digest, f))
		}
		for _, op := range c.DropOps {
			errs = append(errs, dropOp(tx, op))
		}
		for _, d := range c.DropFiles {
			errs = append(errs, tx.Delete(fileBucket, d))
		}
		if len(c.SetDown) > 0 {
			errs, turned = append(errs, setDown(tx, c.SetDown)), append(turned, c.SetDown[0].Op.Lane)
		}
		if c.Line != nil {
			errs = append(errs, putJSON(tx, ownBucket, "line", c.Line))
		}
		slices.Sort(turned)
		for _, lane := range slices.Compact(turned) {
			if lane != "" {
				errs = append(errs, o.turned(tx, lane))
			}
		}
		return errors.Join(errs...)
	})
}

// put writes an operation and names its lane if it begins or ceases to halt there. One that a person has corrected or set
// down meanwhile does not come back: the engine is about to hear of it. (An accepted one was on its way, and what is on
// its way cannot be corrected.)
func (o *Outbox) put(tx *vault.Tx, op Op) (turned string, err error) {
	if op.State == Accepted {
		return "", putOp(tx, op)
	}
	old, err := find(tx, op.ID)
	if errors.Is(err, ErrNotHalting) {
		return "", nil
	}
	if err == nil && old.State.Halts() != op.State.Halts() {
		turned = op.Lane
	}
	return turned, errors.Join(err, putOp(tx, op))
}
