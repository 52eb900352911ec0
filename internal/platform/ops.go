package platform

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
)

const maxOpsBody = 32 << 20

// postOps answers POST /v1/ops: a verdict for every offer, in order. Each verdict and its effect are one transaction.
func (pf *Platform) postOps(w http.ResponseWriter, r *http.Request) {
	req, p := readOps(http.MaxBytesReader(w, r.Body, maxOpsBody))
	if p != nil {
		refuse(w, http.StatusBadRequest, *p)
		return
	}
	from := sender(r, req.Terminal)
	if from != req.Terminal {
		refuse(w, http.StatusForbidden, problemStranger)
		return
	}
	resp := api.OpsResponse{Verdicts: make([]api.Verdict, 0, len(req.Offers)), Epoch: pf.store.epoch}
	for _, o := range req.Offers {
		v, err := pf.take(r.Context(), from, o)
		if err != nil {
			pf.fail(w, r, err)
			return
		}
		resp.Verdicts = append(resp.Verdicts, v)
	}
	resp.DurableThrough, resp.ServerTime = pf.store.durable.Load(), pf.p.Now()
	answer(w, http.StatusOK, resp)
}

// readOps decodes and bounds a request.
func readOps(body interface{ Read([]byte) (int, error) }) (api.OpsRequest, *api.Problem) {
	var req api.OpsRequest
	if err := json.NewDecoder(body).Decode(&req); err != nil || req.Terminal == "" {
		return req, &problemBody
	}
	if len(req.Offers) > api.MaxOps {
		return req, &problemTooMany
	}
	for _, o := range req.Offers {
		if o.ID == "" || len(o.ID) > 64 {
			return req, &problemBody
		}
	}
	return req, nil
}

// take gives the verdict on one offer and does what it says, in one transaction.
func (pf *Platform) take(ctx context.Context, from string, o api.Offer) (api.Verdict, error) {
	var v api.Verdict
	err := pf.store.write(ctx, func(tx *sql.Tx) error {
		var err error
		v, err = pf.judge(ctx, tx, from, o)
		return err
	})
	if err != nil {
		return v, err
	}
	v.ID = o.ID
	return v, nil
}

// judge follows the order of trust: the bytes, the id, the form, the hand, the place in the lane, and only then the case.
func (pf *Platform) judge(ctx context.Context, tx *sql.Tx, from string, o api.Offer) (api.Verdict, error) {
	if seal.Digest(o.Payload) != o.Digest {
		return pf.park(ctx, tx, from, o, damagedBytes)
	}
	if first, err := remembered(ctx, tx, o.ID, o.Digest); err != nil || first != nil {
		return deref(first), err
	}
	op, bad := readOperation(o)
	if bad != nil {
		return pf.park(ctx, tx, from, o, *bad)
	}
	if op.Terminal != from || op.Act.By.Terminal != op.Terminal || op.Act.By.Operator != op.Operator {
		return pf.park(ctx, tx, from, o, wrongHand)
	}
	ln, err := readLane(ctx, tx, op)
	if err != nil {
		return api.Verdict{}, err
	}
	v := ln.place(op)
	if v.Outcome == api.Retry {
		return v, nil
	}
	at, err := nextPosition(ctx, tx)
	if err != nil {
		return v, err
	}
	if v.Outcome == api.Accepted {
		if v, err = pf.effect(ctx, tx, op, at); err != nil {
			return v, err
		}
	}
	if err := ln.move(ctx, tx, op, v.Outcome); err != nil {
		return v, err
	}
	v.Position = at
	return v, pf.remember(ctx, tx, o, v)
}

// readOperation reads a payload whose digest fits. The second answer says why it is parked.
func readOperation(o api.Offer) (api.Operation, *api.Verdict) {
	var head struct {
		Schema int `json:"schema"`
	}
	if json.Unmarshal(o.Payload, &head) != nil {
		return api.Operation{}, &unreadable
	}
	if head.Schema > api.SchemaVersion {
		return api.Operation{}, &newerSchema
	}
	var op api.Operation
	if json.Unmarshal(o.Payload, &op) != nil || op.ID != o.ID || op.Lane == "" || op.Seq == 0 || op.Kind != op.Act.Kind ||
		op.Schema < 1 || op.Schema < api.SchemaVersion-1 {
		return op, &unreadable
	}
	return op, nil
}

