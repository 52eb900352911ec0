package station

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/counter/store"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/feed"
	"onewindow/sync/hallclient"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// Params describe a station.
type Params struct {
	Dir      string
	Platform string // base URL
	Terminal string
	Life     int // which start this is: what it means to do is named after it
	Seed     uint64
	Work     bool          // makes acts; otherwise it only brings what it owes
	Pause    time.Duration // between two acts
	TLS      *pki.Files    // its identity; nil = in the clear
	Hall     []string      // nodes of the hall it takes numbers at; none = no hall
	Upkeep   time.Time     // its vault has a second place and is looked after, by a clock that runs fast from then on; zero = it is not
}

// Said is one line of a station's screen.
type Said struct {
	Kind     string   `json:"kind"`           // open, done, refused, owes, wish, number, view, upkeep, failed
	Code     string   `json:"code,omitempty"` // of a refusal
	Work     string   `json:"work,omitempty"` // of the upkeep that begins or failed; "" = none is under way
	Lost     bool     `json:"lost,omitempty"`
	Sentence string   `json:"sentence,omitempty"`
	Intent   string   `json:"intent,omitempty"` // of a done act: what was meant, once
	Op       string   `json:"op,omitempty"`
	Lane     string   `json:"lane,omitempty"`
	Act      string   `json:"act,omitempty"` // digest of the act's JSON before it was handed to the store
	Scans    []string `json:"scans,omitempty"`
	Number   string   `json:"number,omitempty"`  // of a queue ticket; a wish has none yet
	Waiting  int      `json:"waiting,omitempty"` // operations and scans that can still go by themselves
	Halted   []string `json:"halted,omitempty"`  // "operation or digest code"
	Held     []string `json:"held,omitempty"`    // "operation lane" of what is still in the outbox
	State    string   `json:"state,omitempty"`   // of a view: how the station shows a case, at the end
	Revision int      `json:"revision,omitempty"`
}

// Zone is the hall's.
var Zone = time.FixedZone("CST", 8*60*60)

type station struct {
	p     Params
	out   io.Writer
	rnd   *rand.Rand
	vault *vault.Vault
	store *store.Store
	count int

	tending atomic.Bool
	saying  sync.Mutex
}

// Main is the station as a child program.
func Main(ctx context.Context, params json.RawMessage, out io.Writer) error {
	var p Params
	if err := json.Unmarshal(params, &p); err != nil {
		return err
	}
	return Run(ctx, p, out)
}

