package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"onewindow/internal/durable"
	"onewindow/internal/faults"
	"onewindow/internal/faults/files"
	"onewindow/internal/faults/model"
	"onewindow/internal/faults/processes"
)

// tier is one of the proof's three tiers, as the command line plays it.
type tier struct {
	name    string
	seeds   string // played where none are named
	workers int    // runs at a time where no number is named
	run     func(seed uint64) *faults.Report
}

// runFaults plays a tier of the proof that nothing is lost and nothing doubled, prints its report and keeps it.
func runFaults(ctx context.Context, args []string) error {
	fs := flag.NewFlagSet("faults", flag.ContinueOnError)
	name := fs.String("tier", faults.Model, "model: the pure machines on a simulated line and clock; files: real stores, killed and damaged, on disks that fail; processes: the programs, killed, with a line that is cut")
	seeds := fs.String("seed", "", "one seed, or first..last; the same seed plays the same faults (default model 1..1000, files 1..200, processes 1)")
	ops := fs.Int("ops", 2000, "model: acts confirmed on screen in each run")
	kills := fs.Int("kills", 1000, "processes: programs killed in each run")
	plain := fs.Bool("plain", false, "files: without disks that fill up and fail, which only Linux can mount")
	workers := fs.Int("workers", 0, "runs at a time (default one a core; files, which mostly wait, two; processes 1)")
	dir := fs.String("dir", "out", "where the report is kept")
	if err := fs.Parse(args); err != nil {
		return err
	}
	var of *tier
	for _, t := range tiers(ctx, *ops, *kills, *plain) {
		if t.name == *name {
			of = &t
		}
	}
	if of == nil {
		return fmt.Errorf("there is no tier %q", *name)
	}
	if *seeds == "" {
		*seeds = of.seeds
	}
	if *workers <= 0 {
		*workers = of.workers
	}
	first, last, err := faults.Seeds(*seeds)
	if err != nil {
		return err
	}
	return of.play(ctx, first, last, *workers, *dir)
}

func tiers(ctx context.Context, ops, kills int, plain bool) []tier {
	cores := runtime.NumCPU()
	return []tier{
		{faults.Model, "1..1000", cores, func(seed uint64) *faults.Report { return model.Run(model.Params{Seed: seed, Ops: ops}) }},
		{faults.Files, "1..200", 2 * cores, func(seed uint64) *faults.Report {
			return inFolder(faults.Files, seed, func(dir string) (*faults.Report, error) {
				return files.Run(files.Params{Seed: seed, Dir: dir, Plain: plain})
			})
		}},
		{faults.Processes, "1", 1, func(seed uint64) *faults.Report {
			return inFolder(faults.Processes, seed, func(dir string) (*faults.Report, error) {
				self, err := os.Executable()
				if err != nil {
					return nil, err
				}
				said := every(5*time.Second, func(done int) { fmt.Fprintf(os.Stderr, "faults: seed %d, %d of %d kills\n", seed, done, kills) })
				return processes.Run(ctx, processes.Params{Seed: seed, Kills: kills, Dir: dir, Bin: filepath.Dir(self), Said: said})
			})
		}},
	}
}

func (t tier) play(ctx context.Context, first, last uint64, workers int, dir string) error {
	debug.SetGCPercent(400) // many short runs: memory is cheaper here than time
	said := every(5*time.Second, func(done int) { fmt.Fprintf(os.Stderr, "faults: %s, %d of %d runs\n", t.name, done, last-first+1) })
	total := faults.Play(ctx, t.name, first, last, workers, t.run, func(done int, r *faults.Report) {
		for _, breach := range r.List() {
			fmt.Fprintf(os.Stderr, "faults: BREACH %s\n", breach)
		}
		said(done)
	})
	fmt.Print(total)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := durable.Replace(filepath.Join(dir, fmt.Sprintf("faults-%s-%s.md", t.name, total.Span())), []byte(total.String()), 0o644); err != nil {
		return err
	}
	if total.Breaches() > 0 {
		return errFound
	}
	return ctx.Err()
}

// every calls say no more often than every pause.
func every(pause time.Duration, say func(done int)) func(done int) {
	last := time.Now()
	return func(done int) {
		if time.Since(last) > pause {
			last = time.Now()
			say(done)
		}
	}
}

// inFolder plays one run in a folder of its own, which stays where something was lost. A run that cannot be played to its end
// has lost something.
func inFolder(tier string, seed uint64, play func(dir string) (*faults.Report, error)) *faults.Report {
	dir, err := os.MkdirTemp("", "onewindow-faults-")
	var r *faults.Report
	if err == nil {
		r, err = play(dir)
	}
	if err != nil {
		r = faults.New(tier, seed)
		r.Breach(&r.Lost, "the run could not be played to its end: %v", err)
	}
	if r.Breaches() > 0 {
		r.Note(fmt.Sprintf("The files of seed %d are in %s", seed, dir))
		return r
	}
	_ = os.RemoveAll(dir)
	return r
}
