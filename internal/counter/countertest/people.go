package countertest

import (
	"context"
	"slices"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/trouble"
)

// Halt lets the platform's word on an operation be this one: "rejected", "conflict" or "parked". The case is then what it
// was before the act. Any other operation counts as taken.
func (s *Store) Halt(id, state, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.pulse()
	if op := s.op(id); op != nil {
		op.state, op.code = state, code
		s.cases[op.After.ID] = cases.Without(s.cases[op.After.ID], op.Act)
	}
}

// Ended are the operations that left by a person's word.
func (s *Store) Ended() []counter.Ended {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ended)
}

// op wants mu.
func (s *Store) op(id string) *Committed {
	i := slices.IndexFunc(s.ops, func(op Committed) bool { return op.ID == id })
	if i < 0 {
		return nil
	}
	return &s.ops[i]
}

// entry wants mu.
func (s *Store) entry(op Committed) (e counter.OutboxEntry, owed bool) {
	e = counter.OutboxEntry{ID: op.ID, CaseID: op.After.ID, Act: op.Act.Kind, State: "waiting", Since: op.Act.At.Time, Operator: op.Act.By.Operator, Name: op.Act.By.Name}
	if op.state == "" {
		return e, !s.online
	}
	e.State, e.Code, e.Why, e.WhyEN, e.Handed = op.state, op.code, "平台退回。", "Sent back.", op.handed
	e.Ways = []counter.Way{{Kind: counter.WayCorrect}, {Kind: counter.WayKeep}, {Kind: counter.WayHand}}
	if op.handed != nil {
		e.Ways = []counter.Way{{Kind: counter.WayBack}, {Kind: counter.WayCorrect, Code: "SYNC-129", Why: trouble.Of("SYNC-129").Clerk.Zh, WhyEN: trouble.Of("SYNC-129").Clerk.En}}
	}
	return e, true
}

func gone() error {
	return &counter.Error{Code: "SYNC-120", Sentence: trouble.Of("SYNC-120").Clerk.Zh, SentenceEN: trouble.Of("SYNC-120").Clerk.En}
}

// halted gives an operation the platform did not take. It wants mu.
func (s *Store) halted(id string) (*Committed, error) {
	op := s.op(id)
	if op == nil || op.state == "" {
		return nil, gone()
	}
	return op, nil
}

// Dispute implements counter.OutboxPeople.
func (s *Store) Dispute(_ context.Context, id string) (d counter.Dispute, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	op, err := s.halted(id)
	if err != nil {
		return d, err
	}
	d = counter.Dispute{Act: op.Act, Ours: op.After, Truth: cases.Clone(s.cases[op.After.ID])}
	d.Known = d.Truth.Revision > 0
	d.Entry, _ = s.entry(*op)
	if work, ok := s.drafts[op.After.ID]; ok {
		d.Work = &work
	}
	return d, nil
}

// Correct implements counter.OutboxPeople.
func (s *Store) Correct(ctx context.Context, id string, after cases.Case, act cases.Act, reason string) (string, error) {
	s.mu.Lock()
	_, err := s.halted(id)
	s.mu.Unlock()
	if err != nil {
		return "", err
	}
	newID, err := s.Commit(ctx, after, act)
	s.mu.Lock()
	defer s.mu.Unlock()
	if made := &s.ops[len(s.ops)-1]; made.Act.At == act.At && made.Act.Kind == act.Kind && made.ID != id { // also when its answer was lost
		made.Replaces = id
		if old, gone := s.halted(id); gone == nil {
			s.end(*old, true, act.By, reason)
		}
	}
	return newID, err
}

// end wants mu.
func (s *Store) end(op Committed, corrected bool, by cases.Who, reason string) {
	e, _ := s.entry(op)
	s.ended = append(s.ended, counter.Ended{Entry: e, Corrected: corrected, By: by.Operator, Name: by.Name, At: op.Act.At.Time, Reason: reason})
	s.ops = slices.DeleteFunc(s.ops, func(o Committed) bool { return o.ID == op.ID })
}

// SetDown implements counter.OutboxPeople.
func (s *Store) SetDown(_ context.Context, id string, by cases.Who, reason string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.pulse()
	op, err := s.halted(id)
	if err == nil {
		s.end(*op, false, by, reason)
	}
	return err
}

// HandOver implements counter.OutboxPeople.
func (s *Store) HandOver(_ context.Context, id string, by cases.Who) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.pulse()
	op, err := s.halted(id)
	if err == nil {
		op.handed = &counter.Handed{By: by.Operator, Name: by.Name, At: op.Act.At.Time, Report: "outbox-" + id + ".json"}
	}
	return err
}

// TakeBack implements counter.OutboxPeople.
func (s *Store) TakeBack(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.pulse()
	op, err := s.halted(id)
	if err == nil {
		op.handed = nil
	}
	return err
}
