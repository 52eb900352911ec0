package sim

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"onewindow/internal/glyph"
)

// ScannerParams says where the scanner is.
type ScannerParams struct {
	TCP string // "127.0.0.1:0"; "" for no scanner
}

// ScannerFaults are the scanner's contents and troubles.
type ScannerFaults struct {
	Feeder int  `json:"feeder"` // pages in the feeder
	JamAt  int  `json:"jamAt"`  // the feeder jams before this page of a job, from 1; 0 never
	Jammed bool `json:"jammed"` // it has jammed; false takes the paper out
	Hatch  bool `json:"hatch"`  // cover open
	Busy   bool `json:"busy"`   // somebody else's job
	SlowMS int  `json:"slowMs"` // time a page takes
	Gone   bool `json:"gone"`   // unplugged: connections are cut
	Waits  int  `json:"waits"`  // answers of "not ready" before each page
}

// ScannerState is what a scanner shows the control endpoint.
type ScannerState struct {
	ScannerFaults
	Scanned int    `json:"scanned"` // pages given so far
	URL     string `json:"url"`
}

// Scanner is a virtual eSCL scanner with a platen and a feeder.
type Scanner struct {
	p     ScannerParams
	fonts *glyph.Fonts
	log   *slog.Logger
	addr  string

	mu      sync.Mutex
	faults  ScannerFaults
	jobs    map[string]*scanJob
	created int
	scanned int
}

// scanJob is one job under way.
type scanJob struct {
	settings scanSettings
	given    int
	waits    int
	ended    bool
}

func newScanner(p ScannerParams, fonts *glyph.Fonts, log *slog.Logger) *Scanner {
	return &Scanner{p: p, fonts: fonts, log: log, jobs: map[string]*scanJob{}}
}

// SetFaults replaces what is in the scanner and wrong with it.
func (s *Scanner) SetFaults(f ScannerFaults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// State is what the scanner is doing.
func (s *Scanner) State() ScannerState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return ScannerState{ScannerFaults: s.faults, Scanned: s.scanned, URL: "http://" + s.addr + "/eSCL"}
}

func (s *Scanner) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", s.p.TCP)
	if err == nil {
		s.addr = l.Addr().String()
	}
	return l, err
}

func (s *Scanner) serve(ctx context.Context, l net.Listener) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /eSCL/ScannerCapabilities", s.capabilities)
	mux.HandleFunc("GET /eSCL/ScannerStatus", s.status)
	mux.HandleFunc("POST /eSCL/ScanJobs", s.create)
	mux.HandleFunc("GET /eSCL/ScanJobs/{job}/NextDocument", s.next)
	mux.HandleFunc("DELETE /eSCL/ScanJobs/{job}", s.drop)
	return serveHTTP(ctx, l, s.unlessGone(mux))
}

// unlessGone cuts every connection while the scanner is unplugged.
func (s *Scanner) unlessGone(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.State().Gone {
			panic(http.ErrAbortHandler) // net/http's own way to cut a connection
		}
		h.ServeHTTP(w, r)
	})
}

// serveHTTP serves until ctx ends.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { srv.Close() })
	defer stop()
	err := srv.Serve(l)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
