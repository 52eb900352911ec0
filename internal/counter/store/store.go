package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
)

// Params is what a Store needs.
type Params struct {
	Vault    *vault.Vault
	Terminal string
	Now      func() time.Time
	Zone     *time.Location // the hall's
	NewID    func() string  // UUIDv7
	// Reports is the folder for an engineer's reports, made when it is needed; "" = none are written.
	Reports string
	Keep    Keep   // what is safe at the platform
	Version string // of this program, for the reports

	Schemas api.Schemas         // of operations this program reads and writes; zero = what this build does
	Needs   func(cases.Act) int // the oldest schema an act can be said in; default api.Needs
}

// Line is the exchange with the platform, as the outbox shows it; *runner.Runner is one.
type Line interface {
	Status() runner.Status
	RetryNow()
	// Do feeds a person's act to the machine; done is false when it changed nothing.
	Do(ctx context.Context, in engine.Input) (done bool, err error)
	Tell(c chan<- struct{}) (stop func())
}

// Store is the counter's store. Clock is its legal time.
type Store struct {
	*Clock
	p      Params
	outbox *outbox.Outbox
	line   Line
	begun  time.Time
	list   list

	changed chan struct{}
	stops   []func()
}

// New makes a store over an open vault. Give it the runner with Follow before it is used.
func New(p Params) (*Store, error) {
	p.Schemas = p.Schemas.Or(api.Reads())
	if p.Needs == nil {
		p.Needs = api.Needs
	}
	clock, err := newClock(p.Vault, p.Now, p.Zone)
	if err != nil {
		return nil, err
	}
	s := &Store{Clock: clock, p: p, outbox: outbox.New(p.Vault), begun: p.Now(), changed: make(chan struct{}, 1)}
	s.stops = append(s.stops, p.Vault.Tell(s.changed))
	s.outbox.OnTurn(s.turned)
	if p.Vault.Recovery().Lost { // numbers given since may be gone: never number from this block again
		err = s.SetBlock(context.Background(), "")
	}
	return s, err
}

// Owed is the outbox the runner works on.
func (s *Store) Owed() *outbox.Outbox { return s.outbox }

// Follow lets the outbox view show what the exchange is doing. Call it once, before the store is used.
func (s *Store) Follow(l Line) {
	s.line = l
	s.stops = append(s.stops, l.Tell(s.changed))
}

// Changed implements counter.Store.
func (s *Store) Changed() <-chan struct{} { return s.changed }

// Close stops listening. The vault stays open; it is its opener's.
func (s *Store) Close() {
	for _, stop := range s.stops {
		stop()
	}
}

// SaveDraft implements counter.Store. A draft whose filing the platform did not take is worked on beside what it has.
func (s *Store) SaveDraft(ctx context.Context, c cases.Case) error {
	return s.update(ctx, func(tx *vault.Tx) error {
		s.list.touch(tx, c.ID)
		beside, err := isFiled(tx, c.ID)
		if err == nil && !beside {
			beside, err = owes(tx, c.ID)
		}
		if err != nil {
			return err
		}
		if beside {
			return putCase(tx, draftsBucket, c)
		}
		return putCase(tx, casesBucket, c)
	})
}

// DropDraft implements counter.Store. What an operation here still speaks of is not dropped.
func (s *Store) DropDraft(ctx context.Context, id string) error {
	return s.update(ctx, func(tx *vault.Tx) error {
		s.list.touch(tx, id)
		_, working, err := getCase(tx, draftsBucket, id)
		if err != nil {
			return err
		}
		if working {
			return tx.Delete(draftsBucket, id)
		}
		if filed, err := isFiled(tx, id); err != nil || filed {
			return err
		}
		if owed, err := owes(tx, id); err != nil || owed {
			return errors.Join(err, told("SYNC-121"))
		}
		return tx.Delete(casesBucket, id)
	})
}

// owes reports whether the platform has not taken every step of a case from here.
func owes(tx *vault.Tx, id string) (bool, error) {
	steps, err := outbox.Steps(tx, id)
	return len(steps) > 0, err
}

// isFiled reports whether the case has left the terminal's own hands.
func isFiled(tx *vault.Tx, id string) (bool, error) {
	c, ok, err := getCase(tx, casesBucket, id)
	return ok && cases.Filed(c), err
}

// filesOf gives the files the act speaks of that lie in this vault, each once.
func (s *Store) filesOf(act cases.Act) (files []cases.Page) {
	add := func(p cases.Page) {
		if p.Digest != "" && s.p.Vault.HasFile(p.Digest) && !slices.ContainsFunc(files, func(f cases.Page) bool { return f.Digest == p.Digest }) {
			files = append(files, p)
		}
	}
	if act.Filing != nil {
		for _, m := range act.Filing.Materials {
			for _, p := range m.Pages {
				add(p)
			}
		}
		for _, p := range act.Filing.Papers {
			add(p.Page)
		}
	}
	if act.Paper != nil {
		add(act.Paper.Page)
	}
	return files
}

func digests(files []cases.Page) (out []string) {
	for _, f := range files {
		out = append(out, f.Digest)
	}
	return out
}

// Case implements counter.Store. A working copy stands before the filed case.
func (s *Store) Case(_ context.Context, id string) (c cases.Case, err error) {
	err = s.p.Vault.View(func(tx *vault.Tx) error {
		var ok bool
		if c, ok, err = standing(tx, id); err == nil && !ok {
			err = counter.ErrNotFound
		}
		return err
	})
	return c, spoken(err)
}

// PutFile implements counter.Store.
func (s *Store) PutFile(ctx context.Context, typ string, r io.Reader) (cases.Page, error) {
	p, err := s.p.Vault.PutFile(ctx, typ, r)
	return p, spoken(err)
}

// OpenFile implements counter.Store.
func (s *Store) OpenFile(_ context.Context, digest string) (io.ReadCloser, error) {
	f, err := s.p.Vault.OpenFile(digest)
	if errors.Is(err, &vault.Error{Code: vault.CodeNoFile}) {
		return nil, counter.ErrNotFound
	}
	if err != nil {
		return nil, spoken(err)
	}
	return f, nil
}

// ReadFile implements runner.Files.
func (s *Store) ReadFile(digest string) (runner.File, error) {
	f, err := s.p.Vault.OpenFile(digest)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// RetryNow implements counter.Store.
func (s *Store) RetryNow() {
	if s.line != nil {
		s.line.RetryNow()
	}
}

func (s *Store) update(ctx context.Context, f func(tx *vault.Tx) error) error {
	return spoken(s.p.Vault.Update(ctx, f))
}

func getCase(tx *vault.Tx, bucket, id string) (c cases.Case, ok bool, err error) {
	b, err := tx.Get(bucket, id)
	if err != nil || b == nil {
		return c, false, err
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return c, false, fmt.Errorf("store: decode: %w", err)
	}
	return c, true, nil
}

func putCase(tx *vault.Tx, bucket string, c cases.Case) error {
	b, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("store: encode: %w", err)
	}
	return tx.Put(bucket, c.ID, b)
}

// spoken turns what has a sentence into the counter's own error, so that the desk can show it.
func spoken(err error) error {
	var own *counter.Error
	var v *vault.Error
	if errors.As(err, &own) || !errors.As(err, &v) {
		return err
	}
	return &counter.Error{Code: v.Code, Sentence: v.Sentence, SentenceEN: v.SentenceEN, Err: err}
}
