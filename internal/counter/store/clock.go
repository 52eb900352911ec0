package store

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/vault"
)

// freshFor is how long an offset measured in this run counts as the peer's own word.
const freshFor = 12 * time.Hour

// slack is how far this machine's time may lie before the newest stamp without being called wrong: a kept offset may be a
// little old.
const slack = time.Minute

const clockKey = "clock"

// kept is what the clock remembers over restarts.
type kept struct {
	Measured bool          `json:"measured"`       // there ever was an offset
	Offset   time.Duration `json:"offset"`         // peer minus this machine
	Newest   time.Time     `json:"newest"`         // newest stamp that went into the vault
	Heard    time.Time     `json:"heard,omitzero"` // when the platform was last heard, to within heardEvery
}

// Clock is legal time (DESIGN 5.8): a fresh offset from platform or hall; else the last known offset plus time that only
// moves forward; else the clerk's word. Never earlier than the newest stamp in the vault.
type Clock struct {
	now  func() time.Time
	zone *time.Location
	v    *vault.Vault

	mu        sync.Mutex
	kept      kept
	base      time.Time // this machine's time at start: differences to it are monotonic
	offset    time.Duration
	measured  time.Time     // when, in this run; zero = not yet
	confirmed bool          // by a clerk, in this run
	heard     time.Time     // when the platform was last heard, in this run or before
	disputed  bool          // a peer tells a time that is not believed, and there is no better word
	wild      time.Duration // how far off that is
	wildAt    time.Time     // when it was last heard; zero = never
	behind    bool          // at start, the machine's time lay before the newest stamp: its offset is worth nothing
}

// newClock reads what was kept.
func newClock(v *vault.Vault, now func() time.Time, zone *time.Location) (*Clock, error) {
	c := &Clock{now: now, zone: zone, v: v, base: now()}
	err := v.View(func(tx *vault.Tx) error {
		b, err := tx.Get(ownBucket, clockKey)
		if err != nil || b == nil {
			return err
		}
		return json.Unmarshal(b, &c.kept)
	})
	c.offset, c.heard = c.kept.Offset, c.kept.Heard
	c.behind = c.reading().Before(c.kept.Newest.Add(-slack))
	return c, err
}

// reading is this machine's monotonic time with the offset, unclamped.
func (c *Clock) reading() time.Time { return c.base.Add(c.now().Sub(c.base)).Add(c.offset) }

// Now implements counter.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.current()
}

func (c *Clock) current() time.Time {
	t := c.reading()
	if t.Before(c.kept.Newest) {
		t = c.kept.Newest
	}
	return t.Round(0).In(c.zone)
}

// Stamp implements counter.Clock. Source is "" while nobody stands behind the time.
func (c *Clock) Stamp() cases.Stamp {
	c.mu.Lock()
	defer c.mu.Unlock()
	return cases.Stamp{Time: c.current(), Source: c.source()}
}

func (c *Clock) source() cases.TimeSource {
	switch {
	case !c.measured.IsZero() && c.now().Sub(c.measured) < freshFor:
		return cases.FromPeer
	case !c.measured.IsZero():
		return cases.FromOffset
	case c.confirmed:
		return cases.FromClerk
	case c.kept.Measured && !c.behind && !c.disputed:
		return cases.FromOffset
	}
	return ""
}

// Off is how far this machine's own clock is from the peer's that was heard last in this run; 0 when none was.
func (c *Clock) Off() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.measured.IsZero() {
		return 0
	}
	return c.offset.Abs()
}

// Measure learns the time from a peer (platform or hall): its own time in an answer, and when this machine asked and heard.
// A time that is not to be believed is flagged and changes nothing; see Doubt. The offset is written down when it moved by
// more than a second, so that a restart without a line knows it.
func (c *Clock) Measure(server, asked, heard time.Time) {
	c.mu.Lock()
	middle := asked.Add(heard.Sub(asked) / 2)
	if off, ok := c.known(middle).believes(server); !ok {
		c.doubt(off, heard)
		c.mu.Unlock()
		return
	}
	c.disputed = false
	c.offset, c.measured = server.Sub(middle.Round(0)), heard
	c.base = heard
	moved := !c.kept.Measured || (c.offset-c.kept.Offset).Abs() > time.Second
	c.mu.Unlock()
	if moved {
		_ = c.keep(context.Background(), func(k *kept) { k.Measured, k.Offset = true, server.Sub(middle.Round(0)) }) // asked again with the next answer
	}
}

// ConfirmTime implements counter.Clock. The word counts until the program ends or a peer is heard; it is not written down.
func (c *Clock) ConfirmTime(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Before(c.kept.Newest) {
		return tooEarly()
	}
	if c.measured.IsZero() {
		now := c.now()
		c.base, c.offset, c.confirmed = now, t.Round(0).Sub(now.Round(0)), true
	}
	return nil
}

// keep changes what is remembered, on disk first.
func (c *Clock) keep(ctx context.Context, change func(*kept)) error {
	return c.v.Update(ctx, func(tx *vault.Tx) error { return c.keepIn(tx, change) })
}

func (c *Clock) keepIn(tx *vault.Tx, change func(*kept)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := c.kept
	change(&next)
	b, err := json.Marshal(next)
	if err = errors.Join(err, tx.Put(ownBucket, clockKey, b)); err == nil {
		c.kept = next
	}
	return err
}
