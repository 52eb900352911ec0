package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"onewindow/internal/rig"
	"onewindow/internal/seal"
)

// The people of the small hall. Their PINs are for demonstration and stand in README.
const (
	demoClerk       = "0312"
	demoClerkPIN    = "246810"
	demoReviewerPIN = "135790"
)

// smallHall writes (or finds) the files of the small hall in dir.
func smallHall(dir string) (rig.Addresses, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return rig.Addresses{}, fmt.Errorf("setup: %w", err)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return rig.Addresses{}, fmt.Errorf("setup: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return rig.Addresses{}, fmt.Errorf("setup: %w", err)
	}
	return rig.Write(rig.Params{
		Dir:      dir,
		Paper:    []string{self, "tray", "-dir", filepath.Join(abs, "tray")},
		Clerk:    rig.Person{Operator: demoClerk, Name: "陈晓", PIN: seal.HashPIN(demoClerkPIN)},
		Reviewer: rig.Person{Operator: "1001", Name: "王岚", PIN: seal.HashPIN(demoReviewerPIN)},
	})
}

func runSetup(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("setup", flag.ContinueOnError)
	dir := flags.String("dir", "out/hall", "folder for configuration, keys and data")
	if err := flags.Parse(args); err != nil {
		return err
	}
	a, err := smallHall(*dir)
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(*dir)
	if err != nil {
		return err
	}
	fmt.Printf("files in %s\nhall %s, platform %s, console https://%s, devices http://%s/state\n", abs, a.HallAddr, a.APIAddr, a.WebAddr, a.ControlAddr)
	fmt.Printf("clerk 0312 PIN %s; reviewer 1001 PIN %s\n", demoClerkPIN, demoReviewerPIN)
	return nil
}

func runPIN(_ context.Context, args []string) error {
	flags := flag.NewFlagSet("pin", flag.ContinueOnError)
	if err := flags.Parse(args); err != nil {
		return err
	}
	fmt.Fprint(os.Stderr, "PIN: ")
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	pin := strings.TrimSpace(line)
	if pin == "" {
		return errors.Join(errors.New("pin: no PIN was typed"), err)
	}
	fmt.Println(seal.HashPIN(pin))
	return nil
}
