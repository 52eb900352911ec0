package runner_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/cases"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// What the runner says to the platform over a true line is in the contract: operations, blocks, health.
func TestWhatIsSentToThePlatformIsInTheContract(t *testing.T) {
	w := newWorld(t)
	t.Cleanup(func() { _ = w.vault.Close() })
	taken := make(chan string, 8)
	platform := http.NewServeMux()
	say := func(out http.ResponseWriter, body any) {
		out.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(out).Encode(body)
	}
	platform.HandleFunc("POST "+api.PathOps, func(out http.ResponseWriter, r *http.Request) {
		var req api.OpsRequest
		_ = json.NewDecoder(r.Body).Decode(&req)
		resp := api.OpsResponse{Epoch: "e1", ServerTime: time.Now(), Verdicts: []api.Verdict{}}
		for i, o := range req.Offers {
			resp.Verdicts = append(resp.Verdicts, api.Verdict{ID: o.ID, Outcome: api.Accepted, Position: uint64(i + 1), Revision: 1})
			taken <- o.ID
		}
		say(out, resp)
	})
	platform.HandleFunc("POST "+api.PathBlocks, func(out http.ResponseWriter, _ *http.Request) {
		say(out, api.BlockResponse{Block: "0A7Z", ServerTime: time.Now()})
		taken <- "block"
	})
	platform.HandleFunc("GET "+api.PathHealth, func(out http.ResponseWriter, _ *http.Request) {
		say(out, api.HealthResponse{Epoch: "e1", ServerTime: time.Now()})
	})
	srv := httptest.NewServer(apitest.Platform(t).Handler(t, platform))
	t.Cleanup(srv.Close)
	line := transport.New(transport.Params{Base: srv.URL})
	t.Cleanup(line.Close)
	w.runner = runner.New(runner.Params{Terminal: "C03", Outbox: w.outbox, Feed: w, Files: w, Desk: w, Line: line, Now: time.Now,
		Log: slog.New(slog.DiscardHandler), Settings: engine.Settings{Random: func() float64 { return 0.5 }}})
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	err := w.vault.Update(t.Context(), func(tx *vault.Tx) error {
		_, err := w.outbox.Append(tx, outbox.Draft{Lane: "case-1", Build: func(seq uint64) api.Operation {
			by := cases.Who{Operator: "0312", Name: "陈晓", Terminal: "C03"}
			return api.Operation{ID: "op-1", Schema: api.SchemaVersion, Kind: cases.ActRate, Terminal: "C03", Operator: "0312", Lane: "case-1", Seq: seq, At: at,
				Act: cases.Act{Kind: cases.ActRate, At: cases.Stamp{Time: at, Source: cases.FromPeer}, By: by, Rating: &cases.Rating{Grade: 1, Device: "C03-citizen", Count: 1, At: at}}}
		}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(func() { cancel(); <-done })
	go func() { done <- w.runner.Serve(ctx); close(done) }()
	for got := map[string]bool{}; !got["op-1"] || !got["block"]; {
		select {
		case what := <-taken:
			got[what] = true
		case err := <-done:
			t.Fatalf("the runner ended: %v", err)
		case <-time.After(time.Minute):
			t.Fatalf("only %v arrived", got)
		}
	}
}
