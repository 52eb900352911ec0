package runner_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// world is a terminal whose line and time the test holds in its hands. Run it in a synctest bubble.
type world struct {
	t      *testing.T
	vault  *vault.Vault
	outbox *outbox.Outbox
	runner *runner.Runner
	stop   func()

	mu       sync.Mutex
	answer   func(method, path string) error // nil error: a good answer
	requests map[string]int
	refused  map[string]api.Verdict // what is said of these operations; of all others: accepted
	taken    []string
	doubt    string
	newer    int
	broken   int
	hang     bool
	block    bool
}

func newWorld(t *testing.T) *world {
	t.Helper()
	keys, err := seal.NewKeys([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	v, err := vault.Open(t.Context(), vault.Params{Dir: t.TempDir(), Keys: keys, Now: time.Now, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, vault: v, outbox: outbox.New(v), requests: map[string]int{}, answer: func(string, string) error { return nil }}
	w.runner = runner.New(w.params(func(*runner.Params) {}))
	return w
}

// params are those of the world's runner, with what the test wants otherwise.
func (w *world) params(but func(*runner.Params)) runner.Params {
	p := runner.Params{Terminal: "C03", Outbox: w.outbox, Feed: w, Files: w, Desk: w, Line: w, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Settings: engine.Settings{Random: func() float64 { return 0.5 }}}
	but(&p)
	return p
}

func (w *world) serve() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.runner.Serve(ctx) }()
	w.stop = func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			w.t.Errorf("Serve: %v", err)
		}
		_ = w.vault.Close()
		synctest.Wait()
	}
}

func (w *world) owe(id string) {
	w.t.Helper()
	err := w.vault.Update(w.t.Context(), func(tx *vault.Tx) error {
		_, err := w.outbox.Append(tx, outbox.Draft{Lane: id, Build: func(seq uint64) api.Operation {
			return api.Operation{ID: id, Kind: cases.ActRate, Lane: id, Seq: seq}
		}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) set(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

// JSON implements runner.Line.
func (w *world) JSON(ctx context.Context, method, path string, in, out any) error {
	w.mu.Lock()
	w.requests[path]++
	hang, err := w.hang, w.answer(method, path)
	w.mu.Unlock()
	if hang {
		<-ctx.Done()
		return &transport.Error{Kind: transport.Unreachable, Op: path, Err: ctx.Err()}
	}
	if err != nil {
		return err
	}
	var answer any = api.HealthResponse{Epoch: "e1", ServerTime: time.Now()}
	switch path {
	case api.PathOps:
		r := api.OpsResponse{Epoch: "e1", ServerTime: time.Now()}
		for i, o := range in.(api.OpsRequest).Offers {
			w.set(func() { w.taken = append(w.taken, o.ID) })
			v, no := w.refused[o.ID]
			if v.ID = o.ID; !no {
				v.Outcome, v.Position = api.Accepted, uint64(i+1)
			}
			r.Verdicts = append(r.Verdicts, v)
		}
		answer = r
	case api.PathBlocks:
		answer = api.BlockResponse{Block: "0A7Z"}
	}
	b, err := json.Marshal(answer)
	return errors.Join(err, json.Unmarshal(b, out))
}

func (w *world) Do(context.Context, transport.Request) (*transport.Response, error) {
	return nil, &transport.Error{Kind: transport.Unreachable}
}

// Ask implements runner.Feed: a long poll that brings nothing.
func (w *world) Ask(ctx context.Context, wait time.Duration) (api.ChangesResponse, error) {
	w.mu.Lock()
	w.requests["feed"]++
	err := w.answer(http.MethodGet, api.PathChanges)
	w.mu.Unlock()
	if err != nil {
		return api.ChangesResponse{}, err
	}
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return api.ChangesResponse{}, &transport.Error{Kind: transport.Unreachable, Err: ctx.Err()}
	}
	return api.ChangesResponse{Epoch: "e1", ServerTime: time.Now()}, nil
}

func (w *world) Take(context.Context, api.ChangesResponse) (bool, error) { return false, nil }
func (w *world) Doubt() (zh, en string)                                  { return w.doubt, w.doubt }
func (w *world) PutBy() (newer, broken int)                              { return w.newer, w.broken }
func (w *world) Fetch(context.Context) error                             { return nil }
func (w *world) ReadFile(string) (runner.File, error)                    { return nil, errors.New("none") }
func (w *world) Measure(time.Time, time.Time, time.Time)                 {}

func (w *world) NeedBlock() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.block
}

func (w *world) SetBlock(_ context.Context, name string) error {
	w.set(func() { w.block = name == "0A7Z" })
	return nil
}

func (w *world) count() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, k := range w.requests {
		n += k
	}
	return n
}

func (w *world) sent() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.taken, " ")
}

func TestAnAbsentPlatformIsLookedForEveryFewSecondsAndFoundSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.answer = func(string, string) error { return &transport.Error{Kind: transport.Unreachable} }
		w.serve()
		defer w.stop()
		w.owe("a")
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		s := w.runner.Status()
		if n := w.count(); s.Online || n < 100 || n > 300 || time.Until(s.NextTry) > 5*time.Second || s.Attempts["a"] < 5 {
			t.Errorf("after 10 minutes: %d requests, %+v", n, s)
		}
		w.set(func() { w.answer = func(string, string) error { return nil } })
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if s := w.runner.Status(); !s.Online || w.sent() != "a" || w.NeedBlock() {
			t.Errorf("5 s after it came back: sent %q, %+v", w.sent(), s)
		}
	})
}

