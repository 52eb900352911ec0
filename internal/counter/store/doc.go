// Package store implements counter.Store and counter.Clock over the vault and the outbox: cases, drafts, case numbers,
// files, what waits, and the time one can stand behind. It promises that whatever changes something returns only when it
// is on disk, and that an act and its operation are one commit. It knows no screen and speaks to nobody: the runner of
// sync/engine does, and asks here for a block's need and tells the time it heard.
package store

import "fmt"

// Error is what this package refuses with: a code for the engineer, a sentence for the clerk.
type Error struct {
	Code       string
	Sentence   string
	SentenceEN string
}

func (e *Error) Error() string { return fmt.Sprintf("%s %s", e.Code, e.SentenceEN) }

// ErrNoTime says that no time is known that a legal date could stand on; the clerk must confirm the date (ConfirmTime).
var ErrNoTime = &Error{Code: "CLOCK-001", Sentence: "本机还没有对过时间。请核对日期和时间，确认后再办理。",
	SentenceEN: "This machine's time was never checked. Check date and time and confirm them first."}

// ErrTooEarly says that a time to be confirmed lies before what was filed here already.
var ErrTooEarly = &Error{Code: "CLOCK-002", Sentence: "这个时间比已办的件还早，请再核对。",
	SentenceEN: "This time is before what was filed already; check it again."}

// Buckets of the vault. Keys are case ids, except in own.
const (
	casesBucket  = "cases"
	draftsBucket = "drafts" // working copies of filed cases
	ownBucket    = "store"  // "block", "clock"
)
