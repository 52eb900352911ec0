package vault_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/vault"
)

// swollen is a vault that once held some megabytes: most of its store is free pages.
func swollen(t *testing.T, dir string, megabytes int) (v *vault.Vault, care func(time.Duration), want map[string]string) {
	t.Helper()
	v, care = tended(t, dir, "")
	big := bytes.Repeat([]byte("x"), 1<<20)
	for n := range megabytes {
		err := v.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put("big", fmt.Sprint(n), big) })
		if err != nil {
			t.Fatal(err)
		}
	}
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		return tx.Each("big", "", func(key string, _ []byte) error { return tx.Delete("big", key) })
	})
	if err != nil {
		t.Fatal(err)
	}
	return v, care, fill(t, v, 20)
}

func bytesOf(t *testing.T, dir string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, "vault.db"))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestAStoreOfFreePagesIsWrittenAnewInAQuietTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v, care, want := swollen(t, dir, 40) // less is not worth it
	before := bytesOf(t, dir)
	care(time.Minute)
	if bytesOf(t, dir) != before {
		t.Error("compacted while somebody works")
	}
	care(time.Hour)
	if after := bytesOf(t, dir); after > before/2 {
		t.Errorf("%d bytes before, %d after", before, after)
	}
	holds(t, v, want)
	put(t, v, "cases", "000", "after")
	want["000"] = "after"
	shut(t, v)
	v = open(t, dir)
	holds(t, v, want)
	if r := v.Recovery(); r.Code != "" {
		t.Errorf("%+v", r)
	}
}

func TestReadersAndWritersGoOnWhileTheStoreIsWrittenAnew(t *testing.T) {
	dir := t.TempDir()
	v, _, want := swollen(t, dir, 6)
	done := make(chan error, 1)
	go func() {
		var err error
		for range 5 {
			err = errors.Join(err, v.Compact(t.Context()))
		}
		done <- err
	}()
	for n := 0; ; n++ {
		key := fmt.Sprintf("%03d", n%17)
		put(t, v, "cases", key, fmt.Sprint(n))
		want[key] = fmt.Sprint(n)
		holds(t, v, want)
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			shut(t, v)
			holds(t, open(t, dir), want)
			return
		default:
		}
	}
}

// The copy is of one moment, to its last byte: pages that were free by then, and written to, are not in it.
func TestWhatIsCommittedWhileTheStoreIsWrittenAnewDoesNotSpoilTheCopy(t *testing.T) {
	t.Parallel()
	v := open(t, t.TempDir())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 300 {
			if err := v.Compact(t.Context()); err != nil {
				t.Errorf("the copy is spoiled: %v", err)
				return
			}
		}
	}()
	for n := 0; ; n++ {
		select {
		case <-done:
			return
		default:
			put(t, v, "cases", fmt.Sprint(n*7919%300), strings.Repeat("x", n*4447%4000))
		}
	}
}

// Whatever a kill leaves of a compaction, the next start has everything.
func TestAKillDuringACompactionIsHarmless(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v, _, want := swollen(t, dir, 6)
	defer shut(t, v)
	halves := map[string]func(killed string) error{
		"half a copy": func(d string) error {
			return os.WriteFile(filepath.Join(d, "vault.db.compact"), make([]byte, 10_000), 0o600)
		},
		"before the rename": func(d string) error { return vault.CompactInto(filepath.Join(d, "vault.db.compact"), v) },
		"after the rename": func(d string) error {
			return errors.Join(os.Remove(filepath.Join(d, "vault.db")), vault.CompactInto(filepath.Join(d, "vault.db"), v))
		},
	}
	for name, leave := range halves {
		killed := copied(t, dir)
		if err := leave(killed); err != nil {
			t.Fatal(err)
		}
		again := open(t, killed)
		holds(t, again, want)
		if r := again.Recovery(); r.Rebuilt || r.Lost {
			t.Errorf("%s: %+v", name, r)
		}
		if _, err := os.Stat(filepath.Join(killed, "vault.db.compact")); err == nil {
			t.Errorf("%s: the half file stays", name)
		}
		shut(t, again)
	}
}
