//go:build !windows

package vault

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the folder for this process; the kernel lets go of it when the process dies.
func lock(path string) (release func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, ioError(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, inUse()
		}
		return nil, ioError(err)
	}
	return f.Close, nil
}
