package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

func params(t testing.TB, dir, master string) vault.Params {
	t.Helper()
	keys, err := seal.NewKeys([]byte(master))
	if err != nil {
		t.Fatal(err)
	}
	return vault.Params{Dir: dir, Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
}

const master = "0123456789abcdef0123456789abcdef"

func open(t testing.TB, dir string) *vault.Vault {
	t.Helper()
	v, err := vault.Open(t.Context(), params(t, dir, master))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func shut(t testing.TB, v *vault.Vault) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, v *vault.Vault, bucket, key, value string) {
	t.Helper()
	if err := v.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put(bucket, key, []byte(value)) }); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, v *vault.Vault, bucket, key string) string {
	t.Helper()
	var got []byte
	if err := v.View(func(tx *vault.Tx) (err error) { got, err = tx.Get(bucket, key); return err }); err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func TestAnUpdateReadsItsOwnWritesAndLastsOverARestart(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	put(t, v, "cases", "b", "old")
	put(t, v, "cases", "c", "gone")
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		if err := errors.Join(tx.Put("cases", "a", []byte("1")), tx.Put("cases", "b", []byte("2")), tx.Delete("cases", "c")); err != nil {
			return err
		}
		var seen []string
		err := tx.Each("cases", "", func(k string, val []byte) error { seen = append(seen, k+"="+string(val)); return nil })
		if got := strings.Join(seen, " "); got != "a=1 b=2" {
			t.Errorf("inside the update: %s", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	shut(t, v)
	v = open(t, dir)
	if a, b, c := get(t, v, "cases", "a"), get(t, v, "cases", "b"), get(t, v, "cases", "c"); a+b+c != "12" {
		t.Errorf("after a restart: %q %q %q", a, b, c)
	}
	if r := v.Recovery(); !reflect.DeepEqual(r, vault.Recovery{}) {
		t.Errorf("a clean start recovered something: %+v", r)
	}
}

func TestAFailedUpdateLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	boom := errors.New("boom")
	if err := v.Update(t.Context(), func(tx *vault.Tx) error { return errors.Join(tx.Put("b", "k", []byte("v")), boom) }); !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if err := v.View(func(tx *vault.Tx) error { return tx.Put("b", "k", nil) }); err == nil {
		t.Error("a view let itself be written to")
	}
	shut(t, v)
	if got := get(t, open(t, dir), "b", "k"); got != "" {
		t.Errorf("left behind: %q", got)
	}
}

func TestACommitThatFailsIsTakenBackFromTheJournal(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	put(t, v, "b", "k", "before")
	for range 2 { // an empty key passes the journal and is refused by the store
		err := v.Update(t.Context(), func(tx *vault.Tx) error {
			return errors.Join(tx.Put("b", "k", []byte("refused")), tx.Put("b", "", []byte("x")))
		})
		if !errors.Is(err, &vault.Error{Code: vault.CodeIO}) {
			t.Fatalf("a failing commit: %v", err)
		}
	}
	put(t, v, "b", "l", "after")
	shut(t, v)
	if err := os.Remove(filepath.Join(dir, "vault.db")); err != nil { // rebuilt from the journal alone
		t.Fatal(err)
	}
	v = open(t, dir)
	if got := get(t, v, "b", "k") + " " + get(t, v, "b", "l"); got != "before after" || v.Recovery().Lost {
		t.Errorf("%q, %+v", got, v.Recovery())
	}
}

func TestAJournalOlderThanTheStoreBeginsAnewBehindIt(t *testing.T) {
	t.Parallel()
	dir, old := t.TempDir(), t.TempDir()
	v := open(t, dir)
	fill(t, v, 20)
	shut(t, v)
	if err := os.CopyFS(old, os.DirFS(filepath.Join(dir, "journal"))); err != nil {
		t.Fatal(err)
	}
	v = open(t, dir)
	want := fill(t, v, 40)
	shut(t, v)
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, "journal")), os.CopyFS(filepath.Join(dir, "journal"), os.DirFS(old))); err != nil {
		t.Fatal(err)
	}
	v = open(t, dir)
	put(t, v, "cases", "000", "after")
	want["000"] = "after"
	shut(t, v)
	v = open(t, dir)
	holds(t, v, want)
	shut(t, v)
	if err := os.Remove(filepath.Join(dir, "vault.db")); err != nil {
		t.Fatal(err)
	}
	v = open(t, dir)
	holds(t, v, want)
	if r := v.Recovery(); r.Lost || !r.Rebuilt {
		t.Errorf("rebuilt: %+v", r)
	}
}

