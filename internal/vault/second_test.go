package vault_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// watch is a clock a test turns, and the alarm a vault waits for.
type watch struct {
	now   time.Time
	rings chan time.Time
}

func newWatch() *watch {
	return &watch{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), rings: make(chan time.Time)}
}

// tended is a vault with a second place that is looked after; care lets it look once more, after some time.
func tended(t *testing.T, dir, second string, chores ...vault.Chore) (v *vault.Vault, care func(after time.Duration)) {
	t.Helper()
	w := newWatch()
	p := params(t, dir, master)
	p.Second, p.Idle = second, 10*time.Minute
	p.Now = func() time.Time { return w.now }
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	var tend vault.Tending
	return v, func(after time.Duration) {
		w.now = w.now.Add(after)
		v.CareOnce(t.Context(), &tend, chores...)
	}
}

func reopenWith(t *testing.T, dir, second string) *vault.Vault {
	t.Helper()
	p := params(t, dir, master)
	p.Second = second
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func stores(t *testing.T, place string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(place, "vault-*.backup"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAQuietVaultIsCopiedToItsSecondPlaceAndTheLastTwoAreKept(t *testing.T) {
	dir, place := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	v, care := tended(t, dir, place)
	act(t, v, 0)
	care(time.Minute)
	if got := stores(t, place); len(got) != 0 {
		t.Errorf("copied while somebody works: %v", got)
	}
	for n := range 4 {
		care(2 * time.Hour)
		if got := stores(t, place); len(got) != min(n+1, 2) {
			t.Errorf("after quiet time %d there are %v", n+1, got)
		}
		act(t, v, n+1)
	}
	before := stores(t, place)
	care(11 * time.Minute) // quiet, but the last copy is young
	if got := stores(t, place); got[1] != before[1] {
		t.Errorf("copied twice within the hour: %v", got)
	}
	care(2 * time.Hour)
	before = stores(t, place)
	care(2 * time.Hour) // nothing is new
	if got := stores(t, place); got[1] != before[1] {
		t.Errorf("copied again with nothing new: %v", got)
	}
	if h := v.Health(); h.SecondAt.IsZero() || h.SecondErr != nil || h.SecondLate {
		t.Errorf("health: %+v", h)
	}
	p := v.Params()
	shut(t, v)
	if err := os.Truncate(stores(t, place)[0], 5000); err != nil {
		t.Fatal(err)
	}
	i, err := vault.Inspect(t.Context(), p, false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = i.Close() }()
	good := 0
	for _, c := range i.Stats.Copies {
		if c.Err == nil && !c.At.IsZero() {
			good++
		}
	}
	if len(i.Stats.Copies) != 2 || good != 1 || i.Sound() {
		t.Errorf("a technician sees %+v", i.Stats.Copies)
	}
}

func TestACopyMadeAfterAClockWasPutRightIsKept(t *testing.T) {
	dir, place := t.TempDir(), t.TempDir()
	v, care := tended(t, dir, place)
	for n := range 2 { // by a clock that is days ahead
		act(t, v, n)
		care(72 * time.Hour)
	}
	ahead := stores(t, place)
	shut(t, v)
	v, care = tended(t, dir, place) // the next start finds it put right
	act(t, v, 2)
	care(time.Hour)
	now := stores(t, place)
	if len(now) != 2 || now[0] == ahead[0] || now[1] != ahead[1] {
		t.Errorf("of %v and the copy made since there are left %v", ahead, now)
	}
}

func TestAFileThatGoesWhileTheOthersAreLookedAtIsNoFailure(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("scan"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var seen []string
	sum, err := vault.Below(dir, func(path string) error {
		seen = append(seen, filepath.Base(path))
		return os.Remove(filepath.Join(dir, map[string]string{"a": "b", "c": "c"}[filepath.Base(path)])) // the walk has read their names
	})
	if err != nil || sum != 8 || strings.Join(seen, "") != "ac" {
		t.Errorf("%v with %d bytes: %v", seen, sum, err)
	}
}

func TestWorkThatNeverRestsIsCopiedOnceADay(t *testing.T) {
	t.Parallel()
	dir, place := t.TempDir(), t.TempDir()
	v, care := tended(t, dir, place)
	for n := range 49 {
		act(t, v, n)
		care(time.Hour - time.Second)
		act(t, v, n+100)
		care(time.Second)
	}
	if got := stores(t, place); len(got) != 2 {
		t.Errorf("after two days without rest there are %v", got)
	}
}

func TestASecondPlaceThatIsGoneIsToldAndWorkGoesOn(t *testing.T) {
	dir := t.TempDir()
	place := filepath.Join(dir, "file")
	if err := os.WriteFile(place, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	v, care := tended(t, dir, place)
	act(t, v, 0)
	care(time.Hour)
	if h := v.Health(); h.SecondErr == nil || h.SecondLate {
		t.Errorf("at first: %+v", h)
	}
	care(48 * time.Hour)
	if code, w := v.Health().Words(); code != vault.CodeSecond || !strings.Contains(w.Zh, "没有写成") {
		t.Errorf("after two days: %q %+v", code, w)
	}
	act(t, v, 1)
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	care(2 * time.Hour)
	if code, _ := v.Health().Words(); code != "" || len(stores(t, place)) != 1 {
		t.Errorf("when it is back: %q, %v", code, stores(t, place))
	}
}

func TestAnotherVaultsPlaceIsRefused(t *testing.T) {
	place := t.TempDir()
	mine, care := tended(t, t.TempDir(), place)
	act(t, mine, 0)
	care(time.Hour)
	p := params(t, t.TempDir(), "another key of another machine...")
	p.Second = place
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	act(t, v, 0)
	if _, err := v.Backup(t.Context(), place); err == nil {
		t.Error("two vaults share a place")
	}
}

// Store, backup and journal may all be hit: the second place brings back what it has, the ledger names the rest.
func TestWithStoreAndBackupDamagedTheSecondPlaceIsBuiltOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hit  []string
		lost bool
	}{
		{[]string{"vault.db", "vault.backup"}, false},
		{[]string{"vault.db", "vault.backup", "journal"}, true},
		{[]string{"vault.db", "vault.backup", "journal", "acts.log", "files"}, true},
	} {
		dir, place := t.TempDir(), t.TempDir()
		v, care := tended(t, dir, place)
		for n := range 30 {
			act(t, v, n)
		}
		page, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(make([]byte, 100_000)))
		if err != nil {
			t.Fatal(err)
		}
		care(time.Hour)
		for n := 30; n < 40; n++ {
			act(t, v, n)
		}
		if err := v.Trim(t.Context(), 1<<40); err != nil { // the journal stays as far back as the copy in the second place
			t.Fatal(err)
		}
		shut(t, v)
		remove(t, dir, c.hit...)
		v = reopenWith(t, dir, place)
		r := v.Recovery()
		if r.Lost != c.lost || !r.Rebuilt {
			t.Errorf("%v hit: %+v", c.hit, r)
		}
		for n := range 30 {
			if get(t, v, "acts", fmt.Sprintf("op-%04d", n)) == "" {
				t.Errorf("%v hit: act %d is gone though it was copied", c.hit, n)
			}
		}
		if got := get(t, v, "acts", "op-0039") != ""; got == c.lost {
			t.Errorf("%v hit: the last act is there: %v", c.hit, got)
		}
		f, err := v.OpenFile(page.Digest)
		if err != nil {
			t.Errorf("%v hit: the scan: %v", c.hit, err)
			continue
		}
		_ = f.Close()
	}
}

func TestADamagedScanIsFetchedFromTheSecondPlace(t *testing.T) {
	dir, place := t.TempDir(), t.TempDir()
	v, care := tended(t, dir, place)
	plain := bytes.Repeat([]byte("scan"), 60_000)
	page, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	act(t, v, 0)
	care(time.Hour)
	path, _ := filepath.Glob(filepath.Join(dir, "files", "??", "*"))
	for _, how := range []string{"middle", "foot", "gone"} {
		switch how {
		case "middle":
			text, err := os.ReadFile(path[0])
			if err != nil {
				t.Fatal(err)
			}
			text[150_000] ^= 1
			if err := os.WriteFile(path[0], text, 0o600); err != nil {
				t.Fatal(err)
			}
		case "foot":
			if err := os.Truncate(path[0], 1000); err != nil {
				t.Fatal(err)
			}
		case "gone":
			remove(t, dir, "files")
		}
		f, err := v.OpenFile(page.Digest)
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		got := make([]byte, len(plain))
		if _, err := f.ReadAt(got, 0); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%s: %v", how, err)
		}
		_ = f.Close()
	}
}

func TestARotationReachesTheSecondPlace(t *testing.T) {
	t.Parallel()
	dir, place := t.TempDir(), t.TempDir()
	v, care := tended(t, dir, place)
	stock(t, v)
	care(time.Hour)
	if err := v.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r, err := v.Reseal(t.Context(), nil); err != nil || !r.Done {
		t.Fatalf("%+v, %v", r, err)
	}
	p := v.Params()
	shut(t, v)
	remove(t, dir, "vault.db", "vault.backup", "journal", "files")
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	if got := gone(v); len(got) > 0 {
		t.Errorf("gone after the rotation: %v", got)
	}
	f, err := v.OpenFile(seal.Digest(scan(2)))
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
}

func TestChoresAreDoneInQuietTimesOnly(t *testing.T) {
	done := 0
	v, care := tended(t, t.TempDir(), "", func(context.Context) error { done++; return nil })
	act(t, v, 0)
	care(time.Minute)
	if done != 0 {
		t.Error("a chore while somebody works")
	}
	care(time.Hour)
	care(time.Hour)
	if done != 1 {
		t.Errorf("done %d times within two quiet hours", done)
	}
}
