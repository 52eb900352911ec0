package stick

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"unsafe"
)

// Places finds the removable places that are there: drives of removable kind, and place, the one of the settings ("" =
// none). own is the folder of this machine's data: what lies on its volume is no stick.
func Places(_, place, own string) func() []string {
	return func() []string {
		var all []string
		kernel := syscall.NewLazyDLL("kernel32.dll")
		drives, _, _ := kernel.NewProc("GetLogicalDrives").Call()
		for i := range 26 {
			root := string(rune('A'+i)) + `:\`
			if drives&(1<<i) != 0 && removable(kernel, root) {
				all = append(all, root)
			}
		}
		place := place
		if place != "" {
			place = filepath.Clean(place)
		}
		info, err := os.Stat(place)
		if err == nil && info.IsDir() && filepath.VolumeName(place) != filepath.VolumeName(own) && !slices.Contains(all, place) {
			all = append(all, place)
		}
		return all
	}
}

func removable(kernel *syscall.LazyDLL, root string) bool {
	const removable = 2 // DRIVE_REMOVABLE
	name, err := syscall.UTF16PtrFromString(root)
	if err != nil {
		return false
	}
	kind, _, _ := kernel.NewProc("GetDriveTypeW").Call(uintptr(unsafe.Pointer(name)))
	return kind == removable
}

// writable leaves the question to the first byte that is written: a drive without a disk in it has no room already.
func writable(string) bool { return true }
