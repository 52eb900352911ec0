package platform

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"

	"onewindow/internal/api"
	"onewindow/internal/platform/intake"
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
func (pf *Platform) take(ctx context.Context, from string, o api.Offer) (v api.Verdict, err error) {
	err = pf.store.write(ctx, func(tx *sql.Tx) (err error) {
		v, err = intake.Judge(pf.ledger(ctx, tx), seal.Digest, from, o)
		return err
	})
	return v, err
}

func (pf *Platform) book() casebook {
	return casebook{pf.p.Seal, func() string { return pf.p.Now().Format(timeForm) }}
}

const timeForm = "2006-01-02T15:04:05.000Z07:00"
