//go:build !windows

package stick

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// Places finds the removable places that are there: what a desktop mounted for the user, and place, the one of the
// settings ("" = none). own is the folder of this machine's data: what lies on its disk, or on the system's, is no stick.
func Places(user, place, own string) func() []string {
	return func() []string {
		var all []string
		for _, root := range []string{"/media", "/run/media"} {
			below, err := os.ReadDir(filepath.Join(root, user))
			if user == "" || err != nil {
				continue
			}
			for _, e := range below {
				all = append(all, filepath.Join(root, user, e.Name()))
			}
		}
		if place != "" && !slices.Contains(all, filepath.Clean(place)) {
			all = append(all, filepath.Clean(place))
		}
		system, _ := device("/")
		data, _ := device(own)
		return slices.DeleteFunc(all, func(path string) bool {
			on, ok := device(path)
			return !ok || on == system || on == data
		})
	}
}

// device is the file system a folder lies in; ok is false where there is no such folder.
func device(path string) (dev uint64, ok bool) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return 0, false
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return uint64(s.Dev), true
}

// writable reports whether this user may write to a folder, and its file system lets anybody.
func writable(path string) bool {
	const write = 2 // W_OK
	return syscall.Access(path, write) == nil
}
