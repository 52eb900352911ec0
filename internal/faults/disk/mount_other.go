//go:build !linux

package disk

import "errors"

// Disk is a mounted disk; there is none on this system.
type Disk struct{}

// Mount says why there is no such disk here.
func Mount(string, string) (*Disk, error) {
	return nil, errors.New("disk: this system has no FUSE")
}

// Arm does nothing.
func (*Disk) Arm(Fault) <-chan struct{} { return nil }

// Heal does nothing.
func (*Disk) Heal() int { return 0 }

// Changed does nothing.
func (*Disk) Changed() {}

// Close does nothing.
func (*Disk) Close() error { return nil }
