package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"sort"
	"syscall"

	"onewindow/devices/sim"
	"onewindow/internal/config"
	"onewindow/internal/trouble"
)

// printSpeed is how fast tickets come out, in dots a second: 150 mm/s at 8 dots a millimetre.
const printSpeed = 1200

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := Main{Out: os.Stdout, Err: os.Stderr}.Run(ctx, os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	}
	if err != nil {
		trouble.Leave(os.Stderr, "devsim", err)
		os.Exit(1)
	}
}

// Main is the program; tests start it as main does.
type Main struct {
	Out io.Writer // gets one line for each device
	Err io.Writer // gets the log
}

// Run serves until ctx ends. Its errors speak to a person.
func (m Main) Run(ctx context.Context, args []string) error {
	lab, err := m.start(args)
	if err != nil {
		return trouble.AtStart(err)
	}
	if err := lab.Serve(ctx); !errors.Is(err, context.Canceled) {
		return trouble.AtEnd(err)
	}
	return nil
}

func (m Main) start(args []string) (*sim.Lab, error) {
	c, err := m.settings(args)
	if err != nil {
		return nil, err
	}
	lab, err := sim.New(sim.Params{
		Readers: readers(c),
		Printer: sim.PrinterParams{TCP: c.Printer, Speed: printSpeed},
		Scanner: sim.ScannerParams{TCP: c.Scanner},
		Control: c.Control,
		Log:     slog.New(slog.NewTextHandler(m.Err, nil)),
	})
	if err != nil {
		return nil, err
	}
	m.announce(lab.State())
	if err := writeAddresses(c.Addresses, lab.State()); err != nil {
		return nil, errors.Join(err, lab.Close())
	}
	return lab, nil
}

// settings are the file's, where there is one, and the flags' on top of it.
func (m Main) settings(args []string) (config.Devsim, error) {
	flags := flag.NewFlagSet("devsim", flag.ContinueOnError)
	flags.SetOutput(m.Err)
	file := flags.String("config", "", "configuration file; without one, everything listens on free loopback ports")
	var set config.Devsim
	fields := []struct {
		name, usage string
		into        func(*config.Devsim) *string
	}{
		{"control", "loopback address of the control endpoint", func(c *config.Devsim) *string { return &c.Control }},
		{"reader", "path of the counter's card reader, a link to a pty (Linux)", func(c *config.Devsim) *string { return &c.Reader }},
		{"reader-tcp", "address of the counter's card reader over TCP", func(c *config.Devsim) *string { return &c.ReaderTCP }},
		{"kiosk-reader", "path of the kiosk's card reader, a link to a pty (Linux)", func(c *config.Devsim) *string { return &c.Kiosk }},
		{"printer", "address of the ticket printer", func(c *config.Devsim) *string { return &c.Printer }},
		{"scanner", "address of the scanner", func(c *config.Devsim) *string { return &c.Scanner }},
		{"addresses", "file to write all addresses to, JSON", func(c *config.Devsim) *string { return &c.Addresses }},
	}
	for _, f := range fields {
		flags.StringVar(f.into(&set), f.name, "", f.usage)
	}
	if err := flags.Parse(args); err != nil {
		return config.Devsim{}, err
	}
	const free = "127.0.0.1:0"
	c := config.Devsim{Control: free, ReaderTCP: free, Printer: free, Scanner: free}
	if *file != "" {
		var err error
		if c, err = config.LoadDevsim(*file); err != nil {
			return c, err
		}
	}
	for _, f := range fields {
		if v := *f.into(&set); v != "" {
			*f.into(&c) = v
		}
	}
	return c, nil
}

func readers(c config.Devsim) []sim.ReaderParams {
	var out []sim.ReaderParams
	if c.Reader != "" || c.ReaderTCP != "" {
		out = append(out, sim.ReaderParams{Name: "counter", Link: c.Reader, TCP: c.ReaderTCP})
	}
	if c.Kiosk != "" {
		out = append(out, sim.ReaderParams{Name: "kiosk", Link: c.Kiosk})
	}
	return out
}

// announce prints where everything is, one line each.
func (m Main) announce(s sim.State) {
	var lines []string
	for name, r := range s.Readers {
		if r.Port != "" {
			lines = append(lines, fmt.Sprintf("reader %s %s", name, r.Port))
		}
		if r.TCP != "" {
			lines = append(lines, fmt.Sprintf("reader %s tcp://%s", name, r.TCP))
		}
	}
	sort.Strings(lines)
	if s.Printer != nil {
		lines = append(lines, "printer "+s.Printer.TCP)
	}
	if s.Scanner != nil {
		lines = append(lines, "scanner "+s.Scanner.URL)
	}
	if s.Control != "" {
		lines = append(lines, "control "+s.Control)
	}
	for _, l := range lines {
		fmt.Fprintln(m.Out, l)
	}
}

// writeAddresses leaves the addresses for other programs, whole or not at all.
func writeAddresses(path string, s sim.State) error {
	if path == "" {
		return nil
	}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", append(b, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
