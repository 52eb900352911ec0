package vault

import (
	"context"
	"errors"
	"os"
	"time"

	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

// A rotation of the keys (密钥轮换) goes in these steps, each of which may be the last before a power cut:
//
//  1. Rotate: both copies of the data key hold a new master; from now on everything is sealed with it.
//  2. Reseal: what older masters sealed is sealed anew, in small pieces between which the vault goes on working: the store's
//     values, the ledger, the scans. The journal cannot be rewritten; it goes on with an entry of its own, the backup is
//     written behind that, and what lies before is let go.
//  3. When a last look finds nothing that an older master sealed, the older masters are forgotten.
//
// The keys themselves say whether a rotation is under way (seal.Keys.Rotating), and each sealed value says its key: there is
// no progress to be kept, and a step made twice changes nothing. Where something cannot be opened, or was set aside, the
// older masters stay, so that a technician can still read it.

// Resealed is what a reseal did.
type Resealed struct {
	Values  int // of the store
	Records int // of the ledgers
	Files   int
	Kept    int  // sealed things that cannot be sealed anew: damaged, or set aside in an earlier repair
	Done    bool // nothing is sealed with an older key, and the older keys are gone
}

// Pause is called between the pieces of a reseal, with what is done so far: it returns when the next may be taken on, or an
// error to leave the rest for later.
type Pause func(ctx context.Context, sofar Resealed) error

// Rotating reports whether something may still be sealed with an older key than the newest.
func (v *Vault) Rotating() bool { return v.p.Keys.Rotating() }

// Rotate makes a new master key. Call Reseal afterwards, now or at any later start.
func (v *Vault) Rotate(ctx context.Context) error {
	v.filing.Lock() // no file is published with the older key behind the back of a reseal
	defer v.filing.Unlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.usable(ctx); err != nil {
		return err
	}
	if err := v.p.Keys.Rotate(); err != nil {
		return err
	}
	return typed(v.noteKey(), ioError)
}

// noteKey writes down the newest key as the vault's own.
func (v *Vault) noteKey() error {
	return durable.Replace(v.path(keyNoteName), []byte(keyNote(v.store.box)), 0o600)
}

// Reseal brings a rotation to its end, from wherever it stands. pause may be nil. Without a rotation there is nothing to do.
func (v *Vault) Reseal(ctx context.Context, pause Pause) (r Resealed, err error) {
	v.resealing.Lock()
	defer v.resealing.Unlock()
	if !v.Rotating() {
		return Resealed{Done: true}, nil
	}
	if pause == nil {
		pause = func(ctx context.Context, _ Resealed) error { return ctx.Err() }
	}
	w := &reseal{v: v, pause: pause, done: &r}
	for _, step := range []func(context.Context) error{w.store, w.ledgers, w.files, w.journal, w.forget} {
		if err := step(ctx); err != nil {
			var key *seal.Error // it has its own words
			if errors.As(err, &key) {
				return r, err
			}
			return r, typed(err, ioError)
		}
	}
	return r, nil
}

// reseal is one under way.
type reseal struct {
	v     *Vault
	pause Pause
	done  *Resealed
}

func (w *reseal) rest(ctx context.Context) error { return w.pause(ctx, *w.done) }

// locked runs f between two updates.
func (w *reseal) locked(ctx context.Context, f func() error) error {
	w.v.mu.Lock()
	defer w.v.mu.Unlock()
	if err := w.v.usable(ctx); err != nil {
		return err
	}
	return f()
}

// ledgers writes the acts' headers anew; there are never many.
func (w *reseal) ledgers(ctx context.Context) error {
	gone := &ledger{path: w.v.path(goneName), box: w.v.ledger.box}
	for _, l := range []*ledger{w.v.ledger, gone} {
		err := w.locked(ctx, func() error {
			acts, unread, err := readLedger(l.path, l.box)
			if err != nil || unread > 0 { // what cannot be read may still tell an engineer something
				return err
			}
			if stale, err := l.stale(); err != nil || !stale {
				return err
			}
			w.done.Records += len(acts)
			return l.keep(acts)
		})
		if err != nil {
			return err
		}
		if err := w.rest(ctx); err != nil {
			return err
		}
	}
	return nil
}

// stale reports whether a record was sealed with an older key.
func (l *ledger) stale() (bool, error) {
	text, err := os.ReadFile(l.path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	for ; len(text) >= actRecord; text = text[actRecord:] {
		if l.box.Stale(text[:actRecord]) {
			return true, nil
		}
	}
	return false, err
}

// journal goes on with an empty entry, has the backup reach behind it, and lets go of what lies before.
func (w *reseal) journal(ctx context.Context) error {
	v := w.v
	if !w.journalStale() && w.copyLeft() == 0 {
		return nil
	}
	var begun uint64
	err := w.locked(ctx, func() (err error) {
		begun, err = v.mark()
		return err
	})
	if err != nil {
		return err
	}
	if err := w.rest(ctx); err != nil {
		return err
	}
	return w.backup(ctx, begun)
}

// backup writes the store's copy anew, in which values that older keys sealed may stand, then trims the journal.
func (w *reseal) backup(ctx context.Context, begun uint64) error {
	v := w.v
	v.trimming.Lock()
	defer v.trimming.Unlock()
	applied, err := v.backup(ctx)
	if err != nil {
		return err
	}
	if err := w.rest(ctx); err != nil {
		return err
	}
	return w.locked(ctx, func() error { return v.journal.trim(min(begun, applied)) })
}

// journalStale looks at the oldest entry: keys only ever become newer from one to the next. One that cannot be read is let
// go with those before it.
func (w *reseal) journalStale() (stale bool) {
	first, _, err := w.v.journal.span()
	if err != nil || first == 0 {
		return err != nil
	}
	stale, err = w.v.journal.stale(first)
	return stale || err != nil
}

// forget looks once more at everything; the older keys go only when nothing needs them.
func (w *reseal) forget(ctx context.Context) error {
	kept, err := w.left(ctx)
	if err != nil {
		return err
	}
	if w.done.Kept = kept; kept > 0 {
		return nil
	}
	err = w.locked(ctx, func() error {
		if err := w.v.noteKey(); err != nil {
			return err
		}
		return w.v.p.Keys.Forget()
	})
	w.done.Done = err == nil
	return err
}

// left counts what still needs an older key. The second place comes before the scans, which may be fetched from there.
func (w *reseal) left(ctx context.Context) (n int, err error) {
	for _, count := range []func(context.Context) (int, error){w.storeLeft, w.ledgersLeft, w.v.secondLeft, w.filesLeft, w.asideLeft} {
		some, err := count(ctx)
		if err != nil {
			return n, err
		}
		n += some
	}
	if w.journalStale() {
		n++
	}
	return n + w.copyLeft(), nil
}

func (w *reseal) ledgersLeft(ctx context.Context) (n int, err error) {
	err = w.locked(ctx, func() error {
		for _, name := range []string{ledgerName, goneName} {
			stale, err := (&ledger{path: w.v.path(name), box: w.v.ledger.box}).stale()
			if err != nil {
				return err
			}
			if stale {
				n++
			}
		}
		return nil
	})
	return n, err
}

// asideLeft counts what earlier repairs set aside: it was sealed with keys of its time.
func (w *reseal) asideLeft(context.Context) (int, error) {
	all, err := os.ReadDir(w.v.path(asideName))
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return len(all), err
}

// quiet is how long nothing must have been saved before a counter's reseal takes on its next piece.
const quiet = 2 * time.Second

// ResealAtIdle is Reseal for a vault somebody works in: each piece waits until nothing was saved for a while. It says in the
// log how it ended; what it could not do is done at a later start. after is time.After.
func (v *Vault) ResealAtIdle(ctx context.Context, after func(time.Duration) <-chan time.Time) error {
	if !v.Rotating() {
		return nil
	}
	r, err := v.Reseal(ctx, func(ctx context.Context, _ Resealed) error {
		for wait := time.Nanosecond; wait > 0; wait = quiet - v.p.Now().Sub(v.SavedAt()) {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-after(min(wait, quiet)): // a clock that is turned back makes no long wait
			}
		}
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		v.p.Log.Error("reseal stopped", "err", err)
	default:
		v.p.Log.Info("resealed", "values", r.Values, "records", r.Records, "files", r.Files, "kept", r.Kept, "done", r.Done)
	}
	return nil
}
