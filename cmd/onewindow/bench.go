package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onewindow/internal/bench"
	"onewindow/internal/bench/window"
)

// benchMeasures are all measures, in the order of the report.
func benchMeasures() []bench.Measure {
	return append(bench.Plain(), window.Measures(window.Params{Hall: smallHall, Operator: demoClerk, PIN: demoClerkPIN})...)
}

func runBench(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	dir := flags.String("dir", "out/bench", "folder for the report; what is measured is written below it, so it must lie on the disk to be measured")
	quick := flags.Bool("quick", false, "small figures, only to see that everything works")
	only := flags.String("only", "", "measure these only, separated by commas")
	if err := flags.Parse(args); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	measures, err := chosen(benchMeasures(), *only)
	if err != nil {
		return err
	}
	work := filepath.Join(*dir, "work")
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	report, err := bench.Run(ctx, bench.Params{
		Dir: work, Bin: filepath.Dir(self), Drain: []string{self, "bench-drain"}, Quick: *quick, Screen: window.Possible(),
		Measures: measures, Now: time.Now, NewID: newID, Live: os.Stderr,
	})
	if err != nil {
		return err
	}
	if err := report.Write(*dir); err != nil {
		return err
	}
	report.Table(os.Stdout)
	return report.Failures()
}

// runBenchDrain is the draining program of the measures: a counter's vault and its line, without a window.
func runBenchDrain(ctx context.Context, args []string) error {
	return bench.Drain(ctx, args, os.Stdout)
}

// chosen gives the measures with these names, all for "".
func chosen(all []bench.Measure, only string) ([]bench.Measure, error) {
	if only == "" {
		return all, nil
	}
	var some []bench.Measure
	var names []string
	for _, m := range all {
		names = append(names, m.Name)
	}
	for _, name := range strings.Split(only, ",") {
		i := slices.Index(names, name)
		if i < 0 {
			return nil, fmt.Errorf("bench: there is no measure %q; there are %s", name, strings.Join(names, ", "))
		}
		some = append(some, all[i])
	}
	return some, nil
}
