package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onewindow/internal/tour"
)

func runTour(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("tour", flag.ContinueOnError)
	dir := flags.String("dir", "out/tour", "folder for pictures, papers, tickets and transcript; emptied first")
	var stop stopped
	flags.Var(&stop, "stop", "stop this program and start it again before every step (hall, platform, devsim or all; may repeat)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	out, err := filepath.Abs(*dir)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := emptyTour(out); err != nil {
		return err
	}
	hall := filepath.Join(out, "hall")
	addresses, err := smallHall(hall)
	if err != nil {
		return err
	}
	result, err := tour.Play(ctx, tour.Params{
		Out: out, Bin: filepath.Dir(self), Hall: hall, Addresses: addresses, ClerkPIN: demoClerkPIN, ReviewerPIN: demoReviewerPIN, Live: os.Stdout, Stop: stop,
	})
	if err != nil {
		return err
	}
	if result.Failed > 0 {
		return fmt.Errorf("the story ended early; see %s and the logs beside it", filepath.Join(out, "transcript.md"))
	}
	return nil
}

// stopped is the flag that names programs to interrupt.
type stopped []string

func (s *stopped) String() string { return strings.Join(*s, ",") }

func (s *stopped) Set(name string) error {
	switch {
	case name == "all":
		*s = tour.Stoppable()
	case !slices.Contains(tour.Stoppable(), name):
		return fmt.Errorf("one of %s, or all", strings.Join(tour.Stoppable(), ", "))
	case !slices.Contains(*s, name):
		*s = append(*s, name)
	}
	return nil
}

// emptyTour empties the folder of an earlier tour, and nothing else: a folder that holds other things is refused.
func emptyTour(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || len(entries) == 0 {
		return os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, "hall", "hall.toml")); err != nil {
		return fmt.Errorf("tour: %s is not the folder of a tour; name another with -dir", dir)
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.MkdirAll(dir, 0o755)
}
