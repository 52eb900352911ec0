package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Restore puts a copy of the store back and opens the vault: what was there is set aside, scans that are missing are fetched
// from beside the copy, and the journal's entries that the copy has not seen are replayed. Recovery says what is missing.
// from is a copy, or a folder of copies whose newest sound one is taken; VAULT-018 where there is none.
func Restore(ctx context.Context, p Params, from string) (*Vault, error) {
	if from == "" {
		return nil, fault(CodeNoCopy, nil)
	}
	v, err := openFrom(ctx, p, from)
	if err != nil {
		return nil, err
	}
	if err := v.fetchFiles(ctx, from); err != nil {
		return nil, errors.Join(typed(err, ioError), v.Close())
	}
	return v, nil
}

// chosen finds the copy a technician wants put back. Nothing is touched before it was found sound.
func (v *Vault) chosen(ctx context.Context, f *found) error {
	if v.restore == "" {
		return nil
	}
	paths := []string{v.restore}
	if info, err := os.Stat(v.restore); err == nil && info.IsDir() {
		paths = append(copiesIn(v.restore), filepath.Join(v.restore, backupName))
	}
	var why error
	for _, path := range paths {
		w, err := v.check(ctx, path)
		if err == nil {
			err = w.State.known()
		}
		if err == nil && w.State.Applied == 0 {
			err = errors.New("it is empty")
		}
		if err == nil {
			f.base, f.baseApplied, f.chosen = path, w.State.Applied, true
			return nil
		}
		why = errors.Join(why, fmt.Errorf("%s: %w", filepath.Base(path), err))
	}
	return errors.Join(ctx.Err(), fault(CodeNoCopy, why))
}

// fetchFiles brings the scans that lie beside a copy and are not here, or not whole.
func (v *Vault) fetchFiles(ctx context.Context, from string) error {
	if info, err := os.Stat(from); err == nil && !info.IsDir() {
		from = filepath.Dir(from)
	}
	root := filepath.Join(from, filesName)
	_, err := below(root, func(path string) error {
		if strings.HasPrefix(filepath.Base(path), ".") || v.verifyFile(path) != nil {
			return ctx.Err()
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		to := filepath.Join(v.path(filesName), rel)
		if v.verifyFile(to) == nil {
			return ctx.Err()
		}
		return errors.Join(copyOnce(to, path), ctx.Err())
	})
	return err
}

// Backup copies what is looked at to a place; see Vault.Backup. Without a sound store there is nothing to copy: VAULT-004.
func (i *Inspection) Backup(ctx context.Context, dir string) (Copy, error) {
	if i.v.store == nil {
		return Copy{}, damaged(nil)
	}
	c, err := i.v.copyTo(ctx, dir)
	return c, typed(err, ioError)
}
