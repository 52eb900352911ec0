package store

import (
	"context"
	"errors"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
)

// Dispute implements counter.OutboxPeople.
func (s *Store) Dispute(_ context.Context, opID string) (d counter.Dispute, err error) {
	status := s.status()
	err = s.p.Vault.View(func(tx *vault.Tx) error {
		st, err := outbox.Find(tx, opID)
		if errors.Is(err, outbox.ErrGone) {
			return told("SYNC-120")
		}
		if err != nil {
			return err
		}
		d, err = s.dispute(tx, st, status)
		return err
	})
	return d, spoken(err)
}

func (s *Store) dispute(tx *vault.Tx, st outbox.Step, status runner.Status) (d counter.Dispute, err error) {
	side, err := s.side(tx, st.Op, status)
	if err != nil {
		return d, err
	}
	d = counter.Dispute{Act: st.Operation.Act, Truth: side.truth, Known: side.known, Lacks: side.lacks, AsOf: side.asOf}
	if d.Entry, err = s.opEntry(tx, st.Op, status); err != nil {
		return d, err
	}
	if work, ok, err := getCase(tx, draftsBucket, st.Op.Lane); err != nil {
		return d, err
	} else if ok && work.State == side.truth.State {
		d.Work = &work
	}
	d.Ours = side.truth
	if f := d.Act.Filing; f != nil {
		d.Ours = *f
	}
	if after, err := cases.Apply(side.truth, d.Act); err == nil && d.Act.Filing == nil {
		d.Ours = after
	}
	return d, nil
}

// Correct implements counter.OutboxPeople.
func (s *Store) Correct(ctx context.Context, opID string, after cases.Case, act cases.Act, reason string) (newID string, err error) {
	if act.At.Source == "" {
		return "", noTime()
	}
	newID = s.p.NewID()
	err = s.update(ctx, func(tx *vault.Tx) error {
		old, err := outbox.Halted(tx, after.ID)
		if err != nil {
			return err
		}
		if old == nil || old.ID != opID {
			return told("SYNC-120")
		}
		first := old.Label.First
		if first == "" {
			first = hand(old.Label.Operator, old.Label.Name)
		}
		d := outbox.Draft{Lane: after.ID, Replaces: opID, Reason: reason, Label: outbox.Label{First: first}}
		if err := errors.Join(s.owe(tx, newID, d, after, act), s.putAct(tx, after, act)); err != nil {
			return err
		}
		return s.turned(tx, after.ID) // what waits behind stands on it now
	})
	return newID, err
}

// hand names a clerk by number and name.
func hand(operator, name string) string {
	if name == "" {
		return operator
	}
	return operator + " " + name
}

// SetDown implements counter.OutboxPeople.
func (s *Store) SetDown(ctx context.Context, opID string, by cases.Who, reason string) error {
	return s.do(ctx, engine.SetDown{ID: opID, By: by.Operator, Name: by.Name, At: s.Now(), Reason: reason})
}

// HandOver implements counter.OutboxPeople. The report is on disk before the entry is parked.
func (s *Store) HandOver(ctx context.Context, entryID string, by cases.Who) error {
	name, err := s.report(entryID)
	if err != nil {
		return err
	}
	return s.do(ctx, engine.HandedOver{ID: entryID, Hand: outbox.Hand{At: s.Now(), By: by.Operator, Name: by.Name, Report: name}})
}

// TakeBack implements counter.OutboxPeople.
func (s *Store) TakeBack(ctx context.Context, entryID string) error {
	return s.do(ctx, engine.TakenBack{ID: entryID})
}

// do has the machine make a person's act; without an exchange, the store makes it on what is on disk.
func (s *Store) do(ctx context.Context, in engine.Input) error {
	done, err := false, error(nil)
	if s.line != nil {
		done, err = s.line.Do(ctx, in)
	} else {
		done, err = s.doAlone(ctx, in)
	}
	if err == nil && !done {
		err = told("SYNC-125")
	}
	return spoken(err)
}

func (s *Store) doAlone(ctx context.Context, in engine.Input) (bool, error) {
	ops, files, line, err := s.outbox.Load()
	if err != nil {
		return false, err
	}
	_, change := engine.Step(engine.Begin(ops, files, line, s.p.Now()), in, s.p.Now(), engine.Settings{Random: func() float64 { return 0 }})
	if change.Empty() {
		return false, nil
	}
	return true, s.outbox.Record(ctx, change)
}
