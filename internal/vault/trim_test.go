package vault_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/faults/damage"
	"onewindow/internal/vault"
)

// spoils is a checker whose disk spoils every copy of a store it is to read, before it reads it, while on says so.
func spoils(t *testing.T, on func() bool) vault.Checker {
	return func(ctx context.Context, o vault.CheckOrder) (vault.CheckWord, error) {
		if strings.HasPrefix(filepath.Base(o.Path), ".part-") && on() {
			ruin(t, o.Path)
		}
		return vault.CheckHere(ctx, o)
	}
}

// ruin spoils every page of a store but those that name the others.
func ruin(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 2 * 4096; at+9 < len(text); at += 4096 {
		text[at+8] ^= 0xff
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func openChecked(t *testing.T, dir string, check vault.Checker) *vault.Vault {
	t.Helper()
	p := params(t, dir, master)
	p.Checker = check
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// span is the journal's, as it lies in a folder.
func span(t *testing.T, dir string) vault.Span {
	t.Helper()
	i, err := vault.Inspect(t.Context(), params(t, copied(t, dir), master), false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = i.Close() }()
	return i.Stats.Journal
}

func TestTheJournalIsNotCutOnTheStrengthOfACopyThatReadsBackBadly(t *testing.T) {
	dir := t.TempDir()
	bad := false
	v := openChecked(t, dir, spoils(t, func() bool { return bad }))
	for n := range 10 {
		act(t, v, n)
	}
	if err := v.Trim(t.Context(), 5); err != nil {
		t.Fatal(err)
	}
	for n := 10; n < 20; n++ {
		act(t, v, n)
	}
	before := span(t, dir)
	backup, err := os.ReadFile(filepath.Join(dir, "vault.backup"))
	if err != nil || before.First != 5 {
		t.Fatal(before, err)
	}
	bad = true
	if err := v.Trim(t.Context(), 20); err != nil {
		t.Fatal(err)
	}
	if after := span(t, dir); after != before {
		t.Errorf("the journal went from %v to %v", before, after)
	}
	if now, err := os.ReadFile(filepath.Join(dir, "vault.backup")); err != nil || string(now) != string(backup) {
		t.Errorf("the last good backup is gone: %v", err)
	}
	if code, w := v.Health().Words(); code != vault.CodeDamaged || !strings.Contains(w.Zh, "重新启动") || v.Health().BackupErr == nil {
		t.Errorf("it says %q %+v", code, w)
	}
	killed := copied(t, dir)
	ruin(t, filepath.Join(killed, "vault.db"))
	again := open(t, killed)
	for n := range 20 {
		if id := fmt.Sprintf("op-%04d", n); get(t, again, "acts", id) == "" {
			t.Errorf("%s is gone", id)
		}
	}
	if r := again.Recovery(); !r.Rebuilt || r.Lost {
		t.Errorf("%+v", r)
	}
	bad = false
	if err := v.Trim(t.Context(), 20); err != nil || v.Health().BackupErr != nil {
		t.Errorf("when the disk is good again: %v, %+v", err, v.Health())
	}
	if after := span(t, dir); after.First != 20 {
		t.Errorf("then the journal is still %v", after)
	}
}

func TestACopyThatReadsBackBadlyOnceIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	spoilt := 0
	v := openChecked(t, dir, spoils(t, func() bool { spoilt++; return spoilt == 1 }))
	want := fill(t, v, 40)
	if err := v.Trim(t.Context(), 40); err != nil || v.Health().BackupErr != nil {
		t.Fatal(err, v.Health())
	}
	if spoilt != 2 || span(t, dir).First != 40 {
		t.Errorf("%d copies, journal %v", spoilt, span(t, dir))
	}
	shut(t, v)
	remove(t, dir, "vault.db")
	v = open(t, dir)
	holds(t, v, want)
	if r := v.Recovery(); r.Lost {
		t.Errorf("%+v", r)
	}
}

// Whatever copies the disk spoils, and whatever file is damaged after a kill, no act is missing.
func TestWhateverCopiesAreSpoiltOneDamageLaterTakesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		rnd := rand.New(rand.NewPCG(seed, 17))
		dir := t.TempDir()
		v := openChecked(t, dir, spoils(t, func() bool { return rnd.IntN(2) == 0 }))
		var acts []string
		for n := range 30 {
			acts = append(acts, act(t, v, n))
			if rnd.IntN(6) == 0 {
				if err := v.Trim(t.Context(), uint64(n+1)); err != nil {
					t.Fatal(err)
				}
			}
		}
		killed := copied(t, dir)
		hit := []string{"vault.db", "vault.backup", "acts.log"}[rnd.IntN(3)]
		if _, err := os.Stat(filepath.Join(killed, hit)); err != nil {
			hit = "vault.db"
		}
		how, err := damage.File(rnd, filepath.Join(killed, hit))
		if err != nil {
			t.Fatal(err)
		}
		v = open(t, killed)
		for _, id := range acts {
			if get(t, v, "acts", id) == "" {
				t.Errorf("seed %d, %s of %s: %s is gone", seed, how, hit, id)
			}
		}
		if r := v.Recovery(); r.Lost {
			t.Errorf("seed %d, %s of %s: %+v", seed, how, hit, r)
		}
	}
}