var windowActs = map[cases.ActKind]bool{
	cases.ActAccept: true, cases.ActSupplement: true, cases.ActRefuse: true, cases.ActHandOut: true, cases.ActRate: true,
}

// effect makes the step the operation carries, at position at of the book.
func (pf *Platform) effect(ctx context.Context, tx *sql.Tx, op api.Operation, at uint64) (api.Verdict, error) {
	if !windowActs[op.Kind] {
		return notAWindowsAct, nil
	}
	c, err := pf.book().one(ctx, tx, op.Lane)
	if errors.Is(err, errNoCase) && op.Act.Filing == nil {
		return noFile, nil
	}
	if err != nil && !errors.Is(err, errNoCase) {
		return api.Verdict{}, err
	}
	next, err := cases.Apply(c, op.Act)
	if err != nil {
		return refusalVerdict(err), nil
	}
	if next.ID != op.Lane {
		return unreadableFile, nil
	}
	if next.Number != "" {
		owner, err := pf.book().owner(ctx, tx, next.Number)
		if err != nil {
			return api.Verdict{}, err
		}
		if owner != "" && owner != next.ID {
			return numberTaken, nil
		}
	}
	if err := pf.book().put(ctx, tx, next, at); err != nil {
		return api.Verdict{}, err
	}
	wanted, err := missingBlobs(ctx, tx, append(op.Blobs, pagesOf(next)...))
	return api.Verdict{Outcome: api.Accepted, Revision: next.Revision, Wanted: wanted}, err
}

func (pf *Platform) book() casebook {
	return casebook{pf.p.Seal, func() string { return pf.p.Now().Format(timeForm) }}
}

const timeForm = "2006-01-02T15:04:05.000Z07:00"

// park writes down what an engineer must look at. It is not remembered as an answer: the same bytes may be good tomorrow.
func (pf *Platform) park(ctx context.Context, tx *sql.Tx, from string, o api.Offer, v api.Verdict) (api.Verdict, error) {
	now := pf.book().now()
	digest := o.Digest
	if len(digest) > 80 {
		digest = digest[:80]
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO parked (id, digest, terminal, code, first_at, last_at, seen) VALUES (?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (id, digest) DO UPDATE SET code = excluded.code, last_at = excluded.last_at, seen = seen + 1`,
		o.ID, digest, from, v.Code, now, now)
	if err != nil {
		return v, fmt.Errorf("platform: park: %w", err)
	}
	return v, nil
}

// remembered gives the first answer to an id, nil when it is new. Accepted comes back as Duplicate; a refusal stays what it was.
func remembered(ctx context.Context, tx *sql.Tx, id, digest string) (*api.Verdict, error) {
	var was, text string
	err := tx.QueryRowContext(ctx, `SELECT digest, verdict FROM answered WHERE id = ?`, id).Scan(&was, &text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("platform: first answer: %w", err)
	}
	if was != digest {
		v := otherBytes
		return &v, nil
	}
	var v api.Verdict
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return nil, fmt.Errorf("platform: first answer: %w", err)
	}
	if v.Outcome == api.Accepted {
		v.Outcome = api.Duplicate
		v.Wanted, err = missingBlobs(ctx, tx, v.Wanted)
	}
	return &v, err
}

// remember keeps an answer for good.
func (pf *Platform) remember(ctx context.Context, tx *sql.Tx, o api.Offer, v api.Verdict) error {
	v.ID = o.ID
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("platform: remember: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO answered (id, digest, position, verdict, payload) VALUES (?, ?, ?, ?, ?)`,
		o.ID, o.Digest, v.Position, string(text), pf.p.Seal.Seal(o.Payload, []byte("op/"+o.ID)))
	if err != nil {
		return fmt.Errorf("platform: remember: %w", err)
	}
	return nil
}

func deref(v *api.Verdict) api.Verdict {
	if v == nil {
		return api.Verdict{}
	}
	return *v
}
