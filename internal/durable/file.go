package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// tempPrefix marks a file that was never finished; Sweep removes them.
const tempPrefix = ".part-"

// made are the permissions a file is made with.
const made fs.FileMode = 0o600

// File is a file on its way to its final name. Write to it, then Commit; Discard gives it up and is harmless after Commit.
type File struct {
	*os.File
	done bool
}

// Create begins a file in dir with the given permissions.
func Create(dir string, perm fs.FileMode) (*File, error) {
	f, err := os.CreateTemp(dir, tempPrefix+"*")
	if err != nil {
		return nil, err
	}
	if perm != made { // a stick's file system knows no permissions, and refuses to set them
		err = f.Chmod(perm)
	}
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		_ = f.Close()
		_ = os.Remove(f.Name())
		return nil, err
	}
	return &File{File: f}, nil
}

// Commit syncs the file and gives it its final name in the same folder, replacing what stood there.
func (f *File) Commit(name string) error {
	return f.CommitAt(filepath.Join(filepath.Dir(f.Name()), name))
}

// CommitAt is Commit with a path that may lie in another folder of the same volume.
func (f *File) CommitAt(path string) error {
	return f.finish(path, os.Rename)
}

// CommitNew is Commit, but gives fs.ErrExist if the name is taken: of several processes only one wins.
func (f *File) CommitNew(name string) error {
	path := filepath.Join(filepath.Dir(f.Name()), name)
	err := f.finish(path, os.Link)
	_ = os.Remove(f.Name())
	return err
}

func (f *File) finish(path string, publish func(from, to string) error) error {
	err := f.Sync()
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = publish(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	f.done = true
	if err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// Discard gives the file up.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	_ = f.Close()
	_ = os.Remove(f.Name())
}

// Replace writes data under path, whole or not at all.
func Replace(path string, data []byte, perm fs.FileMode) error {
	return write(path, data, perm, (*File).Commit)
}

// WriteNew is Replace, but gives fs.ErrExist if path is there already.
func WriteNew(path string, data []byte, perm fs.FileMode) error {
	return write(path, data, perm, (*File).CommitNew)
}

func write(path string, data []byte, perm fs.FileMode, commit func(*File, string) error) error {
	f, err := Create(filepath.Dir(path), perm)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return commit(f, filepath.Base(path))
}

// Publish syncs a finished file somebody else wrote at tmp and gives it its final name in the same folder.
func Publish(tmp, path string) error {
	f, err := os.OpenFile(tmp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// Sweep removes what was never finished in dir. Call it while no other process writes there.
func Sweep(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, tempPrefix+"*"))
	for _, p := range left {
		err = errors.Join(err, os.Remove(p))
	}
	return err
}
