package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"

	"onewindow/internal/durable"
)

// A vault's form on the disk has a number, kept in the store with every commit. A program reads every form there ever was, and
// refuses a newer one than it knows with VAULT-016 before it touches anything.
//
//	1  store, journal, scans, backup (a store of this form does not say its number)
//	2  journal entries carry the headers of acts, and acts.log lies beside them
//
// An update of form 1 has no headers; a vault that had it names no act from before.
const format = 2

// steps bring a store from form n+1 to the next. All of them, and the number, are one commit: a kill in between leaves the
// old form whole. A step must not take what it needs from outside the store.
var steps = []func(*bbolt.Tx, *store) error{
	func(*bbolt.Tx, *store) error { return nil }, // 1 → 2: what is new lies in the journal and beside it
}

// form is the number a store says, or that of those that said none.
func (st state) form() int { return max(st.Format, 1) }

// known refuses a store in a form from the future.
func (st state) known() error {
	if st.form() > format {
		return fault(CodeNewer, fmt.Errorf("the store's form is %d, the newest known here is %d", st.form(), format))
	}
	return nil
}

// beforeMigration keeps a sound store of an earlier form as the backup, so that nothing depends on a journal of that form: the
// first one's cannot be read on where an entry was taken back.
func (v *Vault) beforeMigration(f found) error {
	if f.missing || f.storeErr != nil || v.recovery.Rebuilt || f.store.Applied == 0 || f.store.form() == format {
		return nil
	}
	tmp := v.path(backupName + ".new")
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := copyFile(tmp, v.path(storeName)); err != nil {
		return err
	}
	return durable.Publish(tmp, v.path(backupName))
}

// migrate brings the store to the present form.
func (s *store) migrate() error {
	if s.state.form() == format || s.state.Applied == 0 {
		return nil
	}
	next := s.state
	err := guarded(func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			for _, step := range steps[s.state.form()-1:] {
				if err := step(tx, s); err != nil {
					return err
				}
			}
			next.Format = format
			return s.saveState(tx, next)
		})
	})
	if err == nil {
		s.state = next
	}
	return err
}
