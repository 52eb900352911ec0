package hallclient_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/queue"
	"onewindow/internal/rig/port"
	"onewindow/sync/hallclient"
)

func TestABrokenLineIsToldAtOnceAndHealsByItself(t *testing.T) {
	dir := t.TempDir()
	addr, err := port.Reserve()
	if err != nil {
		t.Fatal(err)
	}
	_, stop := startHall(t, dir, addr, nil)
	c := client(t, "D1", nil, hallclient.Limits{Pause: 100 * time.Millisecond}, "http://"+addr)
	views := c.Watch(t.Context())
	until(t, views, "the board", func(v api.HallView) bool { return v.Connected })
	if _, err := c.Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"}); err != nil {
		t.Fatal(err)
	}
	before := until(t, views, "the ticket", func(v api.HallView) bool { return v.Board.Waiting == 1 })

	broken := time.Now()
	stop()
	lost := until(t, views, "the loss", func(v api.HallView) bool { return !v.Connected })
	if d := time.Since(broken); d > time.Second {
		t.Errorf("the loss was told after %s", d)
	}
	if lost.Board.Waiting != 1 || lost.Heard.Before(before.Heard) || lost.Heard.After(time.Now()) {
		t.Errorf("after the loss the view is %+v", lost)
	}

	startHall(t, dir, addr, nil)
	found := until(t, views, "the hall again", func(v api.HallView) bool { return v.Connected })
	if found.Board.Waiting != 1 || !found.Heard.After(lost.Heard) {
		t.Errorf("the view is %+v", found)
	}
}

func TestASilentLineIsDead(t *testing.T) {
	mute := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "event: change\nid: 7\ndata: {\"index\":7,\"board\":{\"hall\":\"H\"}}\n\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	defer mute.Close()
	views := client(t, "D1", nil, hallclient.Limits{Silence: 50 * time.Millisecond}, mute.URL).Watch(t.Context())
	until(t, views, "the board", func(v api.HallView) bool { return v.Connected && v.Index == 7 && v.Board.Hall == "H" })
	until(t, views, "the silence", func(v api.HallView) bool { return !v.Connected })
}

func TestEverySignOfLifeIsHeard(t *testing.T) {
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", nil)
	views := client(t, "D1", nil, hallclient.Limits{}, "http://"+addr).Watch(t.Context())
	first := until(t, views, "the board", func(v api.HallView) bool { return v.Connected })
	until(t, views, "a comment", func(v api.HallView) bool { return v.Index == first.Index && v.Heard.After(first.Heard) })
}

func TestAHallThatIsAwayFromTheStartIsTold(t *testing.T) {
	views := client(t, "D1", nil, hallclient.Limits{}, "http://127.0.0.1:1").Watch(t.Context())
	if v := <-views; v.Connected || !v.Heard.IsZero() {
		t.Errorf("the first view is %+v", v)
	}
}

func TestWhoListensSlowlyGetsTheNewest(t *testing.T) {
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", nil)
	c := client(t, "K1", nil, hallclient.Limits{}, "http://"+addr)
	slow, quick := c.Watch(t.Context()), c.Watch(t.Context())
	for range 20 {
		if _, err := c.Do(t.Context(), queue.Command{Kind: queue.Issue, Category: "A"}); err != nil {
			t.Fatal(err)
		}
	}
	until(t, quick, "all tickets", func(v api.HallView) bool { return v.Board.Waiting == 20 })
	seen := 0
	until(t, slow, "all tickets", func(v api.HallView) bool { seen++; return v.Board.Waiting == 20 })
	if seen > 10 {
		t.Errorf("it had to read %d views", seen)
	}
}
