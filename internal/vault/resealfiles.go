package vault

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"onewindow/internal/durable"
	"onewindow/internal/seal"
)

// files seals the scans anew, one at a time, each whole or not at all under its old name. One that cannot be read stays as
// it is, for forget to find.
func (w *reseal) files(ctx context.Context) error {
	paths, err := w.staleFiles(ctx)
	if err != nil {
		return err
	}
	for _, path := range paths {
		err := w.v.resealFile(ctx, path)
		if errors.Is(err, &Error{Code: CodeDamaged}) && w.v.heal(filepath.Base(filepath.Dir(path)), filepath.Base(path)) == nil {
			err = w.v.resealFile(ctx, path)
		}
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, &Error{Code: CodeIO}) {
				return err
			}
			w.v.p.Log.Error("a file cannot be sealed anew", "file", filepath.Base(path), "err", err)
		} else {
			w.done.Files++
		}
		if err := w.rest(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (w *reseal) staleFiles(ctx context.Context) (paths []string, err error) {
	_, err = below(w.v.path(filesName), func(path string) error {
		if filepath.Dir(path) == w.v.path(filesName) { // one on its way to its name; publish sees to it
			return ctx.Err()
		}
		stale, err := w.v.staleFile(path)
		if stale {
			paths = append(paths, path)
		}
		return errors.Join(err, ctx.Err())
	})
	return paths, err
}

func (w *reseal) filesLeft(ctx context.Context) (int, error) {
	paths, err := w.staleFiles(ctx)
	return len(paths), err
}

// staleFile looks at a file's first chunk and its foot: those between were sealed after the one and before the other.
func (v *Vault) staleFile(path string) (bool, error) {
	in, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) { // gone meanwhile
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err != nil {
		return false, err
	}
	tail := make([]byte, footTail)
	if _, err := in.ReadAt(tail, info.Size()-footTail); err != nil {
		return true, nil // too short to be one
	}
	header := make([]byte, seal.HeaderSize)
	for _, at := range []int64{fileIDSize, info.Size() - footTail - int64(binary.BigEndian.Uint32(tail))} {
		if _, err := in.ReadAt(header, max(at, 0)); err != nil || v.files.Stale(header) {
			return true, nil
		}
	}
	return false, nil
}

// resealFile writes a kept file anew with the newest key. Nobody publishes or takes away a file meanwhile.
func (v *Vault) resealFile(ctx context.Context, path string) error {
	v.filing.Lock()
	defer v.filing.Unlock()
	return v.resealHeld(ctx, path)
}

// resealHeld is resealFile for who holds the lock.
func (v *Vault) resealHeld(ctx context.Context, path string) error {
	name := filepath.Base(filepath.Dir(path)) + filepath.Base(path)
	in, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return ioError(err)
	}
	f := &File{v: v, in: in, chunk: -1}
	defer func() { _ = f.Close() }()
	info, err := in.Stat()
	if err != nil {
		return ioError(err)
	}
	if err := f.readFoot(name); err != nil {
		return damaged(err)
	}
	out, err := durable.Create(v.path(filesName), 0o600)
	if err != nil {
		return ioError(err)
	}
	defer out.Discard()
	if err := v.copySealed(ctx, out, f); err != nil {
		return err
	}
	if err := f.Close(); err != nil { // before the new one takes its name: Windows replaces no open file
		return ioError(err)
	}
	if err := out.CommitAt(path); err != nil {
		return ioError(err)
	}
	return typed(os.Chtimes(path, info.ModTime(), info.ModTime()), ioError) // it is as old as it was: retention goes by that
}

// copySealed is sealFile for what was sealed before; its digest must be the one the foot tells.
func (v *Vault) copySealed(ctx context.Context, out io.Writer, f *File) error {
	id := make([]byte, fileIDSize)
	_, _ = rand.Read(id)
	if _, err := out.Write(id); err != nil {
		return ioError(err)
	}
	for i := int64(0); i*chunkSize < f.foot.Size; i++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := f.load(i); err != nil {
			return err
		}
		if _, err := out.Write(v.files.Seal(f.plain, chunkAAD(id, i))); err != nil {
			return ioError(err)
		}
	}
	return v.sealFoot(out, id, f.foot)
}
