package seal

import (
	"errors"

	"github.com/zalando/go-keyring"
)

// ringFault sorts what a keyring says. Whether there is one at all is asked afterwards: its errors have no types.
func ringFault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return fault(RingForgotten, err)
	case errors.Is(err, keyring.ErrUnsupportedPlatform), !ringThere():
		return fault(RingAbsent, err)
	}
	return fault(RingLocked, err)
}
