//go:build !linux

package sim

import (
	"context"
	"errors"
)

// servePTY is refused: only Linux has ptys that look like serial ports. Use the TCP address.
func (r *Reader) servePTY(context.Context) error {
	return errors.New("sim: a reader's link needs Linux; use its TCP address")
}
