package vault

import (
	"errors"

	"onewindow/internal/durable"
)

// lock takes the folder for this process.
func lock(path string) (release func() error, err error) {
	release, err = durable.Lock(path)
	switch {
	case errors.Is(err, durable.ErrLocked):
		return nil, inUse()
	case err != nil:
		return nil, ioError(err)
	}
	return release, nil
}
