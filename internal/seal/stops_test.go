package seal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// stop is what a program that dies between two writings leaves behind.
type stop struct{}

// stopped runs f in an installation and stops it at its n-th writing; ended is true when f came to its end first.
func stopped(h *home, n int, f func() error) (ended bool, err error) {
	h.step = func(string) {
		if n--; n < 0 {
			panic(stop{})
		}
	}
	defer func() {
		h.step = nil
		if p := recover(); p != nil {
			if _, mine := p.(stop); !mine {
				panic(p)
			}
			ended, err = false, nil
		}
	}()
	return true, f()
}

// reopened opens the keys as the next start does.
func reopened(t *testing.T, dir string) *Keys {
	t.Helper()
	k, _, err := OpenInstallation(dir)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAStopAtAnyStepOfARotationLeavesKeysThatOpenEverything(t *testing.T) {
	for n := 0; ; n++ {
		h := &home{dir: t.TempDir()}
		k, _, err := h.open()
		if err != nil {
			t.Fatal(err)
		}
		box, err := k.Box("store")
		if err != nil {
			t.Fatal(err)
		}
		old := box.Seal([]byte("old"), nil)
		ended, err := stopped(h, n, k.Rotate)
		if err != nil {
			t.Fatal(err)
		}
		next := reopened(t, h.dir)
		store, err := next.Box("store")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(old, nil); err != nil {
			t.Errorf("stop %d: the old key is gone: %v", n, err)
		}
		if ended {
			if n < 2 {
				t.Errorf("only %d steps were stopped at", n)
			}
			return
		}
	}
}

func TestAStopAtAnyStepOfTheFirstStartLeavesOneThatCanBeginAgain(t *testing.T) {
	for n := 0; ; n++ {
		h := &home{dir: t.TempDir()}
		ended, err := stopped(h, n, func() error { _, _, err := h.open(); return err })
		if err != nil {
			t.Fatal(err)
		}
		names := reopened(t, h.dir).Derive("names")
		if !bytes.Equal(reopened(t, h.dir).Derive("names"), names) {
			t.Errorf("stop %d: two starts, two keys", n)
		}
		if ended {
			return
		}
	}
}

// moves takes an installation from guard to guard, and is stopped everywhere.
func moves(t *testing.T, g Guard, from, to string) {
	t.Helper()
	for n := 0; ; n++ {
		dir := t.TempDir()
		h := &home{dir: dir, guard: Guard{Name: from, TPM: g.TPM}}
		k, _, err := h.open()
		if err != nil {
			t.Fatal(err)
		}
		ended, err := stopped(h, n, func() error { _, err := h.move(to); return err })
		if err != nil {
			t.Fatalf("%s to %s: %v", from, to, err)
		}
		after, p, err := OpenGuarded(dir, g)
		if err != nil || !bytes.Equal(after.Derive("names"), k.Derive("names")) || ended && p.Name() != to {
			t.Fatalf("%s to %s, stop %d: %v", from, to, n, err)
		}
		p, err = MoveGuard(dir, g, to) // once more, to the end
		if err != nil || p.Name() != to {
			t.Fatalf("%s to %s, stop %d, then made again: %v", from, to, n, err)
		}
		if last, _, err := OpenGuarded(dir, g); err != nil || len(last.Notes()) > 0 {
			t.Errorf("%s to %s, stop %d, then made again: %v %v", from, to, n, last.Notes(), err)
		}
		if to != GuardFile {
			if left, _ := filepath.Glob(filepath.Join(dir, wrapName+"*")); len(left) > 0 {
				t.Errorf("%s to %s, stop %d: left behind: %v", from, to, n, left)
			}
		}
		if ended {
			if n < 4 {
				t.Errorf("only %d steps were stopped at", n)
			}
			return
		}
	}
}

func TestAGuardThatIsNotToBeHadLeavesTheOldOne(t *testing.T) {
	dir := t.TempDir()
	names := reopened(t, dir).Derive("names")
	for to, want := range map[string]Kind{GuardTPM: TPMAbsent, "stick": Unknown} {
		if _, err := MoveGuard(dir, Guard{TPM: filepath.Join(dir, "no-tpm")}, to); !errors.Is(err, &Error{Kind: want}) {
			t.Errorf("%s: %v", to, err)
		}
	}
	k := reopened(t, dir)
	if !bytes.Equal(k.Derive("names"), names) || len(k.Notes()) > 0 {
		t.Errorf("after a move that failed: notes %v", k.Notes())
	}
	if _, err := os.Stat(filepath.Join(dir, movingName)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

func TestAnotherGuardInTheSettingsIsNotedAndTheOldOneStays(t *testing.T) {
	dir := t.TempDir()
	reopened(t, dir)
	k, p, err := OpenGuarded(dir, Guard{Name: GuardTPM, TPM: filepath.Join(dir, "no-tpm")})
	if err != nil || p.Name() != GuardFile {
		t.Fatal(p, err)
	}
	if got := fmt.Sprint(k.Notes()); len(k.Notes()) != 1 || k.Notes()[0].Kind != GuardOther {
		t.Error(got)
	}
}

func FuzzDecodeWrapped(f *testing.F) {
	f.Add(wrapped{7, GuardTPM, []byte("sealed")}.encode())
	f.Add(make([]byte, firstFormat))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := decodeWrapped(b)
		if err == nil && len(b) != firstFormat && !bytes.Equal(w.encode(), b) {
			t.Error("read as something else than it is")
		}
	})
}

func FuzzDecodeRing(f *testing.F) {
	f.Add(begun(make([]byte, keySize)).encode())
	f.Add(make([]byte, keySize))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeRing(b)
		if err == nil && len(b) != keySize && !bytes.Equal(r.encode(), b) {
			t.Error("read as something else than it is")
		}
	})
}
