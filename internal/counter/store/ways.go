package store

import (
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
)

// side is the platform's version of a case that an operation disputes, as far as it is known here.
type side struct {
	truth cases.Case
	known bool
	lacks bool // the platform was restored to less than truth shows
	asOf  time.Time
}

func (s *Store) side(tx *vault.Tx, op outbox.Op, status runner.Status) (side, error) {
	truth, here, err := getCase(tx, casesBucket, op.Lane)
	if err != nil {
		return side{}, err
	}
	word, spoke, err := heard(tx, op.Lane)
	if err != nil {
		return side{}, err
	}
	out := side{truth: truth, known: here && cases.Filed(truth), asOf: status.Since}
	if status.Online {
		out.asOf = s.p.Now()
	}
	switch {
	case spoke:
		out.known, out.asOf = !word.Gone, word.At
	case op.Why.Code == api.CodeNoCase:
		out.known = false
	case op.Why.Code == api.CodeForgotten:
		out.known, out.lacks = op.Revision > 0, op.Revision < truth.Revision
	case op.Why.Code == api.CodeLaneGap:
		out.lacks = true
	}
	return out, nil
}

// ways says what people can do about an operation.
func ways(op outbox.Op, state string, v side) []counter.Way {
	halts := op.State.Halts()
	switch {
	case op.Handed != nil:
		return []counter.Way{open(counter.WayBack), closed(counter.WayCorrect, "SYNC-129"), closed(counter.WayKeep, "SYNC-129"), closed(counter.WayRetry, "SYNC-129")}
	case state == "sending":
		return []counter.Way{closed(counter.WayRetry, "SYNC-125"), closed(counter.WayHand, "SYNC-125")}
	case !halts:
		return []counter.Way{open(counter.WayRetry), open(counter.WayHand)}
	}
	retry := open(counter.WayRetry)
	if op.State == outbox.Rejected || op.State == outbox.Conflict && op.Why.Code != api.CodeForgotten && op.Why.Code != api.CodeLaneGap { // an answer for good
		retry = closed(counter.WayRetry, "SYNC-122")
	}
	return []counter.Way{correction(op, v), open(counter.WayKeep), retry, open(counter.WayHand)}
}

// fileWays says what people can do about a scan or paper.
func fileWays(f outbox.File, state string) []counter.Way {
	switch {
	case f.Handed != nil:
		return []counter.Way{open(counter.WayBack), closed(counter.WayRetry, "SYNC-129")}
	case state == "sending":
		return []counter.Way{closed(counter.WayRetry, "SYNC-125"), closed(counter.WayHand, "SYNC-125")}
	}
	return []counter.Way{open(counter.WayRetry), open(counter.WayHand)}
}

// disputed are the platform's words upon which another operation at the same place comes to nothing.
var disputed = []string{"OPS-001", "OPS-008"}

// correction says whether a step can be made anew at its place.
func correction(op outbox.Op, v side) counter.Way {
	from := []cases.State{cases.Draft, cases.Supplement}
	switch op.Kind {
	case cases.ActSupplement:
		from = []cases.State{cases.Draft}
	case cases.ActHandOut:
		from = []cases.State{cases.Granted, cases.Denied}
	}
	filing := op.Kind == cases.ActAccept || op.Kind == cases.ActRefuse || op.Kind == cases.ActSupplement
	switch {
	case !filing && op.Kind != cases.ActHandOut, slices.Contains(disputed, op.Why.Code):
		return closed(counter.WayCorrect, "SYNC-123")
	case v.lacks, !v.known && v.truth.Revision > 0:
		return closed(counter.WayCorrect, "SYNC-127")
	case !slices.Contains(from, v.truth.State):
		zh, en := cases.StateName(v.truth.State)
		return closed(counter.WayCorrect, "SYNC-124", "state", zh, "stateEn", en)
	}
	return open(counter.WayCorrect)
}

func open(k counter.WayKind) counter.Way { return counter.Way{Kind: k} }

func closed(k counter.WayKind, code string, pairs ...string) counter.Way {
	w := trouble.Of(code).Clerk.Fill(pairs...)
	return counter.Way{Kind: k, Code: code, Why: w.Zh, WhyEN: w.En}
}
