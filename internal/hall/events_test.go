package hall

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/queue"
)

// ear reads one event stream.
type ear struct {
	t     *testing.T
	lines *bufio.Scanner
	close func()
}

func (r *running) listen(t *testing.T, last string) *ear {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.base+api.PathEvents, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		req.Header.Set("Last-Event-ID", last)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{t, bufio.NewScanner(resp.Body), func() { cancel(); _ = resp.Body.Close() }}
	e.lines.Buffer(nil, 1<<20)
	t.Cleanup(e.close)
	return e
}

// hear gives the next event, skipping comments; comments gives whether one was skipped.
func (e *ear) hear() (id uint64, s api.HallState, comments bool) {
	e.t.Helper()
	for e.lines.Scan() {
		line := e.lines.Text()
		switch {
		case strings.HasPrefix(line, ":"):
			comments = true
		case strings.HasPrefix(line, "id: "):
			id, _ = strconv.ParseUint(line[4:], 10, 64)
		case strings.HasPrefix(line, "data: "):
			if err := json.Unmarshal([]byte(line[6:]), &s); err != nil {
				e.t.Fatal(err)
			}
			if id != s.Index {
				e.t.Errorf("event %d tells index %d", id, s.Index)
			}
			return id, s, comments
		}
	}
	e.t.Fatalf("the stream ended: %v", e.lines.Err())
	return 0, s, comments
}

// comment waits for a sign of life and fails on news.
func (e *ear) comment() {
	e.t.Helper()
	for e.lines.Scan() {
		switch line := e.lines.Text(); {
		case strings.HasPrefix(line, ":"):
			return
		case line != "":
			e.t.Fatalf("heard %q instead of a comment", line)
		}
	}
	e.t.Fatalf("the stream ended: %v", e.lines.Err())
}

func TestAListenerGetsTheBoardAtOnceThenEveryChange(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	e := r.listen(t, "")
	if _, s, _ := e.hear(); s.Board.Hall != "测试大厅" || len(s.Events) != 0 {
		t.Errorf("first came %+v", s)
	}
	r.must(queue.Command{Kind: queue.Issue, Category: "A", PersonKey: "ab12"})
	_, s, _ := e.hear()
	if s.Board.Waiting != 1 || len(s.Events) != 1 || s.Events[0].Kind != queue.Issue || s.Events[0].Ticket.Number != "A001" {
		t.Fatalf("then came %+v", s)
	}
	if x := s.Events[0].Ticket; x.Token != "" || x.PersonKey != "" {
		t.Errorf("the event names somebody: %+v", x)
	}
	e.comment()
	e.comment()
}

func TestAListenerWhoComesBackIsToldWhatItMissed(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	e := r.listen(t, "")
	id, _, _ := e.hear()
	e.close()
	for range 3 {
		r.must(queue.Command{Kind: queue.Issue, Category: "C"})
	}
	last, s, _ := r.listen(t, strconv.FormatUint(id, 10)).hear()
	if len(s.Events) != 3 || s.Events[2].Ticket.Number != "C003" || s.Board.Waiting != 3 {
		t.Errorf("it was told %+v", s.Events)
	}
	again := r.listen(t, strconv.FormatUint(last, 10))
	again.comment() // nothing was missed
	r.must(queue.Command{Kind: queue.Issue, Category: "C"})
	if _, s, _ := again.hear(); len(s.Events) != 1 {
		t.Errorf("then it was told %+v", s.Events)
	}
}

func TestAListenerWhoMissedTooMuchGetsTheBoardAlone(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	for range 3 {
		r.must(queue.Command{Kind: queue.Issue, Category: "C"})
	}
	r.node.table.mu.Lock()
	r.node.table.floor = r.node.table.index // as if all had been forgotten
	r.node.table.mu.Unlock()
	for name, last := range map[string]string{"long ago": "1", "of another log": "999999", "no number": "x"} {
		_, s, _ := r.listen(t, last).hear()
		if s.Board.Waiting != 3 || len(s.Events) != 0 {
			t.Errorf("%s: it was told %d waiting and %d events", name, s.Board.Waiting, len(s.Events))
		}
	}
}

func TestOnlyTheNewestEventsAreRemembered(t *testing.T) {
	tab := newTable()
	set := settings()
	at := queue.Instant(newClock(2026, 11, 23, 9).Now().UnixMilli())
	step := func(i uint64, c queue.Command) {
		c.ID, c.Terminal = newID(), "T"
		if a := tab.step(queue.Entry{Index: i, At: at, Command: c}); a.Refusal != nil {
			t.Fatal(a.Refusal)
		}
	}
	step(1, queue.Command{Kind: queue.Configure, Settings: &set})
	step(2, queue.Command{Kind: queue.OpenDay})
	for i := range uint64(remembered) {
		step(3+i, queue.Command{Kind: queue.OpenWindow, Window: 1, Operator: "0312"})
	}
	if len(tab.events) != remembered || tab.floor != 2 {
		t.Errorf("%d events are remembered above %d", len(tab.events), tab.floor)
	}
	n, _, err := tab.since(2, true, time.UnixMilli(int64(at)))
	if err != nil || len(n.Events) != remembered {
		t.Errorf("%d events were told, %v", len(n.Events), err)
	}
	if n, _, _ = tab.since(1, true, time.UnixMilli(int64(at))); len(n.Events) != 0 {
		t.Errorf("somebody who missed one was told %d as if that was all", len(n.Events))
	}
}

func TestStreamsEndWhenTheNodeCloses(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	e := r.listen(t, "")
	e.hear()
	r.stop()
	for e.lines.Scan() {
	}
}
