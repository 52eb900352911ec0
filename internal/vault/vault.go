package vault

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

// Params is what a vault needs.
type Params struct {
	Dir  string     // made if missing, 0700
	Keys *seal.Keys // of this installation
	Now  func() time.Time
	Log  *slog.Logger // technical events only, never data

	Checker Checker // reads what is in doubt; CheckHere when nil. A program takes CheckInChild.

	Second string                               // folder, best on another disk, that copies go to while nobody works; "" = none
	Idle   time.Duration                        // nobody works when nothing was committed for so long; 10 minutes when 0
	After  func(time.Duration) <-chan time.Time // for Tend; time.After when nil

	Limit int64                           // bytes all of it may take; 0 = no limit but the disk
	Low   int64                           // bytes free below which Space warns; 2 GB when 0
	Full  int64                           // bytes free below which nothing new may be begun; 512 MB when 0
	Free  func(dir string) (int64, error) // bytes free; the file system's own word when nil
}

// Vault is the opened vault. Safe for several goroutines; updates go one at a time.
type Vault struct {
	p        Params
	unlock   func() error
	journal  *journal
	store    *store
	files    *seal.Box
	names    []byte
	ledger   *ledger
	recovery Recovery
	restore  string  // copy to be put back at this opening; "" = none
	missing  missing // what recovery could not apply

	trimming  sync.Mutex   // held while copies of the store are made
	swap      sync.RWMutex // held for writing while the store is exchanged for a compacted one
	begun     time.Time
	used      atomic.Int64 // bytes of all of it, as last counted; 0 = not counted yet
	resealing sync.Mutex
	filing    sync.Mutex    // held while a file gets its name, is sealed anew or goes
	applied   atomic.Uint64 // newest entry that is in the store

	mu        sync.Mutex // held by Update and Close
	newest    uint64     // entry of the journal
	broken    error      // set when the disk failed half-way
	saved     time.Time  // newest commit
	hearers   map[chan<- struct{}]struct{}
	hearing   sync.Mutex
	secondErr error     // guarded by hearing, as are the next two
	backupErr error     // why the newest backup could not be made
	mended    time.Time // when a damage beside the store was last found and mended at idle
}

const (
	storeName    = "vault.db"
	backupName   = "vault.backup"
	journalName  = "journal"
	filesName    = "files"
	asideName    = "damaged"
	openingName  = "vault.opening" // there while bbolt opens the store for writing
	keyNoteName  = "vault.key-id"  // which key this vault was made with
	lockName     = "vault.lock"
	replayInOnce = 256 // batches per commit while replaying
)

// Open opens or makes the vault in p.Dir. Errors are *Error.
func Open(ctx context.Context, p Params) (*Vault, error) { return openFrom(ctx, p, "") }

// openFrom is Open that puts a copy back first, if one is named.
func openFrom(ctx context.Context, p Params, restore string) (*Vault, error) {
	p = p.withDefaults()
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return nil, ioError(err)
	}
	unlock, err := lock(filepath.Join(p.Dir, lockName))
	if err != nil {
		return nil, err
	}
	v := &Vault{p: p, unlock: unlock, names: p.Keys.Derive("names"), begun: p.Now(), restore: restore, hearers: map[chan<- struct{}]struct{}{}}
	if err := v.open(ctx); err != nil {
		return nil, errors.Join(typed(err, ioError), v.shut(false))
	}
	return v, nil
}

func (v *Vault) open(ctx context.Context) error {
	storeBox, err1 := v.p.Keys.Box("store")
	journalBox, err2 := v.p.Keys.Box("journal")
	filesBox, err3 := v.p.Keys.Box("files")
	actsBox, err4 := v.p.Keys.Box("acts")
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return err
	}
	v.files = filesBox
	v.ledger = &ledger{path: v.path(ledgerName), box: actsBox}
	if err := v.checkKey(ctx, storeBox); err != nil {
		return err
	}
	if err := errors.Join(durable.Sweep(v.p.Dir), durable.Sweep(v.path(filesName)), sweepNew(v.p.Dir)); err != nil {
		return err
	}
	return v.recover(ctx, storeBox, journalBox)
}

