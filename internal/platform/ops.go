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

// postOps answers POST /v1/ops: a verdict for every offer, in order. All verdicts and their effects are one transaction.
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
	resp := api.OpsResponse{Epoch: pf.store.epoch}
	var err error
	if resp.Verdicts, err = pf.take(r.Context(), from, req.Offers); err != nil {
		pf.fail(w, r, err)
		return
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

// take gives the verdicts on offers and does what they say, in one transaction: one sync for all. If it fails, nothing
// of it happened, and the terminal offers all again.
func (pf *Platform) take(ctx context.Context, from string, offers []api.Offer) ([]api.Verdict, error) {
	verdicts := make([]api.Verdict, 0, len(offers))
	err := pf.store.write(ctx, func(tx *sql.Tx) error {
		book := pf.ledger(ctx, tx)
		for _, o := range offers {
			v, err := intake.Judge(book, seal.Digest, from, o)
			if err != nil {
				return err
			}
			verdicts = append(verdicts, v)
		}
		return nil
	})
	return verdicts, err
}

func (pf *Platform) book() casebook {
	return casebook{pf.p.Seal, func() string { return pf.p.Now().Format(api.TimeForm) }, pf.store.matters}
}
