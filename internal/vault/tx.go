package vault

import (
	"context"
	"errors"
	"slices"
	"strings"

	"go.etcd.io/bbolt"
)

// Tx is one consistent look at the vault and, inside Update, what is about to be written. It is valid only inside the
// function it was given to. Values it gives are copies.
type Tx struct {
	v      *Vault
	bolt   *bbolt.Tx
	writes []write
	acts   []Act
	over   map[string]map[string][]byte // bucket → key → newest value of this update; nil = deleted
	index  uint64
}

var errReadOnly = errors.New("vault: write inside View")

// Update runs f and makes what it wrote last: journal, then store, then nil. An error of f is given back unchanged and
// nothing is written. Do not call Update or View inside f.
func (v *Vault) Update(ctx context.Context, f func(tx *Tx) error) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil {
		return err
	}
	tx := &Tx{v: v, over: map[string]map[string][]byte{}, index: v.newest + 1}
	if err := v.reading(tx, f); err != nil {
		return err
	}
	if len(tx.writes) == 0 {
		return nil
	}
	if err := v.note(tx.index, withActs(tx.writes, tx.acts)); err != nil {
		return err
	}
	if err := v.store.apply(tx.index, tx.writes); err != nil {
		return v.uncommitted(tx.index, err)
	}
	v.applied.Store(tx.index)
	v.saved = v.p.Now()
	if err := v.ledger.append(tx.acts...); err != nil { // the journal carries it too; the next opening notes it again
		v.p.Log.Error("ledger cannot be written", "err", err)
	}
	v.tell()
	return nil
}

// View runs f on one consistent look. Keep it short: it pins pages. Never hold it across a network call or a person.
func (v *Vault) View(f func(tx *Tx) error) error {
	return v.reading(&Tx{v: v, index: v.applied.Load()}, f) // read before the look begins: it may see more, never less
}

// reading runs f over a read transaction of the store; writes stay in tx.
func (v *Vault) reading(tx *Tx, f func(tx *Tx) error) error {
	v.swap.RLock()
	defer v.swap.RUnlock()
	var own error
	err := v.store.db.View(func(b *bbolt.Tx) error {
		tx.bolt = b
		own = f(tx)
		return nil
	})
	if err != nil {
		return ioError(err)
	}
	return own
}

// Index is the number of the journal entry this update will be; in a View, that of the newest entry it surely sees. Trim
// takes such numbers.
func (tx *Tx) Index() uint64 { return tx.index }

// Get gives a value, or nil if there is none. A value that cannot be read back is a VAULT-004.
func (tx *Tx) Get(bucket, key string) ([]byte, error) {
	if value, ok := tx.over[bucket][key]; ok {
		return slices.Clone(value), nil
	}
	var plain []byte
	err := guarded(func() (err error) {
		b := tx.bolt.Bucket([]byte(bucket))
		if b == nil {
			return nil
		}
		if sealed := b.Get([]byte(key)); sealed != nil {
			plain, err = tx.v.store.box.Open(sealed, storeAAD(bucket, key))
			plain = append([]byte{}, plain...) // empty is not absent
		}
		return err
	})
	if err != nil {
		return nil, typed(err, damaged)
	}
	return plain, nil
}

// Put writes a value under a key. The key lies open on the disk: an id, a number or a Name.
func (tx *Tx) Put(bucket, key string, value []byte) error {
	return tx.write(write{bucket, key, append([]byte{}, value...)})
}

// Delete removes a key; one that is not there is no error.
func (tx *Tx) Delete(bucket, key string) error { return tx.write(write{bucket: bucket, key: key}) }

func (tx *Tx) write(w write) error {
	if tx.over == nil {
		return errReadOnly
	}
	if tx.over[w.bucket] == nil {
		tx.over[w.bucket] = map[string][]byte{}
	}
	tx.over[w.bucket][w.key] = w.value
	tx.writes = append(tx.writes, w)
	return nil
}

// Each calls f for every key of bucket that begins with prefix, in order, this update's own writes included.
// f may write; what it writes is not visited. An error of f ends the walk and is given back.
func (tx *Tx) Each(bucket, prefix string, f func(key string, value []byte) error) error {
	keys, err := tx.keys(bucket, prefix)
	if err != nil {
		return err
	}
	for _, key := range keys {
		value, err := tx.Get(bucket, key)
		if err != nil {
			return err
		}
		if value == nil { // deleted by f meanwhile
			continue
		}
		if err := f(key, value); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) keys(bucket, prefix string) (keys []string, err error) {
	over := tx.over[bucket]
	err = guarded(func() error {
		b := tx.bolt.Bucket([]byte(bucket))
		if b == nil {
			return nil
		}
		c := b.Cursor()
		for k, _ := c.Seek([]byte(prefix)); k != nil && strings.HasPrefix(string(k), prefix); k, _ = c.Next() {
			if _, mine := over[string(k)]; !mine {
				keys = append(keys, string(k))
			}
		}
		return nil
	})
	for k, value := range over {
		if value != nil && strings.HasPrefix(k, prefix) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys, err
}
