package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter/store"
	"onewindow/internal/vault"
)

// Whatever happened between two looks, the list that was kept up is the one a new store reads from the vault.
func TestTheListKeptUpIsTheListReadAnew(t *testing.T) {
	l := newLone(t)
	dice := rand.New(rand.NewPCG(7, 11))
	at := cases.Stamp{Time: morning, Source: cases.FromClerk}
	for i := range 400 {
		id := fmt.Sprintf("case-%02d", dice.IntN(20))
		c := cases.Case{ID: id, State: cases.Draft, Ticket: fmt.Sprint(i)}
		filed := cases.Case{ID: id, State: cases.Supplement, Revision: i, Ticket: fmt.Sprint(i)}
		var err error
		switch dice.IntN(6) {
		case 0:
			err = l.SaveDraft(t.Context(), c)
		case 1:
			err = l.DropDraft(t.Context(), id)
		case 2:
			_, err = l.Commit(t.Context(), filed, cases.Act{Kind: cases.ActSupplement, At: at, By: cases.Who{Operator: "0312"}, Filing: &c})
		case 3:
			err = l.v.Update(t.Context(), func(tx *vault.Tx) error { return l.TakeCase(tx, filed) })
		case 4:
			err = l.v.Update(t.Context(), func(tx *vault.Tx) error { return l.DropCase(tx, id) })
		case 5: // an update that comes to nothing
			never := errors.New("never")
			if err = l.v.Update(t.Context(), func(tx *vault.Tx) error { return errors.Join(l.TakeCase(tx, filed), never) }); errors.Is(err, never) {
				err = nil
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if dice.IntN(3) > 0 {
			continue
		}
		kept, err1 := l.Cases(t.Context())
		anew, err2 := store.New(store.Params{Vault: l.v, Terminal: "C03", Now: time.Now, Zone: zone})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		read, err := anew.Cases(t.Context())
		anew.Close()
		if err != nil || !reflect.DeepEqual(kept, read) {
			t.Fatalf("after %d acts the list has %d cases, the vault %d, %v", i+1, len(kept), len(read), err)
		}
	}
}

func TestAListThatWasGivenAwayStaysAsItWas(t *testing.T) {
	l := newLone(t)
	save := func(id, ticket string) {
		t.Helper()
		if err := l.SaveDraft(t.Context(), cases.Case{ID: id, State: cases.Draft, Ticket: ticket}); err != nil {
			t.Fatal(err)
		}
	}
	save("case-1", "A001")
	before, err := l.Cases(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	save("case-1", "A002")
	save("case-2", "A003")
	after, err := l.Cases(t.Context())
	if err != nil || len(after) != 2 || after[0].ID != "case-2" || after[1].Ticket != "A002" {
		t.Errorf("the new list: %+v, %v", after, err)
	}
	if len(before) != 1 || before[0].Ticket != "A001" {
		t.Errorf("the old list became %+v", before)
	}
}
