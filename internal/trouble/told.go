package trouble

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Teller is an error that speaks to a person: a code and the clerk's sentence, filled in.
type Teller interface {
	error
	Trouble() (code string, w Words)
}

// Error is an entry of the table as an error, for those who need no type of their own.
type Error struct {
	Code  string
	Words Words
	Err   error // the cause, may be nil; never holds personal data
}

// New makes the error of a code; pairs fill its sentence (see Words.Fill).
func New(code string, cause error, pairs ...string) *Error {
	return &Error{Code: code, Words: Of(code).Clerk.Fill(pairs...), Err: cause}
}

func (e *Error) Error() string {
	s := e.Code + " " + e.Words.En
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Trouble implements Teller.
func (e *Error) Trouble() (code string, w Words) { return e.Code, e.Words }

// Told finds what err says to a person; ok is false when it says nothing.
func Told(err error) (code string, w Words, ok bool) {
	var t Teller
	if !errors.As(err, &t) {
		return "", Words{}, false
	}
	code, w = t.Trouble()
	return code, w, code != ""
}

// Line is the last line a program that cannot go on leaves on its standard error: code, Chinese, English. Programs that
// start other programs read it with ParseLine. An error without a sentence counts as START-001.
func Line(err error) string {
	code, w, ok := Told(err)
	if !ok {
		code, w = "START-001", Of("START-001").Clerk
	}
	return strings.Join(strings.Fields(code+" "+w.Zh+between+w.En), " ") // one line, whatever the faults of a file said
}

const between = " · "

// Leave writes the last words of a program that cannot go on: its name with the cause for the engineer, then Line.
func Leave(w io.Writer, program string, err error) {
	_, _ = fmt.Fprintf(w, "%s: %v\n%s\n", program, err, Line(err))
}
