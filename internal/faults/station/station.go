package station

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/counter/store"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
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
	Work     bool       // makes acts; otherwise it only brings what it owes
	TLS      *pki.Files // its identity; nil = in the clear
	Hall     []string   // nodes of the hall it takes numbers at; none = no hall
}

// Said is one line of a station's screen.
type Said struct {
	Kind     string   `json:"kind"` // open, done, owes, wish, number, view
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

	saying sync.Mutex
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
	keys, _, err := seal.OpenInstallation(p.Dir)
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	v, err := vault.Open(ctx, vault.Params{Dir: filepath.Join(p.Dir, "vault"), Keys: keys, Now: time.Now, Log: log, Checker: vault.CheckInChild(0)})
	if err != nil {
		return err
	}
	defer func() { _ = v.Close() }()
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	st, err := store.New(store.Params{Vault: v, Terminal: p.Terminal, Now: time.Now, Zone: Zone, NewID: newID})
	if err != nil {
		return err
	}
	defer st.Close()
	var identity *tls.Config
	if p.TLS != nil {
		if identity, err = pki.Load(*p.TLS); err != nil {
			return err
		}
	}
	line := transport.New(transport.Params{Base: p.Platform, TLS: identity, UserAgent: p.Terminal, Log: log})
	defer line.Close()
	exchange := runner.New(runner.Params{Terminal: p.Terminal, Outbox: st.Owed(), Feed: feed.New(feed.Params{Vault: v, Shelf: st, Line: line}),
		Files: st, Desk: st, Line: line, Now: time.Now, Log: log, ProbeEvery: 100 * time.Millisecond, TrimEvery: 300 * time.Millisecond,
		Settings: engine.Settings{Base: 20 * time.Millisecond, MaxWait: 200 * time.Millisecond, Random: rand.Float64}})
	st.Follow(exchange)
	s := &station{p: p, out: out, rnd: rand.New(rand.NewPCG(p.Seed, uint64(p.Life))), vault: v, store: st}
	r := v.Recovery()
	s.say(Said{Kind: "open", Lost: r.Lost, Sentence: r.Sentence})
	served := make(chan error, 1)
	go func() { served <- exchange.Serve(ctx) }()
	var numbers sync.WaitGroup
	if len(p.Hall) > 0 && p.Work {
		hall := hallclient.New(hallclient.Params{Nodes: p.Hall, TLS: identity, Terminal: p.Terminal, Now: time.Now, NewID: newID, Log: log})
		defer hall.Close()
		numbers.Go(func() { s.takeNumbers(ctx, hall, newID) })
	}
	err = s.run(ctx, served)
	cancel()
	numbers.Wait()
	return err
}

// takeNumbers takes one number after another, each under one identity until its answer came.
func (s *station) takeNumbers(ctx context.Context, hall *hallclient.Client, newID func() string) {
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
		sleep(ctx, 20*time.Millisecond)
	}
}

