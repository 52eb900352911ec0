package intake

import (
	"encoding/json"
	"slices"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

// Reader is an intake that reads certain schemas of operations.
type Reader struct{ api.Schemas }

// Judge gives the verdict on one offer of a terminal and does in the book what it says. digest names bytes as offers do
// ("sm3:" + 64 hex). An error is the book's own; the caller then lets the transaction go. Schemas are read as this build does.
func Judge(b Book, digest func([]byte) string, from string, o api.Offer) (api.Verdict, error) {
	return JudgeOpened(b, from, Reader{api.Reads()}.Open(digest, o))
}

// Opened is an offer looked at by itself, before the book is asked.
type Opened struct {
	Offer api.Offer
	op    api.Operation
	whole bool         // the bytes fit their digest
	bad   *api.Verdict // why they are parked
}

// Open checks an offer's bytes and reads them. It needs no book: several offers may be opened at a time.
func (r Reader) Open(digest func([]byte) string, o api.Offer) Opened {
	if digest(o.Payload) != o.Digest {
		return Opened{Offer: o}
	}
	op, bad := r.Read(o)
	return Opened{Offer: o, op: op, whole: true, bad: bad}
}

// Operation gives what the offer says; ok is false when it is parked as it came.
func (o Opened) Operation() (op api.Operation, ok bool) { return o.op, o.whole && o.bad == nil }

// JudgeOpened is Judge on an offer that Open looked at.
func JudgeOpened(b Book, from string, o Opened) (api.Verdict, error) {
	v, err := judge(b, from, o)
	v.ID = o.Offer.ID
	return v, err
}

func judge(b Book, from string, opened Opened) (api.Verdict, error) {
	o, op, bad := opened.Offer, opened.op, opened.bad
	if !opened.whole {
		return damagedBytes, b.Note(from, o, damagedBytes)
	}
	if first, err := Again(b, o); err != nil || first != nil {
		return deref(first), err
	}
	if bad == nil && (op.Terminal != from || op.Act.By.Terminal != op.Terminal || op.Act.By.Operator != op.Operator) {
		bad = &wrongHand
	}
	if bad != nil {
		return *bad, b.Note(from, o, *bad)
	}
	ln, err := b.Lane(op.Terminal, op.Lane)
	if err != nil {
		return api.Verdict{}, err
	}
	v := ln.place(op)
	if v.Outcome == api.Retry {
		return v, nil
	}
	var before, next cases.Case
	if v.Outcome == api.Accepted {
		if before, next, v, err = effect(b, op); err != nil {
			return api.Verdict{}, err
		}
	}
	if v.Code == Forgotten.Code { // not for good: another window may still bring what is missing
		return v, b.Note(from, o, v)
	}
	if v.Outcome == api.Accepted {
		if next, err = pair(b, before, next, op.Act); err != nil {
			return v, err
		}
	}
	return settle(b, o, op, ln, next, v)
}

// settle writes a final verdict and its effect down.
func settle(b Book, o api.Offer, op api.Operation, ln Lane, next cases.Case, v api.Verdict) (api.Verdict, error) {
	at, err := b.Position()
	if err != nil {
		return v, err
	}
	if v.Outcome == api.Accepted {
		if err := b.PutCase(next, at); err != nil {
			return v, err
		}
		if v.Wanted, err = b.Missing(append(slices.Clone(op.Blobs), Pages(next)...)); err != nil {
			return v, err
		}
	}
	if moved := ln.after(op, v.Outcome); moved != ln {
		if err := b.PutLane(op.Terminal, op.Lane, moved); err != nil {
			return v, err
		}
	}
	v.Position, v.ID = at, o.ID
	return v, b.Remember(o, v)
}

// Again gives the first answer to an id, nil when it is new. Accepted comes back as Duplicate; a refusal stays what it was.
func Again(b Book, o api.Offer) (*api.Verdict, error) {
	was, first, ok, err := b.Answered(o.ID)
	if err != nil || !ok {
		return nil, err
	}
	if was != o.Digest {
		v := otherBytes
		return &v, nil
	}
	if first.Outcome == api.Accepted {
		first.Outcome = api.Duplicate
		first.Wanted, err = b.Missing(first.Wanted)
	}
	return &first, err
}

// Read reads a payload whose digest fits. The second answer says why it is parked.
func (r Reader) Read(o api.Offer) (api.Operation, *api.Verdict) {
	var op api.Operation
	err := json.Unmarshal(o.Payload, &op)
	if err != nil || op.Schema > r.Max { // a newer schema may look like anything behind its number
		var head struct {
			Schema int `json:"schema"`
		}
		if json.Unmarshal(o.Payload, &head) == nil && head.Schema > r.Max {
			return api.Operation{}, &newerSchema
		}
	}
	switch {
	case err != nil || op.ID != o.ID || op.Lane == "" || op.Seq == 0 || op.Kind != op.Act.Kind || op.Schema < 1:
		return op, &unreadable
	case op.Schema < r.Min:
		return op, &olderSchema
	}
	return op, nil
}

var windowActs = []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut, cases.ActRate, cases.ActCheck}

