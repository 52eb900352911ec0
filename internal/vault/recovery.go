package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"onewindow/internal/durable"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
)

// Recovery says what opening found and did. The zero value: nothing was wrong.
type Recovery struct {
	Replayed   int    // journal entries the store had not seen
	Rebuilt    bool   // the store was set aside and built anew
	NewJournal bool   // the journal was set aside
	Lost       bool   // something could not be brought back; ask the platform for everything again
	Gone       []Act  // the acts that could not, oldest first; the platform may hold some of them
	Unnamed    int    // records of the ledger that cannot be read: perhaps so many more
	Code       string // CodeRepaired, CodeLost or CodeGone; "" when nothing was wrong
	Sentence   string // for the person; "" when nothing was wrong
	SentenceEN string
}

// found is what lies on the disk before anything is changed.
type found struct {
	store       state
	storeErr    error // nil: sound
	missing     bool
	sound       bool // it is the one that was closed in order
	register    bool // the journal's register is
	deaths      int  // so often in a row the process died while bbolt opened the store
	first, last uint64
	base        string // backup to build on, "" = none
	baseApplied uint64
	chosen      bool // base is what a technician wants put back
}

// whole reports whether backup and journal together tell everything the store may have held.
func (v *Vault) whole(f found) bool {
	if f.first == 0 || f.first > f.baseApplied+1 || f.last < f.store.Applied {
		return false
	}
	return v.journal.each(max(f.first, f.baseApplied+1), f.last, func(_ uint64, _ []write, unread error) error { return unread }) == nil
}

// recover brings journal and store to the same point, whatever is left of them.
func (v *Vault) recover(ctx context.Context, storeBox, journalBox *seal.Box) error {
	f := v.lookAtStore(ctx, storeBox)
	if ctx.Err() != nil { // a check that was broken off says nothing
		return ctx.Err()
	}
	if err := f.store.known(); err != nil {
		return err
	}
	if err := v.chosen(ctx, &f); err != nil {
		return err
	}
	if err := v.recoverJournal(ctx, journalBox, f.register); err != nil {
		return err
	}
	if err := errors.Join(v.look(ctx, &f), ctx.Err()); err != nil {
		return err
	}
	var err error
	doubt := f.chosen || f.missing || f.storeErr != nil || f.doubtful()
	whole := doubt && v.whole(f)
	switch {
	case f.missing && f.first == 0 && f.base == "" && !v.recovery.NewJournal:
		err = createStore(v.path(storeName), storeBox, "", func(*store) error { return nil }) // the first start
	case f.chosen, f.missing, f.storeErr != nil, f.doubtful() && whole:
		v.recovery.Rebuilt = true
		v.recovery.Lost = v.recovery.Lost || !whole
		err = v.rebuild(ctx, storeBox, f)
	}
	if err != nil {
		return err
	}
	if err := v.beforeMigration(f); err != nil {
		return err
	}
	deaths := f.deaths
	if v.recovery.Rebuilt {
		deaths = 0
	}
	if err := v.openStore(storeBox, deaths); err != nil {
		return err
	}
	if err := v.catchUp(ctx, f); err != nil {
		return err
	}
	v.applied.Store(v.store.state.Applied)
	if err := errors.Join(v.settleLedger(f.sound), v.beginJournal()); err != nil {
		return err
	}
	v.say()
	return nil
}

// recoverJournal opens the journal; one that cannot be opened is set aside and begun anew.
func (v *Vault) recoverJournal(ctx context.Context, box *seal.Box, sound bool) error {
	err := v.checkRegister(ctx, sound)
	var j *journal
	if err == nil {
		j, err = openJournal(v.path(journalName), box)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.p.Log.Error("journal set aside", "err", err)
		v.recovery.NewJournal = true
		if err := v.setAside(journalName); err != nil {
			return err
		}
		if j, err = openJournal(v.path(journalName), box); err != nil {
			return err
		}
	}
	v.journal = j
	return nil
}

// checkRegister has the journal's register read before raft-wal opens it for writing.
func (v *Vault) checkRegister(ctx context.Context, sound bool) error {
	path := filepath.Join(v.path(journalName), registerName)
	if _, err := os.Stat(path); sound || err != nil {
		return nil // there is none yet, or openJournal will say
	}
	_, err := v.p.Checker(ctx, CheckOrder{Path: path})
	return err
}

// look adds what lies beside the store.
func (v *Vault) look(ctx context.Context, f *found) (err error) {
	if f.first, f.last, err = v.journal.span(); err != nil {
		return err
	}
	if !f.missing && f.storeErr == nil && v.holdsRefused(f.store.Applied, f.last) {
		f.storeErr = errors.New("it holds what was refused")
	}
	if f.chosen || !f.missing && f.storeErr == nil && !f.doubtful() {
		return nil // the backup is not needed
	}
	b, err := v.bestBase(ctx, f.first)
	f.base, f.baseApplied = b.path, b.applied
	return err
}

// deathsDoubted in a row make a store doubtful. One says nothing: a kill or a power cut may have met the opening, and the next
// start, too.
const deathsDoubted = 3

// doubtful reports whether a store is not to be opened though the checker finds it sound.
func (f found) doubtful() bool { return f.deaths >= deathsDoubted }

