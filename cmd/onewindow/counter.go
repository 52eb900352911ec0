package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"

	"onewindow/devices"
	"onewindow/devices/idcard"
	"onewindow/devices/scanner"
	"onewindow/internal/config"
	"onewindow/internal/counter"
	"onewindow/internal/counter/store"
	"onewindow/internal/glyph"
	"onewindow/internal/seal"
	"onewindow/internal/shelf"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/feed"
	"onewindow/sync/transport"
	counterui "onewindow/ui/counter"
	"onewindow/ui/kit"
)

func runCounter(ctx context.Context, args []string) error {
	var platform string
	citizen := spot{x: -1, y: -1}
	f, err := parseRole("counter", args, func(fs *flag.FlagSet) {
		fs.StringVar(&platform, "platform", "", "the platform's address, instead of the file's")
		fs.IntVar(&citizen.x, "citizen-x", -1, "left edge of the citizen's window; -1 puts it below the clerk's")
		fs.IntVar(&citizen.y, "citizen-y", -1, "upper edge of the citizen's window")
	})
	if err != nil {
		return err
	}
	return playRole(ctx, "counter", f, func(p *program, conf config.Terminal) (windows func() error, err error) {
		if platform != "" {
			conf.Platform.URL = platform
		}
		safe, err := openSafe(p, conf)
		if err != nil {
			return nil, err
		}
		p.onEnd(safe.Close)
		desk, err := wireDesk(p, conf, safe)
		if err != nil {
			return nil, err
		}
		return func() error { return counterWindows(p, conf, desk, citizen) }, nil
	})
}

// safe is what keeps the window's work: the vault, and the store over it that the line to the platform serves.
type safe struct {
	vault *vault.Vault
	store *store.Store
	line  *transport.Client
	carry counter.Carrier // nil = nothing is carried by hand
	notes []*seal.Error   // of the keys
}

// opening is what there is to say once of how the data was found at this start: the vault, then its keys.
func (s *safe) opening() *counter.Trouble {
	if o := s.store.Opening(); o != nil {
		return o
	}
	for _, n := range s.notes {
		if n.Kind == seal.KeyMended || n.Kind == seal.KeyUnmended {
			return &counter.Trouble{Code: n.Code, Sentence: n.Sentence, SentenceEN: n.SentenceEN}
		}
	}
	return nil
}

// Close lets go of the vault after everything that uses it has ended.
func (s *safe) Close() error {
	s.store.Close()
	s.line.Close()
	return s.vault.Close()
}

func openSafe(p *program, conf config.Terminal) (*safe, error) {
	if err := os.MkdirAll(conf.Dir, 0o700); err != nil {
		return nil, err
	}
	keys, wrap, err := seal.OpenGuarded(conf.Dir, seal.Guard(conf.Keys))
	if err != nil {
		return nil, err
	}
	_, strength := wrap.Strength()
	p.log.Info("key", "provider", wrap.Name(), "strength", strength)
	for _, n := range keys.Notes() {
		p.log.Warn("key", "note", n)
	}
	own, err := identity(conf)
	if err != nil {
		return nil, err
	}
	v, err := vault.Open(p.ctx, vaultParams(conf, keys, p.log))
	if err != nil {
		return nil, err
	}
	st, err := store.New(store.Params{Vault: v, Terminal: conf.Terminal, Now: time.Now, Zone: fuzhou, NewID: newID,
		Reports: filepath.Join(conf.Dir, "reports"), Version: built(), Keep: store.Keep{Days: conf.Vault.KeepDays, ScansDays: conf.Vault.KeepScansDays}})
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	line := transport.New(transport.Params{Base: conf.Platform.URL, TLS: keepingPlatform(own, conf.Dir, p.log), UserAgent: "onewindow/" + conf.Terminal, Log: p.log})
	exchange := runner.New(runner.Params{
		Terminal: conf.Terminal, Outbox: st.Owed(), Feed: feed.New(feed.Params{Vault: v, Shelf: st, Line: line}),
		Files: st, Desk: st, Line: line, Now: time.Now, Log: p.log,
		Settings: engine.Settings{MaxWait: time.Duration(conf.Platform.RetrySeconds) * time.Second, Random: rand.Float64},
		Limits:   limits(conf.Platform), Zone: fuzhou,
	})
	st.Follow(exchange)
	p.serve("exchange", exchange.Serve)
	carry := openCarrying(p, conf, own, v, exchange)
	p.serve("reseal", func(ctx context.Context) error { return v.ResealAtIdle(ctx, time.After) })
	p.serve("vault", func(ctx context.Context) error { return v.Tend(ctx, st.Retire) })
	return &safe{v, st, line, carry, keys.Notes()}, nil
}

// built names the source this program was made of, for an engineer; "" where the build does not say.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return info.Main.Version + " " + s.Value
		}
	}
	return info.Main.Version
}

