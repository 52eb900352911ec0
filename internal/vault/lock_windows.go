package vault

import (
	"errors"
	"syscall"
)

const sharingViolation = syscall.Errno(32)

// lock takes the folder for this process: a file opened without sharing, let go of when the process dies.
func lock(path string) (release func() error, err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, ioError(err)
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	switch {
	case errors.Is(err, sharingViolation):
		return nil, inUse()
	case err != nil:
		return nil, ioError(err)
	}
	return func() error { return syscall.CloseHandle(h) }, nil
}
