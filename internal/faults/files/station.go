package files

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/counter/store"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/feed"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// StationParams describe a counter without windows.
type StationParams struct {
	Dir      string
	Platform string // base URL
	Terminal string
	Life     int // which start this is: what it means to do is named after it
	Seed     uint64
	Work     bool      // makes acts; otherwise it only brings what it owes
	Out      io.Writer // its screen
}

// Said is one line of a station's screen.
type Said struct {
	Kind     string   `json:"kind"` // open, done, owes
	Lost     bool     `json:"lost,omitempty"`
	Sentence string   `json:"sentence,omitempty"`
	Intent   string   `json:"intent,omitempty"` // of a done act: what was meant, once
	Op       string   `json:"op,omitempty"`
	Lane     string   `json:"lane,omitempty"`
	Act      string   `json:"act,omitempty"` // digest of the act's JSON before it was handed to the store
	Scans    []string `json:"scans,omitempty"`
	Waiting  int      `json:"waiting,omitempty"` // operations and scans that can still go by themselves
	Halted   []string `json:"halted,omitempty"`  // "operation or digest code"
	Held     []string `json:"held,omitempty"`    // operations still in the outbox
}

// zone is the hall's.
var zone = time.FixedZone("CST", 8*60*60)

type station struct {
	p     StationParams
	rnd   *rand.Rand
	vault *vault.Vault
	store *store.Store
	count int
}

// Station runs a counter without windows until ctx ends.
func Station(ctx context.Context, p StationParams) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	keys, _, err := seal.OpenInstallation(p.Dir)
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	v, err := vault.Open(ctx, vault.Params{Dir: filepath.Join(p.Dir, "vault"), Keys: keys, Now: time.Now, Log: log})
	if err != nil {
		return err
	}
	defer func() { _ = v.Close() }()
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	st, err := store.New(store.Params{Vault: v, Terminal: p.Terminal, Now: time.Now, Zone: zone, NewID: newID})
	if err != nil {
		return err
	}
	defer st.Close()
	line := transport.New(transport.Params{Base: p.Platform, UserAgent: p.Terminal, Log: log})
	defer line.Close()
	exchange := runner.New(runner.Params{Terminal: p.Terminal, Outbox: st.Owed(), Feed: feed.New(feed.Params{Vault: v, Shelf: st, Line: line}),
		Files: st, Desk: st, Line: line, Now: time.Now, Log: log, ProbeEvery: 100 * time.Millisecond, TrimEvery: 300 * time.Millisecond,
		Settings: engine.Settings{Base: 20 * time.Millisecond, MaxWait: 200 * time.Millisecond, Random: rand.Float64}})
	st.Follow(exchange)
	s := &station{p: p, rnd: rand.New(rand.NewPCG(p.Seed, uint64(p.Life))), vault: v, store: st}
	r := v.Recovery()
	s.say(Said{Kind: "open", Lost: r.Lost, Sentence: r.Sentence})
	served := make(chan error, 1)
	go func() { served <- exchange.Serve(ctx) }()
	err = s.run(ctx, served)
	cancel()
	return err
}

func (s *station) say(what Said) {
	line, _ := json.Marshal(what) // plain values
	_, _ = s.p.Out.Write(append(line, '\n'))
}

// run makes acts, and tells now and then what is owed.
func (s *station) run(ctx context.Context, served <-chan error) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
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
		told.Held = append(told.Held, op.ID)
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
	meant := actDigest(act)
	id, err := s.store.Commit(ctx, after, act)
	if err != nil {
		return err
	}
	s.say(Said{Kind: "done", Intent: intent, Op: id, Lane: after.ID, Act: meant, Scans: scans})
	return nil
}

// next is an act that fits the case; each carries its intent.
func (s *station) next(ctx context.Context, c cases.Case, intent string) (a cases.Act, ok bool, err error) {
	a = cases.Act{At: cases.Stamp{Time: time.Now().In(zone), Source: cases.FromClerk}, By: cases.Who{Operator: "0312", Name: "林", Terminal: s.p.Terminal}}
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

func actDigest(a cases.Act) string {
	text, err := json.Marshal(a)
	if err != nil {
		return errors.Join(err).Error()
	}
	return seal.Digest(text)
}