func limits(s config.TerminalServer) (all engine.Limits) {
	for _, l := range s.ParsedLimits() {
		all = append(all, engine.Limit{From: l.From, To: l.To, Rate: l.BytesPerSecond})
	}
	return all
}

func wireDesk(p *program, conf config.Terminal, s *safe) (*counter.Desk, error) {
	items, err1 := shelf.Catalogue()
	days, err2 := shelf.Calendar()
	fonts, err3 := glyph.Load()
	hall, err4 := hallClient(p, conf, s.store.Measure)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	drawer, err := shelf.Drawer(fonts, conf.Papers)
	if err != nil {
		return nil, err
	}
	desk := counter.NewDesk(counter.Params{
		Terminal: conf.Terminal, WindowNo: conf.Window, HallName: conf.Papers.Hall,
		Hall: hall, Reader: deskReader(p, conf), Scanner: pageScanner(p, conf), Store: s.store, Users: users(conf), Papers: drawer, Clock: s.store,
		Room: s.store.Room, Machine: s.store.Machine, Opening: s.opening(), Offline: conf.Offline.Rules(),
		Carrier: s.carry, CarryDays: conf.Outbox.RemindDays,
		Catalogue: items, Calendar: days, NewID: newID, NewToken: newToken, After: time.After, Log: p.log,
	})
	p.serve("desk", desk.Serve)
	return desk, nil
}

// deskReader is nil where the file names no reader: what a window never had is not missed.
func deskReader(p *program, conf config.Terminal) counter.CardReader {
	if conf.Reader.Port == "" {
		return nil
	}
	return cardReader(p, conf)
}

// cardReader drives the reader the file names. One that is not named is absent, and says so.
func cardReader(p *program, conf config.Terminal) counter.CardReader {
	if conf.Reader.Port == "" {
		return noReader{}
	}
	r := idcard.New(idcard.Params{Port: conf.Reader.Port, Now: time.Now, Log: p.log})
	p.serve("reader", r.Serve)
	return r
}

// noReader is a terminal without a card reader.
type noReader struct{}

func (noReader) Status() devices.Status {
	return devices.Told(devices.Absent, "CARD-006")
}

func (noReader) Watch(context.Context) <-chan devices.CardEvent { return nil }

func pageScanner(p *program, conf config.Terminal) counter.Scanner {
	if conf.Scanner.URL == "" {
		return nil
	}
	s := scanner.New(scanner.Params{URL: conf.Scanner.URL, Now: time.Now, Log: p.log})
	p.serve("scanner", s.Serve)
	return s
}

func users(conf config.Terminal) *counter.LocalUsers {
	l := &counter.LocalUsers{Verify: seal.VerifyPIN, Now: now}
	for _, u := range conf.Users {
		l.Accounts = append(l.Accounts, counter.Account{User: counter.User{Operator: u.Operator, Name: u.Name, Roles: u.Roles}, Hash: u.PIN})
	}
	return l
}

func counterWindows(p *program, conf config.Terminal, desk *counter.Desk, at spot) error {
	words, err := kit.NewWords(language(conf), "kit", "counter")
	if err != nil {
		return err
	}
	params := counterui.Params{Desk: desk, UI: p.ui, Words: words, Now: now, Map: p.controls, OpenPaper: paperOpener(conf)}
	main := counterui.NewMain(p.ctx, params)
	citizen := counterui.NewCitizen(p.ctx, params)
	size := fyne.NewSize(1920, 1080)
	if conf.Screen.Size == "1366x768" {
		size = fyne.NewSize(1366, 768)
	}
	dx, dy := 0, int(size.Height)
	if at.x >= 0 {
		dx, dy = at.x-p.x, at.y-p.y
	}
	// The clerk's window comes last: it has the keyboard, and lies on top where the two share a small screen.
	citizen.Attach(p.window("OneWindow citizen", citizen.Content(), fyne.NewSize(1280, 800), conf.Screen, dx, dy))
	main.Attach(p.window("OneWindow counter", main.Content(), size, conf.Screen, 0, 0))
	return nil
}

// paperOpener hands a paper to the program the file names, on its standard input: a printer's spooler, a viewer.
// It never touches the disk unsealed on its way. The paper's kind is the last argument.
func paperOpener(conf config.Terminal) func(ctx context.Context, name string, pdf []byte) error {
	if len(conf.Papers.Open) == 0 {
		return nil
	}
	return func(ctx context.Context, name string, pdf []byte) error {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		args := append(conf.Papers.Open[1:len(conf.Papers.Open):len(conf.Papers.Open)], name)
		cmd := exec.CommandContext(ctx, conf.Papers.Open[0], args...)
		cmd.Stdin = bytes.NewReader(pdf)
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("paper: %s: %w", filepath.Base(conf.Papers.Open[0]), err)
		}
		return nil
	}
}
