package watch

import (
	"context"
	"testing"
	"time"

	"onewindow/devices"
)

func TestEverybodyHearsInOrder(t *testing.T) {
	var h Hub[int]
	ctx, cancel := context.WithCancel(context.Background())
	a, b := h.Watch(ctx, 0), h.Watch(ctx)
	h.Say(1)
	h.Say(2)
	for want := range 3 {
		if got := <-a; got != want {
			t.Fatalf("a heard %d, want %d", got, want)
		}
	}
	if x, y := <-b, <-b; x != 1 || y != 2 {
		t.Fatalf("b heard %d %d", x, y)
	}
	cancel()
	if _, open := <-a; open {
		t.Error("a closed watch still speaks")
	}
}

func TestASleepingListenerForgetsTheOldest(t *testing.T) {
	var h Hub[int]
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ch := h.Watch(ctx)
	for i := range 10 * backlog {
		h.Say(i)
	}
	n := 0
	for v := range ch {
		n++
		if v == 10*backlog-1 {
			break
		}
	}
	if n > backlog+1 { // one may have been on its way already
		t.Fatalf("%d events were kept", n)
	}
}

func TestStatusTellsChangesOnly(t *testing.T) {
	now := time.Unix(100, 0)
	s := Status{Now: func() time.Time { return now }}
	if s.Get().State != devices.Absent {
		t.Error("something is ready by default")
	}
	ready := devices.Status{State: devices.Ready}
	first := s.Set(ready)
	now = now.Add(time.Minute)
	second := s.Set(ready)
	if !first || second || s.Get().Since != time.Unix(100, 0) {
		t.Errorf("first %v, second %v, %v", first, second, s.Get())
	}
}
