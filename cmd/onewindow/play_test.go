package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"onewindow/internal/config"
	"onewindow/internal/trouble"
)

func TestEachFaultOfAFileIsATroubleOfItsOwnAtTheDoorway(t *testing.T) {
	file := filepath.Join(t.TempDir(), "counter.toml")
	if err := os.WriteFile(file, []byte("langauge = \"zh\"\nwindow = 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := config.LoadTerminal(file, config.Counter)
	all := troubles(trouble.AtStart(err))
	if len(all) < 3 {
		t.Fatalf("%d troubles for %v", len(all), err)
	}
	for _, one := range all {
		if one.Code != "CONF-001" || one.Zh == "" || one.En == "" || one.Detail == "" {
			t.Errorf("%+v", one)
		}
	}
	for _, c := range []struct {
		err  error
		code string
	}{{trouble.New("VAULT-001", nil), "VAULT-001"}, {trouble.AtStart(errors.New("any")), "START-001"}, {trouble.AtEnd(errors.New("any")), "START-002"}} {
		if one := troubles(c.err); len(one) != 1 || one[0].Code != c.code || one[0].Zh != trouble.Of(c.code).Clerk.Zh {
			t.Errorf("%v: %+v", c.err, one)
		}
	}
}

func TestATryThatHasEndedHoldsNothing(t *testing.T) {
	root := &program{log: logger("test")}
	root.ctx, root.cancel = context.WithCancelCause(t.Context())
	try := root.another()
	var order []string
	started := make(chan struct{})
	try.serve("desk", func(ctx context.Context) error {
		close(started)
		<-ctx.Done()
		order = append(order, "desk ended")
		return ctx.Err()
	})
	try.onEnd(func() error { order = append(order, "vault closed"); return errors.New("late") })
	try.onEnd(func() error { order = append(order, "line closed"); return nil })
	<-started
	if err := errors.Join(try.end(), try.end()); err == nil {
		t.Error("what closing said is lost")
	}
	if want := []string{"desk ended", "line closed", "vault closed"}; !slices.Equal(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
	if root.ctx.Err() != nil {
		t.Error("the program ended with the try")
	}
	next := root.another()
	next.serve("exchange", func(context.Context) error { return trouble.New("VAULT-006", nil) })
	<-next.ctx.Done()
	if code, _, _ := trouble.Told(context.Cause(next.ctx)); code != "VAULT-006" {
		t.Errorf("it ended because of %v", context.Cause(next.ctx))
	}
}
