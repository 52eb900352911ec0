package vault_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/vault"
)

// act commits one act under its number.
func act(t testing.TB, v *vault.Vault, n int) string {
	t.Helper()
	id := fmt.Sprintf("op-%04d", n)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		err := tx.Note(vault.Act{Op: id, Kind: string(cases.ActAccept), Case: fmt.Sprintf("case-%d", n), Number: fmt.Sprintf("N%04d", n), Operator: "0312", At: time.Date(2026, 11, 23, 9, n%60, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		return tx.Put("acts", id, []byte(strings.Repeat(id, 20)))
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func gone(v *vault.Vault) (ids []string) {
	for _, a := range v.Recovery().Gone {
		ids = append(ids, a.Op)
	}
	return ids
}

func remove(t testing.TB, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhereStoreAndJournalAreBothHitTheGoneActsAreNamed(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	for n := range 10 {
		act(t, v, n)
	}
	if err := v.Trim(t.Context(), 4); err != nil { // writes a backup with ten acts
		t.Fatal(err)
	}
	var want []string
	for n := 10; n < 17; n++ {
		want = append(want, act(t, v, n))
	}
	shut(t, v)
	remove(t, dir, "vault.db", "journal")
	v = open(t, dir)
	r := v.Recovery()
	if got := gone(v); !slices.Equal(got, want) || r.Code != vault.CodeGone || !r.Lost {
		t.Errorf("gone are %v, want %v; %s", got, want, r.Code)
	}
	if !strings.Contains(r.Sentence, "以下 7 件") || !strings.Contains(r.Sentence, "N0010 受理 11-23 09:10 0312；N0011") || !strings.Contains(r.Sentence, "……") {
		t.Errorf("the clerk reads %q", r.Sentence)
	}
	shut(t, v)
	v = open(t, dir)
	if r := v.Recovery(); r.Code != "" {
		t.Errorf("the next start says it again: %+v", r)
	}
	shut(t, v)
	i, err := vault.Inspect(t.Context(), params(t, dir, master), true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = i.Close() }()
	if len(i.Gone) != 7 || !i.Sound() {
		t.Errorf("the technician's check names %d of them; %+v", len(i.Gone), i.Findings)
	}
}

func TestAnActThatTheStoreRefusedIsNeverCalledGone(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	act(t, v, 1)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		if err := tx.Note(vault.Act{Op: "refused"}); err != nil {
			return err
		}
		return tx.Put("acts", "", nil) // an empty key passes the journal only
	})
	if err == nil {
		t.Fatal("it was not refused")
	}
	shut(t, v)
	remove(t, dir, "acts.log") // written anew from the journal
	v = open(t, dir)
	shut(t, v)
	remove(t, dir, "vault.db", "journal")
	if got := gone(open(t, dir)); !slices.Equal(got, []string{"op-0001"}) {
		t.Errorf("gone are %v", got)
	}
}

// Whatever is hit, an act is in the store, or named as gone, or safe elsewhere; and never called gone while it is here.
func TestEveryActIsHereOrNamed(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		rnd := rand.New(rand.NewPCG(seed, 8))
		dir := t.TempDir()
		v := open(t, dir)
		safe := 0 // acts below are safe elsewhere
		acts := map[string]int{}
		for n := range 60 {
			acts[act(t, v, n)] = n
			if rnd.IntN(12) == 0 {
				safe = n
				if err := v.Trim(t.Context(), uint64(n+1)); err != nil {
					t.Fatal(err)
				}
			}
		}
		killed := copied(t, dir) // the files as a kill leaves them
		hit := [][]string{{"vault.db", "journal"}, {"vault.db", "vault.backup", "journal"}, {"vault.db", "vault.backup"}, {"journal"}, {"acts.log"}}[rnd.IntN(5)]
		remove(t, killed, hit...)
		if rnd.IntN(2) == 0 { // a power cut took the ledger's end
			if info, err := os.Stat(filepath.Join(killed, "acts.log")); err == nil && len(hit) == 1 {
				if err := os.Truncate(filepath.Join(killed, "acts.log"), info.Size()*2/3); err != nil {
					t.Fatal(err)
				}
			}
		}
		v = open(t, killed)
		missing := gone(v)
		for id, n := range acts {
			here := get(t, v, "acts", id) != ""
			if named := slices.Contains(missing, id); here == named && (here || n >= safe) {
				t.Errorf("seed %d, %v hit: %s is here: %v, named: %v", seed, hit, id, here, named)
			}
		}
	}
}
