package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"
)

// A piece of a reseal is so small that an update waits for it no longer than for another update.
const (
	resealKeys  = 64
	resealBytes = 1 << 20
)

// place is where a value stands in the store.
type place struct{ bucket, key string }

// store seals the values anew, piece by piece from the first key to the last. What is written meanwhile has the newest key.
func (w *reseal) store(ctx context.Context) error {
	var at place
	for {
		piece, next, err := w.piece(at)
		if err != nil {
			return err
		}
		if len(piece) > 0 {
			if err := w.locked(ctx, func() error { return w.resealPiece(piece) }); err != nil {
				return err
			}
		}
		if err := w.rest(ctx); err != nil {
			return err
		}
		if next == (place{}) {
			return nil
		}
		at = next
	}
}

// piece gives stale values from a place on, and where to go on; the zero place at the end.
func (w *reseal) piece(from place) (piece []place, next place, err error) {
	size := 0
	err = w.walk(from, func(at place, value []byte) bool {
		if !w.v.store.box.Stale(value) {
			return true
		}
		if len(piece) == resealKeys || size >= resealBytes {
			next = at
			return false
		}
		piece, size = append(piece, at), size+len(value)
		return true
	})
	return piece, next, err
}

// walk calls f for the values from a place on, buckets and keys in order, the vault's own too, until f says false.
func (w *reseal) walk(from place, f func(at place, value []byte) bool) error {
	w.v.swap.RLock() // the store is not exchanged for a compacted one meanwhile
	defer w.v.swap.RUnlock()
	return guarded(func() error { return w.v.store.db.View(func(tx *bbolt.Tx) error { return walkFrom(tx, from, f) }) })
}

func walkFrom(tx *bbolt.Tx, from place, f func(at place, value []byte) bool) error {
	buckets := tx.Cursor()
	for name, _ := buckets.Seek([]byte(from.bucket)); name != nil; name, _ = buckets.Next() {
		keys := tx.Bucket(name).Cursor()
		begin := []byte(nil)
		if string(name) == from.bucket {
			begin = []byte(from.key)
		}
		for k, value := keys.Seek(begin); k != nil; k, value = keys.Next() {
			if !f(place{string(name), string(k)}, value) {
				return nil
			}
		}
	}
	return nil
}

// resealPiece is one commit. A value that cannot be opened stays as it is, for forget to find.
func (w *reseal) resealPiece(piece []place) error {
	s := w.v.store
	resealed := 0
	err := guarded(func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			for _, at := range piece {
				b := tx.Bucket([]byte(at.bucket))
				if b == nil {
					continue
				}
				old, aad := b.Get([]byte(at.key)), storeAAD(at.bucket, at.key)
				if old == nil || !s.box.Stale(old) {
					continue
				}
				plain, err := s.box.Open(old, aad)
				if err != nil {
					w.v.p.Log.Error("a value cannot be sealed anew", "bucket", at.bucket, "err", err)
					continue
				}
				if err := b.Put(bytes.Clone([]byte(at.key)), s.box.Seal(plain, aad)); err != nil {
					return err
				}
				resealed++
			}
			return nil
		})
	})
	if err == nil {
		w.done.Values += resealed
	}
	return err
}

func (w *reseal) storeLeft(context.Context) (n int, err error) {
	err = w.walk(place{}, func(_ place, value []byte) bool {
		if w.v.store.box.Stale(value) {
			n++
		}
		return true
	})
	return n, err
}

// copyLeft looks at the backup as storeLeft does at the store. One that cannot be read counts as one.
func (w *reseal) copyLeft() (n int) {
	path := w.v.path(backupName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	err := guarded(func() error {
		db, err := openReadOnly(path)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		return db.View(func(tx *bbolt.Tx) error {
			return walkFrom(tx, place{}, func(_ place, value []byte) bool {
				if w.v.store.box.Stale(value) {
					n++
				}
				return true
			})
		})
	})
	if err != nil {
		return 1
	}
	return n
}
