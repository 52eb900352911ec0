package store

import (
	"context"
	"errors"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

// Commit implements counter.Store: case and operation in one commit. An act whose time nobody stands behind is refused
// with CLOCK-001. Behind a step that the platform did not take only a citizen's rating is kept; other acts are refused
// with SYNC-121: they would stand upon what does not stand.
func (s *Store) Commit(ctx context.Context, after cases.Case, act cases.Act) (opID string, err error) {
	if act.At.Source == "" {
		return "", noTime()
	}
	opID = s.p.NewID()
	err = s.update(ctx, func(tx *vault.Tx) error {
		halted, err := outbox.Halted(tx, after.ID)
		if err != nil {
			return err
		}
		if halted != nil && act.Kind != cases.ActRate {
			return told("SYNC-121")
		}
		if err := s.owe(tx, opID, outbox.Draft{Lane: after.ID}, after, act); err != nil || halted != nil {
			return err // a rating behind a halt is shown when it stands
		}
		return s.putAct(tx, after, act)
	})
	return opID, err
}

// owe makes the operation of an act and keeps its time as the newest.
func (s *Store) owe(tx *vault.Tx, opID string, d outbox.Draft, after cases.Case, act cases.Act) error {
	s.list.touch(tx, after.ID)
	d.Files = s.filesOf(act)
	line, err := outbox.LineOf(tx)
	if err != nil {
		return err
	}
	d.Build = func(seq uint64) api.Operation {
		return api.Operation{ID: opID, Schema: s.p.Schemas.Write(s.p.Needs(act), line.Schemas), Kind: act.Kind, Terminal: s.p.Terminal,
			Operator: act.By.Operator, Lane: after.ID, Seq: seq, Base: after.Revision - 1, At: act.At.Time, Blobs: digests(d.Files), Act: act}
	}
	first := d.Label.First
	d.Label = label(after, act, d.Files)
	d.Label.First = first
	if _, err := s.outbox.Append(tx, d); err != nil {
		return err
	}
	return errors.Join(
		tx.Note(vault.Act{Op: opID, Kind: string(act.Kind), Case: after.ID, Number: after.Number, Operator: act.By.Operator, At: act.At.Time}),
		s.keepIn(tx, func(k *kept) {
			if act.At.Time.After(k.Newest) {
				k.Newest = act.At.Time
			}
		}))
}

// putAct stores a case after an act. A filing takes the working copy with it; any other act leaves it, and what it holds
// does not slip into the filed case, which the platform's next word would put back.
func (s *Store) putAct(tx *vault.Tx, after cases.Case, act cases.Act) error {
	_, working, err := getCase(tx, draftsBucket, after.ID)
	if err != nil {
		return err
	}
	if act.Filing != nil {
		return errors.Join(keepBefore(tx, *act.Filing), putCase(tx, casesBucket, after), tx.Delete(draftsBucket, after.ID))
	}
	if !working {
		return putCase(tx, casesBucket, after)
	}
	filed, _, err := getCase(tx, casesBucket, after.ID)
	if err != nil {
		return err
	}
	filed, err = cases.Apply(filed, act)
	return errors.Join(err, putCase(tx, casesBucket, filed), putCase(tx, draftsBucket, cases.Rebase(after, filed)))
}