// effect gives the case before and after the step the operation carries.
func effect(b Book, op api.Operation) (before, next cases.Case, v api.Verdict, err error) {
	if !slices.Contains(windowActs, op.Kind) {
		return before, next, notAWindowsAct, nil
	}
	before, known, err := b.Case(op.Lane)
	switch {
	case err != nil:
		return before, next, v, err
	case op.Base > before.Revision:
		v = Forgotten
		v.Revision = before.Revision // 0: it knows nothing of the case
		return before, next, v, nil
	case !known && op.Act.Filing == nil:
		return before, next, noFile, nil
	}
	if next, err = cases.Apply(before, op.Act); err != nil {
		return before, next, Refusal(err), nil
	}
	if next.ID != op.Lane {
		return before, next, unreadableFile, nil
	}
	if next.Number != "" && next.Number != before.Number { // what the case bears already, no other does
		owner, err := b.Owner(next.Number)
		if err != nil {
			return before, next, v, err
		}
		if owner != "" && owner != next.ID {
			return before, next, numberTaken, nil
		}
	}
	return before, next, api.Verdict{Outcome: api.Accepted, Revision: next.Revision}, nil
}

// Pages gives the digests of all scans and papers of a case.
func Pages(c cases.Case) []string {
	var all []string
	for _, m := range c.Materials {
		for _, p := range m.Pages {
			all = append(all, p.Digest)
		}
	}
	for _, p := range c.Papers {
		all = append(all, p.Page.Digest)
	}
	if c.Decision != nil && c.Decision.Result != nil {
		all = append(all, c.Decision.Result.Page.Digest)
	}
	return all
}

func deref(v *api.Verdict) api.Verdict {
	if v == nil {
		return api.Verdict{}
	}
	return *v
}

// Decide makes a department's act on a case as the officer saw it: case, feed and remembered answer. Only what was done
// is remembered: a refusal may be put right under the same id.
func Decide(b Book, o api.Offer, caseID string, revision int, act cases.Act) (api.Verdict, error) {
	if first, err := Again(b, o); err != nil || first != nil {
		return deref(first), err
	}
	c, known, err := b.Case(caseID)
	switch {
	case err != nil:
		return api.Verdict{}, err
	case !known:
		return UnknownCase, nil
	case c.Revision != revision:
		return MovedOn, nil
	}
	next, err := cases.Apply(c, act)
	if err != nil {
		return Refusal(err), nil
	}
	if next, err = pair(b, c, next, act); err != nil {
		return api.Verdict{}, err
	}
	at, err := b.Position()
	if err != nil {
		return api.Verdict{}, err
	}
	if err := b.PutCase(next, at); err != nil {
		return api.Verdict{}, err
	}
	v := api.Verdict{ID: o.ID, Outcome: api.Accepted, Revision: next.Revision, Position: at}
	return v, b.Remember(o, v)
}
