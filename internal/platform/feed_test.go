package platform

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
)

func TestTheFeedPagesInOrderAndEndsWhereItBegan(t *testing.T) {
	w := newWorld(t)
	for n := 1; n <= 5; n++ {
		w.accepted(n)
	}
	var got []string
	var last uint64
	token := ""
	for range 3 {
		page := w.changes(token, "&limit=2")
		for _, ch := range page.Changes {
			if ch.Position <= last {
				t.Errorf("position %d after %d", ch.Position, last)
			}
			last = ch.Position
			got = append(got, ch.Key)
		}
		if page.More != (len(got) < 5) {
			t.Errorf("after %d: more is %v", len(got), page.More)
		}
		token = page.Token
	}
	if len(got) != 5 || got[0] != "case-1" || got[4] != "case-5" {
		t.Errorf("the feed brought %v", got)
	}
	if rest := w.changes(token, ""); len(rest.Changes) != 0 || rest.Token != token {
		t.Errorf("at the end: %+v", rest)
	}
}

func TestALongPollAnswersWhenADecisionFalls(t *testing.T) {
	w := newWorld(t)
	c := w.accepted(1)
	token := w.changes("", "").Token
	got := make(chan api.ChangesResponse, 1)
	go func() {
		var resp api.ChangesResponse
		r, err := w.http.Get(w.api + api.PathChanges + "?wait=30&since=" + token)
		if err == nil {
			_ = json.NewDecoder(r.Body).Decode(&resp)
			_ = r.Body.Close()
		}
		got <- resp
	}()
	w.decide("d-1", c, grant())
	select {
	case resp := <-got:
		if len(resp.Changes) != 1 || w.caseOf(resp.Changes[0]).State != cases.Granted {
			t.Errorf("the poll brought %+v", resp)
		}
	case <-time.After(25 * time.Second):
		t.Fatal("the poll slept through the decision")
	}
}

func TestAStoppingPlatformEndsItsLongPolls(t *testing.T) {
	w := newWorld(t)
	token := w.changes("", "").Token
	got := make(chan int, 1)
	go func() {
		r, err := w.http.Get(w.api + api.PathChanges + "?wait=30&since=" + token)
		if err != nil {
			got <- 0
			return
		}
		_ = r.Body.Close()
		got <- r.StatusCode
	}()
	w.shut()
	select {
	case <-got:
	case <-time.After(25 * time.Second):
		t.Fatal("the poll outlived the platform")
	}
}

func TestATokenOfAnotherEpochStartsFromNothing(t *testing.T) {
	w := newWorld(t)
	w.accepted(1)
	for _, token := range []string{"0123456789abcdef.5", w.pf.store.epoch + ".zzz"} {
		resp := w.changes(token, "&wait=30")
		if len(resp.Changes) != 1 || resp.Epoch != w.pf.store.epoch {
			t.Errorf("%s: %+v", token, resp)
		}
	}
}

func TestBadFeedQueriesAreRefused(t *testing.T) {
	w := newWorld(t)
	for _, q := range []string{"since=x", "since=.5", "since=e.", "since=e.-1", "limit=0", "limit=x", "wait=-1", "wait=1.5"} {
		var p api.Problem
		w.ask("GET", api.PathChanges+"?"+q, nil, &p, http.StatusBadRequest)
		if p.Code != "PLAT-004" {
			t.Errorf("%s: %+v", q, p)
		}
	}
}

func TestBlocksAreNeverGivenTwice(t *testing.T) {
	w := newWorld(t)
	seen := map[string]bool{}
	for i := range 40 {
		var b api.BlockResponse
		w.ask("POST", api.PathBlocks, nil, &b, http.StatusOK)
		if len(b.Block) != 4 || seen[b.Block] {
			t.Fatalf("block %q", b.Block)
		}
		seen[b.Block] = true
		if i == 20 {
			w.restart()
		}
	}
	if !seen["000A"] || !seen["0010"] {
		t.Errorf("blocks are not base 36: %v", seen)
	}
}

func TestHealthTellsHowFarTheBookGoes(t *testing.T) {
	w := newWorld(t)
	w.accepted(1)
	var h api.HealthResponse
	w.ask("GET", api.PathHealth, nil, &h, http.StatusOK)
	if h.Position == 0 || h.Epoch == "" || !h.ServerTime.Equal(noon) {
		t.Errorf("health %+v", h)
	}
}
