package station

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/faults/damage"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
)

// A counter's vault does its idle work (compaction, retention, copies, a rotation of the keys) once in minutes, hours or days.
// So that kills meet it, the vault of a looked-after station has a clock that runs fast, half of the cases are weeks old, and
// every start finds the files of the life before an evening older.
const (
	haste     = 6000                  // an hour of the vault's clock passes in 0.6 s
	rest      = 20 * time.Millisecond // between two looks, at least
	quietFor  = time.Minute           // of the vault's clock without a commit: nobody works
	weeksOld  = 40 * 24 * time.Hour   // what a counter needs no longer
	overnight = 2 * time.Hour         // what no act that is being made may still need
)

// What a vault's upkeep is at, in the words of the report.
const (
	UpkeepCopy   = "copy to the second place"
	UpkeepRotate = "key rotation"
	UpkeepRetire = "retention"
	UpkeepSmall  = "compaction"
	UpkeepRead   = "reading through"
)

// When is the time of an act: half of the cases are weeks old, each from its first act to its last.
func When(caseID string, now time.Time) time.Time {
	if caseID != "" && caseID[len(caseID)-1]%2 == 0 {
		return now.Add(-weeksOld)
	}
	return now
}

// fast is the vault's clock; over all lives of a run it goes one way.
func (p Params) fast() time.Time { return p.Upkeep.Add(time.Since(p.Upkeep) * haste) }

// lookedAfter gives the vault a second place and its own time.
func (s *station) lookedAfter(p vault.Params) vault.Params {
	p.Second, p.Idle, p.Now, p.Log = filepath.Join(s.p.Dir, "second"), quietFor, s.p.fast, slog.New(complaint{s})
	check := p.Checker
	p.Checker = func(ctx context.Context, o vault.CheckOrder) (vault.CheckWord, error) {
		if s.tending.Load() && filepath.Dir(o.Path) == p.Second {
			s.say(Said{Kind: "upkeep", Work: UpkeepCopy})
		}
		return check(ctx, o)
	}
	p.After = func(d time.Duration) <-chan time.Time {
		if err := s.vault.Health().SecondErr; err != nil && !errors.Is(err, context.Canceled) {
			s.failed(UpkeepCopy, err)
		}
		s.say(Said{Kind: "upkeep"})
		return time.After(max(d/haste, rest))
	}
	return p
}

// tend looks after the vault until ctx ends, and says what it is at.
func (s *station) tend(ctx context.Context) error {
	chore := func(work string, do vault.Chore) vault.Chore {
		return func(ctx context.Context) error {
			s.say(Said{Kind: "upkeep", Work: work})
			err := do(ctx)
			if err != nil && ctx.Err() == nil {
				s.failed(work, err)
			}
			return err
		}
	}
	rotate := chore(UpkeepRotate, s.rotate)
	rnd := rand.New(rand.NewPCG(s.p.Seed, uint64(s.p.Life)<<32))
	s.tending.Store(true)
	return s.vault.Tend(ctx, chore(UpkeepRetire, s.store.Retire), chore(UpkeepSmall, s.vault.Compact), func(ctx context.Context) error {
		if !s.vault.Rotating() && rnd.IntN(3) > 0 {
			return nil
		}
		return rotate(ctx)
	}, func(context.Context) error {
		s.say(Said{Kind: "upkeep", Work: UpkeepRead}) // of what a repair would need: the vault does that after all chores
		return nil
	})
}

// rotate makes a new key and seals everything with it, or ends what was broken off.
func (s *station) rotate(ctx context.Context) error {
	if !s.vault.Rotating() {
		if err := s.vault.Rotate(ctx); err != nil {
			return err
		}
	}
	err := s.vault.ResealAtIdle(ctx, time.After)
	if err == nil && s.vault.Rotating() {
		err = errors.New("something is still sealed with the older key")
	}
	return err
}

// failed says that a work was not done.
func (s *station) failed(work string, err error) {
	code, _, _ := trouble.Told(err)
	s.say(Said{Kind: "failed", Work: work, Code: code, Sentence: err.Error()})
}

// complaint has what a vault writes for an engineer, unless all is well, be seen by whoever judges: an error, not what is put off.
type complaint struct{ s *station }

func (complaint) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

func (c complaint) Handle(_ context.Context, r slog.Record) error {
	ended := false
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		err, _ := a.Value.Any().(error)
		ended = ended || errors.Is(err, context.Canceled)
		text += " " + a.String()
		return true
	})
	if !ended {
		c.s.say(Said{Kind: "failed", Work: "its log", Sentence: text})
	}
	return nil
}

func (c complaint) WithAttrs([]slog.Attr) slog.Handler { return c }

func (c complaint) WithGroup(string) slog.Handler { return c }

// age makes what lies in the vault an evening older.
func age(dir string) error {
	for _, path := range damage.Below(filepath.Join(dir, "vault", "files")) {
		info, err := os.Stat(path)
		if err == nil {
			err = os.Chtimes(path, info.ModTime().Add(-overnight), info.ModTime().Add(-overnight))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stamp is when an act on a case is made.
func (s *station) stamp(caseID string) cases.Stamp {
	now := time.Now().In(Zone)
	if !s.p.Upkeep.IsZero() {
		now = When(caseID, now)
	}
	return cases.Stamp{Time: now, Source: cases.FromClerk}
}
