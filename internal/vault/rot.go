package vault

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// What only a repair reads may rot unseen until the repair needs it. So while nobody works, and while the store still holds
// everything, the ledger, the journal and the backup are read from the disk as the next start would read them, and what is
// damaged is made anew out of what is whole. A look at the journal gives up as soon as somebody works, and comes again.

const readName = "journal.read" // a copy of the journal while it is read: opening one may write

// errAtWork says that somebody began to work.
var errAtWork = errors.New("vault: somebody works")

// readThrough looks at all of it once. The ledger comes first: it is mended out of the journal.
func (v *Vault) readThrough(ctx context.Context) error {
	return errors.Join(v.mendLedger(ctx), v.mendJournal(ctx), v.mendBackup(ctx))
}

func (v *Vault) sayMended(part string, why error) {
	v.p.Log.Error("found damaged and made anew", "part", part, "err", why)
	v.hearing.Lock()
	v.mended = v.p.Now()
	v.hearing.Unlock()
}

// mendLedger fetches the headers that cannot be read from the journal, which carries them too.
func (v *Vault) mendLedger(ctx context.Context) error {
	uncached(v.ledger.path)
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil {
		return err
	}
	acts, unread, err := readLedger(v.ledger.path, v.ledger.box)
	if err != nil || unread == 0 {
		return err
	}
	first, last, err := v.journal.span()
	if err != nil {
		return err
	}
	have := map[uint64]bool{}
	for _, a := range acts {
		have[a.Entry] = true
	}
	err = v.journal.each(first, last, func(index uint64, ws []write, _ error) error {
		if !have[index] {
			acts = append(acts, actsOf(ws)...)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(acts, func(a, b Act) int { return cmp.Compare(a.Entry, b.Entry) })
	if err := v.ledger.keep(acts); err != nil {
		return err
	}
	v.sayMended(ledgerName, fmt.Errorf("%d records cannot be read", unread))
	return nil
}

// mendJournal begins a new journal behind a fresh backup where the old one would not tell everything at the next start.
func (v *Vault) mendJournal(ctx context.Context) error {
	rotten, err := v.readJournal(ctx)
	if err != nil || rotten == nil {
		return err
	}
	v.p.Log.Error("the journal is damaged", "err", rotten)
	v.trimming.Lock()
	defer v.trimming.Unlock()
	applied, err := v.backup(ctx)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil {
		return err
	}
	if v.applied.Load() != applied { // entries the backup has not seen are in the old journal only
		return errAtWork
	}
	if err := v.newJournal(); err != nil {
		v.broken = halfway(err)
		return v.broken
	}
	v.newest = applied
	if _, err := v.mark(); err != nil {
		return err
	}
	v.sayMended(journalName, rotten)
	return nil
}

// readJournal opens a copy of the journal as the next start would and reads every entry. rotten: what is wrong with it; err: that
// nothing can be said.
func (v *Vault) readJournal(ctx context.Context) (rotten, err error) {
	first, newest, err := v.heldSpan(ctx)
	if err != nil {
		return nil, err
	}
	dir := v.path(readName)
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if rotten, err = v.copyJournal(dir); err == nil && rotten == nil {
		rotten = v.tryJournal(ctx, dir, first, newest)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if f, n, serr := v.heldSpan(ctx); serr != nil || f != first || n != newest { // what was copied was being written
		return nil, errors.Join(errAtWork, serr)
	}
	return rotten, err
}

// heldSpan is the journal's, between two updates.
func (v *Vault) heldSpan(ctx context.Context) (first, last uint64, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil {
		return 0, 0, err
	}
	return v.journal.span()
}

// copyJournal copies the journal's files as the disk has them. One that cannot be read is rotten; a copy that cannot be written
// says nothing.
func (v *Vault) copyJournal(dir string) (rotten, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(v.path(journalName), "*"))
	if err != nil {
		return nil, err
	}
	for _, path := range files {
		uncached(path)
		_, err := digestOf(path)
		if errors.Is(err, fs.ErrNotExist) { // trimmed meanwhile
			continue
		}
		if err != nil {
			return err, nil
		}
		if err := copyFile(filepath.Join(dir, filepath.Base(path)), path); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// tryJournal opens the journal in dir and reads it. An error is what is wrong with it, or that somebody works.
func (v *Vault) tryJournal(ctx context.Context, dir string, first, newest uint64) error {
	if _, err := v.p.Checker(ctx, CheckOrder{Path: filepath.Join(dir, registerName)}); err != nil {
		return err
	}
	box, err := v.p.Keys.Box("journal")
	if err != nil {
		return err
	}
	j, err := openJournal(dir, box)
	if err != nil {
		return err
	}
	defer func() { _ = j.close() }()
	if f, n, err := j.span(); err != nil || f != first || n != newest {
		return errors.Join(fmt.Errorf("it would tell entries %d to %d instead of %d to %d", f, n, first, newest), err)
	}
	return j.each(first, newest, func(index uint64, _ []write, unread error) error {
		if v.applied.Load() > newest {
			return errAtWork
		}
		return errors.Join(unread, ctx.Err())
	})
}

// mendBackup writes the backup anew where it does not read back.
func (v *Vault) mendBackup(ctx context.Context) error {
	v.trimming.Lock()
	defer v.trimming.Unlock()
	path := v.path(backupName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	uncached(path)
	_, rotten := v.check(ctx, path)
	if ctx.Err() != nil || rotten == nil {
		return ctx.Err()
	}
	if _, err := v.backup(ctx); err != nil {
		return err
	}
	v.sayMended(backupName, rotten)
	return nil
}