func TestASecondInstanceIsRefusedInWords(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	_, err := vault.Open(t.Context(), params(t, dir, master))
	var typed *vault.Error
	if !errors.As(err, &typed) || typed.Code != vault.CodeInUse || typed.Sentence != "另一个窗口程序正开着本机资料，请先关掉它。" {
		t.Errorf("second instance: %v", err)
	}
}

func TestAForeignKeyIsRefusedAndTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	put(t, v, "b", "k", "v")
	shut(t, v)
	_, err := vault.Open(t.Context(), params(t, dir, "another key, another machine"))
	if !errors.Is(err, &vault.Error{Code: vault.CodeWrongKey}) {
		t.Fatalf("foreign key: %v", err)
	}
	if got := get(t, open(t, dir), "b", "k"); got != "v" {
		t.Errorf("after the refusal: %q", got)
	}
}

func TestNothingLiesOpenOnTheDisk(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	secrets := []string{"张𬭎", "350199195001010017", "applicant.name"}
	for i := range 50 {
		put(t, v, "cases", fmt.Sprint(i), strings.Join(secrets, "|"))
	}
	put(t, v, "people", v.Name("person", secrets[1]), "x")
	if _, err := v.PutFile(t.Context(), "image/jpeg", strings.NewReader(strings.Repeat(strings.Join(secrets, "|"), 5000))); err != nil {
		t.Fatal(err)
	}
	if err := v.Trim(t.Context(), 3); err != nil { // leaves a backup
		t.Fatal(err)
	}
	shut(t, v)
	var read int
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		read++
		for _, s := range secrets {
			if bytes.Contains(data, []byte(s)) {
				t.Errorf("%s shows %q", path, s)
			}
		}
		return err
	})
	if err != nil || read < 5 {
		t.Errorf("looked at %d files: %v", read, err)
	}
}

// fill writes a known history and gives what must be there afterwards.
func fill(t testing.TB, v *vault.Vault, n int) map[string]string {
	t.Helper()
	want := map[string]string{}
	for i := range n {
		key, value := fmt.Sprintf("%03d", i%17), strings.Repeat(fmt.Sprint(i), 1500)
		put(t, v, "cases", key, value)
		want[key] = value
	}
	return want
}

func holds(t testing.TB, v *vault.Vault, want map[string]string) {
	t.Helper()
	n := 0
	err := v.View(func(tx *vault.Tx) error {
		return tx.Each("cases", "", func(k string, val []byte) error {
			if n++; want[k] != string(val) {
				t.Errorf("%s = %.20q, want %.20q", k, val, want[k])
			}
			return nil
		})
	})
	if err != nil || n != len(want) {
		t.Errorf("%d of %d keys: %v", n, len(want), err)
	}
}

