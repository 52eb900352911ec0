package outbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/vault"
)

// Nothing leaves the outbox by a person's word without a trace: what was corrected, and what was set down because the
// platform's version stands, is kept here with its bytes and with the name of who decided so.
const (
	historyBucket = "outbox.history" // order key → Ended
	freedBucket   = "outbox.freed"   // lane → id of the newest operation set down whose place is free again
)

// Hand says that an entry was handed to an engineer, by whom, and what it was before.
type Hand struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Name   string    `json:"name,omitempty"`
	Was    State     `json:"was"`
	Report string    `json:"report,omitempty"` // name of the file that tells the engineer
}

// End is how an operation's stay ended by a person's word.
type End string

// An operation was corrected by another at its place, or set down: the platform's version stands.
const (
	Corrected End = "corrected"
	SetDown   End = "set-down"
)

// Ended is an operation that left the outbox by a person's word. Its bytes stay.
type Ended struct {
	Op     Op        `json:"op"`
	How    End       `json:"how"`
	Next   string    `json:"next,omitempty"` // the correction's id
	By     string    `json:"by"`
	Name   string    `json:"name,omitempty"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

// end takes an operation out of its lane and keeps it as history.
func end(tx *vault.Tx, e Ended) error {
	return errors.Join(tx.Delete(opsBucket, orderKey(e.Op.Order)), tx.Delete(placeBucket, e.Op.ID), unseat(tx, e.Op),
		putJSON(tx, historyBucket, orderKey(e.Op.Order), e))
}

// setDown ends operations of one lane from a place on, and frees their places: the next operation of the lane stands at
// the first one's place and names it, as the platform wants it behind a refusal.
func setDown(tx *vault.Tx, all []Ended) error {
	slices.SortFunc(all, func(a, b Ended) int { return int(b.Op.Seq) - int(a.Op.Seq) }) // newest first
	for _, e := range all {
		if err := errors.Join(end(tx, e), dropOwn(tx, e.Op), tx.Put(laneBucket, e.Op.Lane, []byte(strconv.FormatUint(e.Op.Seq-1, 10))),
			tx.Put(freedBucket, e.Op.Lane, []byte(e.Op.ID))); err != nil {
			return err
		}
	}
	return nil
}

// dropOwn lets go of the way of files that only this operation wanted to send. The files themselves stay in the vault.
func dropOwn(tx *vault.Tx, op Op) error {
	for _, digest := range op.Blobs {
		var f File
		found, err := getJSON(tx, fileBucket, digest, &f)
		if err != nil {
			return err
		}
		if found && f.Op == op.ID {
			if err := tx.Delete(fileBucket, digest); err != nil {
				return err
			}
		}
	}
	return nil
}

// History gives what left by a person's word, oldest first.
func History(tx *vault.Tx) (all []Ended, err error) {
	err = tx.Each(historyBucket, "", func(_ string, b []byte) error {
		var e Ended
		err := json.Unmarshal(b, &e)
		all = append(all, e)
		return err
	})
	return all, err
}

// Forget lets go of what left by a person's word, with its bytes. The platform is told of its place in the lane all the
// same, should another operation stand there.
func Forget(tx *vault.Tx, past Ended) error {
	return errors.Join(tx.Delete(historyBucket, orderKey(past.Op.Order)), tx.Delete(payloadBucket, past.Op.ID))
}

// Step is an operation with what it says.
type Step struct {
	Op        Op
	Operation api.Operation
}

// Steps gives the operations of a lane that the platform has not taken, in order.
func Steps(tx *vault.Tx, name string) ([]Step, error) {
	ops, err := lane(tx, name)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, op := range ops {
		if op.State == Accepted {
			continue
		}
		operation, err := read(tx, op.ID)
		if err != nil {
			return nil, err
		}
		steps = append(steps, Step{op, operation})
	}
	slices.SortFunc(steps, func(a, b Step) int { return int(a.Op.Seq) - int(b.Op.Seq) })
	return steps, nil
}

// Halted gives the operation that halts a lane, nil while it moves.
func Halted(tx *vault.Tx, name string) (*Op, error) {
	ops, err := lane(tx, name)
	if err != nil {
		return nil, err
	}
	var first *Op
	for i, op := range ops {
		if op.State.Halts() && (first == nil || op.Seq < first.Seq) {
			first = &ops[i]
		}
	}
	return first, nil
}

func read(tx *vault.Tx, id string) (operation api.Operation, err error) {
	b, err := tx.Get(payloadBucket, id)
	if err != nil {
		return operation, err
	}
	if err := json.Unmarshal(b, &operation); err != nil {
		return operation, fmt.Errorf("outbox: decode: %w", err)
	}
	return operation, nil
}

// ErrGone says that the outbox does not hold what was asked for: the platform has it, or a person settled it.
var ErrGone = errors.New("outbox: the operation is not here")

// Find gives an operation that the platform has not taken.
func Find(tx *vault.Tx, id string) (Step, error) {
	op, err := find(tx, id)
	if errors.Is(err, ErrNotHalting) || err == nil && op.State == Accepted {
		return Step{}, ErrGone
	}
	if err != nil {
		return Step{}, err
	}
	operation, err := read(tx, id)
	return Step{op, operation}, err
}

// FindFile gives a file that the platform does not hold.
func FindFile(tx *vault.Tx, digest string) (f File, err error) {
	found, err := getJSON(tx, fileBucket, digest, &f)
	if err == nil && (!found || f.State == Accepted) {
		err = ErrGone
	}
	return f, err
}
