package hallclient_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/api"
	"onewindow/internal/counter"
	"onewindow/internal/hall"
	"onewindow/internal/kiosk"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/rig/port"
	"onewindow/internal/seal"
	"onewindow/sync/hallclient"
)

var (
	_ counter.Hall = (*hallclient.Client)(nil)
	_ kiosk.Hall   = (*hallclient.Client)(nil)
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// machines is a hall's authority, and who has a certificate of it.
type machines struct {
	t    *testing.T
	auth *pki.Authority
}

func newMachines(t *testing.T) machines {
	t.Helper()
	a, err := pki.OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return machines{t, a}
}

func (m machines) identity(name string, role pki.Role, hosts ...string) *tls.Config {
	m.t.Helper()
	f, err := m.auth.Machine(pki.Peer{Name: name, Role: role, Hall: "350100"}, hosts...)
	if err != nil {
		m.t.Fatal(err)
	}
	c, err := pki.Load(f)
	if err != nil {
		m.t.Fatal(err)
	}
	return c
}

// startHall starts a node on a folder and an address, and gives the address and how to stop it.
func startHall(t *testing.T, dir, listen string, identity *tls.Config) (addr string, stop func()) {
	t.Helper()
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := hall.New(hall.Params{
		Dir: dir, Listen: listen, TLS: identity, AutoOpen: true, Heartbeat: 50 * time.Millisecond,
		Settings: queue.Settings{
			Hall: "测试大厅", ZoneMinutes: 480, Categories: []queue.Category{{Code: "A"}},
			Windows: []queue.WindowSpec{{No: 1, Categories: []string{"A"}}},
		},
		Now: time.Now, NewID: newID, Random: rand.Reader, Seal: box,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- n.Serve(ctx) }()
	stop = func() {
		cancel()
		if err := errors.Join(<-served, n.Close()); err != nil {
			t.Error(err)
		}
		served <- nil
	}
	t.Cleanup(func() { cancel(); _ = n.Close() })
	select {
	case <-n.Ready():
	case err := <-served:
		t.Fatal(err)
	}
	return n.Addr().String(), stop
}

func client(t *testing.T, name string, identity *tls.Config, limits hallclient.Limits, nodes ...string) *hallclient.Client {
	c := hallclient.New(hallclient.Params{Nodes: nodes, TLS: identity, Terminal: name, Now: time.Now, NewID: newID, Limits: limits})
	t.Cleanup(c.Close)
	return c
}

// until reads views until one is as wanted.
func until(t *testing.T, views <-chan api.HallView, what string, want func(api.HallView) bool) api.HallView {
	t.Helper()
	late := time.After(time.Minute)
	for {
		select {
		case v, ok := <-views:
			if !ok {
				t.Fatalf("views ended before %s", what)
			}
			if want(v) {
				return v
			}
		case <-late:
			t.Fatalf("never saw %s", what)
		}
	}
}

func TestAHallAtWorkOverMutualTLS(t *testing.T) {
	m := newMachines(t)
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", m.identity("H1", pki.HallNode, "127.0.0.1"))
	base := "https://" + addr
	kiosk := client(t, "K1", m.identity("K1", pki.Kiosk), hallclient.Limits{}, base)
	desk := client(t, "W01", m.identity("W01", pki.Counter), hallclient.Limits{}, base)
	display := client(t, "D1", m.identity("D1", pki.Display), hallclient.Limits{}, base)
	ctx := t.Context()
	views := display.Watch(ctx)
	until(t, views, "the first board", func(v api.HallView) bool { return v.Connected && v.Board.Hall == "测试大厅" })

	key, err := kiosk.PersonKey(ctx, "350199199003070011")
	if err != nil || len(key) != 64 {
		t.Fatalf("person key %q, %v", key, err)
	}
	if same, _ := desk.PersonKey(ctx, " 350199199003070011"); same != key {
		t.Error("one person has two keys")
	}
	issued, err := kiosk.Do(ctx, queue.Command{Kind: queue.Issue, Category: "A", PersonKey: key})
	if err != nil || issued.Ticket == nil || issued.Ticket.Terminal != "K1" {
		t.Fatalf("issued %+v, %v", issued, err)
	}
	if twice, err := kiosk.Do(ctx, queue.Command{Kind: queue.Issue, Category: "A", PersonKey: key}); err != nil || twice.Refusal == nil {
		t.Errorf("a second ticket: %+v, %v", twice, err)
	}
	for _, c := range []queue.Command{{Kind: queue.OpenWindow, Window: 1, Operator: "0312"}, {Kind: queue.CallNext, Window: 1}} {
		if a, err := desk.Do(ctx, c); err != nil || a.Refusal != nil {
			t.Fatalf("%s: %+v, %v", c.Kind, a, err)
		}
	}
	v := until(t, views, "the call", func(v api.HallView) bool { return len(v.Board.Calls) == 1 })
	if v.Board.Calls[0].Number != "A001" || v.Board.Windows[0].Ticket.Token != "" || v.Board.Windows[0].Ticket.PersonKey != "" {
		t.Errorf("the display saw %+v", v.Board)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	m := newMachines(t)
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", m.identity("H1", pki.HallNode, "127.0.0.1"))
	for _, c := range []struct {
		name string
		role pki.Role
		as   string // the terminal the client claims to be
		cmd  queue.Command
		code string
	}{
		{"a kiosk issues", pki.Kiosk, "K1", queue.Command{Kind: queue.Issue, Category: "A"}, ""},
		{"a kiosk calls nobody", pki.Kiosk, "K1", queue.Command{Kind: queue.CallNext, Window: 1}, "HALL-005"},
		{"a display does nothing", pki.Display, "D1", queue.Command{Kind: queue.Issue, Category: "A"}, "HALL-005"},
		{"a counter opens its window", pki.Counter, "W01", queue.Command{Kind: queue.OpenWindow, Window: 1, Operator: "0312"}, ""},
		{"a counter speaks for itself only", pki.Counter, "W02", queue.Command{Kind: queue.OpenWindow, Window: 1, Operator: "0312"}, "HALL-006"},
		{"nobody sets the rules from outside", pki.Counter, "W01", queue.Command{Kind: queue.Configure, Settings: &queue.Settings{}}, "HALL-005"},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := map[pki.Role]string{pki.Kiosk: "K1", pki.Display: "D1", pki.Counter: "W01"}[c.role]
			_, err := client(t, c.as, m.identity(name, c.role), hallclient.Limits{}, "https://"+addr).Do(t.Context(), c.cmd)
			var e *hallclient.Error
			if c.code == "" && err != nil || c.code != "" && (!errors.As(err, &e) || e.Code != c.code || e.Unsure) {
				t.Errorf("got %v, want %q", err, c.code)
			}
		})
	}
	t.Run("a display gets no key", func(t *testing.T) {
		_, err := client(t, "D1", m.identity("D1", pki.Display), hallclient.Limits{}, "https://"+addr).PersonKey(t.Context(), "350199199003070011")
		var e *hallclient.Error
		if !errors.As(err, &e) || e.Code != "HALL-005" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a stranger is not heard", func(t *testing.T) {
		stranger := newMachines(t).identity("K1", pki.Kiosk)
		_, err := client(t, "K1", stranger, hallclient.Limits{Away: time.Millisecond}, "https://"+addr).Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"})
		if err == nil {
			t.Error("a stranger got an answer")
		}
	})
}

func TestALostAnswerIsAskedForAgainAndTheTicketIsOne(t *testing.T) {
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", nil)
	to, _ := url.Parse("http://" + addr)
	proxy := httputil.NewSingleHostReverseProxy(to)
	var lost atomic.Int32
	line := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lost.Add(1) <= 2 {
			proxy.ServeHTTP(httptest.NewRecorder(), r) // the hall acts, and the answer goes nowhere
			panic(http.ErrAbortHandler)
		}
		proxy.ServeHTTP(w, r)
	}))
	defer line.Close()
	c := client(t, "K1", nil, hallclient.Limits{}, line.URL)
	a, err := c.Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"})
	if err != nil || a.Ticket.Number != "A001" {
		t.Fatalf("got %+v, %v", a, err)
	}
	if next, _ := c.Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"}); next.Ticket.Number != "A002" {
		t.Errorf("the next number is %s", next.Ticket.Number)
	}
}

