package vault

import (
	"context"
	"errors"
	"path/filepath"

	"go.etcd.io/bbolt"

	"onewindow/internal/seal"
)

// Below walks over files.
var Below = below

// CheckWith checks in a child that is another program.
var CheckWith = checkWith

// MigrateStore brings the store at path to the present form and does nothing else.
func MigrateStore(path string, keys *seal.Keys) error {
	box, err := keys.Box("store")
	if err != nil {
		return err
	}
	s, err := openStore(path, box)
	if err != nil {
		return err
	}
	return s.close()
}

// SetForm writes another form's number into a store.
func SetForm(path string, keys *seal.Keys, form int) error {
	box, err := keys.Box("store")
	if err != nil {
		return err
	}
	s, err := openStore(path, box)
	if err != nil {
		return err
	}
	s.state.Format = form
	return errors.Join(s.db.Update(func(tx *bbolt.Tx) error { return s.saveState(tx, s.state) }), s.close())
}

// Tending is when what was last done.
type Tending = caring

// CareOnce does what is due now.
func (v *Vault) CareOnce(ctx context.Context, c *Tending, chores ...Chore) { v.care(ctx, c, chores) }

// Params are those the vault was opened with.
func (v *Vault) Params() Params { return v.p }

// CompactInto writes v's store anew into a file.
func CompactInto(path string, v *Vault) error { return compactInto(path, v.store.db) }

// Ledger is a ledger alone.
type Ledger struct{ l *ledger }

// NewLedger makes one in a folder.
func NewLedger(dir string, keys *seal.Keys) (*Ledger, error) {
	box, err := keys.Box("acts")
	return &Ledger{&ledger{path: filepath.Join(dir, ledgerName), box: box}}, err
}

// Append appends acts.
func (l *Ledger) Append(acts ...Act) error { return l.l.append(acts...) }
