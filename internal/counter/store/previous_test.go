package store_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/sync/outbox"
)

var renew = flag.Bool("update", false, "make testdata/outbox-v1.zip anew: only with the release whose outbox it shall be")

// previous is a vault as the release before this one left it: one case taken by a platform that is no more, three cases with
// scans and papers still owed, two of them rated, and one rating refused by that platform. Its key is the desk's.
const previous = "testdata/outbox-v1.zip"

// TestMakeThePreviousRelease makes the fixture. It is run once in a release's life, with -update.
func TestMakeThePreviousRelease(t *testing.T) {
	if !*renew {
		t.Skip("only with -update")
	}
	town := newCity(t)
	d := newDesk(t, "http://"+town.params.APIAddr)
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	d.file("case-1", scanOf("case-1"))
	d.until("the first case sent", d.sent)
	town.stop()
	d.until("the line to be seen as down", func() bool { return !d.view().Online })
	for _, id := range []string{"case-2", "case-3", "case-4"} {
		c := d.file(id, scanOf(id))
		if id != "case-2" {
			d.act(c, cases.Act{Kind: cases.ActRate, Rating: &cases.Rating{Grade: 1, Device: "C03-citizen", Count: 1}})
		}
	}
	ops, _, _, err := d.store.Owed().Load()
	if err != nil {
		t.Fatal(err)
	}
	last := ops[len(ops)-1]
	last.State, last.Why = outbox.Rejected, outbox.Why{Code: "OPS-009", Sentence: "这一步只能由部门在平台上办。"}
	if err := d.store.Owed().Record(t.Context(), outbox.Change{Ops: []outbox.Op{last}}); err != nil {
		t.Fatal(err)
	}
	d.stop()
	pack(t, d.dir, previous)
}

// scanOf is a scan.
func scanOf(id string) []byte { return bytes.Repeat([]byte(id+" "), 1_000) }

func TestAnOutboxOfThePreviousReleaseIsDrained(t *testing.T) {
	town := newCity(t)
	d := &desk{t: t, dir: t.TempDir(), base: "http://" + town.params.APIAddr}
	unpack(t, previous, d.dir)
	d.open()
	t.Cleanup(func() { d.stop() })
	d.until("everything sent", d.sent) // what was refused before the new platform's epoch is judged anew
	held := town.cases()
	for _, id := range []string{"case-1", "case-2", "case-3", "case-4"} {
		c, ok := held[id]
		rated := id == "case-3" || id == "case-4"
		if !ok || c.State != cases.Accepted || c.Applicant.Name != "张𬭎" || cases.Rated(c, 1) != rated {
			t.Fatalf("%s at the platform: %v, %+v", id, ok, c)
		}
		page := c.Materials[0].Pages[0]
		if page.Digest != seal.Digest(scanOf(id)) || !bytes.Equal(town.blob(page.Digest), scanOf(id)) {
			t.Errorf("%s: its scan is not what was scanned", id)
		}
		if paper := town.blob(c.Papers[0].Page.Digest); string(paper) != "%PDF-1.4 "+c.Number {
			t.Errorf("%s: its paper is not what was printed", id)
		}
	}
	if len(held) != 4 {
		t.Errorf("the platform holds %d cases", len(held))
	}
}

// pack puts a folder into a zip file.
func pack(t *testing.T, dir, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		w, err := z.Create(filepath.ToSlash(name))
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, err = w.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// unpack puts a zip file into a folder.
func unpack(t *testing.T, from, dir string) {
	t.Helper()
	z, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, e := range z.File {
		path := filepath.Join(dir, filepath.FromSlash(e.Name))
		if !filepath.IsLocal(e.Name) || strings.HasSuffix(e.Name, "/") {
			t.Fatalf("the fixture holds %q", e.Name)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		r, err := e.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
