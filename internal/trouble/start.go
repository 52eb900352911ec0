package trouble

import (
	"errors"
	"net"
	"strings"
	"syscall"
)

// AtStart makes of what kept a program from starting an error that speaks to a person: one that does already stays as it
// is, an address that cannot be listened on is named, and anything else is START-001.
func AtStart(err error) error {
	if _, _, ok := Told(err); ok || err == nil {
		return err
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "listen" && op.Addr != nil {
		if taken(op.Err) {
			return New("PORT-001", err, "addr", op.Addr.String())
		}
		return New("PORT-002", err, "addr", op.Addr.String())
	}
	return New("START-001", err)
}

// AtEnd makes of what ended a program that had started an error that speaks to a person: anything without words of its
// own is START-002.
func AtEnd(err error) error {
	if _, _, ok := Told(err); ok || err == nil {
		return err
	}
	return New("START-002", err)
}

// taken tells that another program listens there. Windows has a number of its own for it, and words.
func taken(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || strings.Contains(err.Error(), "Only one usage of each socket address")
}
