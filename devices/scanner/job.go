package scanner

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"onewindow/devices"
	"onewindow/internal/counter"
	"onewindow/sync/transport"
)

const (
	jobTries  = 10 // POST while the scanner says 503
	pageTries = 30 // NextDocument while it says 503
)

// get reads a small document of the scanner.
func (s *Scanner) get(ctx context.Context, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodGet, Path: path})
	if err != nil {
		return nil, absent(err)
	}
	defer resp.Body.Close()
	if resp.Status != http.StatusOK {
		if resp.Status == http.StatusServiceUnavailable {
			return nil, busy(nil)
		}
		return nil, protocol(fmt.Errorf("GET %s: %d", path, resp.Status))
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxXML))
	if err != nil {
		return nil, absent(err)
	}
	return b, nil
}

func (s *Scanner) ask(ctx context.Context) (scannerStatus, *devices.Error) {
	b, err := s.get(ctx, "/ScannerStatus")
	if err != nil {
		return scannerStatus{}, asError(err)
	}
	st, err := parseStatus(b)
	if err != nil {
		return st, protocol(err)
	}
	return st, nil
}

// job makes a job and fetches its pages; it gives how many came.
func (s *Scanner) job(ctx context.Context, set counter.ScanSettings, page func(counter.Page) error) (int, error) {
	b, err := s.get(ctx, "/ScannerCapabilities")
	if err != nil {
		return 0, err
	}
	caps, err := parseCapabilities(b)
	if err != nil {
		return 0, protocol(err)
	}
	if set.DPI == 0 {
		set.DPI = 300
	}
	want, err := choose(caps, set.Feeder, set.DPI, set.Color)
	if err != nil {
		return 0, refused(err)
	}
	job, err := s.start(ctx, want)
	if err != nil {
		return 0, err
	}
	defer s.delete(ctx, job)
	return s.pages(ctx, job, page)
}

// start posts the job and gives its absolute address.
func (s *Scanner) start(ctx context.Context, want settings) (string, error) {
	for try := 1; ; try++ {
		status, location, err := s.post(ctx, want.xml())
		switch {
		case err != nil:
			return "", err
		case status == http.StatusCreated:
			return s.resolve(location)
		case status == http.StatusServiceUnavailable && try < jobTries:
			if err := pause(ctx, s.p.Retry); err != nil {
				return "", err
			}
		case status == http.StatusServiceUnavailable:
			return "", busy(nil)
		case status == http.StatusConflict && want.input == "Feeder":
			return "", empty()
		default:
			return "", refused(fmt.Errorf("POST ScanJobs: %d", status))
		}
	}
}

func (s *Scanner) post(ctx context.Context, body string) (status int, location string, err error) {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodPost, Path: "/ScanJobs",
		Header: http.Header{"Content-Type": {"text/xml"}}, Body: strings.NewReader(body), Length: int64(len(body))})
	if err != nil {
		return 0, "", absent(err)
	}
	resp.Body.Close()
	return resp.Status, resp.Header.Get("Location"), nil
}

// resolve makes a job's Location absolute. Its host is replaced by ours: some scanners give one nobody can reach.
func (s *Scanner) resolve(location string) (string, error) {
	base, err1 := url.Parse(s.base + "/ScanJobs")
	ref, err2 := url.Parse(location)
	if err1 != nil || err2 != nil || location == "" {
		return "", protocol(fmt.Errorf("location of the job: %w", firstError(err1, err2)))
	}
	u := base.ResolveReference(ref)
	u.Scheme, u.Host = base.Scheme, base.Host
	return strings.TrimSuffix(u.String(), "/"), nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return fmt.Errorf("missing")
}

// pages fetches until the scanner says that there are no more.
func (s *Scanner) pages(ctx context.Context, job string, page func(counter.Page) error) (int, error) {
	tries := 0
	for n := 0; n < maxPages; {
		status, data, err := s.next(ctx, job)
		if err != nil {
			return n, err
		}
		switch status {
		case http.StatusOK:
			typ := sniff(data)
			if typ == "" {
				return n, protocol(fmt.Errorf("page %d is no picture", n+1))
			}
			if err := page(counter.Page{Type: typ, Data: data}); err != nil {
				return n, err
			}
			n, tries = n+1, 0
		case http.StatusServiceUnavailable:
			if tries++; tries >= pageTries {
				return n, busy(nil)
			}
			if err := pause(ctx, s.p.Retry); err != nil {
				return n, err
			}
		case http.StatusNotFound, http.StatusConflict, http.StatusGone:
			return n, s.ended(ctx, n)
		default:
			return n, protocol(fmt.Errorf("NextDocument: %d", status))
		}
	}
	return maxPages, protocol(fmt.Errorf("more than %d pages", maxPages))
}

// ended tells a normal end from a jam: only the status knows.
func (s *Scanner) ended(ctx context.Context, pages int) error {
	st, err := s.ask(ctx)
	if err == nil && st.trouble() != nil && st.trouble().Kind == devices.KindAttention {
		return st.trouble()
	}
	if pages == 0 {
		return empty()
	}
	return nil
}

// next asks for one page.
func (s *Scanner) next(ctx context.Context, job string) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodGet, Path: job + "/NextDocument"})
	if err != nil {
		return 0, nil, s.cut(ctx, err)
	}
	defer resp.Body.Close()
	if resp.Status != http.StatusOK {
		return resp.Status, nil, nil
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxPage))
	if err != nil {
		return 0, nil, s.cut(ctx, err)
	}
	return resp.Status, data, nil
}

// cut words a request that broke off: by the caller's wish, or because the scanner went away.
func (s *Scanner) cut(ctx context.Context, err error) error {
	if ctx.Err() == context.Canceled {
		return ctx.Err()
	}
	return absent(err)
}

// delete tells the scanner that the job is over; scanners that forgot it already are right too.
func (s *Scanner) delete(ctx context.Context, job string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askLimit)
	defer cancel()
	if resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodDelete, Path: job}); err == nil {
		resp.Body.Close()
	}
}
