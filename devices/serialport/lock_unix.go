//go:build unix

package serialport

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

var errHeld = errors.New("port is held")

// hold is a port taken for this process alone. The kernel lets go of it when the process dies, however that happens.
type hold struct {
	file      *os.File
	exclusive bool // nobody else may open the port now
}

// take locks the device itself (flock), as terminal programs do, so that two names of one device share a lock.
func take(name string) (*hold, error) {
	f, err := os.OpenFile(name, os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("%w: %w", errHeld, err)
	}
	return &hold{file: f}, nil
}

// shut keeps out programs that open without asking for the lock. A pseudo terminal outlives those who hold it, and would
// stay shut behind one that was killed: there the lock must do.
func (h *hold) shut() {
	real, err := filepath.EvalSymlinks(h.file.Name())
	if err != nil || strings.HasPrefix(real, "/dev/pts/") {
		return
	}
	h.exclusive = unix.IoctlSetInt(int(h.file.Fd()), unix.TIOCEXCL, 0) == nil
}

func (h *hold) release() {
	if h.exclusive {
		_ = unix.IoctlSetInt(int(h.file.Fd()), unix.TIOCNXCL, 0)
	}
	h.file.Close()
}

// isHeld tells that another program has the port.
func isHeld(err error) bool { return errors.Is(err, errHeld) || errors.Is(err, syscall.EBUSY) }
