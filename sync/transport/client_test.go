package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
)

func serve(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return New(Params{Base: srv.URL, UserAgent: "onewindow/test"})
}

func TestJSONRoundTrip(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.UserAgent() != "onewindow/test" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("headers %v", r.Header)
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		io.Copy(w, r.Body)
	})
	var out map[string]string
	if err := c.JSON(context.Background(), "POST", "/v1/ops", map[string]string{"名": "张𬭎"}, &out); err != nil {
		t.Fatal(err)
	}
	if out["名"] != "张𬭎" {
		t.Fatalf("got %v", out)
	}
}

func TestJSONFailures(t *testing.T) {
	for _, tc := range []struct {
		name, typ, body string
		status          int
		header          [2]string
		kind            Kind
		problem         string
		after           time.Duration
	}{
		{name: "a refusal carries the other side's words", typ: "application/json", status: 409, body: `{"code":"OPS-007","sentence":"不行","sentenceEn":"no"}`, kind: Status, problem: "OPS-007"},
		{name: "a bare refusal has no words", typ: "text/plain", status: 500, body: "boom", kind: Status},
		{name: "seconds to wait", status: 503, header: [2]string{"Retry-After", "7"}, kind: Status, after: 7 * time.Second},
		{name: "a sign-in page is not an answer", typ: "text/html", status: 200, body: "<html>", kind: Malformed},
		{name: "cut JSON", typ: "application/json", status: 200, body: `{"a":`, kind: Malformed},
		{name: "nothing where an answer was due", status: 200, kind: Malformed},
		{name: "a redirect is not followed", status: 302, header: [2]string{"Location", "/elsewhere"}, kind: Status},
	} {
		t.Run(tc.name, func(t *testing.T) {
			calls := 0
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				calls++
				w.Header().Set("Content-Type", tc.typ)
				if tc.header[0] != "" {
					w.Header().Set(tc.header[0], tc.header[1])
				}
				w.WriteHeader(tc.status)
				io.WriteString(w, tc.body)
			})
			var out map[string]any
			err := c.JSON(context.Background(), "GET", "/", nil, &out)
			var e *Error
			if !errors.As(err, &e) || e.Kind != tc.kind || e.Status != tc.status || e.RetryAfter != tc.after {
				t.Fatalf("got %#v", err)
			}
			var p *api.Problem
			if errors.As(err, &p) != (tc.problem != "") || (p != nil && p.Code != tc.problem) {
				t.Fatalf("problem %v", p)
			}
			if calls != 1 {
				t.Fatalf("%d requests for one call", calls)
			}
		})
	}
}

func TestAnswerThatDoesNotMatter(t *testing.T) {
	typ, body := "", ""
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", typ)
		io.WriteString(w, body)
	})
	if err := c.JSON(context.Background(), "POST", "/", 1, nil); err != nil {
		t.Errorf("empty answer: %v", err)
	}
	typ, body = "text/html", "<html>"
	if err := c.JSON(context.Background(), "POST", "/", 1, nil); err == nil {
		t.Error("a page passed as an answer")
	}
}

func TestNobodyThere(t *testing.T) {
	srv := httptest.NewServer(nil)
	base := srv.URL
	srv.Close()
	err := New(Params{Base: base}).JSON(context.Background(), "GET", "/", nil, nil)
	if !IsUnreachable(err) {
		t.Fatalf("got %v", err)
	}
}

func TestOnlyTheCallersContextLimitsTime(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	err := c.JSON(ctx, "GET", "/", nil, nil)
	if !IsUnreachable(err) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
}

func TestLineBreaksInsideTheAnswer(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, `{"a":`)
	})
	var out any
	if err := c.JSON(context.Background(), "GET", "/", nil, &out); !IsUnreachable(err) {
		t.Fatalf("got %v", err)
	}
}

func TestRawBodyGoesOutWithItsLengthAndComesBackUnread(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 5 || r.Header.Get("Upload-Offset") != "3" {
			t.Errorf("length %d, header %v", r.ContentLength, r.Header)
		}
		w.WriteHeader(404)
		io.Copy(w, r.Body)
	})
	resp, err := c.Do(context.Background(), Request{Method: "PUT", Path: "/b", Header: http.Header{"Upload-Offset": {"3"}},
		Body: io.MultiReader(strings.NewReader("hel"), strings.NewReader("lo")), Length: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, _ := io.ReadAll(resp.Body); resp.Status != 404 || string(b) != "hello" {
		t.Fatalf("%d %q", resp.Status, b)
	}
}

func TestAbsolutePathGoesWhereItSays(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.URL.Path) })
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "other "+r.URL.Path) }))
	defer other.Close()
	resp, err := c.Do(context.Background(), Request{Method: "GET", Path: other.URL + "/eSCL/ScanJobs/urn:uuid:1"})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, _ := io.ReadAll(resp.Body); string(b) != "other /eSCL/ScanJobs/urn:uuid:1" {
		t.Fatalf("%q", b)
	}
}

func TestStreamDeliversWhileOpen(t *testing.T) {
	next := make(chan string)
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Last-Event-ID") != "41" || r.Header.Get("Accept") != "text/event-stream" {
			t.Errorf("headers %v", r.Header)
		}
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		for s := range next {
			io.WriteString(w, s)
			w.(http.Flusher).Flush()
		}
	})
	resp, err := c.Stream(context.Background(), "/v1/events", http.Header{"Last-Event-Id": {"41"}})
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 2)
	for _, s := range []string{":a", ":b"} {
		next <- s
		if _, err := io.ReadFull(resp.Body, buf); err != nil || string(buf) != s {
			t.Fatalf("%q %v", buf, err)
		}
	}
	close(next)
	resp.Body.Close()
}

func TestStreamRefused(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			http.Error(w, "", http.StatusGone)
		}
	})
	for path, want := range map[string]Kind{"/gone": Status, "/page": Malformed} {
		_, err := c.Stream(context.Background(), path, nil)
		var e *Error
		if !errors.As(err, &e) || e.Kind != want {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestMutualTLS(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 1 || len(r.TLS.PeerCertificates) != 1 {
			t.Errorf("%s with %d certificates", r.Proto, len(r.TLS.PeerCertificates))
		}
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, "{}")
	}))
	srv.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())

	known := New(Params{Base: srv.URL, TLS: &tls.Config{RootCAs: roots, Certificates: srv.TLS.Certificates}})
	if err := known.JSON(context.Background(), "GET", "/", nil, &struct{}{}); err != nil {
		t.Errorf("with a certificate: %v", err)
	}
	for name, conf := range map[string]*tls.Config{"no certificate": {RootCAs: roots}, "unknown server": nil} {
		if err := New(Params{Base: srv.URL, TLS: conf}).JSON(context.Background(), "GET", "/", nil, nil); !IsUnreachable(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
