package runner_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/platform"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// The poor line: of all answers to operations so many are lost after the platform has acted, are a 500 (half of them after
// it acted), or break off in the middle.
const lost, failed, cut = 0.30, 0.10, 0.10

// poorLine stands between terminal and platform.
type poorLine struct {
	to string // the platform

	mu       sync.Mutex
	dice     *rand.Rand
	requests int // with operations
	faults   map[string]int
}

// fault throws the dice for one request.
func (l *poorLine) fault() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
	kind := "whole"
	switch n := l.dice.Float64(); {
	case n < lost:
		kind = "answer lost"
	case n < lost+failed/2:
		kind = "500 before it acted"
	case n < lost+failed:
		kind = "500 after it acted"
	case n < lost+failed+cut:
		kind = "body cut"
	}
	l.faults[kind]++
	return kind
}

func (l *poorLine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind := "whole"
	if r.URL.Path == api.PathOps {
		kind = l.fault()
	}
	if kind == "500 before it acted" {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	header, status, body, err := l.pass(r)
	switch {
	case err != nil || kind == "answer lost":
		panic(http.ErrAbortHandler)
	case kind == "500 after it acted":
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	for k, v := range header {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if kind == "body cut" {
		_, _ = w.Write(body[:len(body)/2])
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(body)
}

// pass asks the platform.
func (l *poorLine) pass(r *http.Request) (http.Header, int, []byte, error) {
	asked, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, 0, nil, err
	}
	out, err := http.NewRequestWithContext(context.WithoutCancel(r.Context()), r.Method, l.to+r.URL.RequestURI(), bytes.NewReader(asked))
	if err != nil {
		return nil, 0, nil, err
	}
	out.Header = r.Header.Clone()
	resp, err := http.DefaultClient.Do(out)
	if err != nil {
		return nil, 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return resp.Header, resp.StatusCode, body, err
}

// office is a real platform on 127.0.0.1.
func office(t *testing.T) (address string) {
	t.Helper()
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	pf, err := platform.New(platform.Params{Dir: t.TempDir(), BackupEvery: time.Hour, Seal: box, Now: time.Now,
		NewID: func() string { return "office" }, Random: func(n int) []byte { return make([]byte, n) }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pf.Serve(ctx) }()
	t.Cleanup(func() { cancel(); <-done; _ = pf.Close() })
	address, _ = pf.Addrs()
	return "http://" + address
}

// person is one of forty test people: a platform that finds thousands of cases under one name is busy looking for twins.
func person(n int) cases.Party {
	first17 := fmt.Sprintf("35019919500101%03d", n%40)
	return cases.Party{Name: "张𬭎", Number: first17 + string(citizen.IDCheck(first17))}
}

// acceptance is the first act of a case of its own.
func acceptance(t *testing.T, n int, seq uint64) api.Operation {
	t.Helper()
	const itemCode = "1135019900000000000000000000001" // a synthetic item of the unassigned county
	day := workday.Date{Year: 2026, Month: 11, Day: 23}
	number, err := cases.Number(itemCode, day, "0C03", n+1)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	by := cases.Who{Operator: "0312", Name: "陈晓", Terminal: "C03"}
	c := cases.Case{ID: fmt.Sprintf("case-%05d", n), Number: number, Item: catalogue.Item{ID: "FZ999", Code: itemCode, Dept: "示例局"},
		Applicant: person(n), Promised: day.AddDays(7), Legal: day.AddDays(14)}
	act := cases.Act{Kind: cases.ActAccept, At: cases.Stamp{Time: at, Source: cases.FromPeer}, By: by, Filing: &c,
		Paper: &cases.IssuedPaper{Kind: cases.AcceptanceNotice, Number: number, Page: cases.Page{Digest: seal.Digest([]byte(number)), Type: "application/pdf"}, At: at}}
	return api.Operation{ID: fmt.Sprintf("op-%05d", n), Schema: api.SchemaVersion, Kind: act.Kind, Terminal: "C03", Operator: "0312", Lane: c.ID, Seq: seq, At: at, Act: act}
}

// TestTenThousandOperationsOverAPoorLineArriveOnceAtNearlyTheIdealCost.
//
// The ideal: a request brings its operations forward when its answer comes back whole, here one in two. A terminal that
// knew this and filled every request would send ceil(10,000/200) requests for answers that come back whole, and twice as
// many in all. Ours knows nothing beforehand, makes its requests smaller when they fail in a row, and sends a small probe
// when they go on failing; it may cost 1.6 times the ideal. Under the race detector it is a slice, too short to be judged
// by its cost.
func TestTenThousandOperationsOverAPoorLineArriveOnceAtNearlyTheIdealCost(t *testing.T) {
	operations, raced := 10_000, racing()
	if raced {
		operations = 500
	}
	ideal := float64((operations+api.MaxOps-1)/api.MaxOps) / (1 - lost - failed - cut)
	w := newWorld(t)
	for from := 0; from < operations; from += 500 {
		err := w.vault.Update(t.Context(), func(tx *vault.Tx) error {
			for n := from; n < min(from+500, operations); n++ {
				_, err := w.outbox.Append(tx, outbox.Draft{Lane: fmt.Sprintf("case-%05d", n), Build: func(seq uint64) api.Operation { return acceptance(t, n, seq) }})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	poor := &poorLine{to: office(t), dice: rand.New(rand.NewPCG(10_000, 30)), faults: map[string]int{}}
	srv := httptest.NewUnstartedServer(poor)
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.Start()
	defer srv.Close()
	line := transport.New(transport.Params{Base: srv.URL})
	defer line.Close()
	good := &counted{Line: line, rang: make(chan struct{}, 1)}
	// What is counted is what the line loses. Its clock goes slowly, so that a machine that is busy is not taken for a line
	// that carries little.
	const slowly = 8
	begun := time.Now()
	w.runner = runner.New(w.params(func(p *runner.Params) {
		p.Now = func() time.Time { return begun.Add(time.Since(begun) / slowly) }
		p.Line, p.ProbeEvery = good, time.Millisecond
		p.Settings = engine.Settings{Base: time.Millisecond, MaxWait: 20 * time.Millisecond, Random: rand.Float64}
	}))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	ended := make(chan error, 1)
	changed := make(chan struct{}, 1)
	defer w.vault.Tell(changed)()
	go func() { ended <- w.runner.Serve(ctx) }()
	for good.verdicts() < operations || owed(t, w) > 0 { // looking through the outbox costs more than a request
		select {
		case <-changed:
		case <-good.rang:
		case err := <-ended:
			t.Fatalf("%v, with %d still owed after %d requests: %v", err, owed(t, w), poor.requests, poor.faults)
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	_ = w.vault.Close()

	arrived := arrivals(t, poor.to)
	for n := range operations {
		if got := arrived[fmt.Sprintf("case-%05d", n)]; got != 1 {
			t.Fatalf("case %d is at the platform %d times", n, got)
		}
	}
	if len(arrived) != operations {
		t.Errorf("%d cases are at the platform", len(arrived))
	}
	poor.mu.Lock()
	defer poor.mu.Unlock()
	t.Logf("%d requests, %.2f of the ideal %.0f: %v", poor.requests, float64(poor.requests)/ideal, ideal, poor.faults)
	if !raced && float64(poor.requests) > 1.6*ideal {
		t.Errorf("%d requests, the ideal is %.0f", poor.requests, ideal)
	}
}

// racing tells whether the race detector is on: thousands of operations take minutes under it, and it learns nothing new
// from them. It is asked of the build, not by a build tag, so that this package is one and the same everywhere; make lint
// vets those that are not once more for each of the halls' machines.
func racing() bool {
	build, _ := debug.ReadBuildInfo()
	return build != nil && slices.Contains(build.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// counted counts the good verdicts that came back.
type counted struct {
	runner.Line
	rang chan struct{}

	mu sync.Mutex
	n  int
}

func (c *counted) verdicts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// JSON is the line's.
func (c *counted) JSON(ctx context.Context, method, path string, in, out any) error {
	err := c.Line.JSON(ctx, method, path, in, out)
	resp, ok := out.(*api.OpsResponse)
	if err != nil || !ok {
		return err
	}
	c.mu.Lock()
	c.n += len(resp.Verdicts)
	c.mu.Unlock()
	select {
	case c.rang <- struct{}{}:
	default:
	}
	return nil
}

// owed counts the operations the platform has not answered for good; one that halted ends the test.
func owed(t *testing.T, w *world) (n int) {
	t.Helper()
	ops, _, _, err := w.outbox.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		if op.State.Halts() {
			t.Fatalf("%s is %s: %+v", op.ID, op.State, op.Why)
		}
		if op.State == outbox.Waiting {
			n++
		}
	}
	return n
}

// arrivals counts the acts the platform took, by case: a case's revision is the number of acts applied to it.
func arrivals(t *testing.T, base string) map[string]int {
	t.Helper()
	line := transport.New(transport.Params{Base: base})
	defer line.Close()
	all := map[string]int{}
	for since := ""; ; {
		var page api.ChangesResponse
		if err := line.JSON(t.Context(), http.MethodGet, api.PathChanges+"?since="+since, nil, &page); err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Changes {
			var body api.CaseChange
			if err := json.Unmarshal(c.Body, &body); err != nil {
				t.Fatal(err)
			}
			all[c.Key] += body.Case.Revision
		}
		if since = page.Token; !page.More {
			return all
		}
	}
}