func sleep(ctx context.Context, d time.Duration) {
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

// run makes acts, and tells now and then what is owed.
func (s *station) run(ctx context.Context, served <-chan error) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return s.tellViews()
		case err := <-served:
			return err
		case <-tick.C:
			if err := s.tellOwed(); err != nil {
				return err
			}
		default:
			if !s.p.Work {
				select {
				case <-ctx.Done():
				case <-tick.C:
					if err := s.tellOwed(); err != nil {
						return err
					}
				}
				continue
			}
			if err := s.act(ctx); err != nil && ctx.Err() == nil {
				return err
			}
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

// itemCode is a synthetic item of the unassigned county 350199.
const itemCode = "1135019900000000000000000000001"

// Secret texts that must never lie on a disk unsealed.
const (
	SecretName   = "张𬭎"
	SecretNumber = "350199195001010017"
	SecretForm   = "南后街示例铺12号"
)

func (s *station) newCase(ctx context.Context, intent string) (cases.Case, []string, error) {
	now := time.Now()
	serial := int(now.UnixMilli()/100) % 1000000
	number, err := cases.Number(itemCode, workday.Date{Year: 2026, Month: 11, Day: 23}, fmt.Sprintf("%04d", serial/10000+s.p.Life*100), serial%10000*36+s.count%36+1)
	if err != nil {
		return cases.Case{}, nil, err
	}
	spec := catalogue.MaterialSpec{Name: "申请表"}
	c := cases.Case{ID: uuid.Must(uuid.NewV7()).String(), Number: number, Ticket: intent, Item: catalogue.Item{ID: "FZ999", Code: itemCode, Dept: "示例局", Materials: []catalogue.MaterialSpec{spec}},
		Applicant: cases.Party{Name: SecretName, Number: SecretNumber}, Form: []cases.Value{{Key: "address", Text: SecretForm}},
		Promised: workday.Date{Year: 2026, Month: 12, Day: 1}, Legal: workday.Date{Year: 2026, Month: 12, Day: 20}}
	page := make([]byte, 2000+s.rnd.IntN(300_000))
	for i := range page {
		page[i] = byte(s.rnd.Uint32())
	}
	copy(page, SecretForm)
	file, err := s.store.PutFile(ctx, "image/jpeg", bytes.NewReader(page))
	c.Materials = []cases.Material{{Spec: spec, State: cases.Scanned, Count: 1, Pages: []cases.Page{file}, At: now}}
	return c, []string{file.Digest}, err
}

// act makes a new case, or the next step of one that is known here.
func (s *station) act(ctx context.Context) error {
	s.count++
	intent := fmt.Sprintf("%s-%d-%d", s.p.Terminal, s.p.Life, s.count)
	known, err := s.store.Cases(ctx)
	if err != nil {
		return err
	}
	var (
		c     cases.Case
		scans []string
	)
	if len(known) > 0 && s.rnd.IntN(3) > 0 {
		c = known[s.rnd.IntN(min(len(known), 12))]
	} else if c, scans, err = s.newCase(ctx, intent); err != nil {
		return err
	}
	act, ok, err := s.next(ctx, c, intent)
	if err != nil || !ok {
		return err
	}
	after, err := cases.Apply(c, act)
	if err != nil {
		return nil // the window would not offer it
	}
	meant := ActDigest(act)
	id, err := s.store.Commit(ctx, after, act)
	if err != nil {
		return err
	}
	s.say(Said{Kind: "done", Intent: intent, Op: id, Lane: after.ID, Act: meant, Scans: scans})
	return nil
}

// next is an act that fits the case; each carries its intent.
func (s *station) next(ctx context.Context, c cases.Case, intent string) (a cases.Act, ok bool, err error) {
	a = cases.Act{At: cases.Stamp{Time: time.Now().In(Zone), Source: cases.FromClerk}, By: cases.Who{Operator: "0312", Name: "林", Terminal: s.p.Terminal}}
	kind := cases.PaperKind("")
	switch {
	case c.State == "" || c.State == cases.Draft:
		a.Kind, kind, a.Filing = cases.ActAccept, cases.AcceptanceNotice, &c
	case c.State == cases.Granted && c.HandOut == nil:
		a.Kind, kind, a.HandOut = cases.ActHandOut, cases.DeliveryRecord, &cases.Delivery{Receiver: SecretName, Way: cases.WayHand}
	default:
		moment := cases.Moments(c)
		if moment == 0 || cases.Rated(c, moment) {
			return a, false, nil
		}
		a.Kind, a.Rating = cases.ActRate, &cases.Rating{Grade: 1, Count: moment, Device: intent}
	}
	if kind != "" {
		page, err := s.store.PutFile(ctx, "application/pdf", bytes.NewReader([]byte("%PDF "+intent+" "+SecretNumber)))
		if err != nil {
			return a, false, err
		}
		a.Paper = &cases.IssuedPaper{Kind: kind, Number: intent, Page: page, At: a.At.Time}
	}
	return a, true, nil
}

// ActDigest names an act by its JSON.
func ActDigest(a cases.Act) string {
	text, err := json.Marshal(a)
	if err != nil {
		return errors.Join(err).Error()
	}
	return seal.Digest(text)
}
