package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/rig"
	"onewindow/sync/hallclient"
)

// callers is how many windows call at once; they are those of category C, numbers 23 and up in the small hall.
const (
	callers     = 20
	firstWindow = 23
)

// Call measures "next" pressed at twenty windows at once, each serving and finishing whom it called. A ticket that is
// called twice is an error.
func Call() Measure {
	return Measure{Name: "call", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		w, err := newWorld(l)
		if err != nil {
			return nil, err
		}
		node, err := w.start(ctx, rig.Hall)
		if err != nil {
			return nil, err
		}
		defer node.Stop()
		c := &calls{each: l.Size(20, 2)}
		rounds := l.Size(4, 1)
		if err := c.prepare(ctx, w, rounds); err != nil {
			return nil, err
		}
		defer c.close()
		if c.bare, err = openSynced(filepath.Join(l.Dir, "append.log")); err != nil {
			return nil, err
		}
		if c.entry, err = entryBytes(c.command(queue.CallNext, 0)); err != nil {
			return nil, err
		}
		p, err := Duel(ctx, rounds, c.subject, c.appendBare)
		if err = errors.Join(err, c.bare.close()); err != nil {
			return nil, err
		}
		against := fmt.Sprintf(againstAppend, callers)
		rate := c.rate.Row("next called, served, finished at 20 windows, rate", "/s", against+", three a call").counted(len(p.Subject))
		return []Row{p.Row("next called at 20 windows at once", "ms", against), rate.Noted("no ticket was called twice")}, nil
	}}
}

type calls struct {
	each    int
	windows []*hallclient.Client
	called  once
	bare    *syncedFile
	entry   []byte
	rate    Pair
}

// prepare sits a clerk down at every window and lets people take enough numbers.
func (c *calls) prepare(ctx context.Context, w *world, rounds int) error {
	for i := range callers {
		one, err := w.terminals(1, fmt.Sprintf("W%02d", firstWindow+i), pki.Counter)
		if err != nil {
			return err
		}
		c.windows = append(c.windows, one[0])
		if _, err := c.do(ctx, queue.OpenWindow, i); err != nil {
			return err
		}
	}
	kiosks, err := w.terminals(8, "K1", pki.Kiosk)
	if err != nil {
		return err
	}
	_, _, err = together(len(kiosks), rounds*c.each*callers/len(kiosks)+1, func(hand, _ int) error {
		a, err := kiosks[hand].Do(ctx, queue.Command{Kind: queue.Issue, Terminal: "K1", Category: "C"})
		if err == nil && a.Refusal != nil {
			err = a.Refusal
		}
		return err
	})
	for _, k := range kiosks {
		k.Close()
	}
	return err
}

func (c *calls) close() {
	for _, w := range c.windows {
		w.Close()
	}
}

func (c *calls) command(kind queue.Kind, hand int) queue.Command {
	no := firstWindow + hand
	return queue.Command{Kind: kind, Terminal: fmt.Sprintf("W%02d", no), Window: no, Operator: fmt.Sprintf("%04d", 300+no)}
}

func (c *calls) do(ctx context.Context, kind queue.Kind, hand int) (queue.Answer, error) {
	a, err := c.windows[hand].Do(ctx, c.command(kind, hand))
	if err == nil && a.Refusal != nil {
		err = a.Refusal
	}
	return a, err
}

// subject lets every window call, serve and finish; only the call is timed.
func (c *calls) subject(ctx context.Context, s *Samples) error {
	var mu sync.Mutex
	_, all, err := together(callers, c.each, func(hand, _ int) error {
		began := time.Now()
		a, err := c.do(ctx, queue.CallNext, hand)
		mu.Lock()
		s.Took(began)
		mu.Unlock()
		if err != nil {
			return err
		}
		if a.Ticket == nil {
			return errors.New("bench: a call has no ticket")
		}
		_, err1 := c.do(ctx, queue.Start, hand)
		_, err2 := c.do(ctx, queue.Finish, hand)
		return errors.Join(c.called.note(a.Ticket.ID), err1, err2)
	})
	c.rate.Subject.Add(float64(callers*c.each) / all.Seconds())
	return err
}

// appendBare appends what three commands leave in the log; only the first is timed.
func (c *calls) appendBare(_ context.Context, s *Samples) error {
	var mu sync.Mutex
	_, all, err := together(callers, c.each, func(int, int) error {
		began := time.Now()
		err := c.bare.append(c.entry)
		mu.Lock()
		s.Took(began)
		mu.Unlock()
		return errors.Join(err, c.bare.append(c.entry), c.bare.append(c.entry))
	})
	c.rate.Bare.Add(float64(callers*c.each) / all.Seconds())
	return err
}
