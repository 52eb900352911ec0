package apitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"onewindow/internal/api"
)

// Line is the client's end: every request that goes out and every answer that comes back is checked. A server under test is
// spoken to with it. What the contract does not allow may be sent (that is how refusals are tested), but then the server must
// refuse it.
func (c *Contract) Line(t testing.TB, next http.RoundTripper) http.RoundTripper {
	return line{c, listen(t), next}
}

type line struct {
	c    *Contract
	ear  *ear
	next http.RoundTripper
}

func (l line) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		var err error
		if sent, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close()
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(sent))
		r.ContentLength = int64(len(sent))
	}
	resp, err := l.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = &overheard{ReadCloser: resp.Body, done: func(got []byte) {
		l.ear.hear(l.c.exchange(r, sent, resp.StatusCode, resp.Header, got))
	}}
	return resp, nil
}

// overheard keeps what is read and tells it once, at the end of the body; a body that was not read to its end is told when it
// is a stream of events, as far as it came, and otherwise not at all.
type overheard struct {
	io.ReadCloser
	got  bytes.Buffer
	done func([]byte)
	once sync.Once
}

func (o *overheard) Read(p []byte) (int, error) {
	n, err := o.ReadCloser.Read(p)
	o.got.Write(p[:n])
	if errors.Is(err, io.EOF) {
		o.once.Do(func() { o.done(o.got.Bytes()) })
	}
	return n, err
}

func (o *overheard) Close() error {
	if bytes.Contains(o.got.Bytes(), []byte("event: ")) {
		o.once.Do(func() { o.done(o.got.Bytes()) })
	}
	return o.ReadCloser.Close()
}

// Handler is the server's end, for a client under test: what the client sends must be in the contract whatever the answer, and
// what a stand-in for the server answers must be too, so that no test rests on an answer the true server would never give.
// An answer that is broken off (http.ErrAbortHandler) is not looked at.
func (c *Contract) Handler(t testing.TB, next http.Handler) http.Handler {
	e := listen(t)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(sent), failing{err}))
		if err == nil {
			if bad := c.request(r, sent); bad != nil {
				e.hear(fmt.Errorf("%s.yaml does not know the request %s %s: %w\nin %s", c.name, r.Method, r.URL.Path, bad, shown(sent)))
			}
		}
		out := &copied{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(out, r)
		e.hear(c.exchange(r, sent, out.status, w.Header(), out.body.Bytes()))
	})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// copied is an answer on its way out, with a copy of it.
type copied struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *copied) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *copied) Write(p []byte) (int, error) {
	w.body.Write(p)
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush.
func (w *copied) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Call holds one call of a client to the contract when the line between is a stand-in without HTTP: what goes out (in) and
// what comes back (out), as values that become JSON. nil stands for no body.
func (c *Contract) Call(t testing.TB, method, path string, in any, status int, out any) {
	t.Helper()
	text := func(v any) []byte {
		if v == nil {
			return nil
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	r, err := http.NewRequest(method, "http://contract.example"+path, bytes.NewReader(text(in)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	h := http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"no-store"}}
	if err := errors.Join(c.request(r, text(in)), c.exchange(r, text(in), status, h, text(out))); err != nil {
		t.Error(err)
	}
}

// request holds what was sent to the contract.
func (c *Contract) request(r *http.Request, sent []byte) error {
	if ok, errs := c.validate.ValidateHttpRequestSync(asked(r, sent)); !ok {
		return errors.New(told(errs))
	}
	return nil
}

func asked(r *http.Request, sent []byte) *http.Request {
	q := &http.Request{Method: r.Method, URL: r.URL, Header: r.Header.Clone(), Host: r.Host, ContentLength: int64(len(sent))}
	q.Body = io.NopCloser(bytes.NewReader(sent))
	q.Header.Del("Cookie") // what a browser keeps is the security schemes' business
	return q
}

// exchange holds an answer to the contract, and what was sent too when the answer says that it was taken.
func (c *Contract) exchange(r *http.Request, sent []byte, status int, h http.Header, got []byte) error {
	bad := c.request(r, sent)
	if bad != nil && status < 400 {
		return fmt.Errorf("%s %s was answered %d, but %s.yaml does not know the request: %w\nin %s", r.Method, r.URL.Path, status, c.name, bad, shown(sent))
	}
	if bad != nil && (status == http.StatusNotFound || status == http.StatusMethodNotAllowed) {
		return nil // nobody serves it, and it is not written that anybody does
	}
	resp := &http.Response{StatusCode: status, Header: h.Clone(), Body: io.NopCloser(bytes.NewReader(got))}
	if ok, errs := c.validate.ValidateHttpResponse(asked(r, sent), resp); !ok {
		return fmt.Errorf("%s %s: %s.yaml does not know the answer %d: %s\nin %s", r.Method, r.URL.Path, c.name, status, told(errs), shown(got))
	}
	switch {
	case status == http.StatusOK && strings.HasPrefix(h.Get("Content-Type"), "text/event-stream"):
		return c.events(got)
	case status == http.StatusOK && r.URL.Path == api.PathOps:
		return c.operations(sent, got)
	}
	return nil
}

// events holds the data of every whole event of a stream to the contract.
func (c *Contract) events(stream []byte) error {
	whole := stream[:bytes.LastIndex(stream, []byte("\n\n"))+1]
	for l := range strings.Lines(string(whole)) {
		if data, ok := strings.CutPrefix(l, "data: "); ok {
			if err := c.value("HallState", []byte(data)); err != nil {
				return fmt.Errorf("%s.yaml, an event: %w\nin %s", c.name, err, shown([]byte(data)))
			}
		}
	}
	return nil
}

// operations holds every operation that was taken to the contract: it travels as bytes inside its offer.
func (c *Contract) operations(sent, got []byte) error {
	var req api.OpsRequest
	var resp api.OpsResponse
	if err := errors.Join(json.Unmarshal(sent, &req), json.Unmarshal(got, &resp)); err != nil {
		return err
	}
	for i, v := range resp.Verdicts {
		if v.Outcome != api.Accepted {
			continue
		}
		if err := c.value("Operation", req.Offers[i].Payload); err != nil {
			return fmt.Errorf("%s.yaml, an operation that was accepted: %w\nin %s", c.name, err, shown(req.Offers[i].Payload))
		}
	}
	return nil
}

// ear tells a test what is wrong as long as the test runs.
type ear struct {
	mu sync.Mutex
	t  testing.TB
}

func listen(t testing.TB) *ear {
	e := &ear{t: t}
	t.Cleanup(func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.t = nil
	})
	return e
}

func (e *ear) hear(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err != nil && e.t != nil {
		e.t.Error(err)
	}
}
