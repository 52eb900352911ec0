//go:build !unix

package serialport

import "errors"

var errHeld = errors.New("port is held")

// lock does nothing: Windows opens a serial port for one program only, by itself.
func lock(string, string) (func(), error) { return func() {}, nil }
