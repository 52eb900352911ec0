package vault_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/faults/damage"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// whole is an installation with its vault as a day leaves it: acts, a trimmed journal, a backup, scans, its keys.
type whole struct {
	dir   string
	acts  []string
	scans map[string][]byte // digest → content
}

func (w *whole) params(t testing.TB, dir string) (vault.Params, error) {
	keys, _, err := seal.OpenInstallation(dir)
	if err != nil {
		return vault.Params{}, err
	}
	return vault.Params{Dir: filepath.Join(dir, "vault"), Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler), Checker: vault.CheckInChild(30 * time.Second)}, nil
}

// newWhole writes one. closed: its vault was closed in order; otherwise the files are as a kill leaves them.
func newWhole(t *testing.T, closed bool) *whole {
	t.Helper()
	w := &whole{dir: t.TempDir(), scans: map[string][]byte{}}
	p, err := w.params(t, w.dir)
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 80 {
		w.acts = append(w.acts, act(t, v, n))
		if n == 50 {
			if err := v.Trim(t.Context(), 30); err != nil {
				t.Fatal(err)
			}
		}
	}
	for n := range 3 {
		scan := bytes.Repeat([]byte{byte(n)}, 70_000)
		page, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(scan))
		if err != nil {
			t.Fatal(err)
		}
		w.scans[page.Digest] = scan
	}
	if closed {
		shut(t, v)
		return w
	}
	killed := copied(t, w.dir)
	shut(t, v)
	w.dir = killed
	return w
}

// spare tells which files are always empty.
func spare(rel string) bool { return strings.HasSuffix(rel, ".lock") }

// damages says how many: a slice in the ordinary run, a thousand in the proof.
func damages() int {
	if os.Getenv("ONEWINDOW_PROOF") == "1" {
		return 1000
	}
	return 60
}

func TestAfterAnyDamageToOneFileTheProgramStartsAndNoActIsMissing(t *testing.T) {
	t.Parallel()
	wholes := []*whole{newWhole(t, true), newWhole(t, false)}
	const hands = 4 // most of the time is spent waiting for the disk and for children
	told := make([]map[string]int, hands)
	t.Run("hands", func(t *testing.T) {
		for hand := range hands {
			told[hand] = map[string]int{}
			t.Run("", func(t *testing.T) {
				t.Parallel()
				for seed := hand; seed < damages(); seed += hands {
					told[hand][damaged(t, wholes, uint64(seed))]++
				}
			})
		}
	})
	sum := map[string]int{}
	for _, one := range told {
		for part, n := range one {
			sum[part] += n
		}
	}
	t.Log(sum)
}

// damaged does one damage and gives where the file lies that was hit.
func damaged(t *testing.T, wholes []*whole, seed uint64) (where string) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(seed, 1000))
	w := wholes[rnd.IntN(len(wholes))]
	dir := copied(t, w.dir)
	what := spoil(t, rnd, dir)
	part, _, _ := strings.Cut(what, ": ")
	if err := w.startsWhole(t, dir, part); err != nil {
		t.Errorf("seed %d, %s: %v", seed, what, err)
	}
	_ = os.RemoveAll(dir)
	return strings.TrimPrefix(filepath.Dir(part)+" ", ". ")
}

// spoil damages one file: each kind of file has the same chance, whatever their number.
func spoil(t *testing.T, rnd *rand.Rand, dir string) string {
	t.Helper()
	kinds := map[string][]string{}
	var names []string
	for _, path := range damage.Below(dir) {
		rel, _ := filepath.Rel(dir, path)
		if info, err := os.Stat(path); err != nil || info.Size() == 0 || spare(rel) {
			continue
		}
		kind := rel
		if strings.Contains(rel, "files") {
			kind = "scan"
		}
		if kinds[kind] == nil {
			names = append(names, kind)
		}
		kinds[kind] = append(kinds[kind], rel)
	}
	of := kinds[names[rnd.IntN(len(names))]]
	rel := of[rnd.IntN(len(of))]
	path := filepath.Join(dir, rel)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	used := inUse(text)
	rest := text[len(used):]
	how, spoilt := damage.Bytes(rnd, bytes.Clone(used))
	if len(spoilt) == len(used) {
		spoilt = append(spoilt, rest...)
	}
	if err := os.WriteFile(path, spoilt, 0o600); err != nil {
		t.Fatal(err)
	}
	return rel + ": " + how
}

// inUse is a file's text without the zeros at its end: bbolt and the journal take more from the disk than they use.
func inUse(text []byte) []byte {
	page := make([]byte, 4096)
	for len(text) >= len(page) && bytes.Equal(text[len(text)-len(page):], page) {
		text = text[:len(text)-len(page)]
	}
	return bytes.TrimRight(text, "\x00")
}

// copied copies a folder, readable by its owner only, without writing the zeros of its files.
func copied(t *testing.T, from string) (to string) {
	t.Helper()
	to = t.TempDir()
	for _, path := range damage.Below(from) {
		rel, _ := filepath.Rel(from, path)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		path = filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, inUse(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, int64(len(text))); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// startsWhole starts on the files twice: everything confirmed is there, a damaged scan is told as that and nothing else is.
func (w *whole) startsWhole(t *testing.T, dir, hit string) error {
	for _, start := range []string{"first", "second"} {
		p, err := w.params(t, dir)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		v, err := vault.Open(ctx, p)
		cancel()
		if err != nil {
			return fmt.Errorf("the %s start: %w", start, err)
		}
		err = w.holds(v, hit)
		if err == nil {
			err = v.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put("later", start, []byte("v")) })
		}
		if cerr := v.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return fmt.Errorf("after the %s start: %w", start, err)
		}
	}
	return nil
}

func (w *whole) holds(v *vault.Vault, hit string) error {
	r := v.Recovery()
	if r.Lost || len(r.Gone) > 0 || strings.Contains(r.Sentence+r.SentenceEN, "goroutine") {
		return fmt.Errorf("it says %+v", r)
	}
	err := v.View(func(tx *vault.Tx) error {
		for _, id := range w.acts {
			if got, err := tx.Get("acts", id); err != nil || string(got) != strings.Repeat(id, 20) {
				return fmt.Errorf("act %s holds %.20q: %w", id, got, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	bad := 0
	for digest, scan := range w.scans {
		f, err := v.OpenFile(digest)
		if err != nil {
			bad++
			continue
		}
		got := make([]byte, len(scan))
		if _, err := f.ReadAt(got, 0); err != nil {
			bad++
		} else if !bytes.Equal(got, scan) {
			return fmt.Errorf("a scan reads back as something else")
		}
		_ = f.Close()
	}
	if bad > 1 || bad > 0 && !strings.Contains(hit, "files") {
		return fmt.Errorf("%d scans are damaged", bad)
	}
	return nil
}
