//go:build linux

package stick_test

import (
	"path/filepath"
	"slices"
	"testing"

	"onewindow/sync/carry/stick"
)

// A machine's own disk is never taken for a stick: neither the folder in which one is mounted when one is in, nor the
// system's.
func TestAFolderOnTheMachinesOwnDiskIsNoStick(t *testing.T) {
	own := t.TempDir()
	for name, place := range map[string]string{"beside the data": t.TempDir(), "the system's": "/", "not there": filepath.Join(own, "none"), "none": ""} {
		if got := stick.Places("nobody-here", place, own)(); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAPlaceOnAnotherFileSystemIsOne(t *testing.T) {
	const other = "/dev/shm" // of memory: everywhere, and never the data's
	if got := stick.Places("nobody-here", other+"/", t.TempDir())(); !slices.Equal(got, []string{other}) {
		t.Errorf("found %v", got)
	}
}
