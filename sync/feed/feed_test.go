package feed_test

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/sync/feed"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// shelf keeps cases in the vault, like the counter's store.
type shelf struct{ fail error }

func (s *shelf) TakeCase(tx *vault.Tx, c cases.Case) error {
	b, err := json.Marshal(c)
	return errors.Join(err, tx.Put("cases", c.ID, b), s.fail)
}

func (s *shelf) DropCase(tx *vault.Tx, id string) error { return tx.Delete("cases", id) }

type desk struct {
	t      testing.TB
	vault  *vault.Vault
	outbox *outbox.Outbox
	shelf  *shelf
	feed   *feed.Feed
}

func newDesk(t testing.TB, h http.HandlerFunc) *desk {
	t.Helper()
	keys, err := seal.NewKeys([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(t.Context(), vault.Params{Dir: t.TempDir(), Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	var platform http.Handler = h
	if _, fuzz := t.(*testing.F); !fuzz { // what a fuzzer answers is in no contract
		platform = apitest.Platform(t).Handler(t, h)
	}
	srv := httptest.NewServer(platform)
	t.Cleanup(srv.Close)
	line := transport.New(transport.Params{Base: srv.URL})
	t.Cleanup(line.Close)
	s := &shelf{}
	return &desk{t: t, vault: v, outbox: outbox.New(v), shelf: s, feed: feed.New(feed.Params{Vault: v, Shelf: s, Line: line})}
}

func (d *desk) held(id string) (c cases.Case, ok bool) {
	d.t.Helper()
	err := d.vault.View(func(tx *vault.Tx) error {
		b, err := tx.Get("cases", id)
		if ok = b != nil; !ok || err != nil {
			return err
		}
		return json.Unmarshal(b, &c)
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return c, ok
}

func page(epoch, token string, list ...cases.Case) api.ChangesResponse {
	r := api.ChangesResponse{Epoch: epoch, Token: token}
	for i, c := range list {
		b, _ := json.Marshal(api.CaseChange{Case: c})
		r.Changes = append(r.Changes, api.Change{Position: uint64(i + 1), Kind: api.ChangeCase, Key: c.ID, Body: b})
	}
	return r
}

func accepted(rev int) cases.Case {
	return cases.Case{ID: "case-1", Number: "n", State: cases.Accepted, Revision: rev,
		Steps: []cases.Step{{Kind: string(cases.ActAccept)}}}
}

func rate() cases.Act {
	return cases.Act{Kind: cases.ActRate, At: cases.Stamp{Time: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Source: cases.FromPeer},
		By: cases.Who{Operator: "0312", Name: "陈晓", Terminal: "C03"}, Rating: &cases.Rating{Grade: 1, Device: "C03-citizen", Count: 1}}
}

func (d *desk) owe(state outbox.State) outbox.Op {
	d.t.Helper()
	var op outbox.Op
	err := d.vault.Update(d.t.Context(), func(tx *vault.Tx) (err error) {
		op, err = d.outbox.Append(tx, outbox.Draft{Lane: "case-1", Build: func(seq uint64) api.Operation {
			return api.Operation{ID: "op-1", Kind: cases.ActRate, Lane: "case-1", Seq: seq, Act: rate()}
		}})
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	op.State = state
	if err := d.outbox.Record(d.t.Context(), outbox.Change{Ops: []outbox.Op{op}}); err != nil {
		d.t.Fatal(err)
	}
	return op
}

func TestAPageOlderThanAnAnswerChangesNothing(t *testing.T) {
	d := newDesk(t, nil)
	op := d.owe(outbox.Accepted)
	op.State, op.Revision = outbox.Accepted, 3
	if err := d.outbox.Record(t.Context(), outbox.Change{Ops: []outbox.Op{op}}); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct{ revision, held int }{{3, 3}, {2, 3}, {4, 4}} {
		if _, err := d.feed.Take(t.Context(), page("e1", string(rune('a'+i)), accepted(c.revision))); err != nil {
			t.Fatal(err)
		}
		if got, _ := d.held("case-1"); got.Revision != c.held {
			t.Errorf("after revision %d: %d", c.revision, got.Revision)
		}
	}
}

func TestThePlatformsTruthKeepsWhatIsNotSentYetOnTop(t *testing.T) {
	for name, c := range map[string]struct {
		owed  outbox.State
		rated int
	}{
		"nothing owed":             {"", 0},
		"waiting":                  {outbox.Waiting, 1},
		"taken by the platform":    {outbox.Accepted, 0},
		"refused: take the truth":  {outbox.Rejected, 0},
		"conflict: take the truth": {outbox.Conflict, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, nil)
			if c.owed != "" {
				d.owe(c.owed)
			}
			if _, err := d.feed.Take(t.Context(), page("e1", "t1", accepted(1))); err != nil {
				t.Fatal(err)
			}
			if got, ok := d.held("case-1"); !ok || len(got.Ratings) != c.rated || got.Revision != 1+c.rated {
				t.Errorf("held: %d ratings, revision %d", len(got.Ratings), got.Revision)
			}
		})
	}
}

func TestPageAndTokenAreOneCommit(t *testing.T) {
	var since []string
	d := newDesk(t, func(w http.ResponseWriter, r *http.Request) {
		since = append(since, r.URL.Query().Get("since"))
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(page("e1", "t1", accepted(1)))
	})
	ask := func() api.ChangesResponse {
		p, err := d.feed.Ask(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	d.shelf.fail = errors.New("boom")
	if _, err := d.feed.Take(t.Context(), ask()); err == nil {
		t.Fatal("a failing shelf went unnoticed")
	}
	d.shelf.fail = nil
	if _, err := d.feed.Take(t.Context(), ask()); err != nil {
		t.Fatal(err)
	}
	ask()
	if strings.Join(since, ",") != ",,t1" {
		t.Errorf("asked since %q", since)
	}
}

func TestANewEpochStartsFromNothing(t *testing.T) {
	d := newDesk(t, nil)
	if _, err := d.feed.Take(t.Context(), page("e1", "t1", accepted(3))); err != nil {
		t.Fatal(err)
	}
	again, err := d.feed.Take(t.Context(), page("e2", "u9", accepted(1)))
	if got, _ := d.held("case-1"); err != nil || !again || got.Revision != 3 {
		t.Errorf("the other epoch's page was taken as a continuation: %v %v", again, err)
	}
	again, err = d.feed.Take(t.Context(), page("e2", "u1", accepted(2)))
	if got, _ := d.held("case-1"); err != nil || again || got.Revision != 2 {
		t.Errorf("the first page of the new epoch: %v %v", again, err)
	}
}

func TestATombstoneTakesTheCaseAwayUnlessSomethingIsOwed(t *testing.T) {
	for _, owed := range []bool{false, true} {
		d := newDesk(t, nil)
		if owed {
			d.owe(outbox.Waiting)
		}
		if _, err := d.feed.Take(t.Context(), page("e1", "t1", accepted(1))); err != nil {
			t.Fatal(err)
		}
		gone := api.ChangesResponse{Epoch: "e1", Token: "t2", Changes: []api.Change{{Kind: api.ChangeCase, Key: "case-1", Tombstone: true}, {Kind: "unknown", Key: "x"}}}
		if _, err := d.feed.Take(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		if _, ok := d.held("case-1"); ok != owed {
			t.Errorf("owed %v: held %v", owed, ok)
		}
	}
}

func TestAResultDocumentIsFetchedCheckedAndKept(t *testing.T) {
	plain := "%PDF-1.4 result"
	serve := "not the document"
	calls := 0
	d := newDesk(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = io.WriteString(w, serve)
	})
	c := accepted(2)
	c.State = cases.Granted
	c.Decision = &cases.Decision{Granted: true, Result: &cases.IssuedPaper{Kind: cases.ResultDocument,
		Page: cases.Page{Digest: seal.Digest([]byte(plain)), Size: int64(len(plain)), Type: "application/pdf"}}}
	if _, err := d.feed.Take(t.Context(), page("e1", "t1", c)); err != nil {
		t.Fatal(err)
	}
	if err := d.feed.Fetch(t.Context()); err == nil || d.vault.HasFile(c.Decision.Result.Page.Digest) {
		t.Fatalf("other bytes were taken: %v", err)
	}
	serve = plain
	for range 2 { // the second time there is nothing to do
		if err := d.feed.Fetch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	f, err := d.vault.OpenFile(c.Decision.Result.Page.Digest)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := io.ReadAll(f)
	_ = f.Close()
	if string(got) != plain || calls != 2 {
		t.Errorf("kept %q after %d calls", got, calls)
	}
}

func FuzzPage(f *testing.F) {
	for _, p := range []api.ChangesResponse{page("e1", "t1", accepted(1)), page("e2", "t2", accepted(9), accepted(1)),
		{Epoch: "e1", Token: "t3", Changes: []api.Change{{Kind: api.ChangeCase, Key: "case-1", Tombstone: true}, {Kind: "unknown"}}}} {
		b, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"changes":[{"kind":"case","key":"","body":{"case":{"decision":{"result":{}}}}}]}`))
	d := newDesk(f, nil)
	d.owe(outbox.Waiting)
	f.Fuzz(func(t *testing.T, text []byte) {
		var p api.ChangesResponse
		if json.Unmarshal(text, &p) != nil {
			return
		}
		before := d.place(t)
		again, err := d.feed.Take(t.Context(), p)
		switch after := d.place(t); {
		case err != nil && after != before:
			t.Errorf("a page that was not taken moved the place from %q to %q", before, after)
		case err == nil && !again && after != p.Token:
			t.Errorf("a page that was taken left the place at %q, not %q", after, p.Token)
		}
	})
}

// place is the token the vault holds.
func (d *desk) place(t *testing.T) string {
	var at struct{ Token string }
	err := d.vault.View(func(tx *vault.Tx) error {
		b, err := tx.Get("feed", "token")
		if b == nil || err != nil {
			return err
		}
		return json.Unmarshal(b, &at)
	})
	if err != nil {
		t.Fatal(err)
	}
	return at.Token
}
