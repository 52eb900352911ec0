package play

import (
	"context"
	"time"

	"onewindow/internal/api"
)

// Phase is where a day being played stands.
type Phase int

// A day opens its windows, is played, clears up and is over.
const (
	Opening Phase = iota
	Playing
	Clearing
	Ended
)

// Figures are what a day came to so far. All times are the model's.
type Figures struct {
	Phase Phase
	Clock time.Duration // after midnight
	Speed int           // model seconds in a second; 0 = paused
	Pools []PoolFigures // as the hall orders its categories
	Err   error         // why the day stands still: the hall does not answer; nil while it goes on
}

// PoolFigures are those of one pool.
type PoolFigures struct {
	Code, Name, NameEN string
	Windows            int // the simulated ones
	Arrived            int
	Waiting            int // in the hall's own count, other people's numbers too
	Served             int
	Left               int           // were not there when called
	Came               int           // were there when called
	Wait               time.Duration // mean, of those who came
	Expected           time.Duration // the model's mean up to now
	Expects            bool          // the model expects somebody to have been called by now
}

// Figures gives the day so far.
func (d *Day) Figures() Figures {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.figures
	f.Pools = make([]PoolFigures, 0, len(d.order))
	for _, code := range d.order {
		q := d.queues[code]
		p := q.figures
		if p.Came > 0 {
			p.Wait = q.waited / time.Duration(p.Came)
		}
		p.Expected, p.Expects = d.forecast.Wait(code, f.Clock)
		f.Pools = append(f.Pools, p)
	}
	return f
}

func (d *Day) phase(p Phase) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.figures.Phase = p
}

// hear takes the hall's own count of who waits, and whether it is there.
func (d *Day) hear(v api.HallView) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !v.Connected {
		d.figures.Err, d.deaf = silent(nil), true
		return
	}
	if d.deaf {
		d.figures.Err, d.deaf = nil, false
	}
	for _, c := range v.Board.Categories {
		if q := d.queues[c.Code]; q != nil {
			q.figures.Waiting = c.Waiting
		}
	}
	d.told = v.Index
	select {
	case d.news <- struct{}{}:
	default:
	}
}

// settled waits a moment until the hall has told of everything it answered, so that the last figures are true.
func (d *Day) settled(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for {
		d.mu.Lock()
		done := d.told >= d.last
		d.mu.Unlock()
		if done {
			return
		}
		select {
		case <-d.news:
		case <-ctx.Done():
			return
		}
	}
}
