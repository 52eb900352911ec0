package hallclient

import (
	"errors"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/internal/trouble"
)

// Error is how every call of this package fails: either the hall is away (HALL-101, or HALL-102 if its answer was
// lost), or one of the two machines' certificates keeps them apart (CERT-…), or it refused with a problem of its own.
type Error struct {
	api.Problem
	Unsure bool  // the question was sent: it may have had its effect
	Err    error // the cause; may be nil
}

func (e *Error) Error() string {
	s := e.Problem.Error()
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the problem and the cause, so errors.As finds an *api.Problem with its sentences.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{&e.Problem}
	}
	return []error{&e.Problem, e.Err}
}

func failure(err error, unsure bool) *Error {
	if err == nil {
		err = errors.New("hallclient: no node is named")
	}
	e := &Error{Unsure: unsure, Err: err}
	var p *api.Problem
	apart := pki.Judge(err).Code(pki.HallNode)
	switch {
	case refused(err) && errors.As(err, &p):
		e.Problem = *p
	case apart != "":
		e.Problem = problem(apart)
	case unsure:
		e.Problem = problem("HALL-102")
	default:
		e.Problem = problem("HALL-101")
	}
	return e
}

// problem is a trouble of this link in the clerk's words.
func problem(code string) api.Problem {
	w := trouble.Of(code).Clerk
	return api.Problem{Code: code, Sentence: w.Zh, SentenceEN: w.En}
}
