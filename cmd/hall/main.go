package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/config"
	"onewindow/internal/hall"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	m := Main{Out: os.Stdout, Err: os.Stderr}
	err := m.Run(ctx, os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	}
	if err != nil {
		trouble.Leave(os.Stderr, "hall", err)
		os.Exit(1)
	}
}

// Main is the program; tests start it as main does.
type Main struct {
	Out io.Writer // gets one line when the node is ready
	Err io.Writer // gets the log
}

// Run serves until ctx ends. Its errors speak to a person.
func (m Main) Run(ctx context.Context, args []string) error {
	node, err := m.start(args)
	if err != nil {
		return trouble.AtStart(err)
	}
	go m.announce(ctx, node)
	return trouble.AtEnd(errors.Join(node.Serve(ctx), node.Close()))
}

func (m Main) start(args []string) (*hall.Node, error) {
	flags := flag.NewFlagSet("hall", flag.ContinueOnError)
	flags.SetOutput(m.Err)
	file := flags.String("config", "hall.toml", "configuration file")
	listen := flags.String("listen", "", "address to listen on, instead of the file's")
	dir := flags.String("dir", "", "folder of the log, instead of the file's")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	c, err := config.LoadHall(*file)
	if err != nil {
		return nil, err
	}
	if *listen != "" {
		c.Listen = *listen
	}
	if *dir != "" {
		c.Dir = *dir
	}
	params, err := wire(c, slog.New(slog.NewTextHandler(m.Err, nil)))
	if err != nil {
		return nil, err
	}
	return hall.New(params)
}

func (m Main) announce(ctx context.Context, node *hall.Node) {
	select {
	case <-node.Ready():
		fmt.Fprintf(m.Out, "hall: listening on %s\n", node.Addr())
	case <-ctx.Done():
	}
}

// wire makes a node's parts from its file.
func wire(c config.Hall, log *slog.Logger) (hall.Params, error) {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return hall.Params{}, err
	}
	identity, err := pki.Load(pki.Files(c.TLS))
	if err == nil {
		err = pki.Check(identity, time.Now())
	}
	if err != nil {
		return hall.Params{}, err
	}
	box, err := openBox(c.Dir, seal.Guard(c.Keys), log)
	if err != nil {
		return hall.Params{}, err
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return hall.Params{}, fmt.Errorf("listen: %w", err)
	}
	return hall.Params{
		Dir: c.Dir, Listen: c.Listen, TLS: identity, Settings: settings(c.Settings), AutoOpen: c.AutoOpen,
		Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Random: rand.Reader,
		Seal: box, Log: log,
	}, nil
}

// openBox opens the node's own key, kept beside its log, or makes one.
func openBox(dir string, g seal.Guard, log *slog.Logger) (*seal.Box, error) {
	keys, guard, err := seal.OpenGuarded(dir, g)
	if err != nil {
		return nil, err
	}
	_, strength := guard.Strength()
	log.Info("key", "provider", guard.Name(), "strength", strength)
	for _, n := range keys.Notes() {
		log.Warn("key", "note", n)
	}
	return keys.Box("hall log")
}

func settings(s config.HallSettings) queue.Settings {
	q := queue.Settings{
		Hall: s.Name, HallEN: s.NameEN, ZoneMinutes: s.ZoneMinutes,
		PassedMinutes: s.PassedMinutes, MaxCalls: s.MaxCalls, ProgressBase: s.ProgressBase,
	}
	for _, c := range s.Categories {
		q.Categories = append(q.Categories, queue.Category{Code: c.Code, Name: c.Name, NameEN: c.NameEN, MeanServiceSec: c.MeanServiceSec})
	}
	for _, w := range s.Windows {
		q.Windows = append(q.Windows, queue.WindowSpec{No: w.No, Categories: w.Categories})
	}
	return q
}
