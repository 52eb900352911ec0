package kit

import (
	"context"
	"sync"
)

// Background runs a presenter's acts off the UI goroutine and brings their end back onto it.
type Background struct {
	ctx    context.Context
	cancel context.CancelFunc
	ui     Dispatcher
	wg     sync.WaitGroup
}

// NewBackground makes a runner whose acts end with ctx.
func NewBackground(ctx context.Context, ui Dispatcher) *Background {
	ctx, cancel := context.WithCancel(ctx)
	return &Background{ctx: ctx, cancel: cancel, ui: ui}
}

// Go runs act in the background, then done on the UI goroutine with what act gave. done may be nil.
func (b *Background) Go(act func(ctx context.Context) error, done func(error)) {
	b.wg.Go(func() {
		err := act(b.ctx)
		if done != nil {
			b.ui.Do(func() { done(err) })
		}
	})
}

// Follow calls draw on the UI goroutine at once and after each value of changed, until Close.
func (b *Background) Follow(changed <-chan struct{}, draw func()) {
	b.ui.Do(draw)
	b.wg.Go(func() {
		for {
			select {
			case <-b.ctx.Done():
				return
			case _, ok := <-changed:
				if !ok {
					return
				}
				b.ui.Do(draw)
			}
		}
	})
}

// Close ends every act's context and waits for them.
func (b *Background) Close() {
	b.cancel()
	b.wg.Wait()
}
