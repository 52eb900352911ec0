//go:build !windows

package durable

import (
	"errors"
	"os"
)

// SyncDir makes names given in dir last through a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
