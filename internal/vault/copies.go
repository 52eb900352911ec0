package vault

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

// A place is a folder, best on another disk, that holds copies of a vault: the last stores, the ledger, the scans.
//
//	vault-20261123T090000Z.backup   a store, checked before it got its name; the last two are kept
//	acts.log                        the ledger as it was at the newest
//	files/                          scans, as they are in the vault
//	vault.owner                     whose they are: a keyed hash
const (
	copyPrefix = "vault-"
	copySuffix = ".backup"
	copyTime   = "20060102T150405Z"
	copiesKept = 2
	ownerName  = "vault.owner"
	wipedName  = "vault.wiped"  // names of scans that the second place still has to wipe
	secondNote = "vault.second" // when the second place was last written, and up to where
)

// secondWord is what is remembered of the second place.
type secondWord struct {
	At      time.Time `json:"at"`
	Applied uint64    `json:"applied"`
	Path    string    `json:"path"`
}

// copiesIn gives the stores in a place, newest first.
func copiesIn(dir string) (paths []string) {
	found, _ := filepath.Glob(filepath.Join(dir, copyPrefix+"*"+copySuffix))
	slices.Sort(found)
	slices.Reverse(found)
	return found
}

// copiedAt tells from its name when a copy was made.
func copiedAt(path string) time.Time {
	text := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), copyPrefix), copySuffix)
	at, _ := time.Parse(copyTime, text)
	return at
}

// copyTo brings a place up to date: a synced, checked copy of the store as it stands at one moment, the scans it may speak of
// and the ledger. Work goes on meanwhile.
func (v *Vault) copyTo(ctx context.Context, dir string) (c Copy, err error) {
	if err := errors.Join(os.MkdirAll(dir, 0o700), v.own(dir), durable.Sweep(dir)); err != nil {
		return c, err
	}
	f, err := durable.Create(dir, 0o600)
	if err != nil {
		return c, err
	}
	defer f.Discard()
	w, err := v.copySound(ctx, f)
	if err != nil {
		return c, err
	}
	if err := v.copyFiles(ctx, filepath.Join(dir, filesName)); err != nil {
		return c, err
	}
	ledger, err := os.ReadFile(v.path(ledgerName))
	if err == nil {
		err = durable.Replace(filepath.Join(dir, ledgerName), ledger, 0o600)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	c.At, c.Bytes, c.Applied = v.p.Now().UTC().Truncate(time.Second), w.Bytes, w.State.Applied
	name := copyPrefix + c.At.Format(copyTime) + copySuffix
	c.Path = filepath.Join(dir, name)
	if err := f.Commit(name); err != nil {
		return c, err
	}
	return c, dropOld(dir, c.Path)
}

// own notes whose place it is, and refuses another vault's.
func (v *Vault) own(dir string) error {
	path, mine := filepath.Join(dir, ownerName), v.Name("vault", "copies")
	got, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return durable.Replace(path, []byte(mine), 0o600)
	case err != nil:
		return err
	case string(got) == mine:
		return nil
	case len(copiesIn(dir)) == 0 || len(got) != len(mine): // a note without copies, or a damaged one, forbids nothing
		return durable.Replace(path, []byte(mine), 0o600)
	}
	return fmt.Errorf("the folder holds another vault's copies")
}

