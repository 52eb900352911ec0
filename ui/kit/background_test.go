package kit_test

import (
	"context"
	"errors"
	"testing"

	"onewindow/ui/kit"
)

func TestABackgroundActEndsOnTheUIGoroutine(t *testing.T) {
	pump := kit.NewPump()
	bg := kit.NewBackground(t.Context(), pump)
	failure := errors.New("no")
	var got error
	bg.Go(func(context.Context) error { return failure }, func(err error) { got = err })
	if !pump.Until(func() bool { return got != nil }, t.Context().Done()) || got != failure {
		t.Errorf("got %v", got)
	}
	bg.Close()
}

func TestClosingEndsEveryAct(t *testing.T) {
	pump := kit.NewPump()
	bg := kit.NewBackground(t.Context(), pump)
	changed := make(chan struct{})
	bg.Follow(changed, func() {})
	bg.Go(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, nil)
	bg.Close() // returns only when both have ended
}

func TestFollowDrawsAtOnceAndAfterEachChange(t *testing.T) {
	pump := kit.NewPump()
	bg := kit.NewBackground(t.Context(), pump)
	defer bg.Close()
	drawn := 0
	changed := make(chan struct{})
	bg.Follow(changed, func() { drawn++ })
	pump.Run()
	if drawn != 1 {
		t.Fatalf("drawn %d times at first", drawn)
	}
	changed <- struct{}{}
	pump.Until(func() bool { return drawn == 2 }, t.Context().Done())
	if drawn != 2 {
		t.Errorf("drawn %d times", drawn)
	}
}