// lookAtStore trusts a store that was closed in order; any other is read whole before it is opened.
func (v *Vault) lookAtStore(ctx context.Context, box *seal.Box) (f found) {
	if note, err := os.ReadFile(v.path(openingName)); err == nil {
		f.deaths = 1 + len(note)
	}
	if _, err := os.Stat(v.path(storeName)); errors.Is(err, fs.ErrNotExist) {
		f.missing = true
		return f
	}
	f.sound, f.register = v.isSound()
	if f.sound = f.sound && f.deaths == 0; f.sound {
		f.store, f.storeErr = glance(v.path(storeName), box)
	} else {
		var w CheckWord
		w, f.storeErr = v.check(ctx, v.path(storeName))
		f.store = w.State
	}
	if f.storeErr != nil {
		v.p.Log.Error("store is damaged", "err", f.storeErr)
	}
	return f
}

// check has a store or a copy of one read whole by the checker.
func (v *Vault) check(ctx context.Context, path string) (CheckWord, error) {
	return v.p.Checker(ctx, CheckOrder{Path: path, Keys: v.p.Keys.Handover("store")})
}

// rebuild sets the store aside and makes it again from the backup and the journal.
func (v *Vault) rebuild(ctx context.Context, box *seal.Box, f found) error {
	if !f.missing {
		if err := v.setAside(storeName); err != nil {
			return err
		}
	}
	return createStore(v.path(storeName), box, f.base, func(s *store) error {
		n, err := v.replay(ctx, s, f.first, f.last)
		v.recovery.Replayed += n
		return err
	})
}

// openStore opens for writing under a note: should bbolt die in a goroutine of its own, the next start sees it. The note is a
// byte long for each death before.
func (v *Vault) openStore(box *seal.Box, deaths int) (err error) {
	if err := errors.Join(v.dropSound(), os.WriteFile(v.path(openingName), bytes.Repeat([]byte{'+'}, deaths), 0o600)); err != nil {
		return err
	}
	if v.store, err = openStore(v.path(storeName), box); err != nil {
		return err
	}
	return os.Remove(v.path(openingName))
}

// catchUp replays what the store has not seen. A journal that ends before the store does was lost: it begins anew
// behind the store, on the ground of a fresh backup.
func (v *Vault) catchUp(ctx context.Context, f found) error {
	applied := v.store.state.Applied
	v.newest = max(applied, f.last)
	if f.last >= applied && f.last > 0 {
		n, err := v.replay(ctx, v.store, f.first, f.last)
		v.recovery.Replayed += n
		return err
	}
	if applied == 0 {
		return nil
	}
	if _, err := v.backup(ctx); err != nil && !errors.Is(err, damaged(nil)) { // the store stands all the same; Health tells
		return err
	}
	if f.first > 0 || f.last > 0 {
		v.p.Log.Error("journal ends before the store does", "last", f.last, "applied", applied)
		v.recovery.NewJournal = true
		return v.newJournal()
	}
	return nil // empty: the next entry may have any number
}

// beginJournal gives an empty journal behind a store that is not an entry that holds nothing, so that backup and journal together
// tell everything.
func (v *Vault) beginJournal() error {
	_, last, err := v.journal.span()
	if err != nil || last > 0 || v.newest == 0 {
		return err
	}
	_, err = v.mark()
	return err
}

// newJournal sets an open journal aside and begins one anew; the next entry may then have any number.
func (v *Vault) newJournal() error {
	box := v.journal.box
	err := errors.Join(v.journal.close(), v.setAside(journalName))
	if err != nil {
		return err
	}
	v.journal, err = openJournal(v.path(journalName), box)
	return err
}

// replay applies the journal's entries first..last that s has not seen. An entry that cannot be read is left out and
// counts as lost; those behind it still tell the newest truth of what they touch.
func (v *Vault) replay(ctx context.Context, s *store, first, last uint64) (n int, err error) {
	from := max(s.state.Applied+1, first)
	if first > s.state.Applied+1 {
		v.recovery.Lost = true
		v.missing.from, v.missing.to = s.state.Applied+1, first-1
	}
	var batches [][]write
	err = v.journal.each(from, last, func(i uint64, ws []write, unread error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if unread != nil {
			v.unread(i, unread)
		}
		if batches = append(batches, ws); len(batches) < replayInOnce && i < last {
			return nil
		}
		if err := s.apply(i, batches...); err != nil {
			return err
		}
		n, batches = n+len(batches), nil
		return nil
	})
	return n, err
}

// unread counts an entry of the journal that cannot be read as lost.
func (v *Vault) unread(i uint64, why error) {
	v.p.Log.Error("journal entry cannot be read", "index", i, "err", why)
	v.recovery.Lost = true
	if v.missing.single == nil {
		v.missing.single = map[uint64]bool{}
	}
	v.missing.single[i] = true
}

// setAside moves what is damaged out of the way, under the time of the finding. Nothing is deleted.
func (v *Vault) setAside(name string) error {
	dir := v.path(asideName)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	to := filepath.Join(dir, v.p.Now().UTC().Format("20060102T150405.000000000")+"-"+name)
	if err := os.Rename(v.path(name), to); err != nil {
		return err
	}
	return errors.Join(durable.SyncDir(dir), durable.SyncDir(v.p.Dir))
}

func (v *Vault) say() {
	r := &v.recovery
	switch {
	case r.Lost:
		r.Code = CodeLost
	case r.Rebuilt || r.NewJournal:
		r.Code = CodeRepaired
	}
	w := trouble.Of(r.Code).Clerk
	if len(r.Gone) > 0 {
		r.Code, w = CodeGone, goneWords(r.Gone)
	}
	r.Sentence, r.SentenceEN = w.Zh, w.En
}