func TestAFlippedByteAnywhereInTheStoreIsRepaired(t *testing.T) {
	t.Parallel()
	master := t.TempDir()
	v := open(t, master)
	want := fill(t, v, 40)
	shut(t, v)
	rnd := rand.New(rand.NewPCG(1, 2))
	rebuilt := 0
	for range 24 {
		dir := copied(t, master)
		at := flip(t, filepath.Join(dir, "vault.db"), rnd)
		v := open(t, dir)
		holds(t, v, want)
		if v.Recovery().Lost {
			t.Errorf("flip at %d: counted as lost", at)
		}
		if v.Recovery().Rebuilt {
			rebuilt++
			if aside, _ := filepath.Glob(filepath.Join(dir, "damaged", "*-vault.db")); len(aside) != 1 {
				t.Errorf("flip at %d: the damaged store was not set aside", at)
			}
		}
		shut(t, v)
	}
	if rebuilt < 5 {
		t.Errorf("only %d of 24 flips hit anything", rebuilt)
	}
}

func flip(t testing.TB, path string, rnd *rand.Rand) int {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := rnd.IntN(min(len(data), 96<<10)) // bbolt takes more from the disk than it has written
	data[at] ^= 1 << rnd.IntN(8)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWhatIsGoneComesBackFromWhatIsLeft(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		trim    uint64 // first
		remove  []string
		cut     string // cut this file short
		rebuilt bool
		journal bool
		lost    bool
	}{
		"store gone":                   {remove: []string{"vault.db"}, rebuilt: true},
		"store cut short":              {cut: "vault.db", rebuilt: true},
		"store gone, journal trimmed":  {trim: 30, remove: []string{"vault.db"}, rebuilt: true},
		"store gone, backup gone":      {remove: []string{"vault.db", "vault.backup"}, rebuilt: true},
		"journal gone":                 {remove: []string{"journal"}},
		"journal's register cut short": {cut: "journal/wal-meta.db", journal: true},
		"backup damaged, store sound":  {trim: 30, cut: "vault.backup"},
		"died once while opening":      {remove: []string{"+vault.opening"}},
		"died twice while opening":     {remove: []string{"+vault.opening+"}},
		"died again and again":         {remove: []string{"+vault.opening++"}, rebuilt: true},
		"died so, no journal":          {remove: []string{"+vault.opening++", "journal"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			v := open(t, dir)
			want := fill(t, v, 40)
			if c.trim > 0 {
				if err := v.Trim(t.Context(), c.trim); err != nil {
					t.Fatal(err)
				}
			}
			shut(t, v)
			for _, r := range c.remove {
				path := filepath.Join(dir, strings.Trim(r, "+"))
				if note, ok := strings.CutPrefix(r, "+vault.opening"); ok {
					if err := os.WriteFile(path, []byte(note), 0o600); err != nil {
						t.Fatal(err)
					}
				} else if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
			}
			if c.cut != "" {
				path := filepath.Join(dir, c.cut)
				if err := os.Truncate(path, 10_000); err != nil {
					t.Fatal(err)
				}
			}
			v = open(t, dir)
			holds(t, v, want)
			r := v.Recovery()
			if r.Rebuilt != c.rebuilt || r.NewJournal != c.journal || r.Lost != c.lost || (r.Rebuilt || r.NewJournal) != (r.Sentence != "") {
				t.Errorf("recovery: %+v", r)
			}
			put(t, v, "cases", "000", "after")
			want["000"] = "after"
			shut(t, v)
			holds(t, open(t, dir), want)
		})
	}
}