func TestWhenTheHallIsAwayItIsSaidAndNothingIsDone(t *testing.T) {
	nobody, err := port.Reserve()
	if err != nil {
		t.Fatal(err)
	}
	c := client(t, "K1", nil, hallclient.Limits{Away: 50 * time.Millisecond}, "http://"+nobody)
	_, err = c.Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"})
	var e *hallclient.Error
	if !errors.As(err, &e) || e.Code != "HALL-101" || e.Unsure || e.Sentence == "" {
		t.Errorf("got %v", err)
	}
	var p *api.Problem
	if !errors.As(err, &p) || p.Code != "HALL-101" {
		t.Errorf("the problem in it is %v", p)
	}
}

func TestWhenAnAnswerNeverComesItIsSaidThatNobodyKnows(t *testing.T) {
	deaf := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees who hangs up
		<-r.Context().Done()
	}))
	defer deaf.Close()
	c := client(t, "K1", nil, hallclient.Limits{Answer: 20 * time.Millisecond, Lost: 100 * time.Millisecond}, deaf.URL)
	_, err := c.Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"})
	var e *hallclient.Error
	if !errors.As(err, &e) || e.Code != "HALL-102" || !e.Unsure {
		t.Errorf("got %v", err)
	}
}

func TestADeadNodeIsPassedOver(t *testing.T) {
	dead, err := net.Listen("tcp", "127.0.0.1:0") // takes calls and never says a word
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	m := newMachines(t)
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", m.identity("H1", pki.HallNode, "127.0.0.1"))
	c := client(t, "K1", m.identity("K1", pki.Kiosk), hallclient.Limits{Connect: 100 * time.Millisecond}, "https://"+dead.Addr().String(), "https://"+addr)
	views := c.Watch(t.Context())
	until(t, views, "the board", func(v api.HallView) bool { return v.Connected })
	if a, err := c.Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"}); err != nil || a.Ticket == nil {
		t.Errorf("got %+v, %v", a, err)
	}
}
