package hall

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"onewindow/internal/api"
	"onewindow/internal/queue"
)

func TestWhatIsOutOfFormIsRefusedAndChangesNothing(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	before := r.state().Index
	good := `{"id":"` + newID() + `","kind":"ticket.issue","terminal":"T","category":"A"}`
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"nothing":            {"", http.StatusBadRequest, "HALL-002"},
		"no JSON":            {"hello", http.StatusBadRequest, "HALL-002"},
		"two commands":       {good + good, http.StatusBadRequest, "HALL-002"},
		"an unknown field":   {strings.Replace(good, "category", "catgory", 1), http.StatusBadRequest, "HALL-002"},
		"broken UTF-8":       {strings.Replace(good, `"A"`, "\"\xff\"", 1), http.StatusBadRequest, "HALL-002"},
		"an id of another":   {`{"id":"1","kind":"ticket.issue","terminal":"T"}`, http.StatusBadRequest, "HALL-004"},
		"an upper-case id":   {strings.ToUpper(good[:43]) + good[43:], http.StatusBadRequest, "HALL-004"},
		"an unknown kind":    {strings.Replace(good, "ticket.issue", "ticket.win", 1), http.StatusBadRequest, queue.CodeMalformed},
		"nobody's command":   {strings.Replace(good, `"T"`, `""`, 1), http.StatusBadRequest, queue.CodeMalformed},
		"an endless command": {`{"reason":"` + strings.Repeat("x", maxCommand) + `"}`, http.StatusRequestEntityTooLarge, "HALL-003"},
		"rules from outside": {`{"id":"` + newID() + `","kind":"configure","terminal":"T","settings":{}}`, http.StatusForbidden, "HALL-005"},
	} {
		t.Run(name, func(t *testing.T) {
			_, status, p := r.postBytes([]byte(c.body))
			if status != c.status || p.Code != c.code || p.Sentence == "" || p.SentenceEN == "" {
				t.Errorf("got %d %+v, want %d %s", status, p, c.status, c.code)
			}
		})
	}
	if r.state().Index != before {
		t.Error("something entered the log")
	}
}

func TestATerminalCannotChooseTokenOrKey(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	a := r.must(queue.Command{Kind: queue.Issue, Category: "A", Token: "mine"})
	if a.Ticket.Token == "mine" {
		t.Error("the terminal chose the token")
	}
	r.must(queue.Command{Kind: queue.CloseDay})
	var p api.Problem
	if status := r.get(api.PathDayKey, &p); status != http.StatusConflict || p.Code != "HALL-008" {
		t.Errorf("the key of a closed day: %d %+v", status, p)
	}
	r.must(queue.Command{Kind: queue.OpenDay, DayKey: []byte("mine")})
	var k api.DayKey
	if status := r.get(api.PathDayKey, &k); status != http.StatusOK || len(k.Key) != keyBytes || k.Day != "2026-11-23" {
		t.Errorf("the key of the day: %d %+v", status, k)
	}
}

func TestAPathNobodyServesIsSaidSo(t *testing.T) {
	r := start(t, params(t, t.TempDir()))
	var p api.Problem
	if status := r.get("/v2/state", &p); status != http.StatusNotFound || p.Code != "HALL-007" {
		t.Errorf("got %d %+v", status, p)
	}
}

func FuzzReadCommand(f *testing.F) {
	whole, err := json.Marshal(queue.Command{ID: newID(), Kind: queue.Issue, Terminal: "K1", Category: "A", PersonKey: "ab"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"id":"018f4e5a-0000-7000-8000-000000000000","kind":"window.pause","window":-1,"reason":"会议","terminal":"W"}`))
	f.Add([]byte(`{} {}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c, status, problem := readCommand(bytes.NewReader(body))
		if (status == 0) != (problem == nil) {
			t.Fatalf("status %d with problem %v", status, problem)
		}
		if problem != nil {
			return
		}
		if r := c.Check(); r != nil || !isUUIDv7(c.ID) {
			t.Errorf("%q was taken: %v", body, r)
		}
		again, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if twice, _, problem := readCommand(bytes.NewReader(again)); problem != nil || twice.ID != c.ID {
			t.Errorf("%q does not survive being written: %v", again, problem)
		}
		a := queue.New().Apply(queue.Entry{Index: 1, At: 1, Command: c})
		if a.ID != c.ID {
			t.Errorf("answer for %q", a.ID)
		}
	})
}
