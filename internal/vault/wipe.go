package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/durable"
)

// What is wiped is unlinked and its folder synced. Its bytes stay on the disk until they are written over, as the freed pages
// of the store do: they were only ever there sealed, so nobody reads them without the keys.

// WipeFiles removes the scans that nobody needs: those whose digest is not in keep and that were put in, or put in again,
// before before. The second place lets them go with its next copy.
func (v *Vault) WipeFiles(ctx context.Context, keep map[string]bool, before time.Time) (n int, err error) {
	names := make(map[string]bool, len(keep))
	for digest := range keep {
		names[v.Name("file", digest)] = true
	}
	var wiped []string
	root := v.path(filesName)
	_, err = below(root, func(path string) error {
		name := filepath.Base(filepath.Dir(path)) + filepath.Base(path)
		if names[name] || strings.HasPrefix(filepath.Base(path), ".") {
			return ctx.Err()
		}
		gone, err := v.wipe(path, before)
		if gone {
			wiped = append(wiped, name)
		}
		return errors.Join(err, ctx.Err())
	})
	return len(wiped), typed(errors.Join(err, v.rememberWiped(wiped)), ioError)
}

// wipe removes one file if it is old enough.
func (v *Vault) wipe(path string, before time.Time) (gone bool, err error) {
	v.filing.Lock()
	defer v.filing.Unlock()
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || !info.ModTime().Before(before) {
		return false, err
	}
	if err := os.Remove(path); err != nil {
		return false, err
	}
	v.grew(-info.Size())
	return true, durable.SyncDir(filepath.Dir(path))
}

// rememberWiped notes what the second place still holds.
func (v *Vault) rememberWiped(names []string) error {
	if v.p.Second == "" || len(names) == 0 {
		return nil
	}
	before, err := os.ReadFile(v.path(wipedName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return durable.Replace(v.path(wipedName), []byte(string(before)+strings.Join(names, "\n")+"\n"), 0o600)
}

// renewed reports whether the file is here, and makes it as young as one that is put in now.
func (v *Vault) renewed(digest string) bool {
	v.filing.Lock()
	defer v.filing.Unlock()
	sub, name := v.fileName(digest)
	now := v.p.Now()
	return v.HasFile(digest) && os.Chtimes(filepath.Join(v.path(filesName), sub, name), now, now) == nil
}