// checkKey refuses a key other than the one the vault was made with, before anything could be taken for damage. A note
// that names another key while the store opens with this one is itself what is damaged.
func (v *Vault) checkKey(ctx context.Context, box *seal.Box) error {
	path, want := v.path(keyNoteName), keyNote(box)
	got, err := os.ReadFile(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case err == nil && string(got) == want:
		return nil
	case err == nil && keyKnown(box, got): // a rotation that was stopped before it was noted
	case err == nil && !v.opens(ctx, storeName) && !v.opens(ctx, backupName):
		return wrongKey(nil)
	}
	return durable.Replace(path, []byte(want), 0o600)
}

// opens reports whether a store can be read with this key.
func (v *Vault) opens(ctx context.Context, name string) bool {
	w, err := v.check(ctx, v.path(name))
	return err == nil && w.State.Applied > 0 // an empty store proves nothing
}

func (v *Vault) path(name string) string { return filepath.Join(v.p.Dir, name) }

// Recovery says what opening found and did.
func (v *Vault) Recovery() Recovery { return v.recovery }

// Name gives the keyed hash under which a key may stand that would otherwise name a person or tell content.
// Names of different kinds never meet.
func (v *Vault) Name(kind, s string) string {
	return hex.EncodeToString(seal.MAC(v.names, []byte(kind+"\x00"+s)))
}

// SavedAt is the time of the newest commit since opening; zero if there was none.
func (v *Vault) SavedAt() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.saved
}

// Tell puts a value into c, without waiting, after every commit, until stop is called. Give c room for one.
func (v *Vault) Tell(c chan<- struct{}) (stop func()) {
	v.hearing.Lock()
	v.hearers[c] = struct{}{}
	v.hearing.Unlock()
	return func() {
		v.hearing.Lock()
		delete(v.hearers, c)
		v.hearing.Unlock()
	}
}

func (v *Vault) tell() {
	v.hearing.Lock()
	defer v.hearing.Unlock()
	for c := range v.hearers {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Trim writes a backup, reads it through, and lets the journal go before entry below (see Tx.Index), which the caller knows to
// be safe elsewhere. Updates go on meanwhile. Where no sound backup can be made, nothing is let go: the journal grows, the last
// backup stays, Health tells why, and the next Trim tries again.
func (v *Vault) Trim(ctx context.Context, below uint64) error {
	v.trimming.Lock()
	defer v.trimming.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	applied, err := v.backup(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.p.Log.Error("no backup, so the journal stays as it is", "err", err)
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil {
		return err
	}
	if w := v.second(); w.Applied > 0 && v.p.Now().Sub(w.At) < secondLate {
		below = min(below, w.Applied+1) // so that the copy there and the journal tell everything
	}
	below = min(below, applied) // the newest entry stays: it numbers the next
	if err := v.journal.trim(below); err != nil {
		return ioError(err)
	}
	return typed(v.trimLedger(below), ioError)
}

func (v *Vault) usable(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case v.broken != nil:
		return v.broken
	}
	return nil
}

// Close waits for a running update, then lets go of everything.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	whole := v.broken == nil
	if whole {
		v.broken = closed()
	}
	return v.shut(whole)
}

// shut closes everything; sound: in order, so that the next opening may trust what it finds.
func (v *Vault) shut(sound bool) error {
	var errs []error
	if v.store != nil {
		errs = append(errs, v.store.close())
	}
	if v.journal != nil {
		errs = append(errs, v.journal.close())
	}
	if v.ledger != nil {
		errs = append(errs, v.ledger.close())
	}
	if sound && errors.Join(errs...) == nil {
		errs = append(errs, v.leaveSound())
	}
	if v.unlock != nil {
		errs = append(errs, v.unlock())
		v.unlock = nil
	}
	return errors.Join(errs...)
}
