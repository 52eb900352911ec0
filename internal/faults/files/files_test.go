package files_test

import (
	"flag"
	"os"
	"testing"

	"onewindow/internal/faults"
	"onewindow/internal/faults/child"
	"onewindow/internal/faults/files"
	"onewindow/internal/vault"
)

var (
	seeds = flag.String("seeds", "", "seeds to run; none = a short slice of one, half as long")
	disks = flag.Bool("disks", false, "on disks that fill up and fail, where this machine can mount them")
)

func TestMain(m *testing.M) {
	if err := os.Setenv("GORACE", "atexit_sleep_ms=20 "+os.Getenv("GORACE")); err != nil { // for the children: each would wait a second before it ends
		panic(err)
	}
	if vault.ServeCheck() {
		return
	}
	programs := files.Programs()
	programs["refused"] = refusedProgram
	if child.Main(programs) {
		return
	}
	os.Exit(m.Run())
}

func TestSeeds(t *testing.T) {
	text, rounds := *seeds, 0
	if text == "" {
		text, rounds = "13", 4 // it kills a counter at a commit and in its copying, and spoils files of counter and platform
	}
	first, last, err := faults.Seeds(text)
	if err != nil {
		t.Fatal(err)
	}
	for seed := first; seed <= last; seed++ {
		r, err := files.Run(files.Params{Seed: seed, Rounds: rounds, Dir: t.TempDir(), Plain: !*disks})
		if err != nil {
			t.Fatal("BREACH lost=1", err)
		}
		t.Log(r)
		if r.Breaches() > 0 {
			t.Fatalf("BREACH %s", r.Verdict())
		}
	}
}
