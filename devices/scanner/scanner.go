package scanner

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"onewindow/devices"
	"onewindow/devices/watch"
	"onewindow/internal/counter"
	"onewindow/sync/transport"
)

const (
	defaultPoll = 3 * time.Second
	askLimit    = 5 * time.Second
	pageLimit   = 90 * time.Second // a slow page at 600 dpi
	maxXML      = 1 << 20
	maxPage     = 64 << 20
	maxPages    = 500
)

// Params makes a Scanner.
type Params struct {
	URL   string        // "http://host:port/eSCL"
	Poll  time.Duration // pause between two looks at the status; 3 s when 0
	Retry time.Duration // pause after "not ready"; 1 s when 0
	Now   func() time.Time
	Log   *slog.Logger // may be nil; never gets what was scanned
}

// Scanner is a driver for one eSCL scanner; it implements counter.Scanner.
type Scanner struct {
	p      Params
	base   string
	http   *transport.Client
	status watch.Status
	line   chan struct{} // holds one token: who has it may scan or look
}

// New makes a scanner that is absent until somebody looks.
func New(p Params) *Scanner {
	if p.Poll == 0 {
		p.Poll = defaultPoll
	}
	if p.Retry == 0 {
		p.Retry = time.Second
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	base := strings.TrimSuffix(p.URL, "/")
	s := &Scanner{p: p, base: base, http: transport.New(transport.Params{Base: base, UserAgent: "onewindow", Log: p.Log}),
		status: watch.Status{Now: p.Now}, line: make(chan struct{}, 1)}
	s.line <- struct{}{}
	s.status.Set(watch.Of(absent(nil)))
	return s
}

// Status is how the scanner was when last looked at.
func (s *Scanner) Status() devices.Status { return s.status.Get() }

// Watch gives the status now and after every change until ctx ends.
func (s *Scanner) Watch(ctx context.Context) <-chan devices.Status { return s.status.Watch(ctx) }

// Serve looks at the scanner again and again, but not while it scans for us, until ctx ends.
func (s *Scanner) Serve(ctx context.Context) error {
	for {
		select {
		case <-s.line:
			s.look(ctx)
			s.line <- struct{}{}
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := pause(ctx, s.p.Poll); err != nil {
			return err
		}
	}
}

// look asks for the status and keeps it.
func (s *Scanner) look(ctx context.Context) (scannerStatus, *devices.Error) {
	st, err := s.ask(ctx)
	if ctx.Err() != nil {
		return st, asError(ctx.Err())
	}
	if err == nil {
		err = st.trouble()
	}
	s.set(err)
	return st, err
}

func (s *Scanner) set(err *devices.Error) {
	st := devices.Status{State: devices.Ready}
	if err != nil {
		st = watch.Of(err)
	}
	if s.status.Set(st) {
		s.p.Log.Info("scanner", "state", st.State.String(), "code", st.Code)
	}
}

// Scan runs one job and hands every page over as it comes. Cancelling ctx stops the job; pages handed over stay.
// The error is a *devices.Error; SCAN-007 says that some pages came. An error of page ends the job and is given
// back as it is.
func (s *Scanner) Scan(ctx context.Context, set counter.ScanSettings, page func(counter.Page) error) error {
	select {
	case <-s.line:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.line <- struct{}{} }()
	st, trouble := s.look(ctx)
	if trouble != nil {
		return trouble
	}
	if set.Feeder && st.Adf == "ScannerAdfEmpty" {
		return empty()
	}
	set.Feeder = set.Feeder || st.Adf == "ScannerAdfLoaded"
	s.status.Set(devices.Status{State: devices.Busy, Sentence: "正在扫描。", SentenceEN: "Scanning."})
	n, err := s.job(ctx, set, page)
	return s.after(ctx, n, err)
}

// after looks at the scanner once more and words the end of a job.
func (s *Scanner) after(ctx context.Context, pages int, err error) error {
	var de *devices.Error
	if err == nil || !errors.As(err, &de) {
		s.look(context.WithoutCancel(ctx))
		return err
	}
	if _, trouble := s.look(context.WithoutCancel(ctx)); trouble != nil && trouble.Kind == devices.KindAttention {
		de = trouble // the scanner says it better than the failed request did
	}
	s.p.Log.Warn("scan ended early", "pages", pages, "code", de.Code)
	if pages > 0 {
		return halted(pages, de)
	}
	return de
}

func asError(err error) *devices.Error {
	var de *devices.Error
	var te *transport.Error
	switch {
	case errors.As(err, &de):
		return de
	case errors.As(err, &te) && te.Kind != transport.Unreachable:
		return protocol(err)
	}
	return absent(err)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
