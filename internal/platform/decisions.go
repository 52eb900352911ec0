package platform

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform/intake"
	"onewindow/internal/seal"
)

const maxDecisionBody = 1 << 20

// decision is a department's act on its way, from its own system or from the console.
type decision struct {
	offer    api.Offer // its identity and the exact bytes that were sent
	caseID   string
	revision int // of the case the officer saw; 0 = not said
	act      cases.Act
}

// postDecision answers POST /v1/decisions: a department's own system decides or asks for corrections. The answer is a Verdict.
func (pf *Platform) postDecision(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxDecisionBody))
	var req api.DecisionRequest
	if err != nil || json.Unmarshal(body, &req) != nil || req.ID == "" || len(req.ID) > 64 || req.CaseID == "" {
		refuse(w, http.StatusBadRequest, problemBody)
		return
	}
	v, err := pf.decide(r.Context(), decision{offer: api.Offer{ID: req.ID, Digest: seal.Digest(body), Payload: body}, caseID: req.CaseID, act: req.Act})
	if err != nil {
		pf.fail(w, r, err)
		return
	}
	answer(w, http.StatusOK, v)
}

// decide makes a department's act: case, feed and remembered answer in one transaction. A decision's document is drawn before it,
// from the case as it then stands; if the case moved meanwhile nothing is done. Only what was done is remembered: a refusal may be
// put right under the same id.
func (pf *Platform) decide(ctx context.Context, d decision) (api.Verdict, error) {
	var v api.Verdict
	switch said, err := pf.prepare(ctx, &d); {
	case err != nil:
		return v, err
	case said != nil:
		v = *said
	default:
		if err := pf.bookIn(ctx, func(book *ledger) (err error) {
			v, err = intake.Decide(book, d.offer, d.caseID, d.revision, d.act)
			return err
		}); err != nil {
			return v, err
		}
	}
	v.ID = d.offer.ID
	return v, nil
}

// officersActs are what a department may do on a case.
var officersActs = []cases.ActKind{cases.ActDecide, cases.ActCorrect, cases.ActCheck}

// prepare checks an act against the case as it stands and gives it its document and the revision it was drawn from. It gives a
// verdict when there is nothing more to do.
func (pf *Platform) prepare(ctx context.Context, d *decision) (*api.Verdict, error) {
	refused := func(r api.Verdict) (*api.Verdict, error) { return &r, nil }
	if !slices.Contains(officersActs, d.act.Kind) {
		return refused(intake.NotADecision)
	}
	if v, err := pf.answeredBefore(ctx, d.offer); err != nil || v != nil {
		return v, err
	}
	c, err := pf.book().one(ctx, pf.store.reader, d.caseID)
	if errors.Is(err, errNoCase) {
		return refused(intake.UnknownCase)
	}
	if err != nil {
		return nil, err
	}
	if d.revision != 0 && d.revision != c.Revision {
		return refused(intake.MovedOn)
	}
	next, err := cases.Apply(c, d.act)
	if err != nil {
		return refused(intake.Refusal(err))
	}
	d.revision = c.Revision
	d.act, err = pf.withDocument(ctx, next, d.act)
	return nil, err
}

func (pf *Platform) answeredBefore(ctx context.Context, o api.Offer) (v *api.Verdict, err error) {
	err = pf.bookIn(ctx, func(book *ledger) error {
		v, err = intake.Again(book, o)
		return err
	})
	return v, err
}

// withDocument gives a decision its number and its document, unless the department sent its own.
func (pf *Platform) withDocument(ctx context.Context, next cases.Case, act cases.Act) (cases.Act, error) {
	if act.Kind != cases.ActDecide || act.Decision == nil || act.Decision.Result != nil {
		return act, nil
	}
	d := *act.Decision
	act.Decision = &d
	if d.Number == "" {
		var err error
		if d.Number, err = pf.documentNumber(ctx, d); err != nil {
			return act, err
		}
	}
	if pf.p.ResultPaper == nil {
		return act, nil
	}
	next.Decision = &d
	pdf, err := pf.p.ResultPaper(ctx, next, d)
	if err != nil {
		return act, fmt.Errorf("platform: result document: %w", err)
	}
	page, err := pf.putOwnBlob(ctx, "application/pdf", pdf)
	if err != nil {
		return act, err
	}
	d.Result = &cases.IssuedPaper{Kind: cases.ResultDocument, Number: d.Number, Page: page, At: d.At}
	return act, nil
}

// documentNumber takes the next document number of the year. A number drawn for a decision that then fails is not used again.
func (pf *Platform) documentNumber(ctx context.Context, d cases.Decision) (string, error) {
	series, word := "granted", "准"
	if !d.Granted {
		series, word = "denied", "不准"
	}
	year := d.At.Year()
	var n uint64
	err := pf.store.write(ctx, func(tx *sql.Tx) (err error) {
		n, err = nextNumber(ctx, tx, fmt.Sprintf("document-%s-%d", series, year))
		return err
	})
	return fmt.Sprintf("一窗%s字〔%d〕第%06d号", word, year, n), err
}
