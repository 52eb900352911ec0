package counter

import (
	"context"
	"sync"

	"onewindow/ui/kit"
)

// lane runs a window's acts one after another, off the UI goroutine, in the order they were asked for.
type lane struct {
	bg *kit.Background
	ui kit.Dispatcher

	mu      sync.Mutex
	queue   []job
	running bool
}

type job struct {
	act  func(context.Context) error
	done func(error) // on the UI goroutine
}

func newLane(bg *kit.Background, ui kit.Dispatcher) *lane { return &lane{bg: bg, ui: ui} }

// do asks for an act after all that were asked for before.
func (l *lane) do(act func(context.Context) error, done func(error)) {
	l.mu.Lock()
	l.queue = append(l.queue, job{act, done})
	idle := !l.running
	l.running = true
	l.mu.Unlock()
	if idle {
		l.bg.Go(l.drain, nil)
	}
}

func (l *lane) drain(ctx context.Context) error {
	for {
		l.mu.Lock()
		if len(l.queue) == 0 {
			l.running = false
			l.mu.Unlock()
			return nil
		}
		next := l.queue[0]
		l.queue = l.queue[1:]
		l.mu.Unlock()
		err := next.act(ctx)
		l.ui.Do(func() { next.done(err) })
	}
}
