package devices

import (
	"errors"
	"time"

	"onewindow/internal/citizen"
	"onewindow/internal/trouble"
)

// State is what a device is right now. The zero value is Absent: nothing is ready by default.
type State int

// A device is ready, busy, needs attention (what, in words) or absent.
const (
	Absent State = iota
	Ready
	Busy
	Attention
)

func (s State) String() string {
	return [...]string{"absent", "ready", "busy", "attention"}[s]
}

// Status is one look at a device.
type Status struct {
	State      State
	Code       string // "PRN-002"; "" when ready
	Sentence   string // for the person, Chinese
	SentenceEN string
	Since      time.Time // when the device came into this state
}

// Told is a status in the words of the table of troubles.
func Told(state State, code string) Status {
	w := trouble.Of(code).Clerk
	return Status{State: state, Code: code, Sentence: w.Zh, SentenceEN: w.En}
}

// Kind is the class of a driver's error.
type Kind int

// The four ways a device fails.
const (
	KindAbsent Kind = iota
	KindBusy
	KindAttention
	KindProtocol
)

// ErrPartly is inside an Error when the device may have done a part of the work or all of it: a ticket that may
// be out, whole or torn. Without it in the error, nothing was done.
var ErrPartly = errors.New("part of the work may be done")

// Error is what every driver gives: a class, a code for the engineer, a sentence for the person.
type Error struct {
	Kind       Kind
	Code       string
	Sentence   string
	SentenceEN string
	Err        error // the cause, may be nil
}

// NewError makes an error in the words of the table of troubles; pairs fill its sentence.
func NewError(kind Kind, code string, cause error, pairs ...string) *Error {
	w := trouble.Of(code).Clerk.Fill(pairs...)
	return &Error{Kind: kind, Code: code, Sentence: w.Zh, SentenceEN: w.En, Err: cause}
}

// Trouble implements trouble.Teller.
func (e *Error) Trouble() (code string, w trouble.Words) {
	return e.Code, trouble.Words{Zh: e.Sentence, En: e.SentenceEN}
}

func (e *Error) Error() string {
	s := e.Code + " " + e.SentenceEN
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// CardEvent is one thing that happened at a card reader; exactly one field is set.
type CardEvent struct {
	Card   *citizen.Card // a card was read
	Lifted bool          // the card that was read, or could not be read, has gone
	Err    error         // *Error: this card could not be read
	Status *Status       // the reader's state changed
}
