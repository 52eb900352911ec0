package counter

import (
	"errors"
	"fmt"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	"onewindow/internal/queue"
	"onewindow/internal/trouble"
)

// ErrNoBlock says that the platform never gave this terminal a block of case numbers.
var ErrNoBlock = errors.New("counter: no block of case numbers")

// ErrNotFound says that the store holds no such case or file.
var ErrNotFound = errors.New("counter: not found")

// Error is what a use case gives when it cannot be done: a code for the engineer, a sentence for the clerk.
// Nothing has been changed, and nothing that was typed is lost.
type Error struct {
	Code       string
	Sentence   string
	SentenceEN string
	Err        error // the cause, may be nil
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

// AuthError says why a sign-in failed. Left counts the tries that remain; 0 = locked.
type AuthError struct {
	Code       string // AUTH-002 wrong number or PIN, AUTH-003 locked
	Sentence   string
	SentenceEN string
	Left       int
	Until      time.Time // when a lock ends; zero without one
}

func (e *AuthError) Error() string { return e.Code + " " + e.SentenceEN }

func fault(code, sentence, sentenceEN string, cause error) *Error {
	return &Error{Code: code, Sentence: sentence, SentenceEN: sentenceEN, Err: cause}
}

// told is a fault in the words of the table of troubles; pairs fill its sentence.
func told(code string, cause error, pairs ...string) *Error {
	w := trouble.Of(code).Clerk.Fill(pairs...)
	return fault(code, w.Zh, w.En, cause)
}

// unheard is why the hall could not be asked, in its own words where it gave any.
func unheard(err error) *Error {
	var p *api.Problem
	if errors.As(err, &p) && p.Sentence != "" {
		return fault(p.Code, p.Sentence, p.SentenceEN, err)
	}
	return told("HALL-101", err)
}

// spoken turns any error into one that can be shown, keeping what already has a sentence.
func spoken(err error, what, whatEN string) *Error {
	var (
		own  *Error
		auth *AuthError
		no   *cases.Refusal
		hall *queue.Refusal
		num  *citizen.NumberError
		said trouble.Teller
	)
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &auth):
		return fault(auth.Code, auth.Sentence, auth.SentenceEN, err)
	case errors.As(err, &no):
		return fault(no.Code, no.Sentence, no.SentenceEN, err)
	case errors.As(err, &hall):
		return fault(hall.Code, hall.Sentence, hall.SentenceEN, err)
	case errors.As(err, &num):
		return fault(num.Code, num.Sentence, num.SentenceEN, err)
	case errors.As(err, &said):
		code, w := said.Trouble()
		return fault(code, w.Zh, w.En, err)
	case errors.Is(err, ErrNoBlock):
		return fault("DESK-010", "本机还没有领到办件编号段，须先连上平台一次。已填内容都在。",
			"This terminal has no case numbers yet; it must reach the platform once. What was typed is kept.", err)
	}
	return fault("DESK-001", fmt.Sprintf("%s没有完成，内容都在，可再试一次。", what),
		whatEN+" was not completed. Everything is kept; try again.", err)
}
