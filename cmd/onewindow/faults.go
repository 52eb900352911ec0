package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"onewindow/internal/durable"
	"onewindow/internal/faults"
	"onewindow/internal/faults/files"
	"onewindow/internal/faults/model"
	"onewindow/internal/faults/processes"
)

// runFaults plays a tier of the proof that nothing is lost and nothing doubled, prints its report and keeps it.
func runFaults(ctx context.Context, args []string) error {
	fs := flag.NewFlagSet("faults", flag.ContinueOnError)
	tier := fs.String("tier", "model", "model: the pure machines on a simulated line and clock; files: real stores, killed and damaged; processes: the programs, killed, with a line that is cut")
	seeds := fs.String("seed", "1..100", "one seed, or first..last")
	ops := fs.Int("ops", 2000, "model: acts confirmed on screen in each run")
	kills := fs.Int("kills", 1000, "processes: programs killed in each run")
	dir := fs.String("dir", "out", "where the report is kept")
	if err := fs.Parse(args); err != nil {
		return err
	}
	first, last, err := faults.Seeds(*seeds)
	if err != nil {
		return err
	}
	var run func(seed uint64) *faults.Report
	workers := runtime.NumCPU()
	switch *tier {
	case "model":
		run = func(seed uint64) *faults.Report { return model.Run(model.Params{Seed: seed, Ops: *ops}) }
	case "files":
		run = func(seed uint64) *faults.Report {
			return inFolder("files", seed, func(dir string) (*faults.Report, error) { return files.Run(files.Params{Seed: seed, Dir: dir}) })
		}
	case "processes":
		self, err := os.Executable()
		if err != nil {
			return err
		}
		workers = 1
		run = func(seed uint64) *faults.Report {
			return inFolder("processes", seed, func(dir string) (*faults.Report, error) {
				return processes.Run(ctx, processes.Params{Seed: seed, Kills: *kills, Dir: dir, Bin: filepath.Dir(self)})
			})
		}
	default:
		return fmt.Errorf("there is no tier %q", *tier)
	}
	total := faults.Play(ctx, *tier, first, last, workers, run, func(done int, r *faults.Report) {
		fmt.Fprintf(os.Stderr, "\rfaults: %d of %d runs, %s", done, last-first+1, r.Verdict())
	})
	fmt.Fprintln(os.Stderr)
	fmt.Print(total)
	if err := os.MkdirAll(*dir, 0o700); err != nil {
		return err
	}
	if err := durable.Replace(filepath.Join(*dir, fmt.Sprintf("faults-%s-%d.md", *tier, first)), []byte(total.String()), 0o644); err != nil {
		return err
	}
	if total.Breaches() > 0 {
		return errors.New("faults: the promise was broken; the report says where, and the seed plays it again")
	}
	return ctx.Err()
}

// inFolder plays one run in a folder of its own. A run that cannot be played to its end has lost something.
func inFolder(tier string, seed uint64, play func(dir string) (*faults.Report, error)) *faults.Report {
	dir, err := os.MkdirTemp("", "onewindow-faults-")
	var r *faults.Report
	if err == nil {
		r, err = play(dir)
	}
	if err != nil {
		r = faults.New(tier, seed)
		r.Breach(&r.Lost, "the run could not be played to its end: %v; its files are in %s", err, dir)
		return r
	}
	_ = os.RemoveAll(dir)
	return r
}
