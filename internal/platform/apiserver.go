package platform

import (
	"net/http"
	"slices"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/pki"
)

// apiHandler is the machines' interface: who may ask what.
func (pf *Platform) apiHandler() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range pf.apiRoutes() {
		mux.HandleFunc(pattern, h)
	}
	return mux
}

// apiRoutes are the ways in, as assets/openapi/platform.yaml names them.
func (pf *Platform) apiRoutes() map[string]http.HandlerFunc {
	all := map[string]http.HandlerFunc{}
	handle := func(pattern string, h http.HandlerFunc, roles ...pki.Role) {
		all[pattern] = pf.only(roles, h)
	}
	handle("POST "+api.PathOps, pf.postOps, pki.Counter, pki.Kiosk)
	handle("GET "+api.PathChanges, pf.getChanges, pki.Counter)
	handle("HEAD "+api.PathBlobs+"{digest}", pf.stamped(pf.headBlob), pki.Counter, pki.Kiosk)
	handle("PUT "+api.PathBlobs+"{digest}", pf.stamped(pf.putBlob), pki.Counter, pki.Kiosk)
	handle("GET "+api.PathBlobs+"{digest}", pf.getBlob, pki.Counter, pki.Dept)
	handle("POST "+api.PathBlocks, pf.postBlock, pki.Counter, pki.Kiosk)
	handle("POST "+api.PathCarried, pf.postCarried, carriers...)
	handle("POST "+api.PathDecisions, pf.postDecision, pki.Dept)
	handle("GET "+api.PathHealth, pf.getHealth, pki.Counter, pki.Kiosk, pki.Display, pki.HallNode, pki.Dept)
	return all
}

// only lets machines of the named roles in. Without TLS (tests) everybody is let in.
func (pf *Platform) only(roles []pki.Role, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if pf.p.APITLS != nil {
			if peer, ok := pki.PeerOf(r); !ok || !slices.Contains(roles, peer.Role) {
				refuse(w, http.StatusForbidden, problemStranger)
				return
			}
		}
		h(w, r)
	}
}

// stamped lets an answer without a body of its own tell the platform's time.
func (pf *Platform) stamped(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { h(stampedWriter{w, pf.p.Now}, r) }
}

type stampedWriter struct {
	http.ResponseWriter
	now func() time.Time
}

// WriteHeader stamps a good answer at the moment it leaves.
func (w stampedWriter) WriteHeader(status int) {
	if status == http.StatusOK {
		w.Header().Set(api.HeaderTime, w.now().Format(api.TimeForm))
	}
	w.ResponseWriter.WriteHeader(status)
}

// sender is the terminal a request truly comes from: the name in its certificate, or what it says of itself on a plain line.
func sender(r *http.Request, said string) string {
	if peer, ok := pki.PeerOf(r); ok {
		return peer.Name
	}
	return said
}

// getHealth answers GET /v1/health.
func (pf *Platform) getHealth(w http.ResponseWriter, r *http.Request) {
	at, err := position(r.Context(), pf.store.reader)
	if err != nil {
		pf.fail(w, r, err)
		return
	}
	answer(w, http.StatusOK, api.HealthResponse{
		Position: at, DurableThrough: pf.store.durable.Load(), Epoch: pf.store.epoch, ServerTime: pf.p.Now(), Schemas: pf.p.Schemas,
	})
}
