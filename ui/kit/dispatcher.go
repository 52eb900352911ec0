package kit

import (
	"sync"

	"fyne.io/fyne/v2"
)

// Dispatcher enters the UI goroutine: Do queues f to run there and returns at once. Functions queued at shutdown
// may be dropped, so nothing is ever made safe inside one.
type Dispatcher interface {
	Do(f func())
}

// Posted is the real dispatcher, over Fyne's queue.
type Posted struct{}

// Do implements Dispatcher.
func (Posted) Do(f func()) { fyne.Do(f) }

// Pump is the dispatcher for tests: what is queued runs only when the test pumps, on the test's goroutine.
type Pump struct {
	mu      sync.Mutex
	queue   []func()
	arrived chan struct{}
}

// NewPump makes an empty pump.
func NewPump() *Pump { return &Pump{arrived: make(chan struct{}, 1)} }

// Do implements Dispatcher.
func (p *Pump) Do(f func()) {
	p.mu.Lock()
	p.queue = append(p.queue, f)
	p.mu.Unlock()
	select {
	case p.arrived <- struct{}{}:
	default:
	}
}

// Run runs everything that is queued, and what that queues, and tells how many functions ran.
func (p *Pump) Run() int {
	for n := 0; ; n++ {
		p.mu.Lock()
		if len(p.queue) == 0 {
			p.mu.Unlock()
			return n
		}
		f := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		f()
	}
}

// Until pumps until done says so or giveUp is closed or fires; it tells whether done was reached.
func (p *Pump) Until(done func() bool, giveUp <-chan struct{}) bool {
	for {
		p.Run()
		if done() {
			return true
		}
		select {
		case <-p.arrived:
		case <-giveUp:
			return done()
		}
	}
}