// dropOld keeps the copy just made and the newest of the others: by a clock that went wrong and was put right, those made before
// may have later names.
func dropOld(dir, made string) (err error) {
	others := slices.DeleteFunc(copiesIn(dir), func(path string) bool { return path == made })
	for _, path := range others[min(copiesKept-1, len(others)):] {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// copyFiles brings the scans that are not in to yet.
func (v *Vault) copyFiles(ctx context.Context, to string) error {
	root := v.path(filesName)
	_, err := below(root, func(path string) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, err := filepath.Rel(root, path)
		if err != nil || strings.HasPrefix(filepath.Base(path), ".") { // one that is being written
			return err
		}
		return copyOnce(filepath.Join(to, rel), path)
	})
	return err
}

// copyOnce copies a file that never changes, whole or not at all, unless it is there already.
func copyOnce(to, from string) error {
	src, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) { // wiped meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }()
	if sameFile(to, src) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	f, err := durable.Create(filepath.Dir(to), 0o600)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := io.Copy(f, src); err != nil {
		return err
	}
	return f.Commit(filepath.Base(to))
}

// sameFile reports whether what is there is this kept file: its size and its beginning, which names key and nonce, tell.
func sameFile(there string, src *os.File) bool {
	have, err := os.Open(there)
	if err != nil {
		return false
	}
	defer func() { _ = have.Close() }()
	a, b := make([]byte, fileIDSize+seal.HeaderSize), make([]byte, fileIDSize+seal.HeaderSize)
	_, err1 := have.ReadAt(a, 0)
	_, err2 := src.ReadAt(b, 0)
	info1, err3 := have.Stat()
	info2, err4 := src.Stat()
	return errors.Join(err1, err2, err3, err4) == nil && bytes.Equal(a, b) && info1.Size() == info2.Size()
}

// copySecond brings the second place up to date and remembers that it did.
func (v *Vault) copySecond(ctx context.Context) error {
	v.trimming.Lock()
	defer v.trimming.Unlock()
	c, err := v.copyTo(ctx, v.p.Second)
	if err == nil {
		err = v.wipeSecond()
	}
	if err == nil {
		word, merr := json.Marshal(secondWord{At: v.p.Now(), Applied: c.Applied, Path: c.Path})
		err = errors.Join(merr, durable.Replace(v.path(secondNote), word, 0o600))
	}
	if err != nil && ctx.Err() == nil {
		v.p.Log.Error("second place cannot be written", "err", err)
	}
	return err
}

// second is what is remembered of the second place; the zero word when nothing is.
func (v *Vault) second() (w secondWord) {
	text, err := os.ReadFile(v.path(secondNote))
	if v.p.Second == "" || err != nil || json.Unmarshal(text, &w) != nil || filepath.Dir(w.Path) != filepath.Clean(v.p.Second) {
		return secondWord{}
	}
	return w
}

// wipeSecond removes from the second place the scans that were wiped here.
func (v *Vault) wipeSecond() error {
	text, err := os.ReadFile(v.path(wipedName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for name := range strings.FieldsSeq(string(text)) {
		if len(name) < 3 || strings.ContainsAny(name, `/\.`) {
			continue
		}
		if _, err := os.Stat(filepath.Join(v.path(filesName), name[:2], name[2:])); err == nil { // it was put in again
			continue
		}
		if err := os.Remove(filepath.Join(v.p.Second, filesName, name[:2], name[2:])); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Remove(v.path(wipedName))
}

// base is a copy a store can be built on.
type base struct {
	path    string
	applied uint64
}

// bestBase gives the copy that reaches furthest: the backup beside the store where the journal goes on from it, else the newest
// sound one of all.
func (v *Vault) bestBase(ctx context.Context, first uint64) (b base, err error) {
	paths := append([]string{v.path(backupName)}, copiesIn(v.p.Second)...)
	if v.p.Second == "" {
		paths = paths[:1]
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		w, err := v.check(ctx, path)
		if err != nil {
			v.p.Log.Error("a copy is damaged", "name", filepath.Base(path), "err", err)
			continue
		}
		if err := w.State.known(); err != nil {
			return b, err
		}
		if b.path == "" || cmp.Compare(w.State.Applied, b.applied) > 0 {
			b = base{path, w.State.Applied}
		}
		if first > 0 && first <= b.applied+1 {
			break // the journal tells the rest
		}
	}
	return b, nil
}

// heal fetches a scan from the second place.
func (v *Vault) heal(sub, name string) error {
	if v.p.Second == "" {
		return noFile()
	}
	v.filing.Lock()
	defer v.filing.Unlock()
	from := filepath.Join(v.p.Second, filesName, sub, name)
	if err := v.verifyFile(from); err != nil {
		return err
	}
	to := filepath.Join(v.path(filesName), sub, name)
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	v.p.Log.Warn("a scan was fetched from the second place")
	return copyOnce(to, from)
}

// secondLeft brings the second place up to date after a rotation, and counts it where that cannot be done: what lies there was
// sealed with the older key.
func (v *Vault) secondLeft(ctx context.Context) (int, error) {
	if v.p.Second == "" {
		return 0, nil
	}
	if err := v.copySecond(ctx); err != nil {
		return 1, ctx.Err()
	}
	made := v.second().Path
	if made == "" {
		return 1, nil
	}
	for _, path := range copiesIn(v.p.Second) {
		if path == made {
			continue
		}
		if err := os.Remove(path); err != nil {
			return 1, nil
		}
	}
	return 0, nil
}

// sweepNew removes what a kill left of what was being made, and of the copy of a journal that was being read.
func sweepNew(dir string) (err error) {
	for _, name := range []string{storeName + ".new", backupName + ".new", compactName, readName} {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, name)))
	}
	return err
}

// Backup brings a place up to date: a technician's, or another than the second. Work goes on meanwhile.
func (v *Vault) Backup(ctx context.Context, dir string) (Copy, error) {
	v.trimming.Lock()
	defer v.trimming.Unlock()
	c, err := v.copyTo(ctx, dir)
	return c, typed(err, ioError)
}
