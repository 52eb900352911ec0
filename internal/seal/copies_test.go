package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"onewindow/internal/seal"
)

var keyFiles = []string{"data.key", "data.key.copy", "wrap.key", "wrap.key.copy"}

func install(t testing.TB, dir string) *seal.Keys {
	t.Helper()
	k, _, err := seal.OpenInstallation(dir)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// files gives the key files of an installation, by name.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range keyFiles {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		all[name] = string(b)
	}
	return all
}

func notes(k *seal.Keys) (codes string) {
	for _, n := range k.Notes() {
		codes += n.Code + " "
	}
	return codes
}

// harms are what a disk does to a small file.
var harms = map[string]func(t *testing.T, path string){
	"missing": func(t *testing.T, path string) { must(t, os.Remove(path)) },
	"empty":   func(t *testing.T, path string) { must(t, os.WriteFile(path, nil, 0o600)) },
	"zeroed": func(t *testing.T, path string) {
		change(t, path, func(b []byte) []byte { return make([]byte, len(b)) })
	},
	"cut":        func(t *testing.T, path string) { change(t, path, func(b []byte) []byte { return b[:len(b)/2] }) },
	"lengthened": func(t *testing.T, path string) { change(t, path, func(b []byte) []byte { return append(b, 0) }) },
	"first bit":  func(t *testing.T, path string) { change(t, path, func(b []byte) []byte { b[0] ^= 1; return b }) },
	"a middle":   func(t *testing.T, path string) { change(t, path, func(b []byte) []byte { b[len(b)/2] ^= 8; return b }) },
	"the last": func(t *testing.T, path string) {
		change(t, path, func(b []byte) []byte { b[len(b)-1] ^= 128; return b })
	},
	"other bytes": func(t *testing.T, path string) { must(t, os.WriteFile(path, bytes.Repeat([]byte("x"), 65), 0o600)) },
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func change(t testing.TB, path string, f func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, f(b), 0o600))
}

func TestOneDamagedKeyFileOfTwoIsMendedFromItsCopyAndSaid(t *testing.T) {
	for harm, do := range harms {
		for _, name := range keyFiles {
			dir := t.TempDir()
			names, before := install(t, dir).Derive("names"), files(t, dir)
			do(t, filepath.Join(dir, name))
			k, _, err := seal.OpenInstallation(dir)
			if err != nil {
				t.Errorf("%s %s: %v", name, harm, err)
				continue
			}
			if !bytes.Equal(k.Derive("names"), names) || notes(k) != "SEAL-028 " {
				t.Errorf("%s %s: another key, or notes %q", name, harm, notes(k))
			}
			if after := files(t, dir); after[name] != before[name] {
				t.Errorf("%s %s: not written again", name, harm)
			}
			if again := notes(install(t, dir)); again != "" {
				t.Errorf("%s %s: the next start notes %q", name, harm, again)
			}
		}
	}
}

// A kill between the two copies' writing is no damage: nobody is told to look at the disk.
func TestACopyFromBeforeTheLastChangeIsBroughtLevelWithoutAWord(t *testing.T) {
	for _, name := range []string{"data.key", "data.key.copy"} {
		dir := t.TempDir()
		k := install(t, dir)
		older := files(t, dir)[name]
		must(t, k.Rotate())
		after := files(t, dir)
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(older), 0o600))
		again := install(t, dir)
		if notes(again) != "" {
			t.Errorf("%s: notes %q", name, notes(again))
		}
		for file, was := range after {
			if files(t, dir)[file] != was {
				t.Errorf("%s: %s is not what it was after the change", name, file)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*.damaged")); len(left) > 0 {
			t.Errorf("%s: set aside: %v", name, left)
		}
	}
}

func TestBothCopiesDamagedIsADamagedKeyAndNothingIsMadeInItsPlace(t *testing.T) {
	for harm, do := range harms {
		dir := t.TempDir()
		install(t, dir)
		change(t, filepath.Join(dir, "data.key.copy"), func(b []byte) []byte { b[20] ^= 1; return b })
		do(t, filepath.Join(dir, "data.key"))
		before := files(t, dir)
		_, _, err := seal.OpenInstallation(dir)
		if !errors.Is(err, &seal.Error{Kind: seal.KeyDamaged}) {
			t.Errorf("%s: %v", harm, err)
		}
		for name, was := range files(t, dir) {
			if before[name] != was {
				t.Errorf("%s: %s was touched", harm, name)
			}
		}
	}
}

func TestCopiesOfTwoInstallationsAreNotChosenBetween(t *testing.T) {
	mine, other := t.TempDir(), t.TempDir()
	install(t, mine)
	for _, name := range []string{"wrap.key", "wrap.key.copy"} { // the same guard, so that both open
		must(t, os.WriteFile(filepath.Join(other, name), []byte(files(t, mine)[name]), 0o600))
	}
	install(t, other)
	must(t, os.WriteFile(filepath.Join(mine, "data.key"), []byte(files(t, other)["data.key"]), 0o600))
	before := files(t, mine)
	if _, _, err := seal.OpenInstallation(mine); !errors.Is(err, &seal.Error{Kind: seal.KeysDiffer}) {
		t.Errorf("got %v", err)
	}
	for name, was := range files(t, mine) {
		if before[name] != was {
			t.Errorf("%s was touched", name)
		}
	}
}

func TestAnExposedCopyIsRefusedLikeTheFirst(t *testing.T) {
	dir := t.TempDir()
	install(t, dir)
	must(t, os.Chmod(filepath.Join(dir, "wrap.key.copy"), 0o640))
	if _, _, err := seal.OpenInstallation(dir); !errors.Is(err, &seal.Error{Kind: seal.KeyExposed}) {
		t.Errorf("got %v", err)
	}
}

func TestTheFirstFormatOpensAndIsTakenToThisOne(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"data.key", "wrap.key"} {
		b, err := os.ReadFile(filepath.Join("testdata/format1", name))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	sealed, err := os.ReadFile("testdata/format1/sealed.store")
	must(t, err)
	wantNames, err := os.ReadFile("testdata/format1/names.hex")
	must(t, err)
	for start := range 3 {
		k := install(t, dir)
		store, err := k.Box("store")
		must(t, err)
		if plain, err := store.Open(sealed, []byte("cases/1")); err != nil || string(plain) != "张𬭎" {
			t.Errorf("start %d: %q, %v", start, plain, err)
		}
		if got := hexed(k.Derive("names")); got != string(wantNames) {
			t.Errorf("start %d: names are made with another key", start)
		}
		if notes(k) != "" {
			t.Errorf("start %d: notes %q", start, notes(k))
		}
		now := files(t, dir)
		if now["data.key"] != now["data.key.copy"] || now["wrap.key"] != now["wrap.key.copy"] || now["data.key"][:6] != "OWKEYS" {
			t.Errorf("start %d: not taken to this format in two copies", start)
		}
		if start == 1 {
			must(t, k.Rotate())
		}
	}
}
