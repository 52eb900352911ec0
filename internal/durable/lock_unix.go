//go:build !windows

package durable

import (
	"errors"
	"os"
	"syscall"
)

// Lock takes the file at path, made if missing, for this process; the kernel lets go of it when the process dies.
// ErrLocked while another holds it.
func Lock(path string) (release func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrLocked
		}
		return nil, err
	}
	return func() error { // let go of by word: a child that was forked and not yet started has it open too
		return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
	}, nil
}
