package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

// Keep says how long a terminal keeps what is safe at the platform. The archive is the platform's (电子文件归档); here lies only
// what the window may still need.
type Keep struct {
	Days      int // a case, after its last step once it has ended, and what a person took out of the outbox; 30 when 0
	ScansDays int // its scans and papers, after the last step of a case that has not ended; 7 when 0
}

const (
	defaultKeepDays  = 30
	defaultScansDays = 7
	day              = 24 * time.Hour
	retireAtOnce     = 200       // cases dropped in one commit
	freshFile        = time.Hour // a scan put in so lately may belong to an act that is being made
)

func (k Keep) days() (cases, scans time.Duration) {
	c, s := k.Days, k.ScansDays
	if c <= 0 {
		c = defaultKeepDays
	}
	if s <= 0 {
		s = defaultScansDays
	}
	return time.Duration(c) * day, time.Duration(s) * day
}

// need is what is still needed of a case here.
type need struct {
	Case  bool
	Files []string // digests
}

// needed is the rule (DESIGN 5.4 and 5.10). What the outbox still owes, a draft and what is being worked on are needed whole.
// Of an ended case nothing but its text, for some days; of one under way the scans for fewer, except where the clerk has to
// add to them, and its result until it was handed out.
func needed(c cases.Case, owed bool, now time.Time, k Keep) need {
	days, scansDays := k.days()
	age := now.Sub(lastStep(c))
	switch {
	case owed || !cases.Filed(c):
		return need{Case: true, Files: filesIn(c)}
	case ended(c):
		return need{Case: age < days}
	case c.State == cases.Supplement || c.State == cases.Correction || age < scansDays:
		return need{Case: true, Files: filesIn(c)}
	}
	return need{Case: true, Files: resultOf(c)}
}

// ended: nothing more is done with the case at a window, but that it may be rated.
func ended(c cases.Case) bool {
	return c.State == cases.Refused || c.State == cases.HandedOut || c.State == cases.Closed
}

// lastStep is the newest time the case speaks of; the zero time where it speaks of none.
func lastStep(c cases.Case) time.Time {
	last := c.ReceivedAt.Time
	for _, t := range []time.Time{c.AcceptedAt.Time, stepTime(c)} {
		if t.After(last) {
			last = t
		}
	}
	return last
}

func stepTime(c cases.Case) (last time.Time) {
	for _, s := range c.Steps {
		if s.At.After(last) {
			last = s.At
		}
	}
	return last
}

// filesIn gives the digests a case speaks of.
func filesIn(c cases.Case) (digests []string) {
	for _, m := range c.Materials {
		for _, p := range m.Pages {
			digests = append(digests, p.Digest)
		}
	}
	for _, p := range c.Papers {
		digests = append(digests, p.Page.Digest)
	}
	return append(digests, resultOf(c)...)
}

func resultOf(c cases.Case) []string {
	if c.Decision == nil || c.Decision.Result == nil {
		return nil
	}
	return []string{c.Decision.Result.Page.Digest}
}

// debts is what the outbox holds: nothing it speaks of may go.
type debts struct {
	lanes map[string]bool
	files map[string]bool
}

// debtsIn reads the outbox, and what people took out of it, which they may still ask for.
func debtsIn(tx *vault.Tx) (d debts, err error) {
	d = debts{map[string]bool{}, map[string]bool{}}
	ops, files, err1 := outbox.Read(tx)
	past, err2 := outbox.History(tx)
	for _, e := range past {
		ops = append(ops, e.Op)
	}
	for _, op := range ops {
		d.lanes[op.Lane] = true
		for _, digest := range op.Blobs {
			d.files[digest] = true
		}
	}
	for _, f := range files {
		d.files[f.Digest] = true
	}
	return d, errors.Join(err1, err2)
}

// Retire wipes what lies safe at the platform, or was settled by a person, and is not needed here any more: what left the
// outbox, the scans, then the cases. It belongs into a quiet time. What the outbox owes stays, whatever its age.
func (s *Store) Retire(ctx context.Context) error {
	now := s.Now()
	if err := s.forget(ctx, now); err != nil {
		return err
	}
	before := s.p.Now().Add(-freshFile)
	keep, drop := map[string]bool{}, []string{}
	err := s.p.Vault.View(func(tx *vault.Tx) error {
		d, err := debtsIn(tx)
		if err != nil {
			return err
		}
		keep = d.files
		return s.eachCase(tx, func(id string, filed, work cases.Case, working bool) error {
			owed := d.lanes[id] || working
			n := needed(filed, owed, now, s.p.Keep)
			for _, digest := range append(n.Files, filesIn(work)...) {
				keep[digest] = true
			}
			if !n.Case {
				drop = append(drop, id)
			}
			return ctx.Err()
		})
	})
	if err != nil {
		return spoken(err)
	}
	if _, err := s.p.Vault.WipeFiles(ctx, keep, before); err != nil {
		return spoken(err)
	}
	for ids := range slices.Chunk(drop, retireAtOnce) {
		if err := s.drop(ctx, ids, now); err != nil {
			return err
		}
	}
	return nil
}

// forget lets go of what people took out of the outbox, once nothing of its case is owed any more: until then it tells how
// what is owed came to be.
func (s *Store) forget(ctx context.Context, now time.Time) error {
	days, _ := s.p.Keep.days()
	return s.update(ctx, func(tx *vault.Tx) error {
		ops, _, err1 := outbox.Read(tx)
		past, err2 := outbox.History(tx)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		owed := map[string]bool{} // lanes
		for _, op := range ops {
			owed[op.Lane] = true
		}
		for _, e := range past {
			if owed[e.Op.Lane] || now.Sub(e.At) < days {
				continue
			}
			if err := outbox.Forget(tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachCase calls f for every case with its working copy.
func (s *Store) eachCase(tx *vault.Tx, f func(id string, filed, work cases.Case, working bool) error) error {
	return tx.Each(casesBucket, "", func(id string, _ []byte) error {
		filed, _, err1 := getCase(tx, casesBucket, id)
		work, working, err2 := getCase(tx, draftsBucket, id)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		return f(id, filed, work, working)
	})
}

// drop lets cases go that are still not needed. A case's place in its lane is not forgotten: should it come back with the feed,
// its next act has the next number.
func (s *Store) drop(ctx context.Context, ids []string, now time.Time) error {
	return s.update(ctx, func(tx *vault.Tx) error {
		d, err := debtsIn(tx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			c, found, err1 := getCase(tx, casesBucket, id)
			_, working, err2 := getCase(tx, draftsBucket, id)
			if err := errors.Join(err1, err2); err != nil {
				return err
			}
			if !found || needed(c, d.lanes[id] || working, now, s.p.Keep).Case {
				continue
			}
			s.list.touch(tx, id)
			if err := errors.Join(tx.Delete(casesBucket, id), tx.Delete(beforeBucket, id)); err != nil {
				return err
			}
		}
		return nil
	})
}
