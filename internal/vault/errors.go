package vault

import (
	"errors"

	"onewindow/internal/trouble"
)

// Error is a refusal or failure of the vault: a code for the engineer, a sentence for the person.
type Error struct {
	Code       string
	Sentence   string
	SentenceEN string
	Err        error // the cause, may be nil; never holds personal data
}

func (e *Error) Error() string {
	s := e.Code + " " + e.SentenceEN
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Trouble implements trouble.Teller.
func (e *Error) Trouble() (code string, w trouble.Words) {
	return e.Code, trouble.Words{Zh: e.Sentence, En: e.SentenceEN}
}

// Is matches by code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Codes of the vault.
const (
	CodeInUse    = "VAULT-001" // another process holds it
	CodeIO       = "VAULT-002" // the disk refuses (full, read-only, broken); nothing was changed
	CodeWrongKey = "VAULT-003" // the data was sealed under another key
	CodeDamaged  = "VAULT-004" // a value cannot be read back; the next opening rebuilds the store
	CodeNoFile   = "VAULT-005" // no such file
	CodeHalfway  = "VAULT-006" // the disk failed between journal and store; open again to know
	CodeClosed   = "VAULT-007"
	CodeLow      = "VAULT-008" // the disk is nearly full: a warning
	CodeFull     = "VAULT-009" // nothing new may be begun, what was begun can be finished
	CodeRepaired = "VAULT-010" // opening repaired a damage; nothing is lost
	CodeLost     = "VAULT-011" // opening repaired a damage as far as it could
	CodeGone     = "VAULT-013" // opening could not bring back acts, and names them
	CodeOwnLow   = "VAULT-014" // the vault's own limit is near: a warning
	CodeOwnFull  = "VAULT-015" // it is reached: nothing new may be begun
	CodeSecond   = "VAULT-017" // the second place could not be written for long: a warning
	CodeNoCopy   = "VAULT-018" // there is no sound copy to put back; nothing was touched
	CodeNewer    = "VAULT-016" // the data was written by a newer program
	CodeNone     = "VAULT-012" // a technician's command found no vault
)

// fault is an error in the words of the table of troubles.
func fault(code string, cause error) error {
	w := trouble.Of(code).Clerk
	return &Error{Code: code, Sentence: w.Zh, SentenceEN: w.En, Err: cause}
}

func inUse() error { return fault(CodeInUse, nil) }

func ioError(err error) error { return fault(CodeIO, err) }

func wrongKey(err error) error { return fault(CodeWrongKey, err) }

func damaged(err error) error { return fault(CodeDamaged, err) }

func halfway(err error) error { return fault(CodeHalfway, err) }

func closed() error { return fault(CodeClosed, nil) }

// None says that there is no vault where a technician's command looked for one.
func None(err error) error { return fault(CodeNone, err) }

func noFile() error { return fault(CodeNoFile, nil) }

// typed gives err as an *Error, wrapping what is not one yet.
func typed(err error, wrap func(error) error) error {
	var e *Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return wrap(err)
}
