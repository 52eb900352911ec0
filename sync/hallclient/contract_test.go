package hallclient_test

import (
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/api/apitest"
	"onewindow/internal/queue"
	"onewindow/sync/hallclient"
)

func TestEveryWordBetweenATerminalAndTheHallIsInTheContract(t *testing.T) {
	addr, _ := startHall(t, t.TempDir(), "127.0.0.1:0", nil)
	to, _ := url.Parse("http://" + addr)
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.FlushInterval = -1
	line := httptest.NewServer(apitest.Hall(t).Handler(t, proxy))
	t.Cleanup(line.Close)
	c := client(t, "W01", nil, hallclient.Limits{Silence: 5 * time.Second}, line.URL)
	views := c.Watch(t.Context())
	until(t, views, "the board", func(v api.HallView) bool { return v.Connected })
	key, err := c.PersonKey(t.Context(), "350199198506150035")
	if err != nil {
		t.Fatal(err)
	}
	ticket := ""
	for _, cmd := range []queue.Command{
		{Kind: queue.CallNext, Window: 1}, // refused: nobody sits there
		{Kind: queue.OpenWindow, Window: 1, Operator: "0312"},
		{Kind: queue.Issue, Category: "A", Item: "FZ001", PersonKey: key},
		{Kind: queue.Issue, Category: "A", Class: queue.Priority},
		{Kind: queue.Paper, Paper: queue.PaperPrinted},
		{Kind: queue.CallNext, Window: 1, Operator: "0312"},
		{Kind: queue.Recall, Window: 1},
		{Kind: queue.NoShow, Window: 1},
		{Kind: queue.CallNext, Window: 1},
		{Kind: queue.Start, Window: 1},
		{Kind: queue.Finish, Window: 1},
		{Kind: queue.Pause, Window: 1, Reason: "系统维护"},
		{Kind: queue.Resume, Window: 1},
		{Kind: queue.CloseWindow, Window: 1},
		{Kind: queue.CloseDay},
		{Kind: queue.OpenDay},
	} {
		if cmd.Kind == queue.Paper {
			cmd.Ticket = ticket
		}
		a, err := c.Do(t.Context(), cmd)
		if err != nil {
			t.Fatalf("%s: %v", cmd.Kind, err)
		}
		if a.Ticket != nil {
			ticket = a.Ticket.ID
		}
	}
	until(t, views, "the day's second board", func(v api.HallView) bool { return v.Board.Open && v.Board.Waiting == 0 })
}
