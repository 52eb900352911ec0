package carry

import (
	"onewindow/internal/trouble"
)

// Codes of this package; their sentences stand in the table of troubles.
const (
	CodeNoFile    = "CARRY-001" // not a file of this kind at all
	CodeDamaged   = "CARRY-002" // damaged, changed or not whole
	CodeNewer     = "CARRY-003" // of a newer form
	CodeNotOurs   = "CARRY-004" // sealed to another machine, or to a key this one no longer has
	CodeStranger  = "CARRY-005" // its author is not one to be believed
	CodeOther     = "CARRY-006" // receipts of another terminal
	CodeOldEpoch  = "CARRY-007" // receipts of before the platform was restored
	CodeNoKey     = "CARRY-008" // nobody knows whom to seal to
	CodeNothing   = "CARRY-009" // nothing to carry
	CodeNoRoom    = "CARRY-010" // does not fit
	CodeWrongKind = "CARRY-011" // an outbox where receipts are wanted, or the other way round
	CodePath      = "CARRY-015" // a file or folder that cannot be used

	CodeNoReceipts = "CARRY-016" // a stick without receipts for this terminal
)

func fault(code string, cause error) error { return trouble.New(code, cause) }
