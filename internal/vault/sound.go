package vault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"onewindow/internal/durable"
)

// A vault that is closed in order leaves the digests of its store and of the journal's register behind, a line for each. A
// file that still has its digest is bit for bit the one that was read through by the checker then, so that opening need not
// do it again; any other is. The note goes before the store is opened for writing.

const soundName = "vault.sound"

// digestOf is the digest of the file at path.
func digestOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// noted are the files the note speaks of, in the order of its lines.
func (v *Vault) noted() []string {
	return []string{v.path(storeName), filepath.Join(v.path(journalName), registerName)}
}

// leaveSound writes the note, unless memory or disk spoiled what was written while the vault was open: bbolt does not look,
// and the next opening would die of it. Call it when store and journal are closed.
func (v *Vault) leaveSound() error {
	ctx := context.Background()
	var lines []string
	for _, path := range v.noted() { // before they are read through: what is spoiled in between is not what was vouched for
		digest, err := digestOf(path)
		if err != nil {
			return err
		}
		lines = append(lines, digest)
	}
	_, err := v.check(ctx, v.path(storeName))
	if err == nil {
		err = v.checkRegister(ctx, false)
	}
	if err != nil {
		v.p.Log.Error("spoiled while it was open; the next start will repair it", "err", err)
		return nil
	}
	return durable.Replace(v.path(soundName), []byte(strings.Join(lines, "\n")), 0o600)
}

// isSound reports of store and register whether they are those that were closed in order.
func (v *Vault) isSound() (store, register bool) {
	text, err := os.ReadFile(v.path(soundName))
	if err != nil {
		return false, false
	}
	var sound [2]bool
	for i, want := range strings.SplitN(string(text), "\n", 2) {
		got, err := digestOf(v.noted()[i])
		sound[i] = err == nil && got == want
	}
	return sound[0], sound[1]
}

func (v *Vault) dropSound() error {
	if err := os.Remove(v.path(soundName)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
