package play

import (
	"context"
	"sync"
	"sync/atomic"

	"onewindow/internal/queue"
)

// act is one command and what follows from its answer: perhaps another act, at once. It keeps its id, so that trying
// it again is harmless.
type act struct {
	hall Hall
	cmd  queue.Command
	desk *desk                     // busy until the last act of the chain is done; nil = a kiosk's
	done func(a queue.Answer) *act // called with the day locked
}

// all carries out acts side by side, those that failed before first. What fails is kept for the next time; once the
// hall does not answer, the rest is not even tried.
func (d *Day) all(ctx context.Context, acts []*act) error {
	acts, d.again = append(d.again, acts...), nil
	errs := make([]error, len(acts))
	slots := make(chan struct{}, together)
	var wait sync.WaitGroup
	var away atomic.Bool
	for i, a := range acts {
		slots <- struct{}{}
		if a.desk != nil {
			a.desk.busy = true
		}
		wait.Go(func() {
			defer func() { <-slots }()
			if away.Load() {
				d.keep(a)
				return
			}
			if errs[i] = d.carry(ctx, a); errs[i] != nil {
				away.Store(true)
			}
		})
	}
	wait.Wait()
	return first(errs)
}

// first is one error for many of the same.
func first(errs []error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// carry does an act and what follows from it.
func (d *Day) carry(ctx context.Context, a *act) error {
	for {
		answer, err := a.hall.Do(ctx, a.cmd)
		if err != nil {
			d.keep(a)
			return err
		}
		d.mu.Lock()
		d.last = max(d.last, answer.Index)
		next := a.done(answer)
		if next == nil && a.desk != nil {
			a.desk.busy = false
		}
		d.mu.Unlock()
		if next == nil {
			return nil
		}
		a = next
	}
}

// keep keeps an act for the next time.
func (d *Day) keep(a *act) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.again = append(d.again, a)
}

// act gives a command its identity.
func (d *Day) act(h Hall, k *desk, c queue.Command, done func(queue.Answer) *act) *act {
	c.ID = d.p.NewID()
	return &act{hall: h, cmd: c, desk: k, done: done}
}
