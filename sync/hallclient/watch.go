package hallclient

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"time"

	"onewindow/internal/api"
)

// Watch tells what is known of the hall: the newest board at once and after every change, every sign of life (Heard),
// and at once when contact is lost or found. Who listens slowly gets the newest view only. The channel closes when ctx
// ends.
func (c *Client) Watch(ctx context.Context) <-chan api.HallView {
	out, news := make(chan api.HallView), make(chan api.HallView)
	go deliver(ctx, news, out)
	go func() {
		defer close(news)
		w := &watcher{client: c, news: news}
		w.run(ctx)
	}()
	return out
}

// deliver hands on the newest of what comes in.
func deliver(ctx context.Context, in <-chan api.HallView, out chan<- api.HallView) {
	defer close(out)
	var newest api.HallView
	var to chan<- api.HallView // nil while there is nothing to tell
	for {
		select {
		case v, ok := <-in:
			if !ok {
				return
			}
			newest, to = v, out
		case to <- newest:
			to = nil
		case <-ctx.Done():
			for range in { // let the watcher end
			}
			return
		}
	}
}

// watcher follows one stream after another.
type watcher struct {
	client *Client
	news   chan<- api.HallView
	view   api.HallView
	knows  bool // view holds a board

	measured time.Time // when the hall's time was last looked at
}

func (w *watcher) run(ctx context.Context) {
	c := w.client
	if len(c.nodes) == 0 {
		w.view.Why = failure(nil, false).Problem
		w.news <- w.view
		<-ctx.Done()
		return
	}
	for tries := 0; ctx.Err() == nil; {
		at := int(c.first.Load()) % len(c.nodes)
		err := w.follow(ctx, at, tries)
		if ctx.Err() != nil {
			return
		}
		if w.view.Connected {
			tries = 0
		}
		c.p.Log.Debug("hallclient: stream ended", "node", c.p.Nodes[at], "err", err)
		// The next node is tried by everybody of this terminal, unless somebody found a better one meanwhile.
		c.first.CompareAndSwap(int32(at), int32((at+1)%len(c.nodes)))
		why := failure(err, false).Problem
		if w.view.Connected || tries == 0 || why != w.view.Why {
			w.view.Connected, w.view.Why = false, why
			w.news <- w.view
		}
		c.wait(ctx, tries/len(c.nodes))
		tries++
	}
}

// follow reads one node's stream until it breaks or falls silent.
func (w *watcher) follow(ctx context.Context, at, tries int) error {
	c := w.client
	ctx, dog, stop := c.watched(ctx, tries/len(c.nodes))
	defer stop()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { dog.Reset(c.p.Limits.Answer) },
	})
	header := http.Header{}
	if w.knows {
		header.Set("Last-Event-ID", strconv.FormatUint(w.view.Index, 10))
	}
	resp, err := c.nodes[at].Stream(ctx, api.PathEvents, header)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return readStream(resp.Body, func(m message) error {
		dog.Reset(c.p.Limits.Silence)
		err := w.hear(m)
		w.measure(ctx)
		return err
	})
}

// hear takes in one message; a comment is a sign of life.
func (w *watcher) hear(m message) error {
	switch m.event {
	case "":
		if !w.knows {
			return nil // the board follows
		}
	case "change":
		var s api.HallState
		if err := json.Unmarshal(m.data, &s); err != nil {
			return fmt.Errorf("hallclient: event %q: %w", m.id, err)
		}
		w.view.Board, w.view.Index, w.knows = s.Board, s.Index, true
	default:
		return nil // of a newer hall
	}
	w.view.Heard, w.view.Connected, w.view.Why = w.client.p.Now(), true, api.Problem{}
	w.news <- w.view
	return nil
}

// measure looks at the hall's time beside the stream, now and then: an event says little of when it was sent.
func (w *watcher) measure(ctx context.Context) {
	c, now := w.client, time.Now()
	if c.p.Measure == nil || !w.view.Connected || now.Sub(w.measured) < c.p.Limits.Measure {
		return
	}
	w.measured = now
	go func() {
		var s api.HallState
		asked := c.p.Now()
		err := c.ask(ctx, http.MethodGet, api.PathState, nil, &s)
		if heard := c.p.Now(); err == nil && !s.ServerTime.IsZero() && heard.Sub(asked) <= maxMeasure {
			c.p.Measure(s.ServerTime, asked, heard)
		}
	}()
}

// maxMeasure is how slow an answer may be: a time heard over a slow exchange says little.
const maxMeasure = 5 * time.Second
