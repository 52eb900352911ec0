package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/config"
	"onewindow/internal/glyph"
	"onewindow/internal/pki"
	"onewindow/internal/platform"
	"onewindow/internal/seal"
	"onewindow/internal/shelf"
	"onewindow/internal/trouble"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			os.Exit(2)
		}
		trouble.Leave(os.Stderr, "platform", err)
		os.Exit(1)
	}
}

// run serves until ctx ends, or takes carried files. Its errors speak to a person.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == "carry" {
		return trouble.AtStart(runCarry(ctx, args[1:], out))
	}
	pf, err := open(args)
	if err != nil {
		return trouble.AtStart(err)
	}
	api, web := pf.Addrs()
	fmt.Fprintf(out, "platform: api https://%s web https://%s\n", api, web)
	return trouble.AtEnd(errors.Join(pf.Serve(ctx), pf.Close()))
}

func open(args []string) (*platform.Platform, error) {
	flags := flag.NewFlagSet("platform", flag.ContinueOnError)
	file := flags.String("config", "platform.toml", "configuration file")
	restore := flags.Bool("restore", false, "the database is lost: put the newest backup back and begin a new epoch, so that terminals offer again what it lacks")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	conf, err := config.LoadPlatform(*file)
	if err != nil {
		return nil, err
	}
	params, err := wire(conf)
	if err != nil {
		return nil, err
	}
	params.Restore = *restore
	return platform.New(params)
}

// wire makes a platform's parts from its file.
func wire(conf config.Platform) (platform.Params, error) {
	if err := os.MkdirAll(conf.Dir, 0o700); err != nil {
		return platform.Params{}, err
	}
	identity, err := pki.Load(pki.Files(conf.TLS))
	if err != nil {
		return platform.Params{}, err
	}
	paper, err := paperOf(identity)
	if err != nil {
		return platform.Params{}, err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	box, err := openBox(conf.Dir, seal.Guard(conf.Keys), log)
	if err != nil {
		return platform.Params{}, err
	}
	list, err := shelf.Catalogue()
	if err != nil {
		return platform.Params{}, err
	}
	days, err := shelf.Calendar()
	if err != nil {
		return platform.Params{}, err
	}
	fonts, err := glyph.Load()
	if err != nil {
		return platform.Params{}, err
	}
	drawer, err := shelf.Drawer(fonts, conf.Papers)
	if err != nil {
		return platform.Params{}, err
	}
	return platform.Params{
		Dir: conf.Dir, BackupDir: conf.BackupDir, BackupEvery: time.Duration(conf.BackupSeconds) * time.Second,
		APIAddr: conf.API, APITLS: identity, Paper: paper, WebAddr: conf.Web, WebTLS: pki.Public(identity), PublicBase: conf.PublicBase,
		Users: officers(conf.Users), Verify: seal.VerifyPIN, Calendar: days, Form: list.Form,
		Now:   func() time.Time { return time.Now().In(fuzhou) },
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
		Random: func(n int) []byte {
			b := make([]byte, n)
			_, _ = rand.Read(b) // never fails (crypto/rand since Go 1.24)
			return b
		},
		Seal: box, ResultPaper: drawer.Result, Log: log,
	}, nil
}

// fuzhou is the zone all dates are written in; China has one and no summer time.
var fuzhou = time.FixedZone("CST", 8*60*60)

func officers(users []config.User) []platform.User {
	all := make([]platform.User, len(users))
	for i, u := range users {
		all[i] = platform.User{Login: u.Operator, Name: u.Name, Post: "审查岗", PostEN: "Reviewer", Dept: u.Dept, Hash: u.PIN}
	}
	return all
}

// openBox opens the platform's key, or makes it at the first start, and says how strong its keeping is.
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
	return keys.Box("platform")
}
