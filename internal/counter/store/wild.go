package store

import "time"

// A peer's time is not believed merely because a peer says it. A clock that is wild (set wrong, set back, in the wrong
// zone) is flagged and moves no date: until the clerk confirmed the date, nobody stands behind a time that is disputed.

const (
	// jump is how far a peer's time may lie from where it must be by now, once a peer was believed in this run.
	jump = 2 * time.Minute
	// doubtful is how far a peer's first time may lie from what is known without it: the offset kept from an earlier run,
	// the clerk's word, or this machine's own clock.
	doubtful = 30 * time.Minute
	// doubtShown is how long a wild time is shown after it was last heard.
	doubtShown = 2 * time.Minute
)

// known is what the terminal goes by when a peer tells the time.
type known struct {
	By       by
	Expected time.Time // by this machine's monotonic time
	Slept    time.Time // by its wall clock, which goes on while the machine sleeps
	Own      time.Time // its wall clock, and nobody's word
	Newest   time.Time // newest stamp in the vault
}

// by says whose word is known.
type by int

const (
	byNobody by = iota // by the look of the newest stamp this machine's own clock is wrong
	bySelf             // this machine's clock, or the offset kept from an earlier run
	byClerk
	byPeer
)

// believes reports whether a peer's time is to be believed, and how far it is off what is known. What one peer's first word
// could move, this machine's own clock and a later word that agree with each other move back: a peer that was somewhat
// wrong and has been put right is believed, and need not be flagged until the program ends.
func (k known) believes(server time.Time) (off time.Duration, ok bool) {
	switch off = server.Sub(k.Expected).Abs(); k.By {
	case byNobody:
		return k.Newest.Sub(server), !server.Before(k.Newest.Add(-slack))
	case byPeer:
		agreed := off <= doubtful && server.Sub(k.Own).Abs() <= jump
		return off, off <= jump || server.Sub(k.Slept).Abs() <= jump || agreed
	}
	return off, off <= doubtful
}

// known is what is known at a moment of this machine's.
func (c *Clock) known(at time.Time) known {
	k := known{By: bySelf, Expected: c.base.Add(at.Sub(c.base)).Add(c.offset), Slept: at.Round(0).Add(c.offset), Own: at.Round(0), Newest: c.kept.Newest}
	switch {
	case !c.measured.IsZero():
		k.By = byPeer
	case c.confirmed:
		k.By = byClerk
	case c.behind:
		k.By = byNobody
	}
	return k
}

// doubt flags a time that is not believed. Without a word to hold against it, the clerk must confirm the date.
func (c *Clock) doubt(off time.Duration, heard time.Time) {
	c.wild, c.wildAt = off, heard
	c.disputed = c.measured.IsZero() && !c.confirmed
}

// Doubt says how far off a peer's time is that was heard lately and not believed, in both languages; "" when there is none.
func (c *Clock) Doubt() (zh, en string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.wildAt.IsZero() || c.now().Sub(c.wildAt) > doubtShown {
		return "", ""
	}
	return duration(c.wild)
}
