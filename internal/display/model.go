package display

import (
	"context"
	"errors"
	"sync"
	"time"

	"onewindow/internal/api"
)

// Hall is the authority over tickets, as a screen listens to it. Implemented by sync/hallclient.
type Hall interface {
	// Watch tells the newest board at once and after every change, and when contact is lost or found, until
	// ctx ends.
	Watch(ctx context.Context) <-chan api.HallView
}

// Params is what a model needs.
type Params struct {
	Hall   Hall
	Now    func() time.Time
	Zone   *time.Location // of the hall; nil = the clock's own
	Name   string         // the hall's name, for as long as the hall has not been heard
	NameEN string
}

// Model follows the hall and can be asked at any time what is to be seen. Safe for concurrent use.
type Model struct {
	p       Params
	changed chan struct{}

	mu sync.Mutex
	m  machine
}

// New makes a model that has heard nothing yet.
func New(p Params) *Model {
	return &Model{p: p, changed: make(chan struct{}, 1)}
}

// Run follows the hall until ctx ends, and then gives ctx's error. Changed fires at every change and every second.
func (d *Model) Run(ctx context.Context) error {
	if d.p.Hall == nil || d.p.Now == nil {
		return errors.New("display: a model needs a hall and a clock")
	}
	views := d.p.Hall.Watch(ctx)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case v, ok := <-views:
			if !ok {
				views = nil // the hall is gone; the age on the screen goes on counting
				continue
			}
			d.hear(v)
		case <-timer.C:
			d.tick()
		}
		timer.Reset(d.wait())
	}
}

func (d *Model) hear(v api.HallView) {
	d.mu.Lock()
	d.m.apply(v, d.now())
	d.mu.Unlock()
	d.notify()
}

func (d *Model) tick() {
	d.mu.Lock()
	d.m.advance(d.now())
	d.mu.Unlock()
	d.notify()
}

func (d *Model) wait() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	return d.m.due(now).Sub(now)
}

func (d *Model) notify() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// Changed gets a value whenever Snapshot would differ (coalesced), at least once a second while Run runs.
func (d *Model) Changed() <-chan struct{} { return d.changed }

// Snapshot is what is to be seen now.
func (d *Model) Snapshot() Snapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	d.m.advance(now)
	s := d.m.snapshot(now)
	if s.Hall == "" {
		s.Hall, s.HallEN = d.p.Name, d.p.NameEN
	}
	return s
}

func (d *Model) now() time.Time {
	if d.p.Zone != nil {
		return d.p.Now().In(d.p.Zone)
	}
	return d.p.Now()
}
