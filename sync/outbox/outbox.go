package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"onewindow/internal/api"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// Buckets of the vault. Keys: order in 16 hex digits; operation id; lane; digest; "line" and "order".
const (
	opsBucket     = "outbox.ops"
	payloadBucket = "outbox.payloads"
	placeBucket   = "outbox.places" // operation id → order key
	laneBucket    = "outbox.lanes"  // lane → newest place taken
	seatBucket    = "outbox.seats"  // lane, NUL, place in 16 hex digits → order key; see lane.go
	fileBucket    = "outbox.files"
	ownBucket     = "outbox"
)

// ErrNotHalting says that a correction names an operation that halts nothing.
var ErrNotHalting = errors.New("outbox: the operation to correct does not halt its lane")

// Outbox is the outbox in a vault.
type Outbox struct {
	v      *vault.Vault
	turned func(tx *vault.Tx, lane string) error
}

// New gives the outbox of a vault.
func New(v *vault.Vault) *Outbox {
	return &Outbox{v: v, turned: func(*vault.Tx, string) error { return nil }}
}

// OnTurn has f called, inside the same update, whenever a lane halts, moves again, or loses a step by a person's word:
// whoever keeps the cases shows then what stands. Call it once, before the outbox is used.
func (o *Outbox) OnTurn(f func(tx *vault.Tx, lane string) error) { o.turned = f }

// Tell tells of every commit to the vault; see vault.Tell.
func (o *Outbox) Tell(c chan<- struct{}) (stop func()) { return o.v.Tell(c) }

func orderKey(n uint64) string { return fmt.Sprintf("%016x", n) }

// Append makes an operation inside an update, in one commit with whatever else the update writes.
func (o *Outbox) Append(tx *vault.Tx, d Draft) (Op, error) {
	seq, replaces, err := takePlace(tx, d)
	if err != nil {
		return Op{}, err
	}
	operation := d.Build(seq)
	operation.Replaces = replaces
	payload, err := json.Marshal(operation)
	if err != nil {
		return Op{}, fmt.Errorf("outbox: encode: %w", err)
	}
	order, err := nextOrder(tx)
	if err != nil {
		return Op{}, err
	}
	op := Op{Order: order, ID: operation.ID, Digest: seal.Digest(payload), Size: len(payload), Schema: operation.Schema, Kind: operation.Kind,
		Lane: d.Lane, Seq: seq, Blobs: operation.Blobs, State: Waiting, Entry: tx.Index(), Label: d.Label, Replaces: replaces}
	if err := errors.Join(putOp(tx, op), tx.Put(payloadBucket, op.ID, payload), tx.Put(placeBucket, op.ID, []byte(orderKey(order))), seat(tx, op)); err != nil {
		return Op{}, err
	}
	if err := addFiles(tx, op, d); err != nil || d.Replaces == "" {
		return op, err
	}
	return op, settle(tx, op, d)
}

// takePlace gives the next place in the lane and whom it replaces, or the place of the operation the draft corrects.
func takePlace(tx *vault.Tx, d Draft) (seq uint64, replaces string, err error) {
	if d.Replaces != "" {
		old, err := find(tx, d.Replaces)
		if err == nil && (old.Lane != d.Lane || !old.State.Halts()) {
			err = ErrNotHalting
		}
		return old.Seq, d.Replaces, err
	}
	text, err := tx.Get(laneBucket, d.Lane)
	if err != nil {
		return 0, "", err
	}
	last, _ := strconv.ParseUint(string(text), 10, 64) // empty: a new lane
	freed, err := tx.Get(freedBucket, d.Lane)
	if err == nil && freed != nil {
		err = tx.Delete(freedBucket, d.Lane)
	}
	return last + 1, string(freed), errors.Join(err, tx.Put(laneBucket, d.Lane, []byte(strconv.FormatUint(last+1, 10))))
}

// settle ends the operation that a correction has taken the place of. Files that both speak of go with the correction now.
func settle(tx *vault.Tx, op Op, d Draft) error {
	old, err := find(tx, d.Replaces)
	if err != nil {
		return err
	}
	return errors.Join(dropOwn(tx, old), end(tx, Ended{Op: old, How: Corrected, Next: op.ID, By: d.Label.Operator, Name: d.Label.Name, At: d.Label.Since, Reason: d.Reason}))
}

func nextOrder(tx *vault.Tx) (uint64, error) {
	last, err := lastOrder(tx)
	if err != nil {
		return 0, err
	}
	return last + 1, tx.Put(ownBucket, "order", []byte(strconv.FormatUint(last+1, 10)))
}

// lastOrder is the newest place taken in the whole outbox.
func lastOrder(tx *vault.Tx) (uint64, error) {
	text, err := tx.Get(ownBucket, "order")
	last, _ := strconv.ParseUint(string(text), 10, 64) // empty: nothing was ever owed
	return last, err
}

