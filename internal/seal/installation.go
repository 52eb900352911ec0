package seal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// An installation keeps its data key, wrapped, beside what the key seals.
const (
	wrapName = "wrap.key" // the provider's, when the provider is a file
	dataName = "data.key"
)

// OpenInstallation opens the keys of the installation that lives in dir, and says who guards them. At the first start it
// makes them; dir must be there. A data key whose guard is gone is KeyMissing: a new guard could never open it.
func OpenInstallation(dir string) (*Keys, Provider, error) {
	_, noGuard := os.Stat(filepath.Join(dir, wrapName))
	if _, err := os.Stat(filepath.Join(dir, dataName)); err == nil && errors.Is(noGuard, fs.ErrNotExist) {
		return nil, nil, fault(KeyMissing, noGuard)
	}
	guard, err := OpenKeyFile(filepath.Join(dir, wrapName))
	if err != nil {
		return nil, nil, err
	}
	keys, err := OpenKeys(filepath.Join(dir, dataName), guard)
	if err != nil {
		return nil, nil, err
	}
	return keys, guard, nil
}
