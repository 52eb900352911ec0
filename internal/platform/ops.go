package platform

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"

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
	pf.heardSchemas(from, req.Schemas.Max)
	resp := api.OpsResponse{Epoch: pf.store.epoch, Schemas: pf.p.Schemas}
	var err error
	if resp.Verdicts, err = pf.take(r.Context(), from, req.Offers); err != nil {
		pf.fail(w, r, err)
		return
	}
	resp.DurableThrough, resp.ServerTime = pf.store.durable.Load(), pf.p.Now()
	answer(w, http.StatusOK, resp)
}

// readOps decodes and bounds a request.
func readOps(body io.Reader) (api.OpsRequest, *api.Problem) {
	var req api.OpsRequest
	if err := json.NewDecoder(body).Decode(&req); err != nil || req.Terminal == "" {
		return req, &problemBody
	}
	if len(req.Offers) > api.MaxOps {
		return req, &problemTooMany
	}
	for _, o := range req.Offers {
		if !named(o) {
			return req, &problemBody
		}
	}
	return req, nil
}

// named reports whether an offer bears an id that may be remembered.
func named(o api.Offer) bool { return o.ID != "" && len(o.ID) <= 64 }

// take gives the verdicts on offers and does what they say, in one transaction: one sync for all. If it fails, nothing
// of it happened, and the terminal offers all again.
func (pf *Platform) take(ctx context.Context, from string, offers []api.Offer) ([]api.Verdict, error) {
	verdicts := make([]api.Verdict, 0, len(offers))
	opened := pf.openAll(offers)
	err := pf.bookIn(ctx, func(book *ledger) error {
		if err := book.foresee(from, opened); err != nil {
			return err
		}
		for _, o := range opened {
			v, err := intake.JudgeOpened(book, from, o)
			if err != nil {
				return err
			}
			verdicts = append(verdicts, v)
		}
		return nil
	})
	return verdicts, err
}

// openAll checks and reads offers, as many at a time as there are processors.
func (pf *Platform) openAll(offers []api.Offer) []intake.Opened {
	reader := intake.Reader{Schemas: pf.p.Schemas}
	opened := make([]intake.Opened, len(offers))
	var all sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(offers)) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(offers)); i = next.Add(1) - 1 {
				opened[i] = reader.Open(seal.Digest, offers[i])
			}
		})
	}
	all.Wait()
	return opened
}

func (pf *Platform) book() casebook {
	return casebook{pf.p.Seal, func() string { return pf.p.Now().Format(api.TimeForm) }, pf.store.matters}
}
