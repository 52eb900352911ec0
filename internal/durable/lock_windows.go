package durable

import (
	"errors"
	"syscall"
)

const sharingViolation = syscall.Errno(32)

// Lock takes the file at path, made if missing, for this process: opened without sharing, let go of when the process
// dies. ErrLocked while another holds it.
func Lock(path string) (release func() error, err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	switch {
	case errors.Is(err, sharingViolation):
		return nil, ErrLocked
	case err != nil:
		return nil, err
	}
	return func() error { return syscall.CloseHandle(h) }, nil
}
