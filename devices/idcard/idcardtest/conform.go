package idcardtest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/citizen"
)

// patience is how long an event may take; nothing here waits that long when all is well.
const patience = 10 * time.Second

// Driver is the port every driver of a card reader implements.
type Driver interface {
	Status() devices.Status
	Watch(ctx context.Context) <-chan devices.CardEvent
}

// Rig is one driver with a hand on its reader. The driver is served already and the reader plugged in, empty.
type Rig struct {
	Driver    Driver
	Put       func(citizen.Card)
	Lift      func()
	Plug      func(bool)
	FailReads func(sw ...byte)
}

// Conform runs the suite; rig makes a fresh rig.
func Conform(t *testing.T, cards map[string]citizen.Card, rig func(*testing.T) Rig) {
	for name, card := range cards {
		t.Run("reads "+name, func(t *testing.T) {
			b := start(t, rig(t))
			b.ready()
			b.Put(card)
			got := b.card()
			if len(got.Photo) != 1024 {
				t.Errorf("photo of %d bytes", len(got.Photo))
			}
			got.Photo = nil
			if !reflect.DeepEqual(got, card) {
				t.Errorf("got %+v\nwant %+v", got, card)
			}
		})
	}
	var one citizen.Card
	for _, c := range cards {
		one = c
	}
	t.Run("a lying card is read once, and again after it was lifted", func(t *testing.T) {
		b := start(t, rig(t))
		b.Put(one)
		b.card()
		b.lifted() // the next event is no error and no second reading
		b.Lift()
		b.Put(one)
		b.card()
	})
	t.Run("a card that fails is told once, with a sentence, and can be put again", func(t *testing.T) {
		b := start(t, rig(t))
		b.FailReads(0x41, 0x41, 0x41)
		b.Put(one)
		var de *devices.Error
		if err := b.failure(); !errors.As(err, &de) || de.Code != "CARD-012" || de.Sentence == "" || de.SentenceEN == "" {
			t.Fatalf("got %v", err)
		}
		b.card()
	})
	t.Run("a card that was never read is told when it is lifted", func(t *testing.T) {
		b := start(t, rig(t))
		b.FailReads(slices.Repeat([]byte{0x41}, 1000)...)
		b.Put(one)
		_ = b.failure()
		b.Lift()
		b.lifted()
	})
	t.Run("unplugged and plugged in again", func(t *testing.T) {
		b := start(t, rig(t))
		b.ready()
		b.Plug(false)
		st := b.status(devices.Absent)
		if st.Code != "CARD-001" || st.Sentence == "" || st.Since.IsZero() {
			t.Errorf("status %+v", st)
		}
		b.Plug(true)
		b.ready()
		b.Put(one)
		b.card()
	})
	t.Run("unplugged with a card on it", func(t *testing.T) {
		b := start(t, rig(t))
		b.Put(one)
		b.card()
		b.Plug(false)
		b.lifted()
	})
}

type bench struct {
	Rig
	t      *testing.T
	events <-chan devices.CardEvent
}

func start(t *testing.T, r Rig) *bench {
	t.Helper()
	return &bench{Rig: r, t: t, events: r.Driver.Watch(t.Context())}
}

// next waits for an event that fits, passing over changes of status; any other event fails the test.
func (b *bench) next(what string, fits func(devices.CardEvent) bool) devices.CardEvent {
	b.t.Helper()
	limit := time.After(patience)
	for {
		select {
		case e := <-b.events:
			if fits(e) {
				return e
			}
			if e.Status == nil {
				b.t.Fatalf("waiting for %s, got card %v, lifted %v, err %v", what, e.Card != nil, e.Lifted, e.Err)
			}
		case <-limit:
			b.t.Fatalf("no %s in %v; status %+v", what, patience, b.Driver.Status())
		}
	}
}

func (b *bench) card() citizen.Card {
	b.t.Helper()
	return *b.next("card", func(e devices.CardEvent) bool { return e.Card != nil }).Card
}

func (b *bench) lifted() {
	b.t.Helper()
	b.next("lifting", func(e devices.CardEvent) bool { return e.Lifted })
}

func (b *bench) failure() error {
	b.t.Helper()
	return b.next("failure", func(e devices.CardEvent) bool { return e.Err != nil }).Err
}

func (b *bench) status(want devices.State) devices.Status {
	b.t.Helper()
	return *b.next(want.String(), func(e devices.CardEvent) bool { return e.Status != nil && e.Status.State == want }).Status
}

func (b *bench) ready() {
	b.t.Helper()
	b.status(devices.Ready)
}
