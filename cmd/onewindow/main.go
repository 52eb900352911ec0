package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"onewindow/internal/faults/child"
	"onewindow/internal/faults/files"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
)

// command is one thing the program can do.
type command struct {
	name string
	what string
	run  func(ctx context.Context, args []string) error
}

func commands() []command {
	return []command{
		{"counter", "the clerk's window and the citizen's window  柜台", runCounter},
		{"kiosk", "a self-service kiosk  自助机", runKiosk},
		{"display", "a hall or window display  显示屏", runDisplay},
		{"demo", "a whole small hall with simulated devices  演示", runDemo},
		{"morning", "a busy day played on the hall of setup or demo  早高峰", runMorning},
		{"tour", "a day's story through the real windows, without a screen  巡演", runTour},
		{"bench", "what everything costs, beside the bare cost  测速", runBench},
		{"bench-drain", "sends what a vault owes and says how long it took; bench runs it", runBenchDrain},
		{"setup", "writes the files of a small hall into a folder  生成配置", runSetup},
		{"tray", "a demonstration's A4 printer: papers fall into a folder  演示打印托盘", runTray},
		{"faults", "the proof that nothing is lost, nothing doubled  故障证明", runFaults},
		{"vault", "vault check|stats|backup|restore -config FILE: what this counter keeps, for a technician  本机资料", runVault},
		{"outbox", "outbox list|export|import|deliver: what waits, carried by hand to the platform and receipts back  待送转运", runOutbox},
		{"config", "config check FILE…: looks at configuration files before they are used  检查配置", runConfig},
		{"pin", "makes the hash of a PIN for a configuration file  口令散列", runPIN},
	}
}

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if vault.ServeCheck() { // a damaged file is read first by a process that may die of it
		return 0
	}
	if child.Main(files.Programs()) { // one of the programs that the proof kills
		return 0
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return exit(c.run(ctx, args[1:]))
			}
		}
	}
	usage(os.Stderr)
	return 2
}

func exit(err error) int {
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 2
	case errors.Is(err, errFound):
		return 1
	default:
		trouble.Leave(os.Stderr, "onewindow", trouble.AtStart(err))
		return 1
	}
}

func usage(w io.Writer) {
	_, _ = fmt.Fprintln(w, "usage: onewindow <command> [flags]")
	for _, c := range commands() {
		_, _ = fmt.Fprintf(w, "  %-11s %s\n", c.name, c.what)
	}
}

// logger writes what an engineer reads; people read the screens. No personal data goes there.
func logger(name string) *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, nil)).With("program", name)
}
