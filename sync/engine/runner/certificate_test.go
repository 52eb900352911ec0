package runner_test

import (
	"context"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"onewindow/internal/pki"
	"onewindow/internal/trouble"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/transport"
)

// A platform that is there but may not be spoken to is named as such, over a real line.
func TestWhoseCertificateKeepsThePlatformAwayIsSaid(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name           string
		server, client time.Duration // when each certificate ends
		code           string
	}{
		{"the platform's has expired", -day, day, "CERT-003"},
		{"our own has expired", day, -day, "CERT-001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := pki.OpenAuthority(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			issue := func(p pki.Peer, end time.Duration, hosts ...string) pki.Files {
				f, err := a.Issue(p, time.Now().Add(-3*day), time.Now().Add(end), hosts...)
				if err != nil {
					t.Fatal(err)
				}
				return f
			}
			server := httptest.NewUnstartedServer(http.NotFoundHandler())
			server.Config.ErrorLog = log.New(io.Discard, "", 0)
			if server.TLS, err = pki.Load(issue(pki.Peer{Name: "P", Role: pki.Platform}, c.server, "127.0.0.1")); err != nil {
				t.Fatal(err)
			}
			server.StartTLS()
			defer server.Close()
			own, err := pki.Load(issue(pki.Peer{Name: "C03", Role: pki.Counter}, c.client))
			if err != nil {
				t.Fatal(err)
			}
			line := transport.New(transport.Params{Base: server.URL, TLS: own})
			defer line.Close()

			w := newWorld(t)
			r := runner.New(runner.Params{Terminal: "C03", Outbox: w.outbox, Feed: w, Files: w, Desk: w, Line: line, Now: time.Now,
				Log: slog.New(slog.DiscardHandler), Settings: engine.Settings{Random: func() float64 { return 0.5 }}})
			changed := make(chan struct{}, 1)
			defer r.Tell(changed)()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			done := make(chan struct{})
			go func() { defer close(done); _ = r.Serve(ctx) }()
			for r.Status().Why.Code == "" && ctx.Err() == nil {
				select {
				case <-changed:
				case <-ctx.Done():
				}
			}
			if s := r.Status(); s.Online || s.Why.Code != c.code || s.Why.Sentence != trouble.Of(c.code).Clerk.Zh {
				t.Errorf("%+v", s)
			}
			cancel()
			<-done
			_ = w.vault.Close()
		})
	}
}
