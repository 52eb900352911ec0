package durable

import "errors"

// ErrLocked says that another process holds what was to be locked.
var ErrLocked = errors.New("durable: another process holds the lock")
