package runner

import (
	"context"
	"slices"

	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// What the platform answered is written down behind: while one answer goes to this disk, the next request is already under
// way. A kill between the two only means that what was answered is offered again, under the same ids, and comes back as a
// duplicate. Answers are written in the order in which they came, at most one behind the newest; whatever else the machine
// wants remembered is on disk, with everything before it, before it is acted upon.

// writing is a change on its way to the disk. err counts once done is closed.
type writing struct {
	change outbox.Change
	done   chan struct{}
	err    error
}

// write begins to write a change, after those before. r.mu is held.
func (r *Runner) write(ctx context.Context, change outbox.Change) *writing {
	before, w := r.newest(), &writing{change: change, done: make(chan struct{})}
	r.writings = append(slices.DeleteFunc(r.writings, (*writing).landed), w)
	go func() {
		defer close(w.done)
		if w.err = before.wait(); w.err == nil {
			w.err = r.p.Outbox.Record(context.WithoutCancel(ctx), change)
		}
	}()
	return w
}

// newest is the change that was last given to the disk, nil if that was long ago. r.mu is held.
func (r *Runner) newest() *writing {
	if len(r.writings) == 0 {
		return nil
	}
	return r.writings[len(r.writings)-1]
}

// wait waits until the change is on disk.
func (w *writing) wait() error {
	if w == nil {
		return nil
	}
	<-w.done
	return w.err
}

// landed reports whether the change is on disk, without waiting.
func (w *writing) landed() bool {
	select {
	case <-w.done:
		return w.err == nil
	default:
		return false
	}
}

// land waits until everything is on disk, and lets those know who show what is.
func (r *Runner) land() error {
	r.mu.Lock()
	newest := r.newest()
	r.mu.Unlock()
	if newest == nil {
		return nil
	}
	if err := newest.wait(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writings = slices.DeleteFunc(r.writings, (*writing).landed)
	r.rouse()
	return nil
}

// answered feeds the machine an answer and goes on; what was written before it is on disk by then.
func (r *Runner) answered(ctx context.Context, in engine.Input) error {
	r.mu.Lock()
	before := r.newest()
	next, change := engine.Step(r.state, in, r.p.Now(), r.p.Settings)
	if !change.Empty() {
		r.write(ctx, change)
	}
	r.state = next
	r.rouse()
	r.mu.Unlock()
	return before.wait()
}

// underway names what is being written. r.mu is held.
func (r *Runner) underway(name func(id string)) {
	for _, w := range r.writings {
		if w.landed() {
			continue
		}
		for _, op := range w.change.Ops {
			name(op.ID)
		}
		for _, f := range w.change.Files {
			name(f.Digest)
		}
	}
}