// addFiles notes the files that have to follow the operation; one that is known already is not sent twice, and one of the
// corrected operation follows the correction.
func addFiles(tx *vault.Tx, op Op, d Draft) error {
	for _, p := range d.Files {
		var known File
		found, err := getJSON(tx, fileBucket, p.Digest, &known)
		if err != nil {
			return err
		}
		if found && (d.Replaces == "" || known.Op != d.Replaces) {
			continue
		}
		if found {
			known.Op, known.Order = op.ID, op.Order
			if err := putJSON(tx, fileBucket, known.Digest, known); err != nil {
				return err
			}
			continue
		}
		f := File{Order: op.Order, Digest: p.Digest, Type: p.Type, Size: p.Size, Op: op.ID, State: Waiting, Label: d.Label}
		if err := putJSON(tx, fileBucket, f.Digest, f); err != nil {
			return err
		}
	}
	return nil
}

func putJSON(tx *vault.Tx, bucket, key string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("outbox: encode: %w", err)
	}
	return tx.Put(bucket, key, b)
}

func getJSON(tx *vault.Tx, bucket, key string, v any) (found bool, err error) {
	b, err := tx.Get(bucket, key)
	if err != nil || b == nil {
		return false, err
	}
	return true, json.Unmarshal(b, v)
}

func putOp(tx *vault.Tx, op Op) error { return putJSON(tx, opsBucket, orderKey(op.Order), op) }

func dropOp(tx *vault.Tx, op Op) error {
	return errors.Join(tx.Delete(opsBucket, orderKey(op.Order)), tx.Delete(payloadBucket, op.ID), tx.Delete(placeBucket, op.ID), unseat(tx, op))
}

func find(tx *vault.Tx, id string) (op Op, err error) {
	key, err := tx.Get(placeBucket, id)
	if err != nil {
		return op, err
	}
	found, err := getJSON(tx, opsBucket, string(key), &op)
	if err == nil && !found {
		err = ErrNotHalting
	}
	return op, err
}

// LineOf gives what is known of the platform; the zero Line before it was heard.
func LineOf(tx *vault.Tx) (line Line, err error) {
	_, err = getJSON(tx, ownBucket, "line", &line)
	return line, err
}

// Load gives everything the outbox holds, in order.
func (o *Outbox) Load() (ops []Op, files []File, line Line, err error) {
	err = o.v.View(func(tx *vault.Tx) error {
		ops, files, err = Read(tx)
		if err != nil {
			return err
		}
		line, err = LineOf(tx)
		return err
	})
	return ops, files, line, err
}

// Since gives what was appended after the operation of this order, with the files that came with it.
func (o *Outbox) Since(order uint64) (ops []Op, files []File, err error) {
	err = o.v.View(func(tx *vault.Tx) error {
		last, err := lastOrder(tx)
		for n := order + 1; n <= last && err == nil; n++ {
			var op Op
			var found bool
			if found, err = getJSON(tx, opsBucket, orderKey(n), &op); !found {
				continue
			}
			ops = append(ops, op)
			for _, digest := range op.Blobs {
				var f File
				if found, err = getJSON(tx, fileBucket, digest, &f); found && f.Op == op.ID {
					files = append(files, f)
				}
				if err != nil {
					break
				}
			}
		}
		return err
	})
	return ops, files, err
}

// Read gives what the outbox holds within one look at the vault: operations by order, files by digest.
func Read(tx *vault.Tx) (ops []Op, files []File, err error) {
	err = errors.Join(
		tx.Each(opsBucket, "", func(_ string, b []byte) error {
			var op Op
			err := json.Unmarshal(b, &op)
			ops = append(ops, op)
			return err
		}),
		tx.Each(fileBucket, "", func(_ string, b []byte) error {
			var f File
			err := json.Unmarshal(b, &f)
			files = append(files, f)
			return err
		}))
	return ops, files, err
}

// Offer gives an operation's exact bytes.
func (o *Outbox) Offer(op Op) (api.Offer, error) {
	offer := api.Offer{ID: op.ID, Digest: op.Digest}
	err := o.v.View(func(tx *vault.Tx) (err error) {
		offer.Payload, err = tx.Get(payloadBucket, op.ID)
		return err
	})
	if err == nil && seal.Digest(offer.Payload) != op.Digest {
		err = fmt.Errorf("outbox: the bytes of operation %s are not those that were made", op.ID)
	}
	return offer, err
}

// Trim lets the vault's journal go as far as nothing in it is still owed.
func (o *Outbox) Trim(ctx context.Context) error {
	var below uint64
	err := o.v.Update(ctx, func(tx *vault.Tx) error {
		ops, _, err := Read(tx)
		below = tx.Index()
		for _, op := range ops {
			below = min(below, op.Entry)
		}
		return err
	})
	if err != nil {
		return err
	}
	return o.v.Trim(ctx, below)
}
