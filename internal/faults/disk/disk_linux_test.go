package disk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"onewindow/internal/faults/disk"
)

// mounted is a disk and the folder below it. Where none can be mounted the test says so and ends.
func mounted(t *testing.T) (d *disk.Disk, at, backing string) {
	t.Helper()
	dir := t.TempDir()
	at, backing = filepath.Join(dir, "at"), filepath.Join(dir, "backing")
	d, err := disk.Mount(backing, at)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, at, backing
}

func TestAMappedFileShowsWhatWasWrittenAndLiesInTheFolderBelow(t *testing.T) {
	_, at, backing := mounted(t)
	path := filepath.Join(at, "f")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := f.Truncate(1 << 16); err != nil {
		t.Fatal(err)
	}
	seen, err := syscall.Mmap(int(f.Fd()), 0, 1<<16, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Munmap(seen) }()
	for _, want := range []string{"once", "more"} {
		if _, err := f.WriteAt([]byte(want), 5000); err != nil {
			t.Fatal(err)
		}
		if got := string(seen[5000:5004]); got != want {
			t.Errorf("the map shows %q, want %q", got, want)
		}
		if b, err := os.ReadFile(filepath.Join(backing, "f")); err != nil || !bytes.Contains(b, []byte(want)) {
			t.Errorf("the folder below does not hold %q: %v", want, err)
		}
	}
}

func TestADiskFailsAsItIsToldAndIsWellAgainAfterwards(t *testing.T) {
	d, at, _ := mounted(t)
	write := func(f *os.File) error { _, err := f.Write(make([]byte, 1000)); return err }
	for _, c := range []struct {
		fault disk.Fault
		do    func(*os.File) error // goes well once and then fails
		want  error
		left  int64 // bytes of the file afterwards
		again error // of the third time
	}{
		{disk.Fault{Kind: disk.Full, Bytes: 1300 + 512}, write, syscall.ENOSPC, 1300, syscall.ENOSPC},
		{disk.Fault{Kind: disk.WriteFails, After: 1, Bytes: 10}, write, syscall.EIO, 1010, nil},
		{disk.Fault{Kind: disk.SyncFails, After: 1}, (*os.File).Sync, syscall.EIO, 0, nil},
		{disk.Fault{Kind: disk.NameFails, After: 1}, func(f *os.File) error { return os.Rename(f.Name(), f.Name()+"x") }, syscall.EIO, 0, nil},
		{disk.Fault{Kind: disk.Dying, After: 2}, write, syscall.EIO, 1000, syscall.EIO}, // making the file was the first change
	} {
		t.Run(string(c.fault.Kind), func(t *testing.T) {
			struck := d.Arm(c.fault)
			f, err := os.Create(filepath.Join(at, "file"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			if err := c.do(f); err != nil {
				t.Fatalf("too early: %v", err)
			}
			if c.fault.Kind == disk.NameFails {
				if err := os.Rename(f.Name()+"x", f.Name()); !errors.Is(err, c.want) {
					t.Errorf("%v, want %v", err, c.want)
				}
			} else if err := c.do(f); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			<-struck
			if info, err := f.Stat(); err != nil || info.Size() != c.left {
				t.Errorf("%d bytes are left, want %d (%v)", info.Size(), c.left, err)
			}
			if c.fault.Kind != disk.NameFails {
				if err := c.do(f); !errors.Is(err, c.again) {
					t.Errorf("afterwards: %v, want %v", err, c.again)
				}
			}
			if d.Heal() == 0 {
				t.Error("it never struck")
			}
			if err := c.do(f); err != nil && c.fault.Kind != disk.NameFails {
				t.Errorf("healed, but %v", err)
			}
		})
	}
}

// TestWhatWasWrittenIsReadBackWhoeverOpensTheFileMeanwhile: a kernel that drops its pages while a write is on its way reads
// the old ones again, and keeps them.
func TestWhatWasWrittenIsReadBackWhoeverOpensTheFileMeanwhile(t *testing.T) {
	d, at, _ := mounted(t)
	d.Late(time.Millisecond)
	path := filepath.Join(at, "f")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	done := make(chan struct{})
	var beside sync.WaitGroup
	for _, meanwhile := range []func(){
		func() { _, _ = os.Stat(path) },
		func() {
			if other, err := os.Open(path); err == nil {
				_ = other.Close()
			}
		},
		func() { _, _ = f.ReadAt(make([]byte, 4096), 0) },
	} {
		beside.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					meanwhile()
				}
			}
		})
	}
	for n := range 400 {
		want, got := bytes.Repeat([]byte{byte(n)}, 4096), make([]byte, 4096)
		if _, err := f.WriteAt(want, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := f.ReadAt(got, 0); err != nil || !bytes.Equal(got, want) {
			t.Errorf("write %d: %d is read back (%v)", n, got[0], err)
			break
		}
	}
	close(done)
	beside.Wait()
}

func TestWhatWasChangedBelowIsReadWhenTheFileIsNextOpened(t *testing.T) {
	d, at, backing := mounted(t)
	path := filepath.Join(at, "f")
	if err := os.WriteFile(path, []byte("once"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"once", "more", "less", "cut"} {
		if err := os.WriteFile(filepath.Join(backing, "f"), []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		d.Changed()
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%q is read, want %q (%v)", got, want, err)
		}
	}
}
