package transport

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"
)

const (
	dialLimit = 5 * time.Second
	idleLimit = 60 * time.Second
)

// Params makes a Client.
type Params struct {
	Base      string      // "https://platform.example:8443"; paths are put behind it
	TLS       *tls.Config // nil: the system's roots and no certificate of our own
	UserAgent string
	Log       *slog.Logger // may be nil
}

// Client speaks to one base address. It is safe for concurrent use.
type Client struct {
	resty *resty.Client
	idle  func()
}

// New makes a client; nothing is dialled before the first call.
func New(p Params) *Client {
	tr := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialLimit, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig:     p.TLS,
		TLSHandshakeTimeout: dialLimit,
		IdleConnTimeout:     idleLimit,
		MaxIdleConnsPerHost: 16, // as many chunks of scans as may be under way, and what goes beside them
		// HTTP/1.1 only: a request whose time is up must take its connection with it. An HTTP/2 connection to
		// a machine that died silently would be used again and again.
		TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
	rc := resty.NewWithClient(&http.Client{Transport: tr}).
		SetBaseURL(p.Base).
		SetRetryCount(0).
		SetLogger(restyLog{p.Log}).
		SetRedirectPolicy(resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		})).
		SetPreRequestHook(setLength)
	if p.UserAgent != "" {
		rc.SetHeader("User-Agent", p.UserAgent)
	}
	return &Client{resty: rc, idle: tr.CloseIdleConnections}
}

// Close lets idle connections go. Calls under way are ended by their contexts.
func (c *Client) Close() { c.idle() }

// Request is one request as it goes out.
type Request struct {
	Method string
	Path   string // behind the base, or an absolute URL
	Header http.Header
	Body   io.Reader // nil for none
	Length int64     // of Body in bytes; 0 means unknown and the body is sent chunked
}

// Response is an answer of any status. The caller closes Body.
type Response struct {
	Status int
	Header http.Header
	Body   io.ReadCloser
}

// Do sends one request and gives the answer raw, whatever its status, its body not yet read.
// The error is an *Error of kind Unreachable. ctx also limits the reading of the body.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	if r.Length > 0 {
		ctx = context.WithValue(ctx, lengthKey{}, r.Length)
	}
	req := c.resty.R().SetContext(ctx).SetDoNotParseResponse(true)
	for k, vs := range r.Header {
		req.Header[k] = vs
	}
	if r.Body != nil {
		req.SetBody(r.Body)
	}
	resp, err := req.Execute(r.Method, r.Path)
	if err != nil {
		if resp != nil && resp.RawResponse != nil {
			resp.RawResponse.Body.Close()
		}
		return nil, &Error{Kind: Unreachable, Op: r.Method + " " + r.Path, Err: err}
	}
	return &Response{Status: resp.StatusCode(), Header: resp.Header(), Body: resp.RawBody()}, nil
}

// Stream opens a stream of server-sent events. An answer that is not 200 text/event-stream is an *Error.
func (c *Client) Stream(ctx context.Context, path string, header http.Header) (*Response, error) {
	h := header.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set("Accept", "text/event-stream")
	h.Set("Cache-Control", "no-cache")
	op := http.MethodGet + " " + path
	resp, err := c.Do(ctx, Request{Method: http.MethodGet, Path: path, Header: h})
	if err != nil {
		return nil, err
	}
	if resp.Status != http.StatusOK {
		defer resp.Body.Close()
		return nil, statusError(op, resp)
	}
	if !isType(resp.Header, "text/event-stream") {
		resp.Body.Close()
		return nil, malformed(op, resp, fmt.Errorf("content type %q", resp.Header.Get("Content-Type")))
	}
	return resp, nil
}

type lengthKey struct{}

// setLength tells net/http the length of a streamed body, which resty has no way to say.
func setLength(_ *resty.Client, r *http.Request) error {
	if n, ok := r.Context().Value(lengthKey{}).(int64); ok && r.Body != nil {
		r.ContentLength = n
	}
	return nil
}

// restyLog brings resty's own words into the program's log.
type restyLog struct{ log *slog.Logger }

func (l restyLog) Errorf(f string, v ...any) { l.say(slog.LevelDebug, f, v) } // the caller gets the error too
func (l restyLog) Warnf(f string, v ...any)  { l.say(slog.LevelWarn, f, v) }
func (l restyLog) Debugf(f string, v ...any) { l.say(slog.LevelDebug, f, v) }

func (l restyLog) say(level slog.Level, f string, v []any) {
	if l.log != nil {
		l.log.Log(context.Background(), level, fmt.Sprintf(f, v...))
	}
}
