package hall

import (
	"encoding/json"
	"net/http"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
)

// routes are the ways in, as assets/openapi/hall.yaml names them.
func (n *Node) routes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"POST " + api.PathCommands: n.command,
		"GET " + api.PathState:     n.state,
		"GET " + api.PathEvents:    n.listenTo,
		"GET " + api.PathDayKey:    n.dayKey,
	}
}

func (n *Node) handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range n.routes() {
		mux.HandleFunc(pattern, h)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { write(w, http.StatusNotFound, noSuchThing()) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		select {
		case <-n.ready:
			mux.ServeHTTP(w, r)
		default:
			w.Header().Set("Retry-After", "1")
			write(w, http.StatusServiceUnavailable, notReady())
		}
	})
}

// command takes one command: 200 with its answer, also when the answer is a refusal.
func (n *Node) command(w http.ResponseWriter, r *http.Request) {
	c, status, problem := readCommand(http.MaxBytesReader(w, r.Body, maxCommand))
	if problem == nil {
		status, problem = allowed(r, c)
	}
	if problem != nil {
		write(w, status, problem)
		return
	}
	a, err := n.submit(c)
	if err != nil {
		n.log.Warn("hall: no answer", "id", c.ID, "kind", string(c.Kind), "terminal", c.Terminal, "err", err)
		write(w, http.StatusServiceUnavailable, notReady())
		return
	}
	write(w, http.StatusOK, a)
}

func (n *Node) state(w http.ResponseWriter, _ *http.Request) {
	s, err := n.table.now(n.p.Now())
	if err != nil {
		n.log.Error("hall: no state", "err", err)
		write(w, http.StatusInternalServerError, notReady())
		return
	}
	write(w, http.StatusOK, s)
}

// dayKey gives the key people are hashed with, to the machines that read cards.
func (n *Node) dayKey(w http.ResponseWriter, r *http.Request) {
	if p, ok := pki.PeerOf(r); ok && p.Role != pki.Kiosk && p.Role != pki.Counter {
		write(w, http.StatusForbidden, forbidden())
		return
	}
	var k api.DayKey
	n.table.read(func(s *queue.State) {
		k.Day, _ = s.Day()
		k.Key = s.DayKey()
	})
	if k.Key == nil {
		write(w, http.StatusConflict, noDay())
		return
	}
	write(w, http.StatusOK, k)
}

// allowed says whether this machine may send this command. A machine speaks for itself only.
func allowed(r *http.Request, c queue.Command) (int, *api.Problem) {
	p, known := pki.PeerOf(r)
	if c.Kind == queue.Configure {
		return http.StatusForbidden, forbidden() // settings come from the hall's manifest
	}
	if !known {
		if r.TLS == nil {
			return 0, nil
		}
		return http.StatusForbidden, forbidden()
	}
	if p.Name != c.Terminal {
		return http.StatusForbidden, otherName()
	}
	switch {
	case p.Role == pki.Counter:
		return 0, nil
	case p.Role == pki.Kiosk && (c.Kind == queue.Issue || c.Kind == queue.Paper):
		return 0, nil
	}
	return http.StatusForbidden, forbidden()
}

func write(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // who went away does not hear it
}
