package vault_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"onewindow/internal/vault"
)

func TestAVaultVouchesForItsStoreOnlyFromAnOrderedCloseToTheNextOpening(t *testing.T) {
	dir := t.TempDir()
	note := filepath.Join(dir, "vault.sound")
	v := open(t, dir)
	if err := v.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put("cases", "a", []byte("one")) }); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(note); err == nil {
		t.Error("an open vault vouches for its store")
	}
	shut(t, v)
	if _, err := os.Stat(note); err != nil {
		t.Fatalf("a closed vault does not: %v", err)
	}
	v = open(t, dir)
	defer shut(t, v)
	if _, err := os.Stat(note); err == nil {
		t.Error("the vault was opened and the word stands")
	}
	var got []byte
	err := v.View(func(tx *vault.Tx) (err error) { got, err = tx.Get("cases", "a"); return err })
	if err != nil || string(got) != "one" || !reflect.DeepEqual(v.Recovery(), vault.Recovery{}) {
		t.Errorf("it holds %q, %v, %+v", got, err, v.Recovery())
	}
}

// A kept word of an earlier close says nothing of a store that was written since.
func TestAnOldWordDoesNotCoverLaterDamage(t *testing.T) {
	dir := t.TempDir()
	note := filepath.Join(dir, "vault.sound")
	v := open(t, dir)
	shut(t, v)
	old, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	v = open(t, dir)
	err = v.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put("cases", "a", make([]byte, 20_000)) })
	if err != nil {
		t.Fatal(err)
	}
	shut(t, v)
	store := filepath.Join(dir, "vault.db")
	text, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4 * 4096; i < len(text); i++ {
		text[i] ^= 1
	}
	if err := os.WriteFile(store, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(note, old, 0o600); err != nil {
		t.Fatal(err)
	}
	v = open(t, dir)
	defer shut(t, v)
	if !v.Recovery().Rebuilt {
		t.Errorf("the damage was not noticed: %+v", v.Recovery())
	}
}

func TestAVaultDoesNotVouchForAStoreThatWasSpoiledWhileItWasOpen(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	put(t, v, "cases", "a", strings.Repeat("one", 7000))
	store, err := os.OpenFile(filepath.Join(dir, "vault.db"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(2 * 4096); at < 64*4096; at += 4096 { // every page but the two that name the others
		if _, err := store.WriteAt([]byte{0xff, 0xff}, at+8); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	shut(t, v)
	if _, err := os.Stat(filepath.Join(dir, "vault.sound")); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("it vouches for a spoiled store (%v)", err)
	}
	v = open(t, dir)
	if r := v.Recovery(); !r.Rebuilt || r.Lost {
		t.Errorf("the next start said %+v", r)
	}
	if got := get(t, v, "cases", "a"); got != strings.Repeat("one", 7000) {
		t.Errorf("%d bytes came back", len(got))
	}
}
