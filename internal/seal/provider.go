package seal

import (
	"errors"
	"fmt"
	"path/filepath"
)

// Provider guards data keys: it wraps them so that they may lie on disk.
type Provider interface {
	// Name is short and stable, and stands in the data key's file: "file", "tpm", "keyring".
	Name() string
	// Strength says in a plain sentence (Chinese, English) what the provider protects against and what not.
	Strength() (zh, en string)
	// Wrap seals up to a few kilobytes.
	Wrap(key []byte) ([]byte, error)
	// Unwrap gives back what Wrap was given. Errors are *Error: those of the provider, or Damaged and WrongKey.
	Unwrap(wrapped []byte) ([]byte, error)
	// Retire takes away what the provider keeps outside the wrapped bytes. Nothing it wrapped can be opened afterwards.
	Retire() error
}

// Names of the providers.
const (
	GuardFile    = "file"
	GuardTPM     = "tpm"
	GuardKeyring = "keyring"
)

// Guards are all of them, the weakest first.
func Guards() []string { return []string{GuardFile, GuardKeyring, GuardTPM} }

// Guard is the setting [keys] of a machine: who is to guard its keys. The zero value is the file.
type Guard struct {
	Name string // one of Guards; "" = file
	TPM  string // the TPM's device or socket; "" = the system's own
}

func (g Guard) name() string {
	if g.Name == "" {
		return GuardFile
	}
	return g.Name
}

// open makes ready the provider of this name, which may be another than the one that is wished for. begin: it may make what
// it lacks, because nothing was wrapped yet.
func (g Guard) open(name, dir string, begin bool) (Provider, error) {
	switch name {
	case GuardFile:
		return openKeyFile(filepath.Join(dir, wrapName), begin)
	case GuardTPM:
		return OpenTPM(g.TPM)
	case GuardKeyring:
		return OpenKeyring(), nil
	}
	return nil, fault(Unknown, fmt.Errorf("a guard named %q", name))
}

// wrapRing wraps and reads back before anybody trusts it.
func wrapRing(p Provider, r ring) ([]byte, error) {
	wrapped, err := p.Wrap(r.encode())
	if err != nil {
		return nil, err
	}
	back, err := unwrapRing(p, wrapped)
	if err == nil && !back.equal(r) {
		err = fault(KeyUnusable, errors.New("the guard gives back another key than it was given"))
	}
	return wrapped, err
}

func unwrapRing(p Provider, wrapped []byte) (ring, error) {
	plain, err := p.Unwrap(wrapped)
	if err != nil {
		return ring{}, err
	}
	r, err := decodeRing(plain)
	if err != nil {
		return ring{}, fault(KeyDamaged, err)
	}
	return r, nil
}