func TestWhatCannotComeBackIsToldAsLost(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	want := fill(t, v, 40)
	if err := v.Trim(t.Context(), 30); err != nil {
		t.Fatal(err)
	}
	shut(t, v)
	for _, name := range []string{"vault.db", "vault.backup"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	v = open(t, dir)
	if r := v.Recovery(); !r.Lost || !strings.Contains(r.Sentence, "平台") {
		t.Errorf("recovery: %+v", r)
	}
	for i := 29; i < 40; i++ { // what the journal still holds is there
		if key := fmt.Sprintf("%03d", i%17); get(t, v, "cases", key) != want[key] {
			t.Errorf("entry %d did not come back", i+1)
		}
	}
	put(t, v, "cases", "x", "works again")
	shut(t, v)
	if got := get(t, open(t, dir), "cases", "x"); got != "works again" {
		t.Errorf("after the loss: %q", got)
	}
}

func TestAFileIsKeptOnceAndReadAtAnyOffset(t *testing.T) {
	v := open(t, t.TempDir())
	plain := make([]byte, 200_000)
	rnd := rand.New(rand.NewPCG(3, 4))
	for i := range plain {
		plain[i] = byte(rnd.Uint32())
	}
	for _, size := range []int{0, 1, 64 << 10, 64<<10 + 1, len(plain)} {
		page, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(plain[:size]))
		if err != nil || page.Digest != seal.Digest(plain[:size]) || page.Size != int64(size) {
			t.Fatalf("PutFile = %+v, %v", page, err)
		}
		again, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(plain[:size]))
		if err != nil || again != page {
			t.Fatalf("the same bytes again: %+v, %v", again, err)
		}
		f, err := v.OpenFile(page.Digest)
		if err != nil || f.Page() != page {
			t.Fatalf("OpenFile = %v, %v", f, err)
		}
		if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, plain[:size]) {
			t.Errorf("size %d reads back %d bytes: %v", size, len(got), err)
		}
		if off := int64(size) * 2 / 3; size > 0 {
			got := make([]byte, size)
			n, err := f.ReadAt(got, off)
			if err != nil && !errors.Is(err, io.EOF) || !bytes.Equal(got[:n], plain[off:size]) {
				t.Errorf("size %d at %d: %d bytes, %v", size, off, n, err)
			}
		}
		_ = f.Close()
	}
	if _, err := v.OpenFile(seal.Digest([]byte("never put in"))); !errors.Is(err, &vault.Error{Code: vault.CodeNoFile}) {
		t.Errorf("absent file: %v", err)
	}
}

func TestADamagedFileIsToldAndPuttingItAgainMendsIt(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	plain := bytes.Repeat([]byte("scan"), 50_000)
	page, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	found, _ := filepath.Glob(filepath.Join(dir, "files", "??", "*"))
	if len(found) != 1 {
		t.Fatalf("files: %v", found)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	data[100] ^= 1
	if err := os.WriteFile(found[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := v.OpenFile(page.Digest)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(f); !errors.Is(err, &vault.Error{Code: vault.CodeDamaged}) {
		t.Errorf("flipped bit: %v", err)
	}
	_ = f.Close()
	if err := os.Truncate(found[0], 5000); err != nil {
		t.Fatal(err)
	}
	if v.HasFile(page.Digest) {
		t.Error("half a file counts as a file")
	}
	if _, err := v.PutFile(t.Context(), "image/jpeg", bytes.NewReader(plain)); err != nil || !v.HasFile(page.Digest) {
		t.Errorf("putting it again: %v", err)
	}
}

func TestAnAbandonedFileLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.PutFile(ctx, "image/jpeg", strings.NewReader("x")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "files", "*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestWorkGoesOnWhileTheJournalIsTrimmed(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	done := make(chan error)
	go func() {
		var err error
		for range 10 {
			err = errors.Join(err, v.Trim(t.Context(), 1<<40))
		}
		done <- err
	}()
	want := fill(t, v, 100)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	shut(t, v)
	if err := os.Remove(filepath.Join(dir, "vault.db")); err != nil {
		t.Fatal(err)
	}
	v = open(t, dir)
	holds(t, v, want)
	if r := v.Recovery(); r.Lost {
		t.Errorf("%+v", r)
	}
}

func TestWhoWatchesHearsOfEveryCommit(t *testing.T) {
	v := open(t, t.TempDir())
	changed := make(chan struct{}, 1)
	defer v.Tell(changed)()
	put(t, v, "b", "k", "v")
	put(t, v, "b", "k", "w")
	<-changed
	select {
	case <-changed:
		t.Error("two commits nobody looked at in between are one change")
	default:
	}
}
