package model_test

import (
	"flag"
	"testing"

	"onewindow/internal/faults"
	"onewindow/internal/faults/model"
)

var seeds = flag.String("seeds", "1..8", "seeds to run")

func TestSeeds(t *testing.T) {
	first, last, err := faults.Seeds(*seeds)
	if err != nil {
		t.Fatal(err)
	}
	for seed := first; seed <= last; seed++ {
		r := model.Run(model.Params{Seed: seed, Ops: 300})
		if r.Breaches() > 0 {
			t.Fatalf("BREACH %s\n%s", r.Verdict(), r)
		}
		if r.Operations < 300 || len(r.Faults) < 12 || r.Recoveries == 0 {
			t.Fatalf("seed %d: hardly anything happened: %s", seed, r)
		}
	}
}

func TestOneSeedPlaysOneRun(t *testing.T) {
	a, b := model.Run(model.Params{Seed: 7, Ops: 200}), model.Run(model.Params{Seed: 7, Ops: 200})
	if a.String() != b.String() {
		t.Errorf("%s\n%s", a, b)
	}
}
