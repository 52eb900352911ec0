package counter

import (
	"context"
	"time"

	"onewindow/internal/cases"
)

// OutboxPeople is what people do to single entries of the outbox. Whatever leaves by their word is kept as history, with
// the names of who made it and who decided. An entry that is gone or under way is refused with a sentence.
type OutboxPeople interface {
	// Dispute gives an operation with both versions: what this window did, and what the platform has.
	Dispute(ctx context.Context, opID string) (Dispute, error)
	// Correct is Commit at the place of the operation that halts its case's lane, which it names and ends. What waits
	// behind it goes on after it.
	Correct(ctx context.Context, opID string, after cases.Case, act cases.Act, reason string) (newID string, err error)
	// SetDown lets the platform's version stand: the halting operation and those waiting behind it become history.
	SetDown(ctx context.Context, opID string, by cases.Who, reason string) error
	// HandOver gives an operation or file to an engineer: a report without personal data is written, and the entry stays
	// parked until TakeBack.
	HandOver(ctx context.Context, entryID string, by cases.Who) error
	TakeBack(ctx context.Context, entryID string) error
}

// Way is one thing a person can do about an entry.
type Way struct {
	Kind  WayKind
	Code  string // why it cannot be done now; "" = it can
	Why   string
	WhyEN string
}

// WayKind names a way.
type WayKind string

// Ways out, as far as they fit the entry's state.
const (
	WayRetry   WayKind = "retry"
	WayCorrect WayKind = "correct"
	WayKeep    WayKind = "keep" // the platform's version
	WayHand    WayKind = "hand"
	WayBack    WayKind = "back"
)

// Handed says who gave an entry to an engineer, and when.
type Handed struct {
	At     time.Time
	By     string
	Name   string
	Report string // name of the report's file; "" = none is written on this machine
}

// Ended is an operation that left the outbox by a person's word, and is kept.
type Ended struct {
	Entry     OutboxEntry
	Corrected bool // by another operation at its place; otherwise it was set down
	By        string
	Name      string
	At        time.Time
	Reason    string
}

// Dispute is one act in two versions.
type Dispute struct {
	Entry OutboxEntry
	Act   cases.Act   // what was done here
	Ours  cases.Case  // the case as this window filed it
	Truth cases.Case  // the case as the platform has it, as far as it is known here
	Known bool        // the platform knows the case
	Lacks bool        // it was restored and lacks steps that Truth still shows
	AsOf  time.Time   // from when the platform's version is
	Work  *cases.Case // a correction that was begun, nil = none
}

// Halts reports whether the entry keeps its case's lane from going on.
func (e OutboxEntry) Halts() bool {
	return !e.File && (e.State == "rejected" || e.State == "conflict" || e.State == "parked")
}

// Way gives one way out of an entry; ok is false where it does not fit.
func (e OutboxEntry) Way(k WayKind) (w Way, ok bool) {
	for _, w := range e.Ways {
		if w.Kind == k {
			return w, true
		}
	}
	return Way{}, false
}
