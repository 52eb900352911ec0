package seal

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	"onewindow/internal/durable"
)

var keyFileAAD = []byte("onewindow data key")

// KeyFile is the weakest provider: a file that only its owner may read. See Strength.
type KeyFile struct{ box *Box }

// OpenKeyFile reads the wrapping key at path, or makes it (whole or not at all, 0600). It refuses a file that
// others may read (KeyExposed) and one of the wrong length (KeyDamaged).
func OpenKeyFile(path string) (*KeyFile, error) {
	key, err := readKeyFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		fresh := make([]byte, keySize)
		_, _ = rand.Read(fresh)
		if err := durable.WriteNew(path, fresh, 0o600); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fault(KeyUnusable, fmt.Errorf("make the key file: %w", err))
		}
		key, err = readKeyFile(path)
	}
	if err != nil {
		return nil, err
	}
	box, err := NewBox(key)
	if err != nil {
		return nil, err
	}
	return &KeyFile{box}, nil
}

func readKeyFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fault(KeyMissing, err)
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
func (*KeyFile) Name() string { return "keyfile" }

// Strength implements Provider.
func (*KeyFile) Strength() (zh, en string) {
	return "密钥以文件存放，仅本机管理员可读：这是最弱的方式，硬盘被整块取走时不能保护资料。",
		"The key lies in a file only its owner can read: this is the weakest way; it does not protect a disk that is taken away."
}

// Wrap implements Provider.
func (k *KeyFile) Wrap(key []byte) ([]byte, error) { return k.box.Seal(key, keyFileAAD), nil }

// Unwrap implements Provider.
func (k *KeyFile) Unwrap(wrapped []byte) ([]byte, error) { return k.box.Open(wrapped, keyFileAAD) }
