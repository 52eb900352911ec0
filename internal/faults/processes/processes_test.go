package processes_test

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"onewindow/internal/faults/child"
	"onewindow/internal/faults/processes"
	"onewindow/internal/vault"
)

func TestMain(m *testing.M) {
	if vault.ServeCheck() {
		return
	}
	if child.Main(processes.Programs()) {
		return
	}
	os.Exit(m.Run())
}

func TestKilledProgramsLoseAndDoubleNothing(t *testing.T) {
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", bin+"/", "onewindow/cmd/hall", "onewindow/cmd/platform")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx, enough := context.WithCancel(t.Context())
	defer enough()
	said := func(kills int) {
		if kills == 8 { // a run that is broken off is judged, too
			enough()
		}
	}
	r, err := processes.Run(ctx, processes.Params{Seed: 1, Kills: 1000, Dir: t.TempDir(), Bin: bin, Said: said})
	if err != nil {
		t.Fatal(err)
	}
	if r.Breaches() > 0 || r.Operations == 0 || len(r.Notes) != 1 {
		t.Fatalf("%s", r)
	}
	t.Log(r)
}
