package hallclient

import (
	"errors"

	"onewindow/internal/api"
)

// Error is how every call of this package fails: either the hall is away (HALL-101, or HALL-102 if its answer was
// lost), or it refused with a problem of its own.
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
	switch {
	case refused(err) && errors.As(err, &p):
		e.Problem = *p
	case unsure:
		e.Problem = api.Problem{Code: "HALL-102", Sentence: "大厅系统没有回答，不知道这一步是否已完成。再按一次不会重复。", SentenceEN: "The hall did not answer; this may or may not be done. Pressing again does not do it twice."}
	default:
		e.Problem = api.Problem{Code: "HALL-101", Sentence: "大厅系统暂时连不上，这一步没有执行。", SentenceEN: "The hall cannot be reached; nothing was done."}
	}
	return e
}
