package outbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
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
