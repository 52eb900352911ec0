package model_test

import (
	"flag"
	"slices"
	"testing"

	"onewindow/internal/faults"
	"onewindow/internal/faults/model"
)

var (
	seeds = flag.String("seeds", "1..8", "seeds to run")
	ops   = flag.Int("ops", 300, "acts confirmed in each run")
)

// once are runs that once broke the promise. (When what is drawn changes, the same seed plays other faults: what a run found
// has a test of its own beside the code, too.)
var once = []model.Params{
	{Seed: 5, Ops: 2000}, // a scan's place in a lost book was taken for one in the new, and the scan let go
	{Seed: 8, Ops: 2000},
}

func TestWhatOnceBrokeThePromiseHolds(t *testing.T) {
	for _, p := range once {
		if r := model.Run(p); r.Breaches() > 0 {
			t.Errorf("BREACH %s\n%s", r.Verdict(), r)
		}
	}
}

// kinds are all faults a run may meet.
var kinds = slices.Concat(model.LineFaults(), []string{
	"answer with half of its verdicts", "carried by hand beside the wire", "carried by hand twice", "receipts lost",
	"clock a day ahead", "clock a day behind", "clock frozen", "counter killed", "hall node killed", "platform away", "platform restored from a backup",
	"platform restored from long ago", "backups fail for hours",
})

func TestEveryFaultIsPlayedWithinFiftySeeds(t *testing.T) {
	total := faults.New(faults.Model, 0)
	for seed := uint64(1); seed <= 50 && len(total.Faults) < len(kinds); seed++ {
		total.Add(model.Run(model.Params{Seed: seed, Ops: 300}))
	}
	for _, kind := range kinds {
		if total.Faults[kind] == 0 {
			t.Errorf("%q never happened", kind)
		}
		delete(total.Faults, kind)
	}
	for kind := range total.Faults {
		t.Errorf("%q is played, but not named here", kind)
	}
	for _, said := range []string{"reply lost after commit", "request doubled", "request arrives late, twice", "body cut", "500 before commit", "500 after commit",
		"429", "429 with Retry-After", "wrong page with 200", "half-open line", "clock a day ahead", "clock a day behind", "clock frozen", "platform restored from a backup", "platform restored from long ago"} {
		if !slices.Contains(kinds, said) {
			t.Errorf("the proof promises %q", said)
		}
	}
}

func TestSeeds(t *testing.T) {
	first, last, err := faults.Seeds(*seeds)
	if err != nil {
		t.Fatal(err)
	}
	total := &faults.Report{Tier: faults.Model, Faults: map[string]int{}}
	for seed := first; seed <= last; seed++ {
		r := model.Run(model.Params{Seed: seed, Ops: *ops})
		if r.Breaches() > 0 {
			t.Fatalf("BREACH %s\n%s", r.Verdict(), r)
		}
		if r.Operations < *ops {
			t.Fatalf("seed %d made %d operations", seed, r.Operations)
		}
		total.Add(r)
	}
	if few := len(total.Faults) < 12 || total.Recoveries == 0; few && last-first >= 7 { // one short run may well be a lucky one
		t.Fatalf("hardly anything happened: %s", total)
	}
}

func TestOneSeedPlaysOneRun(t *testing.T) {
	for seed := uint64(1); seed <= 7; seed++ {
		a, b := model.Run(model.Params{Seed: seed, Ops: 300}), model.Run(model.Params{Seed: seed, Ops: 300})
		if a.String() != b.String() || a.Played != b.Played {
			t.Errorf("%s\n%s", a, b)
		}
	}
}
