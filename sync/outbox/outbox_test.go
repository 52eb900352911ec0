package outbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

func open(t *testing.T, dir string) (*vault.Vault, *outbox.Outbox) {
	t.Helper()
	keys, err := seal.NewKeys([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(t.Context(), vault.Params{Dir: dir, Keys: keys, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v, outbox.New(v)
}

func draft(lane, id string) outbox.Draft {
	return outbox.Draft{Lane: lane, Build: func(seq uint64) api.Operation {
		return api.Operation{ID: id, Schema: 1, Kind: cases.ActRate, Lane: lane, Seq: seq, Act: cases.Act{Kind: cases.ActRate}}
	}}
}

func add(t *testing.T, v *vault.Vault, o *outbox.Outbox, d outbox.Draft) (op outbox.Op) {
	t.Helper()
	err := v.Update(t.Context(), func(tx *vault.Tx) (err error) { op, err = o.Append(tx, d); return err })
	if err != nil {
		t.Fatal(err)
	}
	return op
}

func TestPlacesHaveNoGapsAndBytesNeverChange(t *testing.T) {
	dir := t.TempDir()
	v, o := open(t, dir)
	boom := errors.New("boom")
	for i, lane := range []string{"a", "b", "a", "a"} {
		err := v.Update(t.Context(), func(tx *vault.Tx) error { // an act that fails takes no place
			_, err := o.Append(tx, draft(lane, "never"))
			return errors.Join(err, boom)
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		add(t, v, o, draft(lane, fmt.Sprint(i)))
	}
	first, _, _, err := o.Load()
	if err != nil {
		t.Fatal(err)
	}
	var offers []api.Offer
	for _, op := range first {
		offer, err := o.Offer(op)
		if err != nil || seal.Digest(offer.Payload) != offer.Digest {
			t.Fatalf("offer: %v", err)
		}
		offers = append(offers, offer)
	}
	_ = v.Close()
	_, o = open(t, dir)
	again, _, _, err := o.Load()
	if err != nil || len(again) != 4 {
		t.Fatalf("%d operations, %v", len(again), err)
	}
	for i, want := range []uint64{1, 1, 2, 3} {
		offer, err := o.Offer(again[i])
		if again[i].Seq != want || again[i].Order != uint64(i+1) || err != nil || string(offer.Payload) != string(offers[i].Payload) {
			t.Errorf("operation %d: %+v %v", i, again[i], err)
		}
		var op api.Operation
		if err := json.Unmarshal(offer.Payload, &op); err != nil || op.Seq != want {
			t.Errorf("payload %d: %+v %v", i, op, err)
		}
	}
}

func TestACorrectionTakesThePlaceOfAHaltingOperationOnly(t *testing.T) {
	v, o := open(t, t.TempDir())
	bad := add(t, v, o, draft("a", "bad"))
	add(t, v, o, draft("a", "next"))
	fix := draft("a", "fix")
	fix.Replaces = "bad"
	err := v.Update(t.Context(), func(tx *vault.Tx) error { _, err := o.Append(tx, fix); return err })
	if !errors.Is(err, outbox.ErrNotHalting) {
		t.Errorf("correcting what halts nothing: %v", err)
	}
	bad.State = outbox.Rejected
	if err := o.Record(t.Context(), outbox.Change{Ops: []outbox.Op{bad}}); err != nil {
		t.Fatal(err)
	}
	if op := add(t, v, o, fix); op.Seq != 1 {
		t.Errorf("the correction stands at %d", op.Seq)
	}
	err = v.View(func(tx *vault.Tx) error {
		list, _, err := outbox.Unsent(tx, "a")
		if len(list) != 2 || list[0].ID != "fix" || list[1].ID != "next" {
			t.Errorf("unsent: %+v", list)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTrimKeepsWhatIsOwed(t *testing.T) {
	dir := t.TempDir()
	v, o := open(t, dir)
	add(t, v, o, draft("a", "owed"))
	if err := o.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	_ = v.Close()
	_, o = open(t, dir)
	if ops, _, _, err := o.Load(); err != nil || len(ops) != 1 {
		t.Errorf("%d operations, %v", len(ops), err)
	}
}

func TestALaneIsFoundInAVaultFromBeforeThereWereSeats(t *testing.T) {
	v, o := open(t, t.TempDir())
	add(t, v, o, draft("a", "a-1"))
	add(t, v, o, draft("b", "b-1"))
	add(t, v, o, draft("a", "a-2"))
	err := v.Update(t.Context(), func(tx *vault.Tx) error { // as an earlier build left it
		return errors.Join(tx.Delete("outbox", "seated"),
			tx.Each("outbox.seats", "", func(key string, _ []byte) error { return tx.Delete("outbox.seats", key) }))
	})
	if err != nil {
		t.Fatal(err)
	}
	unsent := func(lane string) (ids []string) {
		t.Helper()
		err := v.View(func(tx *vault.Tx) error {
			list, _, err := outbox.Unsent(tx, lane)
			for _, op := range list {
				ids = append(ids, op.ID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := unsent("a"); !slices.Equal(got, []string{"a-1", "a-2"}) {
		t.Errorf("before its next operation: %v", got)
	}
	add(t, v, o, draft("c", "c-1"))
	for lane, want := range map[string][]string{"a": {"a-1", "a-2"}, "b": {"b-1"}, "c": {"c-1"}} {
		if got := unsent(lane); !slices.Equal(got, want) {
			t.Errorf("lane %s: %v, want %v", lane, got, want)
		}
	}
}

func TestSinceGivesWhatWasAppendedLaterAndIsStillHere(t *testing.T) {
	v, o := open(t, t.TempDir())
	first := add(t, v, o, draft("a", "a-1"))
	gone := add(t, v, o, draft("a", "a-2"))
	page := cases.Page{Digest: seal.Digest([]byte("scan")), Size: 4, Type: "image/png"}
	d := draft("b", "b-1")
	build := d.Build
	d.Build = func(seq uint64) api.Operation { op := build(seq); op.Blobs = []string{page.Digest}; return op }
	d.Files = []cases.Page{page}
	add(t, v, o, d)
	if err := o.Record(t.Context(), outbox.Change{DropOps: []outbox.Op{gone}}); err != nil {
		t.Fatal(err)
	}
	ops, files, err := o.Since(first.Order)
	if err != nil || len(ops) != 1 || ops[0].ID != "b-1" || len(files) != 1 || files[0].Digest != page.Digest {
		t.Errorf("since the first: %+v, files %+v, %v", ops, files, err)
	}
	if ops, _, err := o.Since(ops[0].Order); err != nil || len(ops) != 0 {
		t.Errorf("since the newest: %+v, %v", ops, err)
	}
}
