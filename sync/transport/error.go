package transport

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"onewindow/internal/api"
)

// Kind is how a call failed.
type Kind int

// A call fails because nobody answered, because the answer was a refusal, or because the answer made no sense
// (a hotel's sign-in page, a cut body).
const (
	Unreachable Kind = iota
	Status
	Malformed
)

func (k Kind) String() string { return [...]string{"unreachable", "status", "malformed"}[k] }

// Error is how every call of this package fails.
type Error struct {
	Kind       Kind
	Op         string        // "POST /v1/ops"
	Status     int           // 0 when unreachable
	Problem    *api.Problem  // the other side's own words, if it gave any
	RetryAfter time.Duration // 0 when not asked for
	Err        error         // the cause; wraps context errors, so errors.Is(err, context.Canceled) works
}

func (e *Error) Error() string {
	s := e.Op + ": " + e.Kind.String()
	if e.Status != 0 {
		s += " " + strconv.Itoa(e.Status)
	}
	if e.Problem != nil {
		s += ": " + e.Problem.Error()
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause and the problem, so errors.As finds an *api.Problem.
func (e *Error) Unwrap() []error {
	var out []error
	if e.Err != nil {
		out = append(out, e.Err)
	}
	if e.Problem != nil {
		out = append(out, e.Problem)
	}
	return out
}

// IsUnreachable says whether err means that nobody answered, so that nothing is known of the request's fate.
func IsUnreachable(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == Unreachable
}

func malformed(op string, r *Response, cause error) *Error {
	return &Error{Kind: Malformed, Op: op, Status: r.Status, Err: cause}
}

// statusError reads the refusal of an answer; it reads the body but does not close it.
func statusError(op string, r *Response) *Error {
	e := &Error{Kind: Status, Op: op, Status: r.Status, RetryAfter: retryAfter(r.Header)}
	if !isJSON(r.Header) {
		return e
	}
	var p api.Problem
	if json.NewDecoder(io.LimitReader(r.Body, maxProblem)).Decode(&p) == nil && p.Code != "" {
		e.Problem = &p
	}
	return e
}

// retryAfter reads RFC 9110 10.2.3, in seconds or as a date; a date is compared with the answer's own Date.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if n, err := strconv.Atoi(v); err == nil && n > 0 {
		return time.Duration(min(n, longestPause)) * time.Second
	}
	at, err1 := http.ParseTime(v)
	now, err2 := http.ParseTime(h.Get("Date"))
	if err1 != nil || err2 != nil || at.Before(now) {
		return 0
	}
	return min(at.Sub(now), longestPause*time.Second)
}

// longestPause is the longest Retry-After that is believed, in seconds: a day.
const longestPause = 24 * 60 * 60

var errTooLarge = fmt.Errorf("answer larger than %d bytes", maxBody)
