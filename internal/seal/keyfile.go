package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"onewindow/internal/durable"
)

var keyFileAAD = []byte("onewindow data key")

// copySuffix names the second copy of a key file.
const copySuffix = ".copy"

// damagedSuffix names what lay where a sound copy was put.
const damagedSuffix = ".damaged"

// KeyFile is the weakest provider: a file that only its owner may read, in two copies. See Strength.
type KeyFile struct {
	path string
	keys [][]byte // what lies in the two copies, without doubles; the proven or first one in front
}

// OpenKeyFile reads the wrapping key at path, or makes it (whole or not at all, 0600). It refuses a file that
// others may read (KeyExposed) and one of the wrong length without a good copy (KeyDamaged).
func OpenKeyFile(path string) (*KeyFile, error) { return openKeyFile(path, true) }

// openKeyFile makes nothing unless begin is set: a new key could not open what an old one wrapped.
func openKeyFile(path string, begin bool) (*KeyFile, error) {
	k := &KeyFile{path: path}
	var missing, bad error
	for _, name := range []string{path, path + copySuffix} {
		key, err := readKeyFile(name)
		switch {
		case err == nil:
			k.know(key)
		case errors.Is(err, &Error{Kind: KeyMissing}):
			missing = err
		case errors.Is(err, &Error{Kind: KeyDamaged}):
			bad = err
		default:
			return nil, err
		}
	}
	switch {
	case len(k.keys) > 0:
	case bad != nil:
		return nil, bad
	case !begin:
		return nil, missing
	default:
		k.keys = [][]byte{make([]byte, keySize)}
		_, _ = rand.Read(k.keys[0])
	}
	if begin {
		return k, k.heal()
	}
	return k, nil
}

func (k *KeyFile) know(key []byte) {
	if len(k.keys) == 0 || !bytes.Equal(k.keys[0], key) {
		k.keys = append(k.keys, key)
	}
}

func readKeyFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault(KeyMissing, err)
	}
	if err != nil {
		return nil, fault(KeyUnusable, err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fault(KeyExposed, nil)
	}
	key, err := os.ReadFile(path)
	if err != nil {
		return nil, fault(KeyUnusable, fmt.Errorf("read the key file: %w", err))
	}
	if len(key) != keySize {
		return nil, fault(KeyDamaged, errors.New("a key file of the wrong length"))
	}
	return key, nil
}

// Name implements Provider.
func (*KeyFile) Name() string { return GuardFile }

// Strength implements Provider.
func (*KeyFile) Strength() (zh, en string) {
	return "密钥以文件存放，仅本机管理员可读：这是最弱的方式，硬盘被整块取走时不能保护资料。",
		"The key lies in a file only its owner can read: this is the weakest way; it does not protect a disk that is taken away."
}

// Wrap implements Provider.
func (k *KeyFile) Wrap(key []byte) ([]byte, error) {
	box, err := NewBox(k.keys[0])
	if err != nil {
		return nil, err
	}
	return box.Seal(key, keyFileAAD), nil
}

// Unwrap implements Provider. Where the two copies differ, the one that opens is the right one.
func (k *KeyFile) Unwrap(wrapped []byte) (plain []byte, err error) {
	for i := range k.keys {
		box, berr := NewBox(k.keys[i])
		if berr != nil {
			return nil, berr
		}
		var oerr error
		if plain, oerr = box.Open(wrapped, keyFileAAD); oerr == nil {
			k.keys[0], k.keys[i] = k.keys[i], k.keys[0]
			return plain, nil
		}
		if err == nil || errors.Is(oerr, &Error{Kind: Damaged}) { // the right key and damaged bytes: that tells more
			err = oerr
		}
	}
	return nil, err
}

// heal makes both copies hold the key in front; what else lay there is set aside.
func (k *KeyFile) heal() error {
	for _, name := range []string{k.path, k.path + copySuffix} {
		if key, err := readKeyFile(name); err == nil && bytes.Equal(key, k.keys[0]) {
			continue
		}
		if err := errors.Join(setAside(name), durable.Replace(name, k.keys[0], 0o600)); err != nil {
			return fault(KeyUnusable, fmt.Errorf("make the key file: %w", err))
		}
	}
	return nil
}

// sound reports whether both copies hold the key in front.
func (k *KeyFile) sound() bool {
	a, err1 := readKeyFile(k.path)
	b, err2 := readKeyFile(k.path + copySuffix)
	return err1 == nil && err2 == nil && bytes.Equal(a, k.keys[0]) && bytes.Equal(b, k.keys[0])
}

// Retire implements Provider. What was set aside goes too: it may differ from the key in a single bit.
func (k *KeyFile) Retire() error {
	other := k.path + copySuffix
	return removeAll(k.path, other, k.path+damagedSuffix, other+damagedSuffix)
}

func removeAll(paths ...string) (err error) {
	for _, p := range paths {
		if rerr := os.Remove(p); !errors.Is(rerr, fs.ErrNotExist) {
			err = errors.Join(err, rerr)
		}
	}
	return err
}

// setAside moves a key file that is not right out of the way; a key that was put there by mistake is not destroyed.
func setAside(path string) error {
	if err := os.Rename(path, path+damagedSuffix); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
