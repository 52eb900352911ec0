package vault_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/vault"
)

func TestTheChildSaysWhatTheFileHoldsAndComplainsOfADamagedOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := open(t, dir)
	fill(t, v, 40)
	shut(t, v)
	order := vault.CheckOrder{Path: filepath.Join(dir, "vault.db"), Keys: params(t, dir, master).Keys.Handover("store")}
	check := vault.CheckInChild(time.Minute)
	w, err := check(t.Context(), order)
	if err != nil || w.State.Applied != 40 || w.State.Tally["cases"] != 17 || w.Free == 0 || w.Pages <= w.Free {
		t.Errorf("a sound store: %+v, %v", w, err)
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 4 {
		flip(t, order.Path, rnd)
	}
	if err := os.Truncate(order.Path, 20_000); err != nil { // a map beyond the end of the file: SIGBUS
		t.Fatal(err)
	}
	if _, err := check(t.Context(), order); !errors.Is(err, &vault.Error{Code: vault.CodeDamaged}) {
		t.Errorf("half a store: %v", err)
	}
}

// A checker that dies, complains or does not end means damage; the vault is then made again, and nothing is lost.
func TestADyingAndASilentCheckerBothMeanDamage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := open(t, dir)
	want := fill(t, v, 20)
	shut(t, v)
	remove(t, dir, "vault.sound")
	for name, script := range map[string]string{"dies": "kill -9 $$", "hangs": "while :; do :; done", "complains": "echo bad >&2; exit 1", "babbles": "echo no word"} {
		t.Run(name, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "checker")
			if err := os.WriteFile(program, []byte("#!/bin/sh\ncat >/dev/null\n"+script+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			copy := copied(t, dir)
			p := params(t, copy, master)
			p.Checker = func(ctx context.Context, o vault.CheckOrder) (vault.CheckWord, error) {
				if !strings.HasSuffix(o.Path, "vault.db") {
					return vault.CheckHere(ctx, o)
				}
				return vault.CheckWith(ctx, 300*time.Millisecond, program, o)
			}
			v, err := vault.Open(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			defer shut(t, v)
			holds(t, v, want)
			if r := v.Recovery(); !r.Rebuilt || r.Lost {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestACheckThatCannotBeginOrIsBrokenOffSaysNothingOfTheFile(t *testing.T) {
	dir := t.TempDir()
	v := open(t, dir)
	want := fill(t, v, 20)
	shut(t, v)
	remove(t, dir, "vault.sound")
	ctx, cancel := context.WithCancel(t.Context())
	p := params(t, dir, master)
	p.Checker = func(ctx context.Context, o vault.CheckOrder) (vault.CheckWord, error) {
		cancel()
		return vault.CheckWord{}, ctx.Err()
	}
	if _, err := vault.Open(ctx, p); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
	p.Checker = func(ctx context.Context, o vault.CheckOrder) (vault.CheckWord, error) {
		return vault.CheckWith(ctx, time.Minute, "/no/such/program", o)
	}
	v, err := vault.Open(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, v)
	holds(t, v, want)
	if r := v.Recovery(); r.Rebuilt {
		t.Errorf("the store was set aside: %+v", r)
	}
}
