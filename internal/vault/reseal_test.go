package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// station is a vault under real keys, which lie beside it in files, as a counter has it.
func station(dir string) (vault.Params, error) {
	keys, _, err := seal.OpenInstallation(dir)
	return vault.Params{Dir: filepath.Join(dir, "vault"), Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)}, err
}

func openStation(t testing.TB, dir string) *vault.Vault {
	t.Helper()
	p, err := station(dir)
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

const (
	testCases = 100 // more than one piece
	testScans = 4
)

func scan(n int) []byte { return bytes.Repeat([]byte(fmt.Sprintf("scan %d ", n)), 20_000*n) } // the first is empty

// stock fills a vault with everything that is sealed: values, acts, a backup, a journal beyond it, scans.
func stock(t testing.TB, v *vault.Vault) {
	t.Helper()
	for n := range testScans {
		if _, err := v.PutFile(context.Background(), "image/jpeg", bytes.NewReader(scan(n))); err != nil {
			t.Fatal(err)
		}
	}
	for n := range testCases {
		act(t, v, n)
		if n == testCases/2 {
			if err := v.Trim(context.Background(), 5); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// stocked checks that everything is there.
func stocked(t testing.TB, when string, v *vault.Vault) {
	t.Helper()
	if r := v.Recovery(); r.Lost || len(r.Gone) > 0 {
		t.Fatalf("%s: %+v", when, r)
	}
	for n := range testCases {
		id := fmt.Sprintf("op-%04d", n)
		if got := get(t, v, "acts", id); got != strings.Repeat(id, 20) {
			t.Fatalf("%s: %s is %q", when, id, got)
		}
	}
	for n := range testScans {
		f, err := v.OpenFile(seal.Digest(scan(n)))
		if err != nil {
			t.Fatalf("%s: scan %d: %v", when, n, err)
		}
		got, err := io.ReadAll(f)
		_ = f.Close()
		if err != nil || !bytes.Equal(got, scan(n)) {
			t.Fatalf("%s: scan %d: %d bytes, %v", when, n, len(got), err)
		}
	}
}

// keysSeen gives the ids of keys that the first bytes of scans name.
func keysSeen(t testing.TB, dir string) map[uint32]bool {
	t.Helper()
	seen := map[uint32]bool{}
	err := filepath.WalkDir(filepath.Join(dir, "vault", "files"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if id, ok := seal.KeyID(b[16:]); ok {
			seen[id] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

func TestARotationSealsEverythingAnewAndForgetsTheOldKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := openStation(t, dir)
	stock(t, v)
	before := keysSeen(t, dir)
	name := v.Name("person", "350199199003070011")
	if err := v.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	pauses, values := 0, 0
	r, err := v.Reseal(t.Context(), func(_ context.Context, sofar vault.Resealed) error {
		if sofar.Values-values > 64 {
			t.Errorf("%d values in one piece", sofar.Values-values)
		}
		pauses, values = pauses+1, sofar.Values
		return nil
	})
	if err != nil || !r.Done || r.Kept != 0 || v.Rotating() {
		t.Fatalf("%+v, %v", r, err)
	}
	if r.Values < testCases || r.Files != testScans || r.Records < testCases/2 || pauses < testCases/64+testScans {
		t.Errorf("%+v with %d pauses", r, pauses)
	}
	for id := range keysSeen(t, dir) {
		if before[id] {
			t.Errorf("a scan is still sealed with key %x", id)
		}
	}
	stocked(t, "at once", v)
	act(t, v, testCases)
	shut(t, v)
	for _, lost := range []string{"", "vault.db", "journal", "vault.backup", "vault.key-id", "acts.log"} {
		if lost != "" {
			remove(t, filepath.Join(dir, "vault"), lost)
		}
		v := openStation(t, dir)
		stocked(t, "after a restart without "+lost, v)
		if v.Rotating() || v.Name("person", "350199199003070011") != name {
			t.Error("still rotating, or names changed")
		}
		shut(t, v)
	}
	p, err := station(dir)
	if err != nil {
		t.Fatal(err)
	}
	i, err := vault.Inspect(t.Context(), p, true)
	if err != nil || !i.Sound() {
		t.Errorf("a technician's check: %v, %+v", err, i.Findings)
	}
	if err := i.Close(); err != nil {
		t.Error(err)
	}
}

func TestWorkGoesOnBetweenThePiecesOfAReseal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := openStation(t, dir)
	stock(t, v)
	if err := v.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	n := testCases
	var pages []cases.Page
	r, err := v.Reseal(t.Context(), func(ctx context.Context, _ vault.Resealed) error {
		act(t, v, n)
		page, err := v.PutFile(ctx, "image/png", strings.NewReader(fmt.Sprint("page ", n)))
		pages, n = append(pages, page), n+1
		return errors.Join(err, v.Update(ctx, func(tx *vault.Tx) error { return tx.Put("acts", "op-0000", []byte(strings.Repeat("op-0000", 20))) }))
	})
	if err != nil || !r.Done {
		t.Fatalf("%+v, %v", r, err)
	}
	shut(t, v)
	v = openStation(t, dir)
	stocked(t, "after a restart", v)
	for _, p := range pages {
		if !v.HasFile(p.Digest) {
			t.Error("a page put in meanwhile is gone")
		}
	}
	for ; n > testCases; n-- {
		if id := fmt.Sprintf("op-%04d", n-1); get(t, v, "acts", id) == "" {
			t.Errorf("%s, done meanwhile, is gone", id)
		}
	}
}

// slow gives its bytes only when f has run between the first and the rest.
type slow struct {
	parts []string
	f     func()
}

func (s *slow) Read(p []byte) (int, error) {
	if len(s.parts) == 0 {
		return 0, io.EOF
	}
	if len(s.parts) == 1 {
		s.f()
	}
	n := copy(p, s.parts[0])
	s.parts = s.parts[1:]
	return n, nil
}

func TestAScanThatWasBegunBeforeARotationAndEndsAfterItIsReadableLater(t *testing.T) {
	dir := t.TempDir()
	v := openStation(t, dir)
	stock(t, v)
	head := strings.Repeat("x", 64<<10) // a whole chunk, sealed before the rest comes
	page, err := v.PutFile(t.Context(), "image/png", &slow{[]string{head, "tail"}, func() {
		r, err := vault.Resealed{}, v.Rotate(t.Context())
		if err == nil {
			r, err = v.Reseal(t.Context(), nil)
		}
		if err != nil || !r.Done {
			t.Errorf("%+v, %v", r, err)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, v)
	f, err := openStation(t, dir).OpenFile(page.Digest)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := io.ReadAll(f); err != nil || string(got) != head+"tail" {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// spoilAll flips a bit of every scan, so many bytes from its beginning.
func spoilAll(t *testing.T, files string, at int) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(files, "*", "*"))
	if err != nil || len(all) == 0 {
		t.Fatal(all, err)
	}
	for _, path := range all {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b[(len(b)+at)%len(b)] ^= 1
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestADamagedScanIsFetchedFromTheSecondPlaceBeforeItIsSealedAnew(t *testing.T) {
	t.Parallel()
	dir, second := t.TempDir(), t.TempDir()
	p, err := station(dir)
	if err != nil {
		t.Fatal(err)
	}
	p.Second = second
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	stock(t, v)
	if _, err := v.Backup(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	spoilAll(t, filepath.Join(dir, "vault", "files"), 60)
	if err := v.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r, err := v.Reseal(t.Context(), nil); err != nil || !r.Done {
		t.Fatalf("%+v, %v", r, err)
	}
	stocked(t, "at once", v)
	spoilAll(t, filepath.Join(dir, "vault", "files"), 60) // and from what the second place holds now
	stocked(t, "damaged again", v)
	spoilAll(t, filepath.Join(dir, "vault", "files"), 60)
	spoilAll(t, filepath.Join(second, "files"), 60)
	f, err := v.OpenFile(seal.Digest(scan(1)))
	if err == nil {
		_, err = io.ReadAll(f)
		_ = f.Close()
	}
	if !errors.Is(err, &vault.Error{Code: vault.CodeDamaged}) {
		t.Errorf("damaged in both places: %v", err)
	}
}

func TestAScanSealedAnewIsAsOldAsItWas(t *testing.T) {
	dir := t.TempDir()
	v := openStation(t, dir)
	stock(t, v)
	files := filepath.Join(dir, "vault", "files")
	old := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	all, _ := filepath.Glob(filepath.Join(files, "*", "*"))
	for _, path := range all {
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r, err := v.Reseal(t.Context(), nil); err != nil || r.Files != len(all) {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, path := range all {
		if info, err := os.Stat(path); err != nil || !info.ModTime().Equal(old) {
			t.Errorf("%v, %v", info.ModTime(), err)
		}
	}
}

func TestTheOldKeyStaysWhileSomethingNeedsIt(t *testing.T) {
	t.Parallel()
	for what, need := range map[string]func(t *testing.T, dir string){
		"a damaged scan": func(t *testing.T, dir string) {
			all, err := filepath.Glob(filepath.Join(dir, "vault", "files", "*", "*"))
			if err != nil || len(all) == 0 {
				t.Fatal(all, err)
			}
			b, err := os.ReadFile(all[0])
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)-8] ^= 1
			if err := os.WriteFile(all[0], b, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"a store set aside": func(t *testing.T, dir string) {
			aside := filepath.Join(dir, "vault", "damaged")
			if err := errors.Join(os.Mkdir(aside, 0o700), os.WriteFile(filepath.Join(aside, "x-vault.db"), []byte("x"), 0o600)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		dir := t.TempDir()
		v := openStation(t, dir)
		stock(t, v)
		shut(t, v)
		need(t, dir)
		v = openStation(t, dir)
		if err := v.Rotate(t.Context()); err != nil {
			t.Fatal(err)
		}
		r, err := v.Reseal(t.Context(), nil)
		if err != nil || r.Done || r.Kept != 1 || !v.Rotating() {
			t.Errorf("%s: %+v, %v", what, r, err)
		}
	}
}

func TestACountersResealWaitsUntilNobodySaves(t *testing.T) {
	dir := t.TempDir()
	p, err := station(dir)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p.Now = func() time.Time { return now }
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	stock(t, v)
	never := func(time.Duration) <-chan time.Time { t.Error("waits without a rotation"); return nil }
	if err := v.ResealAtIdle(t.Context(), never); err != nil {
		t.Fatal(err)
	}
	if err := v.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	saves, waited, n := 5, time.Duration(0), testCases
	err = v.ResealAtIdle(t.Context(), func(d time.Duration) <-chan time.Time {
		if saves > 0 { // somebody is at work for the first waits
			saves, n, waited = saves-1, n+1, 0
			act(t, v, n)
		}
		now, waited = now.Add(d), waited+d
		ready := make(chan time.Time, 1)
		ready <- now
		return ready
	})
	if err != nil || v.Rotating() {
		t.Fatalf("rotating %v, %v", v.Rotating(), err)
	}
	if saves > 0 || waited < 2*time.Second {
		t.Errorf("took on a piece %v after something was saved", waited)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := errors.Join(v.Rotate(t.Context()), v.ResealAtIdle(gone, func(time.Duration) <-chan time.Time { return nil })); !errors.Is(err, context.Canceled) || !v.Rotating() {
		t.Errorf("at the program's end: %v", err)
	}
}

func TestAKilledResealGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	whole := t.TempDir()
	v := openStation(t, whole)
	stock(t, v)
	shut(t, v)
	for n := 1; ; n++ {
		dir := copied(t, whole)
		ended := resealInChild(t, dir, n)
		v := openStation(t, dir)
		stocked(t, fmt.Sprintf("killed at pause %d", n), v)
		if ended == v.Rotating() {
			t.Errorf("killed at pause %d: ended %v, rotating %v", n, ended, v.Rotating())
		}
		if r, err := v.Reseal(t.Context(), nil); err != nil || !r.Done {
			t.Fatalf("killed at pause %d, then gone on: %+v, %v", n, r, err)
		}
		shut(t, v)
		v = openStation(t, dir)
		stocked(t, "at the end", v)
		shut(t, v)
		if ended {
			if n < testCases/64+testScans {
				t.Errorf("only %d places were killed at", n)
			}
			return
		}
	}
}

const resealEnv = "ONEWINDOW_VAULT_TEST_RESEAL"

// resealInChild rotates and reseals in a process that kills itself at its n-th pause; ended: it came to its end before.
func resealInChild(t *testing.T, dir string, n int) (ended bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), resealEnv+"="+dir, childEnv+"="+strconv.Itoa(n))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return true
	case errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL:
		return false
	}
	t.Fatalf("%v: %s", err, out)
	return false
}

// resealChild is that process.
func resealChild(dir, pauses string) {
	left, _ := strconv.Atoi(pauses)
	p, err := station(dir)
	if err != nil {
		panic(err)
	}
	v, err := vault.Open(context.Background(), p)
	if err != nil {
		panic(err)
	}
	if err := v.Rotate(context.Background()); err != nil {
		panic(err)
	}
	r, err := v.Reseal(context.Background(), func(context.Context, vault.Resealed) error {
		if left--; left == 0 {
			self, err := os.FindProcess(os.Getpid())
			if err != nil {
				return err
			}
			_ = self.Kill()
			select {} // the signal is on its way
		}
		return nil
	})
	if err != nil || !r.Done {
		panic(fmt.Sprintf("%+v, %v", r, err))
	}
}
