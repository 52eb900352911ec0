package scannertest

import (
	"context"
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/counter"
)

// Rig is one driver with a hand on its scanner. The driver is served already, the feeder is empty.
type Rig struct {
	Driver counter.Scanner
	Feed   func(pages int)
	JamAt  func(pages, at int) // load pages and jam before page at
	Wait   func(answers int)   // say "not ready" so often before each page
	Slow   func(time.Duration) // a page takes so long
	Busy   func(bool)
	Unplug func()
}

// Conform runs the suite; rig makes a fresh rig.
func Conform(t *testing.T, rig func(*testing.T) Rig) {
	for name, c := range map[string]struct {
		set  func(Rig)
		scan counter.ScanSettings
		want int
		code string
	}{
		"one page from the platen":               {func(Rig) {}, counter.ScanSettings{DPI: 100}, 1, ""},
		"a resolution it has not is made to fit": {func(Rig) {}, counter.ScanSettings{DPI: 111, Color: true}, 1, ""},
		"every page of the feeder":               {func(r Rig) { r.Feed(3) }, counter.ScanSettings{Feeder: true, DPI: 75}, 3, ""},
		"what lies in the feeder goes first":     {func(r Rig) { r.Feed(2) }, counter.ScanSettings{DPI: 75}, 2, ""},
		"a scanner that takes its time":          {func(r Rig) { r.Wait(3) }, counter.ScanSettings{DPI: 75}, 1, ""},
		"an empty feeder":                        {func(Rig) {}, counter.ScanSettings{Feeder: true}, 0, "SCAN-003"},
		"a jam keeps the pages before it":        {func(r Rig) { r.JamAt(4, 3) }, counter.ScanSettings{Feeder: true, DPI: 75}, 2, "SCAN-007"},
		"a jam at the first page":                {func(r Rig) { r.JamAt(4, 1) }, counter.ScanSettings{Feeder: true, DPI: 75}, 0, "SCAN-004"},
		"somebody else's job":                    {func(r Rig) { r.Busy(true) }, counter.ScanSettings{}, 0, "SCAN-002"},
		"no scanner":                             {func(r Rig) { r.Unplug() }, counter.ScanSettings{}, 0, "SCAN-001"},
	} {
		t.Run(name, func(t *testing.T) {
			r := rig(t)
			c.set(r)
			seen := map[[32]byte]bool{}
			err := r.Driver.Scan(t.Context(), c.scan, func(p counter.Page) error {
				if p.Type != "image/jpeg" {
					t.Errorf("page of type %q", p.Type)
				}
				seen[sha256.Sum256(p.Data)] = true
				return nil
			})
			var de *devices.Error
			code := ""
			if errors.As(err, &de) {
				code = de.Code
			}
			if len(seen) != c.want || code != c.code || err != nil && (de == nil || de.Sentence == "" || de.SentenceEN == "") {
				t.Fatalf("%d different pages, %v; want %d, %q", len(seen), err, c.want, c.code)
			}
		})
	}
	t.Run("cancelling stops the job and frees the scanner", func(t *testing.T) {
		r := rig(t)
		r.Feed(50)
		r.Slow(20 * time.Millisecond)
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		err := r.Driver.Scan(ctx, counter.ScanSettings{Feeder: true, DPI: 75}, func(counter.Page) error { n++; cancel(); return nil })
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Fatalf("%d pages, %v", n, err)
		}
		r.Slow(0)
		if err := r.Driver.Scan(t.Context(), counter.ScanSettings{DPI: 75}, func(counter.Page) error { return nil }); err != nil {
			t.Fatalf("the next job: %v", err)
		}
	})
	t.Run("a page nobody can keep ends the job with that error", func(t *testing.T) {
		r := rig(t)
		r.Feed(5)
		full := errors.New("disk full")
		if err := r.Driver.Scan(t.Context(), counter.ScanSettings{Feeder: true, DPI: 75}, func(counter.Page) error { return full }); !errors.Is(err, full) {
			t.Fatalf("got %v", err)
		}
	})
}
