package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/emmansun/gmsm/sm3"

	"onewindow/internal/durable"
)

const keySize = 32

// Provider guards data keys: it wraps them so that they may lie on disk.
type Provider interface {
	// Name is short and stable: "keyfile", "tpm", "keyring".
	Name() string
	// Strength says in a plain sentence (Chinese, English) what the provider protects against and what not.
	Strength() (zh, en string)
	Wrap(key []byte) ([]byte, error)
	Unwrap(wrapped []byte) ([]byte, error)
}

// Keys is the installation's data key, opened. It gives keys per purpose and never itself.
type Keys struct{ master []byte }

// OpenKeys reads the wrapped data key at path, or makes one (whole or not at all, 0600) if there is none.
// A store that already holds data finds a key that was made anew by its WrongKey errors.
func OpenKeys(path string, p Provider) (*Keys, error) {
	wrapped, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		wrapped, err = makeKey(path, p)
	}
	if err != nil {
		return nil, fault(KeyUnusable, fmt.Errorf("data key: %w", err))
	}
	master, err := p.Unwrap(wrapped)
	if err != nil {
		return nil, fault(KeyUnusable, fmt.Errorf("unwrap the data key: %w", err))
	}
	if len(master) != keySize {
		return nil, fault(KeyDamaged, errors.New("a data key of the wrong length"))
	}
	return &Keys{master}, nil
}

func makeKey(path string, p Provider) ([]byte, error) {
	key := make([]byte, keySize)
	_, _ = rand.Read(key)
	wrapped, err := p.Wrap(key)
	if err != nil {
		return nil, err
	}
	if err := durable.WriteNew(path, wrapped, 0o600); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path) // another process may have been first: one key for both
}

// Derive gives the 32-byte key of a purpose, the same for ever: HKDF-SM3(data key, purpose).
func (k *Keys) Derive(purpose string) []byte {
	key, err := hkdf.Key(sm3.New, k.master, nil, "onewindow/v1/"+purpose, keySize)
	if err != nil { // only for lengths beyond 255 hashes
		return MAC(k.master, []byte(purpose))
	}
	return key
}

// Box gives the box of a purpose.
func (k *Keys) Box(purpose string) (*Box, error) { return NewBox(k.Derive(purpose)) }

// NewKeys makes keys from bytes the caller holds already (a hall's day key, a test). At least 16 bytes.
func NewKeys(master []byte) (*Keys, error) {
	if len(master) < 16 {
		return nil, fault(KeyDamaged, errors.New("the key is too short"))
	}
	return &Keys{append([]byte(nil), master...)}, nil
}
