package vault_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/internal/faults/damage"
	"onewindow/internal/vault"
)

// rot spoils a file under a vault that is open: its length stays, as a disk leaves it.
func rot(t *testing.T, rnd *rand.Rand, path string) (how string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	used := inUse(text)
	for {
		kind, spoilt := damage.Bytes(rnd, bytes.Clone(used))
		if len(spoilt) != len(used) || bytes.Equal(spoilt, used) {
			continue
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteAt(spoilt, 0); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return kind + " of " + filepath.Base(path)
	}
}

// hurt takes the store away from a copy of dir's files as a kill leaves them, opens it, and complains of every act that is missing.
func hurt(t *testing.T, when, dir string, acts []string, also ...string) {
	t.Helper()
	killed := copied(t, dir)
	remove(t, killed, append(also, "vault.db")...)
	v := open(t, killed)
	defer shut(t, v)
	for _, id := range acts {
		if get(t, v, "acts", id) == "" {
			t.Errorf("%s: %s is gone", when, id)
		}
	}
	if r := v.Recovery(); r.Lost || len(r.Gone) > 0 {
		t.Errorf("%s: %+v", when, r)
	}
}

// aDay is a tended vault with a day's acts, a trimmed journal of more than one segment, a backup.
func aDay(t *testing.T) (v *vault.Vault, dir string, care func(time.Duration), acts []string) {
	t.Helper()
	dir = t.TempDir()
	v, care = tended(t, dir, "")
	for n := range 20 {
		acts = append(acts, act(t, v, n))
		switch n {
		case 9:
			if err := v.Trim(t.Context(), 5); err != nil {
				t.Fatal(err)
			}
		case 11, 13:
			put(t, v, "cases", "large", strings.Repeat(fmt.Sprint(n), 1<<20))
		}
	}
	return v, dir, care, acts
}

// Whatever rots beside a store that is whole is found in a quiet time and made anew, before the store is hit too.
func TestWhatRotsBesideTheStoreIsMendedBeforeItIsNeeded(t *testing.T) {
	t.Parallel()
	seeds, mended := 6, 0
	if os.Getenv("ONEWINDOW_PROOF") == "1" {
		seeds = 80
	}
	for seed := range uint64(seeds) {
		rnd := rand.New(rand.NewPCG(seed, 21))
		v, dir, care, acts := aDay(t)
		segments, _ := filepath.Glob(filepath.Join(dir, "journal", "*"))
		of := append(segments, filepath.Join(dir, "vault.backup"), filepath.Join(dir, "acts.log"))
		how := fmt.Sprintf("seed %d, %s", seed, rot(t, rnd, of[rnd.IntN(len(of))]))
		care(time.Hour)
		if !v.Health().Mended.IsZero() {
			mended++
			if code, w := v.Health().Words(); code != vault.CodeRepaired || !strings.Contains(w.Zh, "没有丢失") {
				t.Errorf("%s: it says %q %+v", how, code, w)
			}
		}
		hurt(t, how, dir, acts)
		acts = append(acts, act(t, v, 100))
		if err := v.Trim(t.Context(), 1<<40); err != nil {
			t.Fatal(err)
		}
		hurt(t, how+", and trimmed", dir, acts, "acts.log")
		shut(t, v)
		v = open(t, dir)
		if r := v.Recovery(); r.Code != "" {
			t.Errorf("%s: the next start says %+v", how, r)
		}
		shut(t, v)
	}
	t.Logf("%d of %d damages were noticed; the others hit nothing that is in use", mended, seeds)
	if mended < seeds/3 {
		t.Error("that is too few")
	}
}

func TestALedgerThatRottedNamesTheActsAgain(t *testing.T) {
	t.Parallel()
	v, dir, care, acts := aDay(t)
	path := filepath.Join(dir, "acts.log")
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(make([]byte, 3000), 2000); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	care(time.Hour)
	shut(t, v)
	remove(t, dir, "vault.db", "vault.backup", "journal")
	var want []string // those before were trimmed: they are safe elsewhere
	for _, id := range acts {
		if id >= "op-0004" {
			want = append(want, id)
		}
	}
	again := open(t, dir)
	if got := gone(again); !slices.Equal(got, want) || again.Recovery().Unnamed > 0 {
		t.Errorf("named are %v and %d more, want %v", got, again.Recovery().Unnamed, want)
	}
}

func TestASoundJournalIsReadOnceADayAndLeftAlone(t *testing.T) {
	t.Parallel()
	_, dir, _, acts := aDay(t)
	killed := copied(t, dir)
	w := newWatch()
	p := params(t, killed, master)
	read := 0
	p.Now = func() time.Time { return w.now }
	p.Checker = func(ctx context.Context, o vault.CheckOrder) (vault.CheckWord, error) {
		if strings.Contains(o.Path, "journal.read") {
			read++
		}
		return vault.CheckHere(ctx, o)
	}
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	before := span(t, killed)
	var tend vault.Tending
	for range 30 {
		w.now = w.now.Add(time.Hour)
		v.CareOnce(t.Context(), &tend)
	}
	if read != 2 {
		t.Errorf("read %d times in thirty quiet hours", read)
	}
	if after := span(t, killed); after != before || !v.Health().Mended.IsZero() {
		t.Errorf("the journal went from %v to %v", before, after)
	}
	hurt(t, "after thirty hours", killed, acts)
}

func TestALookThroughTheJournalGivesWayToWork(t *testing.T) {
	dir := t.TempDir()
	w := newWatch()
	p := params(t, dir, master)
	p.Now = func() time.Time { return w.now }
	var v *vault.Vault
	work := false
	p.Checker = func(ctx context.Context, o vault.CheckOrder) (vault.CheckWord, error) {
		if strings.Contains(o.Path, "journal.read") && work {
			act(t, v, 50)
		}
		return vault.CheckHere(ctx, o)
	}
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	acts := []string{act(t, v, 1), "op-0050"}
	before := span(t, dir)
	work = true
	w.now = w.now.Add(time.Hour)
	var tend vault.Tending
	v.CareOnce(t.Context(), &tend)
	if after := span(t, dir); after.First != before.First || after.Last != before.Last+1 || !v.Health().Mended.IsZero() {
		t.Errorf("the journal went from %v to %v", before, after)
	}
	hurt(t, "after work", dir, acts)
}

// Where the store is bad too, no journal is put away for it: the next start needs it.
func TestARottenJournalStaysWhereTheStoreIsBadToo(t *testing.T) {
	dir := t.TempDir()
	v, care := tended(t, dir, "")
	act(t, v, 1)
	act(t, v, 2)
	segments, _ := filepath.Glob(filepath.Join(dir, "journal", "*.wal"))
	f, err := os.OpenFile(segments[0], os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("rot"), 200); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	store, err := os.OpenFile(filepath.Join(dir, "vault.db"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "vault.db"))
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(2 * 4096); at < int64(len(inUse(text))); at += 4096 {
		if _, err := store.WriteAt([]byte{0xff}, at+40); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	care(time.Hour)
	if aside, _ := filepath.Glob(filepath.Join(dir, "damaged", "*")); len(aside) > 0 {
		t.Errorf("put away: %v", aside)
	}
	if v.Health().BackupErr == nil || !v.Health().Mended.IsZero() {
		t.Errorf("%+v", v.Health())
	}
}
