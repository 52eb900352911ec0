package feed_test

import (
	"context"
	"encoding/json"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/vault"
	"onewindow/sync/feed"
	"onewindow/sync/transport"
)

// again opens the same vault with a program that reads up to a schema.
func (d *desk) again(newest int) {
	d.feed = feed.New(feed.Params{Vault: d.vault, Shelf: d.shelf, Line: nobody{}, Schemas: api.Schemas{Min: 1, Max: newest}})
	_, _ = d.feed.Ask(d.t.Context(), 0)
}

// nobody is a line that is cut.
type nobody struct{ feed.Caller }

func (nobody) JSON(_ context.Context, _, _ string, _, _ any) error {
	return &transport.Error{Kind: transport.Unreachable}
}

func (d *desk) putBy(wantNewer, wantBroken int) {
	d.t.Helper()
	if newer, broken := d.feed.PutBy(); newer != wantNewer || broken != wantBroken {
		d.t.Errorf("put by: %d for a newer program and %d unreadable, want %d and %d", newer, broken, wantNewer, wantBroken)
	}
}

func (d *desk) take(p api.ChangesResponse) {
	d.t.Helper()
	if _, err := d.feed.Take(d.t.Context(), p); err != nil {
		d.t.Fatal(err)
	}
}

func numbered(id string, revision int) cases.Case {
	c := accepted(revision)
	c.ID = id
	return c
}

func TestWhatANewerProgramWroteIsKeptAsItCameAndReadAfterTheUpdate(t *testing.T) {
	d := newDesk(t, nil)
	d.again(1)
	p := page("e1", "t1", accepted(1), numbered("case-2", 4), numbered("case-3", 1))
	p.Changes[1].Schema = 2
	p.Changes[1].Body = json.RawMessage(`{"case":{"id":"case-2","state":"accepted","revision":4,"form":[]},"whatIsNew":{"x":1}}`)
	p.Changes = append(p.Changes, api.Change{Position: 9, Kind: "licence", Key: "L-1", Body: json.RawMessage(`{"licence":"new"}`)})
	d.take(p)
	if _, ok := d.held("case-3"); !ok || d.place(t) != "t1" {
		t.Error("the feed stopped at what it cannot read")
	}
	if _, ok := d.held("case-2"); ok {
		t.Error("what cannot be read is shown as if it could")
	}
	d.putBy(2, 0)

	d.again(1) // started again, the program is the same
	d.putBy(2, 0)
	d.again(2)
	d.putBy(1, 0) // nobody knows a licence yet
	if c, ok := d.held("case-2"); !ok || c.Revision != 4 {
		t.Errorf("after the update: %+v", c)
	}
}

func TestABodyNobodyCanReadStopsItsOwnCaseOnlyAndTheNextOneMendsIt(t *testing.T) {
	for name, body := range map[string]string{
		"no case":                     `"x"`,
		"a case that is a row":        `{"case":[]}`,
		"another case":                `{"case":{"id":"case-9"}}`,
		"a document without a digest": `{"case":{"id":"case-1","decision":{"granted":true,"result":{"kind":"result"}}}}`,
		"nothing at all":              ``,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, nil)
			p := page("e1", "t1", accepted(1), numbered("case-2", 1))
			p.Changes[0].Body = json.RawMessage(body)
			d.take(p)
			if _, ok := d.held("case-2"); !ok || d.place(t) != "t1" {
				t.Error("the feed stopped at what it cannot read")
			}
			d.putBy(0, 1)
			d.take(page("e1", "t2", accepted(2)))
			if c, ok := d.held("case-1"); !ok || c.Revision != 2 {
				t.Errorf("the case's next change: %+v", c)
			}
			d.putBy(0, 0)
			d.again(1)
			d.putBy(0, 0)
		})
	}
}

func TestANewEpochBringsWhatWasPutByAgain(t *testing.T) {
	d := newDesk(t, nil)
	p := page("e1", "t1", accepted(1))
	p.Changes[0].Schema = 7
	d.take(p)
	d.putBy(1, 0)
	d.take(page("e2", "u1"))
	d.putBy(0, 0)
	err := d.vault.View(func(tx *vault.Tx) error {
		return tx.Each("feed", "later/", func(key string, _ []byte) error {
			t.Errorf("%s is still there", key)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
