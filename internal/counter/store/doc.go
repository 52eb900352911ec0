// Package store implements counter.Store and counter.Clock over the vault and the outbox: cases, drafts, case numbers,
// files, what waits, and the time one can stand behind. It promises that whatever changes something returns only when it
// is on disk, and that an act and its operation are one commit. It knows no screen and speaks to nobody: the runner of
// sync/engine does, and asks here for a block's need and tells the time it heard.
package store

import (
	"onewindow/internal/counter"
	"onewindow/internal/trouble"
)

// noTime says that no time is known that a legal date could stand on; the clerk must confirm the date (ConfirmTime).
func noTime() error { return told("CLOCK-001") }

// tooEarly says that a time to be confirmed lies before what was filed here already.
func tooEarly() error { return told("CLOCK-002") }

func told(code string) *counter.Error {
	w := trouble.Of(code).Clerk
	return &counter.Error{Code: code, Sentence: w.Zh, SentenceEN: w.En}
}

// Buckets of the vault. Keys are case ids, except in own.
const (
	casesBucket  = "cases"
	draftsBucket = "drafts" // working copies of filed cases
	ownBucket    = "store"  // "block", "clock"
)
