package vault_test

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// The fixtures in testdata were written by the programs of their time, with the key of these tests: forty writes to seventeen
// keys of "cases", a scan, a trim at fifteen, a person's name, a write that the store refused after the journal took it, and a
// key that came and went. "first" is the form of the first vault (no note of a sound end, taken-back entries cut off), "v1" the
// last one whose journal carried no headers. "killed" died without closing.
var fixtures = []string{"first-closed", "first-killed", "v1-closed", "v1-killed"}

func unpack(t *testing.T, name string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	z, err := zip.OpenReader(filepath.Join("testdata", name+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.Chmod(path, 0o600)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func holdsFixture(t *testing.T, v *vault.Vault) {
	t.Helper()
	want := map[string]string{}
	for i := range 40 {
		want[fmt.Sprintf("%03d", i%17)] = strings.Repeat(fmt.Sprint(i), 300)
	}
	holds(t, v, want)
	if got := get(t, v, "people", v.Name("person", "350199195001010017")); got != "001" {
		t.Errorf("the person's key holds %q", got)
	}
	scan := strings.Repeat("scan", 20_000)
	f, err := v.OpenFile(seal.Digest([]byte(scan)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := io.ReadAll(f); err != nil || string(got) != scan {
		t.Errorf("the scan: %d bytes, %v", len(got), err)
	}
}

func TestEveryEarlierFormIsReadAndWrittenOn(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures {
		t.Run(name, func(t *testing.T) {
			dir := unpack(t, name)
			v := open(t, dir)
			holdsFixture(t, v)
			if r := v.Recovery(); r.Lost || len(r.Gone) > 0 {
				t.Errorf("opening it recovered: %+v", r)
			}
			put(t, v, "later", "k", "v")
			shut(t, v)
			v = open(t, dir)
			holdsFixture(t, v)
			if get(t, v, "later", "k") != "v" {
				t.Error("what was written on is gone")
			}
			shut(t, v)
		})
	}
}

// Whatever is taken from a vault of an earlier form, its own journal and backup bring it back in the present one.
func TestAnEarlierFormIsRebuiltFromWhatIsLeft(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures {
		for _, gone := range []string{"vault.db", "vault.backup", "vault.key-id", "journal"} {
			t.Run(name+" without "+gone, func(t *testing.T) {
				dir := unpack(t, name)
				if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
					t.Fatal(err)
				}
				v := open(t, dir)
				if strings.HasPrefix(name, "first") && gone == "vault.db" { // its journal ends, for a reader, where an entry was cut off
					if r := v.Recovery(); !r.Lost || r.Sentence == "" {
						t.Errorf("what is lost is not told: %+v", r)
					}
					return
				}
				holdsFixture(t, v)
			})
		}
	}
}

func TestAKillDuringAMigrationIsHarmless(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures {
		for _, died := range []string{"before the commit", "after the commit"} {
			t.Run(name+" "+died, func(t *testing.T) {
				dir := unpack(t, name)
				if died == "after the commit" { // the store is in the new form, nothing else was touched
					if err := vault.MigrateStore(filepath.Join(dir, "vault.db"), params(t, dir, master).Keys); err != nil {
						t.Fatal(err)
					}
				}
				if err := os.WriteFile(filepath.Join(dir, "vault.opening"), nil, 0o600); err != nil { // died while it was open
					t.Fatal(err)
				}
				holdsFixture(t, open(t, dir))
			})
		}
	}
}

func TestANewerFormIsRefusedInWordsAndNotTouched(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"vault.db", "vault.backup"} {
		dir := unpack(t, "v1-killed")
		if err := vault.SetForm(filepath.Join(dir, name), params(t, dir, master).Keys, 99); err != nil {
			t.Fatal(err)
		}
		if name == "vault.backup" {
			if err := os.Remove(filepath.Join(dir, "vault.db")); err != nil {
				t.Fatal(err)
			}
		}
		before := tree(t, dir)
		_, err := vault.Open(t.Context(), params(t, dir, master))
		var told *vault.Error
		if !errors.As(err, &told) || told.Code != vault.CodeNewer || !strings.Contains(told.Sentence, "更新的程序") {
			t.Errorf("%s of a newer form: %v", name, err)
		}
		for path, text := range before {
			if after := tree(t, dir)[path]; after != text {
				t.Errorf("%s was touched", path)
			}
		}
	}
}

// tree gives every file below dir but the lock and the journal, which may be opened.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "journal") || strings.HasSuffix(path, ".lock") {
			return err
		}
		text, err := os.ReadFile(path)
		all[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
