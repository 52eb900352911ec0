package hallclient

import (
	"context"
	"crypto/tls"
	"encoding/hex"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/queue"
	"onewindow/internal/seal"
	"onewindow/sync/transport"
)

// Params makes a Client.
type Params struct {
	Nodes    []string    // base addresses of the hall's nodes, the preferred first: "https://10.1.0.5:7443"
	TLS      *tls.Config // this terminal's identity; nil only in tests
	Terminal string      // its name, as in its certificate
	Now      func() time.Time
	NewID    func() string // UUIDv7
	Log      *slog.Logger  // may be nil
	Limits   Limits        // zero fields have defaults

	// Measure learns the hall's time from an answer: asked and heard are this machine's times. nil = nobody wants it.
	Measure func(server, asked, heard time.Time)
}

// Limits are how long the client waits.
type Limits struct {
	Connect time.Duration // for a node to take the call, while there is another to try; default 250 ms
	Answer  time.Duration // for its answer, and for the call itself when there is no other node; default 3 s
	Away    time.Duration // in all, when no node could even be asked; default 3 s
	Lost    time.Duration // in all, when a node was asked and its answer did not come; default 10 s
	Silence time.Duration // on an event stream; default 12 s
	Pause   time.Duration // longest pause between two tries; default 2 s
	Measure time.Duration // between two looks at the hall's time, while its events are followed; default 10 min
}

// Client is safe for concurrent use.
type Client struct {
	p     Params
	nodes []*transport.Client
	first atomic.Int32 // the node that answered last
}

// New makes a client; nothing is dialled before the first call.
func New(p Params) *Client {
	p.Limits = p.Limits.withDefaults()
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	c := &Client{p: p}
	for _, base := range p.Nodes {
		c.nodes = append(c.nodes, transport.New(transport.Params{
			Base: strings.TrimSuffix(base, "/"), TLS: p.TLS, UserAgent: "onewindow/" + p.Terminal, Log: p.Log,
		}))
	}
	return c
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&l.Connect, 250 * time.Millisecond}, {&l.Answer, 3 * time.Second}, {&l.Away, 3 * time.Second},
		{&l.Lost, 10 * time.Second}, {&l.Silence, 12 * time.Second}, {&l.Pause, 2 * time.Second},
		{&l.Measure, 10 * time.Minute},
	} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	return l
}

// Close lets idle connections go. Calls and streams under way are ended by their contexts.
func (c *Client) Close() {
	for _, n := range c.nodes {
		n.Close()
	}
}

// Do sends one command and gives its answer; a refusal is in the answer. The client gives the command an id if it has
// none, and always this terminal's name. Errors are *Error; if Unsure, the command may have been done, and sending the
// same command again is safe.
func (c *Client) Do(ctx context.Context, cmd queue.Command) (queue.Answer, error) {
	if cmd.ID == "" {
		cmd.ID = c.p.NewID()
	}
	cmd.Terminal = c.p.Terminal
	var a queue.Answer
	err := c.ask(ctx, http.MethodPost, api.PathCommands, cmd, &a)
	return a, err
}

// PersonKey turns an ID number into what the hall knows a person by today: HMAC-SM3 under the key of the day, hex.
// The key is asked for every time and not kept. Errors are *Error.
func (c *Client) PersonKey(ctx context.Context, number string) (string, error) {
	var k api.DayKey
	if err := c.ask(ctx, http.MethodGet, api.PathDayKey, nil, &k); err != nil {
		return "", err
	}
	defer clear(k.Key)
	return hex.EncodeToString(seal.MAC(k.Key, []byte(strings.ToUpper(strings.TrimSpace(number))))), nil
}

// wait pauses before the next try: longer each time, never in step with other terminals. It reports whether to go on.
func (c *Client) wait(ctx context.Context, tries int) bool {
	longest := min(c.p.Limits.Pause, 50*time.Millisecond<<min(tries, 10))
	t := time.NewTimer(rand.N(longest) + time.Millisecond)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
