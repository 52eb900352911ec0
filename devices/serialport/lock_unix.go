//go:build unix

package serialport

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

var errHeld = errors.New("port is held")

// lock takes the port for this process; it ends with the process however that dies. Two names of one device
// share a lock because links are followed first.
func lock(name, dir string) (unlock func(), err error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if dir == "" {
		dir = os.TempDir()
	}
	sum := sha256.Sum256([]byte(name))
	path := filepath.Join(dir, "onewindow-port-"+hex.EncodeToString(sum[:8])+".lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		return nil, fmt.Errorf("%w: %w", errHeld, err)
	}
	return func() { f.Close() }, nil
}
