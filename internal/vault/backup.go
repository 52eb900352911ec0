package vault

import (
	"context"
	"errors"
	"fmt"
	"os"

	"onewindow/internal/durable"
)

// copyTries is how often a copy is written that reads back badly: once more, because it may be the copy that is bad; then no
// more, because it may be the store.
const copyTries = 2

// backup writes the store's copy beside it, as it stands at one moment, and gives the entry it reaches to. The copy is read
// through before it takes the place of the last one: the journal may be cut on its strength. v.trimming is held, or nobody else
// is here yet.
func (v *Vault) backup(ctx context.Context) (applied uint64, err error) {
	for range copyTries {
		applied, err = v.backupOnce(ctx)
		if !errors.Is(err, damaged(nil)) || ctx.Err() != nil {
			break
		}
		v.p.Log.Error("a backup reads back badly", "err", err)
	}
	if ctx.Err() == nil {
		v.hearing.Lock()
		v.backupErr = err
		v.hearing.Unlock()
	}
	return applied, err
}

func (v *Vault) backupOnce(ctx context.Context) (applied uint64, err error) {
	f, err := durable.Create(v.p.Dir, 0o600)
	if err != nil {
		return 0, err
	}
	defer f.Discard()
	w, err := v.copySound(ctx, f)
	if err != nil {
		return 0, err
	}
	return w.State.Applied, f.Commit(backupName)
}

// copySound writes the store as it stands at one moment and has the checker read what the disk took of it. A copy that is not
// what was written is VAULT-004.
func (v *Vault) copySound(ctx context.Context, f *durable.File) (w CheckWord, err error) {
	applied, err := v.store.copyInto(f)
	if err != nil {
		return w, err
	}
	if err := f.Sync(); err != nil {
		return w, err
	}
	durable.Uncached(f.File)
	w, err = v.check(ctx, f.Name())
	switch {
	case ctx.Err() != nil:
		return w, ctx.Err()
	case err == nil && w.State.Applied != applied:
		err = fmt.Errorf("the copy reaches to entry %d, the store to %d", w.State.Applied, applied)
	}
	if err != nil {
		return w, damaged(err)
	}
	return w, nil
}

// uncached has the next reader of a file be given what the disk has.
func uncached(path string) {
	if f, err := os.Open(path); err == nil {
		durable.Uncached(f)
		_ = f.Close()
	}
}
