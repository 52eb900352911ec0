package outbox

import (
	"encoding/json"
	"fmt"
	"slices"

	"onewindow/internal/api"
	"onewindow/internal/vault"
)

// Each operation has a seat in its lane, so that a lane can be read without the whole outbox. A vault written before there
// were seats gets them with its next operation; until then its lanes are found by reading everything.

// seatedKey in the own bucket says that every operation has its seat.
const seatedKey = "seated"

func seatKey(op Op) string { return op.Lane + "\x00" + orderKey(op.Seq) }

// seat gives an operation its seat; the first time, also all that are here without one.
func seat(tx *vault.Tx, op Op) error {
	seated, err := tx.Get(ownBucket, seatedKey)
	if err != nil {
		return err
	}
	if seated == nil {
		all, _, err := Read(tx)
		if err != nil {
			return err
		}
		for _, old := range all {
			if err := tx.Put(seatBucket, seatKey(old), []byte(orderKey(old.Order))); err != nil {
				return err
			}
		}
		if err := tx.Put(ownBucket, seatedKey, []byte("1")); err != nil {
			return err
		}
	}
	return tx.Put(seatBucket, seatKey(op), []byte(orderKey(op.Order)))
}

// unseat takes an operation's seat away, unless a correction sits there by now.
func unseat(tx *vault.Tx, op Op) error {
	order, err := tx.Get(seatBucket, seatKey(op))
	if err != nil || string(order) != orderKey(op.Order) {
		return err
	}
	return tx.Delete(seatBucket, seatKey(op))
}

// lane gives the operations of one lane.
func lane(tx *vault.Tx, name string) (ops []Op, err error) {
	seated, err := tx.Get(ownBucket, seatedKey)
	if err != nil {
		return nil, err
	}
	if seated == nil {
		ops, _, err = Read(tx)
		ops = slices.DeleteFunc(ops, func(op Op) bool { return op.Lane != name })
		return ops, err
	}
	err = tx.Each(seatBucket, name+"\x00", func(_ string, order []byte) error {
		var op Op
		found, err := getJSON(tx, opsBucket, string(order), &op)
		if found {
			ops = append(ops, op)
		}
		return err
	})
	return ops, err
}

// Unsent gives the acts of a lane the platform has not taken yet, in order, and the revision Standing gives.
func Unsent(tx *vault.Tx, name string) (list []api.Operation, revision int, err error) {
	ops, err := lane(tx, name)
	if err != nil {
		return nil, 0, err
	}
	standing, revision := Standing(ops)
	for _, op := range standing {
		b, err := tx.Get(payloadBucket, op.ID)
		if err != nil {
			return nil, 0, err
		}
		var operation api.Operation
		if err := json.Unmarshal(b, &operation); err != nil {
			return nil, 0, fmt.Errorf("outbox: decode: %w", err)
		}
		list = append(list, operation)
	}
	return list, revision, nil
}
