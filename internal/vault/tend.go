package vault

import (
	"context"
	"errors"
	"time"

	"onewindow/internal/trouble"
)

// Chore is what somebody else wants done while nobody works: retention, say.
type Chore func(ctx context.Context) error

const (
	tendEvery   = 5 * time.Second
	measureGap  = 10 * time.Minute // the scans are counted so often
	copyGap     = time.Hour        // the second place is written at most so often
	copyAtLeast = 24 * time.Hour   // and at least so often, work or no work
	choreGap    = 6 * time.Hour
	secondLate  = 48 * time.Hour // after so long without a copy it is said
	readGap     = 24 * time.Hour // what only a repair reads is read through so often
	mendedTold  = 24 * time.Hour // so long a damage that was mended is spoken of
	defaultIdle = 10 * time.Minute
)

// Tend looks after the vault until ctx ends: it counts its bytes, and while nobody works it brings the second place up to
// date, does the chores, reads through what a repair would need and compacts the store. A failure is told by Health and tried
// again.
func (v *Vault) Tend(ctx context.Context, chores ...Chore) error {
	var c caring
	for {
		v.care(ctx, &c, chores)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-v.p.After(tendEvery):
		}
	}
}

// caring is when what was last done.
type caring struct {
	measured, copied, done, compacted, read time.Time
}

// care does what is due now.
func (v *Vault) care(ctx context.Context, c *caring, chores []Chore) {
	v.answer(ctx)
	now := v.p.Now()
	if now.Sub(c.measured) >= measureGap {
		c.measured = now
		v.measure()
	}
	idle := v.idle(now)
	if v.copyDue(now, c.copied, idle) {
		c.copied = now
		v.setSecondErr(v.copySecond(ctx))
	}
	if idle && now.Sub(c.done) >= choreGap {
		c.done = now
		for _, do := range chores {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				v.p.Log.Error("chore", "err", err)
			}
		}
	}
	if idle && now.Sub(c.read) >= readGap {
		c.read = now
		if err := v.readThrough(ctx); err != nil && ctx.Err() == nil {
			c.read = now.Add(copyGap - readGap)
			v.p.Log.Warn("not everything could be read through", "err", err)
		}
	}
	if idle && now.Sub(c.compacted) >= copyGap && v.slack() {
		c.compacted = now
		if err := v.Compact(ctx); err != nil && ctx.Err() == nil {
			v.p.Log.Error("compaction", "err", err)
		}
	}
}

// idle reports whether nothing was committed for long enough, since the opening at the earliest.
func (v *Vault) idle(now time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	last := v.saved
	if last.IsZero() {
		last = v.begun
	}
	return now.Sub(last) >= v.p.Idle
}

// copyDue: at idle where something new is to be copied, and once a day whatever happens.
func (v *Vault) copyDue(now, tried time.Time, idle bool) bool {
	if v.p.Second == "" || now.Sub(tried) < copyGap && !tried.IsZero() {
		return false
	}
	w := v.second()
	if now.Sub(w.At) >= copyAtLeast || w.At.After(now.Add(time.Hour)) {
		return idle || !w.At.IsZero() || now.Sub(v.begun) >= copyGap // the first one waits for a quiet moment
	}
	return idle && now.Sub(w.At) >= copyGap && v.applied.Load() > w.Applied
}

func (v *Vault) setSecondErr(err error) {
	v.hearing.Lock()
	defer v.hearing.Unlock()
	v.secondErr = err
}

// Health is what there is to say of a vault beside its space.
type Health struct {
	Second     string    // folder of the second place, "" = none
	SecondAt   time.Time // of the newest good copy there; zero = none yet
	SecondErr  error     // why the newest try failed; nil = it did not
	SecondLate bool      // no good copy for two days: somebody should look
	BackupErr  error     // why the newest backup beside the store could not be made; nil = it was
	Mended     time.Time // when a damage beside the store was found and mended; zero = not since the opening
	Told       bool      // that was so long ago that it need not be said any more
}

// Health tells how the copies stand.
func (v *Vault) Health() Health {
	w := v.second()
	v.hearing.Lock()
	h := Health{Second: v.p.Second, SecondAt: w.At, SecondErr: v.secondErr, BackupErr: v.backupErr, Mended: v.mended}
	v.hearing.Unlock()
	h.Told = v.p.Now().Sub(h.Mended) >= mendedTold
	since := w.At
	if since.IsZero() {
		since = v.begun
	}
	h.SecondLate = h.Second != "" && (h.SecondErr != nil || !w.At.IsZero()) && v.p.Now().Sub(since) >= secondLate
	return h
}

// Words is what is to be said of it: a code with its sentence, or "" when all is well.
func (h Health) Words() (code string, w trouble.Words) {
	switch {
	case errors.Is(h.BackupErr, damaged(nil)): // twice over: it is the store that does not read back
		return CodeDamaged, trouble.Of(CodeDamaged).Clerk
	case !h.SecondLate && !h.Mended.IsZero() && !h.Told:
		return CodeRepaired, trouble.Of(CodeRepaired).Clerk
	case !h.SecondLate:
		return "", trouble.Words{}
	}
	since := "—"
	if !h.SecondAt.IsZero() {
		since = h.SecondAt.Format("01-02 15:04")
	}
	return CodeSecond, trouble.Of(CodeSecond).Clerk.Fill("since", since)
}
