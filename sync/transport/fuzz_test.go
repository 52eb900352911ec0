package transport

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// FuzzRefusal gives an answer that is a refusal, with any body and headers.
func FuzzRefusal(f *testing.F) {
	f.Add(`{"code":"OPS-001","sentence":"不行","sentenceEn":"no"}`, "application/json", "7", "", 409)
	f.Add(`[]`, "application/problem+json; charset=x", "Mon, 23 Nov 2026 02:08:00 GMT", "Mon, 23 Nov 2026 02:07:00 GMT", 503)
	f.Add(`<html>`, "text/html", "9223372036854775807", "x", 302)
	f.Fuzz(func(t *testing.T, body, typ, after, date string, status int) {
		h := http.Header{"Content-Type": {typ}, "Retry-After": {after}, "Date": {date}}
		e := statusError("GET /", &Response{Status: status, Header: h, Body: io.NopCloser(strings.NewReader(body))})
		if e.RetryAfter < 0 || e.RetryAfter > 24*time.Hour {
			t.Errorf("asked to wait %s", e.RetryAfter)
		}
		if e.Problem != nil && e.Problem.Code == "" {
			t.Error("a problem without a code")
		}
		if e.Error() == "" {
			t.Error("no words")
		}
	})
}