// Run runs a station until ctx ends.
func Run(ctx context.Context, p Params, out io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	log := slog.New(slog.DiscardHandler)
	s := &station{p: p, out: out, rnd: rand.New(rand.NewPCG(p.Seed, uint64(p.Life)))}
	notes, err := s.open(ctx, log)
	if err != nil {
		return err
	}
	defer func() { _ = s.vault.Close() }()
	defer s.store.Close()
	var identity *tls.Config
	if p.TLS != nil {
		if identity, err = pki.Load(*p.TLS); err != nil {
			return err
		}
	}
	line := transport.New(transport.Params{Base: p.Platform, TLS: identity, UserAgent: p.Terminal, Log: log})
	defer line.Close()
	exchange := runner.New(runner.Params{Terminal: p.Terminal, Outbox: s.store.Owed(), Feed: feed.New(feed.Params{Vault: s.vault, Shelf: s.store, Line: line}),
		Files: s.store, Desk: s.store, Line: line, Now: time.Now, Log: log, ProbeEvery: 100 * time.Millisecond, TrimEvery: 300 * time.Millisecond,
		Settings: engine.Settings{Base: 20 * time.Millisecond, MaxWait: 200 * time.Millisecond, Random: rand.Float64}})
	s.store.Follow(exchange)
	s.tellOpened(notes)
	served := make(chan error, 1)
	go func() { served <- exchange.Serve(ctx) }()
	var beside sync.WaitGroup
	if len(p.Hall) > 0 && p.Work {
		hall := hallclient.New(hallclient.Params{Nodes: p.Hall, TLS: identity, Terminal: p.Terminal, Now: time.Now, NewID: newID, Log: log})
		defer hall.Close()
		beside.Go(func() { s.takeNumbers(ctx, hall) })
	}
	if !p.Upkeep.IsZero() {
		beside.Go(func() { _ = s.tend(ctx) })
	}
	err = s.run(ctx, served)
	cancel()
	beside.Wait()
	return err
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// open opens keys, vault and store. notes are what there is to say of the keys.
func (s *station) open(ctx context.Context, log *slog.Logger) (notes []*seal.Error, err error) {
	keys, _, err := seal.OpenInstallation(s.p.Dir)
	if err != nil {
		return nil, err
	}
	params := vault.Params{Dir: filepath.Join(s.p.Dir, "vault"), Keys: keys, Now: time.Now, Log: log, Checker: vault.CheckInChild(0)}
	if !s.p.Upkeep.IsZero() {
		params = s.lookedAfter(params)
		if err := age(s.p.Dir); err != nil {
			return nil, err
		}
	}
	if s.vault, err = vault.Open(ctx, params); err != nil {
		return nil, err
	}
	if s.store, err = store.New(store.Params{Vault: s.vault, Terminal: s.p.Terminal, Now: time.Now, Zone: Zone, NewID: newID}); err != nil {
		return nil, errors.Join(err, s.vault.Close())
	}
	return keys.Notes(), nil
}

// tellOpened says how the data was found: the vault, then its keys.
func (s *station) tellOpened(notes []*seal.Error) {
	r := s.vault.Recovery()
	said := Said{Kind: "open", Lost: r.Lost, Sentence: r.Sentence}
	for _, n := range notes {
		if said.Sentence == "" && (n.Kind == seal.KeyMended || n.Kind == seal.KeyUnmended) {
			said.Sentence = n.Sentence
		}
	}
	s.say(said)
}

// numberPause is the time between two citizens at the machine. Nobody is served here: a hall whose row only grows takes longer
// with every start, and a run of many kills must not be about that.
const numberPause = 250 * time.Millisecond

// takeNumbers takes one number after another, each under one identity until its answer came.
func (s *station) takeNumbers(ctx context.Context, hall *hallclient.Client) {
	for ctx.Err() == nil {
		wish := queue.Command{ID: newID(), Kind: queue.Issue, Terminal: s.p.Terminal, Category: "A"}
		s.say(Said{Kind: "wish", Intent: wish.ID})
		for ctx.Err() == nil {
			a, err := hall.Do(ctx, wish)
			if err == nil && a.Ticket != nil {
				s.say(Said{Kind: "number", Intent: wish.ID, Number: a.Ticket.Number})
				break
			}
			sleep(ctx, 50*time.Millisecond)
		}
		sleep(ctx, numberPause)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func (s *station) say(what Said) {
	line, _ := json.Marshal(what) // plain values
	s.saying.Lock()
	defer s.saying.Unlock()
	_, _ = s.out.Write(append(line, '\n'))
}

// tellEvery is how often a station tells what it owes, unless that takes it more than the share tellShare of its time; calm
// is how often it tells that it owes nothing before that is believed: the feed may still bring what follows from its acts.
const (
	tellEvery = 100 * time.Millisecond
	tellShare = 10
	calm      = 5
)

// run makes acts, and tells now and then what is owed.
func (s *station) run(ctx context.Context, served <-chan error) error {
	var act <-chan time.Time
	if s.p.Work {
		act = time.After(0)
	}
	tell := time.After(tellEvery)
	for {
		select {
		case <-ctx.Done():
			return s.tellViews()
		case err := <-served:
			return err
		case <-tell:
			began := time.Now()
			if err := s.tellOwed(); err != nil {
				return err
			}
			tell = time.After(max(tellEvery, tellShare*time.Since(began)))
		case <-act:
			if err := s.act(ctx); err != nil && ctx.Err() == nil {
				return err
			}
			act = time.After(s.p.Pause)
		}
	}
}

// tellViews says how every case stands here.
func (s *station) tellViews() error {
	known, err := s.store.Cases(context.Background())
	for _, c := range known {
		s.say(Said{Kind: "view", Lane: c.ID, State: string(c.State), Revision: c.Revision})
	}
	return err
}

func (s *station) tellOwed() error {
	ops, files, _, err := s.store.Owed().Load()
	if err != nil {
		return err
	}
	told := Said{Kind: "owes"}
	stands := map[string]uint64{} // lane → first place that halts it
	blocked := map[string]bool{}  // operations that go nowhere by themselves
	for _, op := range ops {
		if at, ok := stands[op.Lane]; op.State.Halts() && (!ok || op.Seq < at) {
			stands[op.Lane] = op.Seq
		}
	}
	for _, op := range ops {
		told.Held = append(told.Held, op.ID+" "+op.Lane)
		at, ok := stands[op.Lane]
		blocked[op.ID] = ok && op.Seq >= at
		switch {
		case op.State.Halts():
			told.Halted = append(told.Halted, op.ID+" "+op.Lane+" "+op.Why.Code)
		case op.State == outbox.Waiting && !blocked[op.ID]:
			told.Waiting++
		}
	}
	for _, f := range files {
		switch {
		case f.State.Halts():
			told.Halted = append(told.Halted, f.Digest+" "+f.Op+" "+f.Why.Code)
		case f.State == outbox.Waiting && !blocked[f.Op]:
			told.Waiting++
		}
	}
	s.say(told)
	return nil
}
