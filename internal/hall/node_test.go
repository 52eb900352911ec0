package hall

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/queue"
	"onewindow/internal/seal"
)

// clock is a wall clock the test turns.
type clock struct{ ms atomic.Int64 }

func (c *clock) Now() time.Time       { return time.UnixMilli(c.ms.Load()) }
func (c *clock) Turn(d time.Duration) { c.ms.Add(d.Milliseconds()) }
func newClock(y, m, d, hour int) *clock {
	c := &clock{}
	c.ms.Store(time.Date(y, time.Month(m), d, hour, 0, 0, 0, time.FixedZone("hall", 8*3600)).UnixMilli())
	return c
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func settings() queue.Settings {
	return queue.Settings{
		Hall: "测试大厅", HallEN: "Test hall", ZoneMinutes: 480,
		Categories: []queue.Category{{Code: "A", Name: "企业设立"}, {Code: "C", Name: "社会事务"}},
		Windows:    []queue.WindowSpec{{No: 1, Categories: []string{"A"}}, {No: 2, Categories: []string{"A", "C"}}},
	}
}

func box(t testing.TB, key string) *seal.Box {
	t.Helper()
	b, err := seal.NewBox([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func params(t testing.TB, dir string) Params {
	return Params{
		Dir: dir, Listen: "127.0.0.1:0", Settings: settings(), AutoOpen: true, Heartbeat: 20 * time.Millisecond,
		Now: newClock(2026, 11, 23, 9).Now, NewID: newID, Random: rand.Reader, Seal: box(t, "0123456789abcdef"),
	}
}

// running is a node with somebody who speaks to it.
type running struct {
	t      testing.TB
	node   *Node
	base   string
	client *http.Client
	served chan error
}

func start(t testing.TB, p Params) *running {
	t.Helper()
	n, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, node: n, base: "http://" + n.Addr().String(), client: checked(t), served: make(chan error, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { r.served <- n.Serve(ctx) }()
	t.Cleanup(func() { cancel(); r.stop() })
	select {
	case <-n.Ready():
	case err := <-r.served:
		t.Fatalf("the node ended: %v", err)
	case <-time.After(time.Minute):
		t.Fatal("the node was not ready in a minute")
	}
	return r
}

// checked is a client that holds everything the node takes and answers to assets/openapi/hall.yaml.
func checked(t testing.TB) *http.Client {
	return &http.Client{Transport: apitest.Hall(t).Line(t, http.DefaultTransport)}
}

func (r *running) stop() {
	if err := r.node.Close(); err != nil {
		r.t.Errorf("close: %v", err)
	}
	r.client.CloseIdleConnections()
}

// post sends a command and reads the answer, or the problem.
func (r *running) post(c queue.Command) (queue.Answer, int, api.Problem) {
	r.t.Helper()
	if c.ID == "" {
		c.ID = newID()
	}
	if c.Terminal == "" {
		c.Terminal = "T"
	}
	body, err := json.Marshal(c)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.postBytes(body)
}

func (r *running) postBytes(body []byte) (a queue.Answer, status int, p api.Problem) {
	r.t.Helper()
	resp, err := r.client.Post(r.base+api.PathCommands, "application/json", bytes.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	into := any(&a)
	if resp.StatusCode != http.StatusOK {
		into = &p
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		r.t.Fatalf("status %d: %v", resp.StatusCode, err)
	}
	return a, resp.StatusCode, p
}

func (r *running) must(c queue.Command) queue.Answer {
	r.t.Helper()
	a, status, p := r.post(c)
	if status != http.StatusOK || a.Refusal != nil {
		r.t.Fatalf("%s got status %d, problem %+v, refusal %+v", c.Kind, status, p, a.Refusal)
	}
	return a
}

func (r *running) get(path string, into any) int {
	r.t.Helper()
	resp, err := r.client.Get(r.base + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		r.t.Fatalf("%s: status %d: %v", path, resp.StatusCode, err)
	}
	return resp.StatusCode
}

func (r *running) state() api.HallState {
	r.t.Helper()
	var s api.HallState
	if status := r.get(api.PathState, &s); status != http.StatusOK {
		r.t.Fatalf("state: %d", status)
	}
	return s
}

func TestATicketFromIssueToFinishOverHTTP(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	issued := r.must(queue.Command{Kind: queue.Issue, Category: "A", PersonKey: "ab12"})
	if issued.Ticket.Number != "A001" || len(issued.Ticket.Token) != 22 || issued.Ticket.PersonKey != "" {
		t.Fatalf("issued %+v", issued.Ticket)
	}
	again, _, _ := r.post(queue.Command{Kind: queue.Issue, Category: "A", PersonKey: "ab12"})
	if again.Refusal == nil || again.Refusal.Ticket != "A001" {
		t.Errorf("a second ticket for one person: %+v", again)
	}
	r.must(queue.Command{Kind: queue.OpenWindow, Window: 1, Operator: "0312"})
	called := r.must(queue.Command{Kind: queue.CallNext, Window: 1})
	if called.Ticket.ID != issued.Ticket.ID || called.Ticket.Token != issued.Ticket.Token {
		t.Errorf("called %+v", called.Ticket)
	}
	r.must(queue.Command{Kind: queue.Start, Window: 1})
	r.must(queue.Command{Kind: queue.Finish, Window: 1})
	if s := r.state(); s.Board.Windows[0].Served != 1 || s.Board.Day != "2026-11-23" || !s.Board.Open {
		t.Errorf("board %+v", s.Board)
	}
}

func TestALostAnswerIsGivenAgain(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	c := queue.Command{ID: newID(), Kind: queue.Issue, Category: "A"}
	first, second := r.must(c), r.must(c)
	if first.Ticket.ID != second.Ticket.ID || first.Ticket.Token != second.Ticket.Token || first.Index != second.Index {
		t.Errorf("first %+v, second %+v", first.Ticket, second.Ticket)
	}
	if w := r.state().Board.Waiting; w != 1 {
		t.Errorf("%d wait", w)
	}
}

func TestARestartLosesNothing(t *testing.T) {
	p := params(t, t.TempDir())
	r := start(t, p)
	c := queue.Command{ID: newID(), Kind: queue.Issue, Category: "A"}
	before := r.must(c)
	for range 5 {
		r.must(queue.Command{Kind: queue.Issue, Category: "C"})
	}
	if err := r.node.raft.Snapshot().Error(); err != nil {
		t.Fatal(err)
	}
	r.must(queue.Command{Kind: queue.Issue, Category: "C"})
	board := r.state().Board
	r.stop()

	r = start(t, p)
	if got := r.state().Board; fmt.Sprint(got) != fmt.Sprint(board) {
		t.Errorf("board was %+v, is %+v", board, got)
	}
	if after := r.must(c); after.Ticket.Token != before.Ticket.Token {
		t.Errorf("the answer from before the restart is %+v, was %+v", after.Ticket, before.Ticket)
	}
	if next := r.must(queue.Command{Kind: queue.Issue, Category: "A"}); next.Ticket.Number != "A002" {
		t.Errorf("numbers go on with %s", next.Ticket.Number)
	}
}

func TestTheNodeOpensEachDayOnceByItself(t *testing.T) {
	p := params(t, t.TempDir())
	clock := newClock(2026, 11, 23, 9)
	p.Now = clock.Now
	r := start(t, p)
	r.must(queue.Command{Kind: queue.Issue, Category: "A"})
	r.must(queue.Command{Kind: queue.CloseDay})
	r.node.tidy()
	if b := r.state().Board; b.Open {
		t.Error("a day the staff closed was opened again")
	}
	clock.Turn(24 * time.Hour)
	r.node.tidy()
	if b := r.state().Board; !b.Open || b.Day != "2026-11-24" || b.Waiting != 0 {
		t.Errorf("the next day begins with %+v", b)
	}
}

func TestNewSettingsEnterTheLogAtTheNextStart(t *testing.T) {
	p := params(t, t.TempDir())
	r := start(t, p)
	r.stop()
	p.Settings.Windows = append(p.Settings.Windows, queue.WindowSpec{No: 9, Categories: []string{"C"}})
	r = start(t, p)
	index := r.state().Index
	if n := len(r.state().Board.Windows); n != 3 {
		t.Errorf("%d windows", n)
	}
	r.node.tidy()
	if r.state().Index != index {
		t.Error("settings that are the same were entered again")
	}
}

func TestASecondNodeOnTheSameFolderIsSentAway(t *testing.T) {
	p := params(t, t.TempDir())
	start(t, p)
	_, err := New(p)
	problem, ok := err.(*api.Problem)
	if !ok || problem.Code != "HALL-009" {
		t.Errorf("got %v", err)
	}
}

func TestANodeThatCannotReadItsLogStops(t *testing.T) {
	p := params(t, t.TempDir())
	start(t, p).stop()
	p.Seal = box(t, "another key 0123")
	n, err := New(p)
	if err != nil {
		return // it did not even start
	}
	defer n.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := n.Serve(ctx); err == nil {
		t.Error("it went on as if nothing was wrong")
	}
}
