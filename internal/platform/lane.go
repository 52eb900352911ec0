package platform

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"onewindow/internal/api"
)

// lane is one terminal's row of operations on one case. Steps of several terminals on one case are put in order by the case
// itself: what does not fit its state is rejected.
type lane struct {
	last   uint64 // newest place taken
	halted string // the operation that halts it, at last+1
}

func readLane(ctx context.Context, tx *sql.Tx, op api.Operation) (lane, error) {
	var l lane
	err := tx.QueryRowContext(ctx, `SELECT last, halted FROM lanes WHERE terminal = ? AND lane = ?`, op.Terminal, op.Lane).Scan(&l.last, &l.halted)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return l, fmt.Errorf("platform: lane: %w", err)
	}
	return l, nil
}

// place says whether the operation stands where the lane goes on. Accepted means: look at the case now. A correction stands at the
// place of what it replaces; which refused operation of that place it names is not asked, for the newest may have been parked.
func (l lane) place(op api.Operation) api.Verdict {
	switch {
	case op.Seq <= l.last:
		return placeTaken
	case l.halted != "" && (op.Replaces == "" || op.Seq > l.last+1):
		return laneHalted
	case op.Seq > l.last+1:
		return laneGap
	}
	return api.Verdict{Outcome: api.Accepted}
}

// move writes down where the lane stands after a final verdict. A refused operation at the lane's end halts it; one that was
// out of place changes nothing.
func (l lane) move(ctx context.Context, tx *sql.Tx, op api.Operation, o api.Outcome) error {
	switch {
	case o == api.Accepted:
		l.last, l.halted = op.Seq, ""
	case op.Seq == l.last+1:
		l.halted = op.ID
	default:
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO lanes (terminal, lane, last, halted) VALUES (?, ?, ?, ?)
		ON CONFLICT (terminal, lane) DO UPDATE SET last = excluded.last, halted = excluded.halted`, op.Terminal, op.Lane, l.last, l.halted)
	if err != nil {
		return fmt.Errorf("platform: lane: %w", err)
	}
	return nil
}
