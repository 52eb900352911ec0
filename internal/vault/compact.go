package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"

	"onewindow/internal/durable"
)

// The store grows with what is written and never shrinks by itself. While nobody works, and when more than half of it is free
// pages, it is written anew: into a file of its own, synced, checked, and only then put in the place of the old one.

const (
	compactName  = "vault.db.compact"
	compactShare = 50       // per cent of pages that are free
	compactLeast = 32 << 20 // bytes that are free; less is not worth it
	compactBatch = 4 << 20  // bytes per transaction of the copy
)

// slack reports whether compacting is worth it.
func (v *Vault) slack() bool {
	v.swap.RLock()
	defer v.swap.RUnlock()
	pages, free, size := v.store.pages()
	return free*100 >= pages*compactShare && int64(free)*int64(size) >= compactLeast
}

// pages gives the pages in use or free, those of them that are free, and the bytes of one.
func (s *store) pages() (all, free, size int) {
	_ = s.db.View(func(tx *bbolt.Tx) error {
		size = s.db.Info().PageSize
		all = int(tx.Size() / int64(size))
		return nil
	})
	st := s.db.Stats()
	return all, st.FreePageN + st.PendingPageN, size
}

// Compact writes the store anew without its free pages. Where something is committed meanwhile it gives up: it is for a quiet
// time. A kill leaves the old store or the new one, both whole.
func (v *Vault) Compact(ctx context.Context) error {
	v.trimming.Lock()
	defer v.trimming.Unlock()
	tmp := v.path(compactName)
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return ioError(err)
	}
	defer func() { _ = os.Remove(tmp) }()
	if err := guarded(func() error { return compactInto(tmp, v.store.db) }); err != nil {
		return typed(err, ioError)
	}
	w, err := v.check(ctx, tmp)
	if err != nil {
		return typed(err, ioError)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil || w.State.Applied != v.applied.Load() {
		return err
	}
	return v.exchange(tmp)
}

func compactInto(tmp string, src *bbolt.DB) error {
	options := boltOptions(false)
	options.NoSync = true
	dst, err := bbolt.Open(tmp, 0o600, options)
	if err != nil {
		return err
	}
	dst.AllocSize = growth
	err = src.View(func(tx *bbolt.Tx) error { return copyBuckets(dst, tx) })
	return errors.Join(err, dst.Sync(), dst.Close())
}

// copyBuckets writes every key into dst, a batch at a time. bbolt's own Compact ends its reading before its last commit, whose
// values still lie in pages of the source then: what is committed there meanwhile spoils the copy.
func copyBuckets(dst *bbolt.DB, src *bbolt.Tx) error {
	buckets := src.Cursor()
	for name, _ := buckets.First(); name != nil; name, _ = buckets.Next() {
		keys := src.Bucket(name).Cursor()
		for k, value := keys.First(); k != nil; {
			err := dst.Update(func(tx *bbolt.Tx) error {
				b, err := tx.CreateBucketIfNotExists(name)
				if err != nil {
					return err
				}
				b.FillPercent = 1 // full pages: keys come in order
				for size := 0; k != nil && size < compactBatch && err == nil; k, value = keys.Next() {
					size += len(k) + len(value)
					err = b.Put(k, value)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// exchange puts a compacted store in the place of the open one. v.mu is held: nobody writes.
func (v *Vault) exchange(tmp string) error {
	v.swap.Lock()
	defer v.swap.Unlock()
	box := v.store.box
	if err := v.store.close(); err != nil {
		v.broken = halfway(err)
		return v.broken
	}
	published := durable.Publish(tmp, v.path(storeName)) // if it fails the old one stands
	if err := v.openStore(box, 0); err != nil {
		v.broken = halfway(errors.Join(published, err))
		return v.broken
	}
	return typed(published, ioError)
}
