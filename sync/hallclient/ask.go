package hallclient

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"onewindow/internal/pki"
	"onewindow/sync/transport"
)

// errSlow ends a try that took too long.
var errSlow = errors.New("hallclient: no sign of life in time")

// ask puts one question to the nodes in turn, over and over, until one answers, refuses, or patience ends.
func (c *Client) ask(ctx context.Context, method, path string, in, out any) error {
	begin := time.Now()
	ctx, cancel := context.WithTimeout(ctx, c.p.Limits.Lost)
	defer cancel()
	sent, last := false, error(nil)
	for tries := 0; ; tries++ {
		for i := range c.nodes {
			at := (int(c.first.Load()) + i) % len(c.nodes)
			wrote, err := c.try(ctx, at, tries, method, path, in, out)
			if err == nil {
				c.first.Store(int32(at))
				return nil
			}
			if refused(err) {
				return failure(err, false)
			}
			sent, last = sent || wrote, err
		}
		if !sent && time.Since(begin) > c.p.Limits.Away || !c.wait(ctx, tries) {
			return failure(last, sent)
		}
	}
}

// try asks one node once. wrote tells whether the question left the house.
func (c *Client) try(ctx context.Context, at, tries int, method, path string, in, out any) (wrote bool, err error) {
	ctx, dog, stop := c.watched(ctx, tries)
	defer stop()
	var left atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { dog.Reset(c.p.Limits.Answer) },
		WroteHeaders: func() { left.Store(true) },
	})
	err = c.nodes[at].JSON(ctx, method, path, in, out)
	// A server learns of a bad certificate only after the client wrote (TLS 1.3), and then reads nothing of it.
	return left.Load() && pki.Judge(err) == pki.NoVerdict, err
}

// watched gives a context that ends when its timer is not fed. Until it is fed first, it allows a node the time to take
// the call: little while there is another node to try, but enough when all have been tried.
func (c *Client) watched(ctx context.Context, tries int) (context.Context, *time.Timer, func()) {
	limit := c.p.Limits.Answer
	if tries == 0 && len(c.nodes) > 1 {
		limit = c.p.Limits.Connect
	}
	ctx, cancel := context.WithCancelCause(ctx)
	dog := time.AfterFunc(limit, func() { cancel(errSlow) })
	return ctx, dog, func() { dog.Stop(); cancel(nil) }
}

// refused tells a final no from a node that is away, starting or overloaded.
func refused(err error) bool {
	var e *transport.Error
	return errors.As(err, &e) && e.Kind == transport.Status && e.Status < 500 && e.Status != http.StatusTooManyRequests
}