func TestASickPlatformIsNotHammered(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration
		most  int
	}{"in trouble": {0, 60}, "asks for a minute": {time.Minute, 12}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.answer = func(_, path string) error {
					if path != api.PathOps {
						return nil
					}
					return &transport.Error{Kind: transport.Status, Status: http.StatusServiceUnavailable, RetryAfter: c.after}
				}
				w.serve()
				defer w.stop()
				w.owe("a")
				time.Sleep(10 * time.Minute)
				synctest.Wait()
				w.mu.Lock()
				defer w.mu.Unlock()
				if n := w.requests[api.PathOps]; n < 3 || n > c.most {
					t.Errorf("%d offers in 10 minutes", n)
				}
			})
		})
	}
}

func TestALineThatHangsIsLeftAndAPersonMayTryAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.hang = true
		w.serve()
		defer w.stop()
		w.owe("a")
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if w.runner.Status().Online {
			t.Error("a line that says nothing counts as there")
		}
		w.set(func() { w.hang = false })
		w.runner.RetryNow()
		synctest.Wait()
		time.Sleep(50 * time.Second) // a request that hangs has its own limit
		synctest.Wait()
		if w.sent() != "a" {
			t.Errorf("sent %q", w.sent())
		}
	})
}

func TestWhatIsAppendedGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.serve()
		defer w.stop()
		synctest.Wait()
		heard := make(chan struct{}, 1)
		defer w.runner.Tell(heard)()
		begun := time.Now()
		w.owe("a")
		synctest.Wait()
		if w.sent() != "a" || time.Since(begun) > 0 {
			t.Errorf("sent %q after %v", w.sent(), time.Since(begun))
		}
		<-heard
	})
}

func TestAnOperationThatCannotBeReadStopsItsOwnCaseOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.owe("a")
		w.owe("b")
		err := w.vault.Update(t.Context(), func(tx *vault.Tx) error { return tx.Put("outbox.payloads", "a", []byte("other bytes")) })
		if err != nil {
			t.Fatal(err)
		}
		w.serve()
		defer w.stop()
		synctest.Wait()
		ops, _, _, err := w.outbox.Load()
		if err != nil || w.sent() != "b" || ops[0].State != outbox.Parked || ops[0].Why.Sentence == "" {
			t.Errorf("sent %q, %+v, %v", w.sent(), ops, err)
		}
	})
}

func TestTheStatusSaysInWordsWhyNothingGoes(t *testing.T) {
	for name, c := range map[string]struct {
		failure error
		code    string
		words   string
	}{
		"in trouble":        {&transport.Error{Kind: transport.Status, Status: http.StatusInternalServerError}, "SYNC-110", "先停一停"},
		"asks for patience": {&transport.Error{Kind: transport.Status, Status: http.StatusTooManyRequests, RetryAfter: 20 * time.Minute}, "SYNC-112", "平台正忙"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.answer = func(_, path string) error {
					if path == api.PathOps {
						return c.failure
					}
					return nil
				}
				w.serve()
				defer w.stop()
				w.owe("a")
				time.Sleep(10 * time.Minute)
				for tries := 0; w.runner.Status().Breaker.State != engine.Open; tries++ { // between two of its patiences
					if tries > 100 {
						t.Fatal("it never opens")
					}
					time.Sleep(time.Second)
				}
				s := w.runner.Status()
				if !s.Online || len(s.Notes) != 1 || s.Notes[0].Code != c.code || !strings.Contains(s.Notes[0].Sentence, c.words) || strings.Contains(s.Notes[0].Sentence+s.Notes[0].SentenceEN, "{") {
					t.Errorf("%+v", s)
				}
				if !s.NextTry.Equal(s.Breaker.Until) {
					t.Errorf("next try %v, the breaker opens until %v", s.NextTry, s.Breaker.Until)
				}
			})
		})
	}
}

func TestAGatewayThatSaysNobodyIsThereIsALineThatIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.answer = func(string, string) error {
			return &transport.Error{Kind: transport.Status, Status: http.StatusBadGateway}
		}
		w.serve()
		defer w.stop()
		w.owe("a")
		time.Sleep(time.Minute)
		synctest.Wait()
		if w.runner.Status().Online {
			t.Error("a gateway's word counts as the platform's")
		}
	})
}

func TestReceiptsThatCameByHandAreTakenWhileTheLineIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.answer = func(string, string) error { return &transport.Error{Kind: transport.Unreachable} }
		w.owe("a")
		receipts := engine.Carried{Response: api.OpsResponse{Epoch: "e1", DurableThrough: 1, Verdicts: []api.Verdict{{ID: "a", Outcome: api.Accepted, Position: 1}}}}
		if err := w.runner.Carried(t.Context(), receipts); err == nil {
			t.Error("taken by a machine that does not know what is owed")
		}
		w.serve()
		defer w.stop()
		synctest.Wait()
		if err := w.runner.Carried(t.Context(), receipts); err != nil {
			t.Fatal(err)
		}
		ops, _, line, err := w.outbox.Load()
		if err != nil || len(ops) > 0 || line.Epoch != "e1" || w.runner.Status().Online {
			t.Errorf("%+v %+v %v", ops, line, err)
		}
	})
}
