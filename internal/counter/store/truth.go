package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

// A case here is the platform's truth with what this window did, and the platform has not taken yet, on top. An act that
// the platform did not take, and what was done after it, comes off again, in the same commit as the platform's word: then
// the case is the truth, and the act is in the outbox until a person has settled it.
const (
	beforeBucket = "cases.before" // the filed case from before a filing upon it
	fedBucket    = "cases.fed"    // when the platform spoke of a case that is halted here
)

// fed says when the platform last spoke of a case whose lane halts here, and whether it was to say that it is gone.
type fed struct {
	At   time.Time `json:"at"`
	Gone bool      `json:"gone,omitempty"`
}

// turned shows what stands of a case whose lane halted, moved again, or lost a step.
func (s *Store) turned(tx *vault.Tx, lane string) error {
	s.list.touch(tx, lane)
	c, known, err := getCase(tx, casesBucket, lane)
	if err != nil || !known {
		return err
	}
	steps, err := outbox.Steps(tx, lane)
	if err != nil {
		return err
	}
	stands := 0
	for stands < len(steps) && !steps[stands].Op.State.Halts() {
		stands++
	}
	for i := len(steps) - 1; i >= stands; i-- {
		if c, err = without(tx, c, steps[i].Operation.Act); err != nil {
			return err
		}
	}
	c = onTop(c, steps[:stands])
	if stands == len(steps) {
		err = tx.Delete(fedBucket, lane)
	}
	return errors.Join(err, putCase(tx, casesBucket, c))
}

// onTop puts acts on a case that it does not hold yet. One that does not fit is left out; its own verdict will say why.
func onTop(c cases.Case, steps []outbox.Step) cases.Case {
	for _, st := range steps {
		if cases.Holds(c, st.Operation.Act) {
			continue
		}
		next, err := cases.Apply(c, st.Operation.Act)
		if err != nil {
			break
		}
		c = next
	}
	return c
}

// keepBefore keeps what a filing is made upon, when that is a filed case: what was asked for is not in the act.
func keepBefore(tx *vault.Tx, filing cases.Case) error {
	if filing.Revision == 0 {
		return nil
	}
	filed, known, err := getCase(tx, casesBucket, filing.ID)
	if err != nil || !known || filed.Revision != filing.Revision {
		return err
	}
	return putCase(tx, beforeBucket, filed)
}

// without takes an act off a case.
func without(tx *vault.Tx, c cases.Case, act cases.Act) (cases.Case, error) {
	off := cases.Without(c, act)
	if act.Filing == nil || act.Filing.Revision == 0 || !cases.Holds(c, act) {
		return off, nil
	}
	before, known, err := getCase(tx, beforeBucket, c.ID)
	if err == nil && known && before.Revision == off.Revision {
		return before, nil
	}
	return off, err
}

// TakeCase implements feed.Shelf. A working copy keeps what was typed, but follows the platform's state; once the case can no
// longer be filed from here it goes.
func (s *Store) TakeCase(tx *vault.Tx, c cases.Case) error {
	s.list.touch(tx, c.ID)
	if err := s.noteFed(tx, c.ID, false); err != nil {
		return err
	}
	before, kept, err := getCase(tx, beforeBucket, c.ID)
	if err == nil && kept && c.Revision > before.Revision { // the filing upon it stands
		err = tx.Delete(beforeBucket, c.ID)
	}
	if err != nil {
		return err
	}
	work, ok, err := getCase(tx, draftsBucket, c.ID)
	if err != nil {
		return err
	}
	if ok && c.State != work.State {
		if err := tx.Delete(draftsBucket, c.ID); err != nil {
			return err
		}
	} else if ok {
		if err := putCase(tx, draftsBucket, cases.Rebase(work, c)); err != nil {
			return err
		}
	}
	return putCase(tx, casesBucket, c)
}

// DropCase implements feed.Shelf. A case that people here have still to settle stays: it is their only copy.
func (s *Store) DropCase(tx *vault.Tx, id string) error {
	s.list.touch(tx, id)
	if owed, err := owes(tx, id); err != nil || owed {
		return errors.Join(err, s.noteFed(tx, id, true))
	}
	return errors.Join(tx.Delete(casesBucket, id), tx.Delete(draftsBucket, id), tx.Delete(beforeBucket, id))
}

// noteFed notes what the platform says of a case that is halted here.
func (s *Store) noteFed(tx *vault.Tx, id string, gone bool) error {
	halted, err := outbox.Halted(tx, id)
	if err != nil || halted == nil {
		return err
	}
	b, err := json.Marshal(fed{At: s.p.Now(), Gone: gone})
	if err != nil {
		return fmt.Errorf("store: encode: %w", err)
	}
	return tx.Put(fedBucket, id, b)
}

// heard gives what noteFed noted; ok is false when the platform did not speak of the case since it halted.
func heard(tx *vault.Tx, id string) (f fed, ok bool, err error) {
	b, err := tx.Get(fedBucket, id)
	if err != nil || b == nil {
		return f, false, err
	}
	return f, true, json.Unmarshal(b, &f)
}
