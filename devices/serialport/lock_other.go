//go:build !unix

package serialport

import (
	"errors"
	"io/fs"
)

// hold does nothing: Windows opens a serial port for one program only, by itself.
type hold struct{}

func take(string) (*hold, error) { return &hold{}, nil }

func (*hold) shut()    {}
func (*hold) release() {}

// isHeld tells that another program has the port: Windows denies access to it.
func isHeld(err error) bool { return errors.Is(err, fs.ErrPermission) }
