package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

const (
	schema  = "1"
	maxSize = 8 << 30 // bytes of vault.db
	growth  = 4 << 20 // bytes it takes from the disk at a time: all of them are read at each start and end
)

var (
	ownBucket = []byte("\x00vault")
	stateKey  = []byte("state")
)

// state is the store's word about itself, written with every commit.
type state struct {
	Format  int            `json:"format,omitempty"`
	Applied uint64         `json:"applied"` // number of the journal's newest entry that is in
	Tally   map[string]int `json:"tally"`   // keys per bucket, so that a lost page is noticed
}

// store is the bbolt file: sealed values under plain keys.
type store struct {
	db    *bbolt.DB
	box   *seal.Box
	state state
}

func storeAAD(bucket, key string) []byte {
	return []byte("store\x00" + schema + "\x00" + bucket + "\x00" + key)
}

func boltOptions(readOnly bool) *bbolt.Options {
	return &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true,
		MaxSize: maxSize, InitialMmapSize: 64 << 20, ReadOnly: readOnly}
}

// caught turns a panic (bbolt's way of finding damage, or a fault in mapped memory) into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = damaged(fmt.Errorf("%v", p))
	}
}

// guarded runs f so that damage in the mapped file comes back as an error.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer caught(&err)
	return f()
}

// createStore makes an empty store, lets fill write into it, and gives it its name only when it is whole.
func createStore(path string, box *seal.Box, base string, fill func(*store) error) error {
	tmp := path + ".new"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if base != "" {
		if err := copyFile(tmp, base); err != nil {
			return err
		}
	}
	s, err := openStore(tmp, box)
	if err != nil {
		return err
	}
	err = errors.Join(fill(s), s.close())
	if err != nil {
		return err
	}
	return durable.Publish(tmp, path)
}

func openReadOnly(path string) (*bbolt.DB, error) { return bbolt.Open(path, 0o600, boltOptions(true)) }

// openStore opens a store that check found sound, or a new one.
func openStore(path string, box *seal.Box) (s *store, err error) {
	err = guarded(func() error {
		db, err := bbolt.Open(path, 0o600, boltOptions(false))
		if err != nil {
			return err
		}
		db.AllocSize = growth
		s = &store{db: db, box: box}
		if err := db.View(s.loadState); err != nil {
			return err
		}
		if err := s.state.known(); err != nil {
			return err
		}
		return s.migrate()
	})
	if err != nil && s != nil {
		err = errors.Join(err, s.close())
	}
	return s, err
}

func (s *store) loadState(tx *bbolt.Tx) (err error) {
	s.state, err = s.readState(tx)
	return err
}

func (s *store) readState(tx *bbolt.Tx) (state, error) {
	st := state{Tally: map[string]int{}}
	b := tx.Bucket(ownBucket)
	if b == nil {
		return st, nil
	}
	plain, err := s.box.Open(b.Get(stateKey), storeAAD(string(ownBucket), string(stateKey)))
	if err != nil {
		return st, err
	}
	return st, json.Unmarshal(plain, &st)
}

// glance reads only the store's word about itself, of a file whose digest stands for the rest.
func glance(path string, box *seal.Box) (st state, err error) {
	err = guarded(func() error {
		db, err := openReadOnly(path)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		return db.View(func(tx *bbolt.Tx) error {
			st, err = (&store{db: db, box: box}).readState(tx)
			return err
		})
	})
	return st, err
}

// checkBuckets reads everything without trusting it: every key in order and found where the branches say, every value
// authentic, every bucket with as many keys as it should have.
func (s *store) checkBuckets(tx *bbolt.Tx) error {
	seen := map[string]int{}
	err := tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		if bytes.Equal(name, ownBucket) {
			return nil
		}
		n, err := s.checkBucket(string(name), b)
		if n > 0 {
			seen[string(name)] = n
		}
		return err
	})
	if err != nil {
		return err
	}
	for name, want := range s.state.Tally {
		if seen[name] != want {
			return damaged(fmt.Errorf("bucket %q holds %d keys, should hold %d", name, seen[name], want))
		}
	}
	return nil
}

// checkPlain is checkBuckets for a register whose values are not sealed: the journal's.
func (s *store) checkPlain(tx *bbolt.Tx) error {
	return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		_, err := s.checkBucket(string(name), b)
		return err
	})
}

func (s *store) checkBucket(name string, b *bbolt.Bucket) (n int, err error) {
	var last []byte
	c := b.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if n > 0 && bytes.Compare(last, k) >= 0 {
			return n, damaged(fmt.Errorf("bucket %q: keys out of order", name))
		}
		if !bytes.Equal(b.Get(k), v) {
			return n, damaged(fmt.Errorf("bucket %q: a key is not found where it lies", name))
		}
		if s.box != nil {
			if _, err := s.box.Open(v, storeAAD(name, string(k))); err != nil {
				return n, err
			}
		}
		last = k
		n++
	}
	return n, nil
}

func copyFile(to, from string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	return errors.Join(err, dst.Close())
}

// apply commits batches and the state after them, up to entry last, as one.
func (s *store) apply(last uint64, batches ...[]write) error {
	next := state{Format: format, Applied: last, Tally: map[string]int{}}
	for k, n := range s.state.Tally {
		next.Tally[k] = n
	}
	err := guarded(func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			for _, ws := range batches {
				for _, w := range ws {
					if err := s.put(tx, w, next.Tally); err != nil {
						return err
					}
				}
			}
			return s.saveState(tx, next)
		})
	})
	if err == nil {
		s.state = next
	}
	return err
}

func (s *store) put(tx *bbolt.Tx, w write, tally map[string]int) error {
	if w.bucket == string(ownBucket) { // what a journal entry says of itself
		return nil
	}
	b, err := tx.CreateBucketIfNotExists([]byte(w.bucket))
	if err != nil {
		return err
	}
	key := []byte(w.key)
	had := b.Get(key) != nil
	switch {
	case w.value == nil && had:
		tally[w.bucket]--
		return b.Delete(key)
	case w.value == nil:
		return nil
	case !had:
		tally[w.bucket]++
	}
	return b.Put(key, s.box.Seal(w.value, storeAAD(w.bucket, w.key)))
}

func (s *store) saveState(tx *bbolt.Tx, st state) error {
	plain, err := json.Marshal(st)
	if err != nil {
		return err
	}
	b, err := tx.CreateBucketIfNotExists(ownBucket)
	if err != nil {
		return err
	}
	return b.Put(stateKey, s.box.Seal(plain, storeAAD(string(ownBucket), string(stateKey))))
}

// copyInto writes the store as it stands at one moment, while others go on writing, and gives the entry it reaches to.
func (s *store) copyInto(f io.Writer) (applied uint64, err error) {
	err = guarded(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			st, err := s.readState(tx)
			if err != nil {
				return err
			}
			applied = st.Applied
			_, err = tx.WriteTo(f)
			return err
		})
	})
	return applied, err
}

func (s *store) close() error {
	if err := s.db.Close(); err != nil && !errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return err
	}
	return nil
}
