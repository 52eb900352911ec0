package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"onewindow/internal/durable"
)

// A vault that is closed in order leaves the digest of its store behind. A store that still has that digest is bit for
// bit the one that was written, so that opening need not unseal every value to find damage; any other is read through
// (see check). The note goes before the store is opened for writing.

const soundName = "vault.sound"

// soundNote is the digest of the file at path.
func soundNote(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return nil, err
	}
	return []byte(hex.EncodeToString(sum.Sum(nil))), nil
}

// leaveSound writes the note. Call it when the store is closed.
func (v *Vault) leaveSound() error {
	note, err := soundNote(v.path(storeName))
	if err != nil {
		return err
	}
	return durable.Replace(v.path(soundName), note, 0o600)
}

// isSound reports whether the store is the one that was closed in order.
func (v *Vault) isSound() bool {
	want, err := os.ReadFile(v.path(soundName))
	if err != nil {
		return false
	}
	got, err := soundNote(v.path(storeName))
	return err == nil && string(got) == string(want)
}

func (v *Vault) dropSound() error {
	if err := os.Remove(v.path(soundName)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
