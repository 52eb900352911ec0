package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/store"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

// kept is one case of a test with its one scan.
type kept struct {
	c    cases.Case
	scan string // digest
	owed bool
}

// keepCase puts a case with a scan into the vault as the feed would, its last step so many days ago.
func (l *lone) keepCase(id string, state cases.State, days int) kept {
	l.t.Helper()
	page, err := l.PutFile(l.t.Context(), "image/jpeg", bytes.NewReader([]byte("scan of "+id)))
	if err != nil {
		l.t.Fatal(err)
	}
	result, err := l.PutFile(l.t.Context(), "application/pdf", bytes.NewReader([]byte("result of "+id)))
	if err != nil {
		l.t.Fatal(err)
	}
	at := l.now.AddDate(0, 0, -days)
	c := cases.Case{ID: id, State: state, Revision: 1, Materials: []cases.Material{{Pages: []cases.Page{page}}}, Steps: []cases.Step{{At: at}},
		Decision: &cases.Decision{Result: &cases.IssuedPaper{Page: result}}}
	if err := l.v.Update(l.t.Context(), func(tx *vault.Tx) error { return l.TakeCase(tx, c) }); err != nil {
		l.t.Fatal(err)
	}
	return kept{c: c, scan: page.Digest}
}

// owe puts an operation of the case into the outbox, in this state.
func (l *lone) owe(k kept, state outbox.State, op string) {
	l.t.Helper()
	err := l.v.Update(l.t.Context(), func(tx *vault.Tx) error {
		_, err := l.Owed().Append(tx, outbox.Draft{Lane: k.c.ID, Files: k.c.Materials[0].Pages, Build: func(seq uint64) api.Operation {
			return api.Operation{ID: op, Schema: 1, Kind: cases.ActRate, Lane: k.c.ID, Seq: seq, Blobs: []string{k.scan}}
		}})
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	if state != outbox.Waiting {
		ops, _, _, err := l.Owed().Load()
		if err != nil {
			l.t.Fatal(err)
		}
		for _, o := range ops {
			if o.ID == op {
				o.State = state
				if err := l.Owed().Record(l.t.Context(), outbox.Change{Ops: []outbox.Op{o}}); err != nil {
					l.t.Fatal(err)
				}
			}
		}
	}
}

func (l *lone) has(k kept) (here, scan, result bool) {
	_, err := l.Case(l.t.Context(), k.c.ID)
	if err != nil && !errors.Is(err, counter.ErrNotFound) {
		l.t.Fatal(err)
	}
	return err == nil, l.v.HasFile(k.scan), l.v.HasFile(k.c.Decision.Result.Page.Digest)
}

func TestWhatIsSafeElsewhereIsKeptAsLongAsTheWindowNeedsIt(t *testing.T) {
	for _, c := range []struct {
		state              cases.State
		days               int
		here, scan, result bool
	}{
		{cases.Accepted, 2, true, true, true},
		{cases.Accepted, 8, true, false, true}, // what the department decides comes with its result
		{cases.Granted, 8, true, false, true},
		{cases.Supplement, 90, true, true, true}, // the clerk adds to them
		{cases.Correction, 90, true, true, true},
		{cases.HandedOut, 1, true, false, false},
		{cases.Refused, 29, true, false, false},
		{cases.Closed, 29, true, false, false},
		{cases.Closed, 31, false, false, false},
		{cases.HandedOut, 31, false, false, false},
		{cases.Draft, 90, true, true, true},
	} {
		t.Run(fmt.Sprintf("%s after %d days", c.state, c.days), func(t *testing.T) {
			l := newLone(t)
			l.now = l.now.AddDate(1, 0, 0) // every file is older than an hour
			k := l.keepCase("case-1", c.state, c.days)
			if c.state == cases.Draft {
				k.c.Revision = 0
				if err := l.v.Update(t.Context(), func(tx *vault.Tx) error { return l.TakeCase(tx, k.c) }); err != nil {
					t.Fatal(err)
				}
			}
			if err := l.Retire(t.Context()); err != nil {
				t.Fatal(err)
			}
			if here, scan, result := l.has(k); here != c.here || scan != c.scan || result != c.result {
				t.Errorf("case %v, scan %v, result %v", here, scan, result)
			}
			list, err := l.Cases(t.Context())
			if err != nil || (len(list) == 1) != c.here {
				t.Errorf("the list has %d cases, %v", len(list), err)
			}
		})
	}
}

func TestNothingTheOutboxOwesIsEverWiped(t *testing.T) {
	states := []cases.State{cases.Accepted, cases.Granted, cases.HandedOut, cases.Refused, cases.Closed}
	verdicts := []outbox.State{outbox.Waiting, outbox.Accepted, outbox.Rejected, outbox.Conflict, outbox.Parked}
	for seed := range uint64(10) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		below := func(n int) int { return rnd.IntN(n) }
		l := newLone(t)
		l.now = l.now.AddDate(1, 0, 0)
		var all []kept
		for n := range 2 + below(8) {
			k := l.keepCase(fmt.Sprintf("case-%d", n), states[below(len(states))], below(400))
			for i := range below(3) {
				k.owed = true
				l.owe(k, verdicts[below(len(verdicts))], fmt.Sprintf("op-%d-%d", n, i))
			}
			all = append(all, k)
		}
		for range 2 {
			if err := l.Retire(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, k := range all {
			here, scan, _ := l.has(k)
			age := l.now.Sub(k.c.Steps[0].At)
			switch ended := k.c.State == cases.HandedOut || k.c.State == cases.Refused || k.c.State == cases.Closed; {
			case k.owed && (!here || !scan):
				t.Fatalf("seed %d: %s is owed and was wiped: case %v, scan %v", seed, k.c.ID, here, scan)
			case !k.owed && ended && scan:
				t.Fatalf("seed %d: %s has ended and keeps its scan", seed, k.c.ID)
			case !k.owed && ended && here != (age < 30*24*time.Hour):
				t.Fatalf("seed %d: %s ended %s ago and is here: %v", seed, k.c.ID, age, here)
			}
		}
		ops, files, _, err := l.Owed().Load()
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range ops {
			if _, err := l.Owed().Offer(op); err != nil {
				t.Fatalf("seed %d: %s cannot be sent: %v", seed, op.ID, err)
			}
		}
		for _, f := range files {
			if !l.v.HasFile(f.Digest) {
				t.Fatalf("seed %d: a scan on its way was wiped", seed)
			}
		}
	}
}

// What a person took out of the outbox is kept for some days, and as long as something of its case is owed.
func TestWhatAPersonSettledIsKeptForSomeDays(t *testing.T) {
	for _, c := range []struct {
		days int
		owes bool
		kept bool
	}{{29, false, true}, {31, false, false}, {31, true, true}} {
		l := newLone(t)
		l.now = l.now.AddDate(1, 0, 0)
		k := l.keepCase("case-1", cases.Closed, 100)
		l.owe(k, outbox.Rejected, "op-1")
		ops, _, _, err := l.Owed().Load()
		if err != nil {
			t.Fatal(err)
		}
		down := outbox.Ended{Op: ops[0], How: outbox.SetDown, By: "0312", At: l.now.AddDate(0, 0, -c.days), Reason: "以平台为准"}
		if err := l.Owed().Record(t.Context(), outbox.Change{SetDown: []outbox.Ended{down}}); err != nil {
			t.Fatal(err)
		}
		if c.owes {
			l.owe(k, outbox.Waiting, "op-2")
		}
		if err := l.Retire(t.Context()); err != nil {
			t.Fatal(err)
		}
		var past []outbox.Ended
		if err := l.v.View(func(tx *vault.Tx) (err error) { past, err = outbox.History(tx); return err }); err != nil {
			t.Fatal(err)
		}
		here, scan, _ := l.has(k)
		if (len(past) == 1) != c.kept || scan != c.kept || here != c.kept {
			t.Errorf("after %d days, owed %v: %d in the history, case %v, scan %v", c.days, c.owes, len(past), here, scan)
		}
	}
}

func TestAScanThatJustCameIsNotWipedBeforeItsActIsMade(t *testing.T) {
	l := newLone(t)
	page, err := l.PutFile(t.Context(), "image/jpeg", bytes.NewReader([]byte("scan")))
	if err != nil {
		t.Fatal(err)
	}
	l.now = time.Now() // the files' own time
	if err := l.Retire(t.Context()); err != nil || !l.v.HasFile(page.Digest) {
		t.Errorf("%v; it is here: %v", err, l.v.HasFile(page.Digest))
	}
	l.now = time.Now().AddDate(0, 0, 1)
	if err := l.Retire(t.Context()); err != nil || l.v.HasFile(page.Digest) {
		t.Errorf("%v; a day later it is here: %v", err, l.v.HasFile(page.Digest))
	}
}

func TestACaseThatWasRetiredAndComesBackGoesOnAtItsPlace(t *testing.T) {
	l := newLone(t)
	l.now = l.now.AddDate(1, 0, 0)
	k := l.keepCase("case-1", cases.Closed, 40)
	l.owe(k, outbox.Waiting, "op-1")
	ops, files, _, err := l.Owed().Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Owed().Record(t.Context(), outbox.Change{DropOps: ops, DropFiles: []string{files[0].Digest}}); err != nil { // durable
		t.Fatal(err)
	}
	if err := l.Retire(t.Context()); err != nil {
		t.Fatal(err)
	}
	if here, scan, _ := l.has(k); here || scan {
		t.Fatalf("case %v, scan %v", here, scan)
	}
	if err := l.v.Update(t.Context(), func(tx *vault.Tx) error { return l.TakeCase(tx, k.c) }); err != nil {
		t.Fatal(err)
	}
	l.owe(k, outbox.Waiting, "op-2")
	if ops, _, _, err := l.Owed().Load(); err != nil || len(ops) != 1 || ops[0].Seq != 2 {
		t.Errorf("%+v, %v", ops, err)
	}
}

// The rule alone, for any case: what is owed, a draft and what is being worked on are needed whole; nothing is needed longer
// because time passed.
func TestTheRuleOfRetentionOnlyEverLetsGo(t *testing.T) {
	states := []cases.State{cases.Draft, cases.Supplement, cases.Refused, cases.Accepted, cases.Correction, cases.Granted, cases.Denied, cases.HandedOut, cases.Closed}
	rapid.Check(t, func(r *rapid.T) {
		c := cases.Case{State: rapid.SampledFrom(states).Draw(r, "state"), Revision: rapid.IntRange(0, 3).Draw(r, "revision"),
			Materials: []cases.Material{{Pages: []cases.Page{{Digest: "a"}}}}, Papers: []cases.IssuedPaper{{Page: cases.Page{Digest: "b"}}},
			Steps: []cases.Step{{At: morning}}}
		k := store.Keep{Days: rapid.IntRange(0, 100).Draw(r, "days"), ScansDays: rapid.IntRange(0, 100).Draw(r, "scan days")}
		at := func(hours int) time.Time { return morning.Add(time.Duration(hours) * time.Hour) }
		sooner := rapid.IntRange(0, 5000).Draw(r, "sooner")
		later := sooner + rapid.IntRange(0, 5000).Draw(r, "later")
		if n := store.Needed(c, true, at(later), k); !n.Case || !slices.Equal(n.Files, []string{"a", "b"}) {
			r.Fatalf("owed, and needed is only %+v", n)
		}
		before, after := store.Needed(c, false, at(sooner), k), store.Needed(c, false, at(later), k)
		if after.Case && !before.Case || len(after.Files) > len(before.Files) || !before.Case && len(before.Files) > 0 {
			r.Fatalf("needed %+v, and later %+v", before, after)
		}
		if !cases.Filed(c) && (!after.Case || len(after.Files) != 2) {
			r.Fatalf("a draft, and needed is only %+v", after)
		}
	})
}
