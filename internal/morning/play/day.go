package play

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/morning"
	"onewindow/internal/queue"
)

// Hall is the hall node as one machine speaks to it. sync/hallclient.Client is one.
type Hall interface {
	Do(ctx context.Context, c queue.Command) (queue.Answer, error)
	Watch(ctx context.Context) <-chan api.HallView
}

// Params describe a day.
type Params struct {
	Kiosks   map[string]Hall // by terminal name; they issue
	Counters map[string]Hall // by terminal name; they share the windows
	Keep     []int           // windows that stay somebody else's
	Seed     uint64
	Tickets  int           // of the whole day; 0 = the model's
	From     time.Duration // after midnight; visitors of earlier hours do not come
	Speed    int           // model seconds in a second; 0 = paused
	Now      func() time.Time
	NewID    func() string // UUIDv7
}

const (
	beat     = 50 * time.Millisecond // of the player, when the hall keeps up
	farthest = 10 * time.Second      // the clock goes at most so far from one beat to the next
	retry    = 500 * time.Millisecond
	leave    = 10 * time.Second // to close everything
	together = 8                // commands under way at once
	days     = 12               // the forecast is made of
)

// Day is one planned day being played. Make it with New; Run plays it once.
type Day struct {
	p        Params
	plan     morning.Plan
	forecast morning.Forecast
	desks    []*desk
	order    []string // pools, as the hall orders its categories
	queues   map[string]*line
	kiosks   []string // names, in order
	next     int      // visitor of the plan
	again    []*act   // whose fate is unknown: the hall did not answer

	mu      sync.Mutex // guards all below, and desks and queues while acts are under way
	figures Figures
	closed  bool   // the hall's day ended
	deaf    bool   // the hall is not heard
	last    uint64 // the newest place in the hall's log we had an answer from
	told    uint64 // the newest the hall told of
	news    chan struct{}
}

// New plans a day. Nothing is said to the hall before Run.
func New(p Params) *Day {
	if p.Tickets == 0 {
		p.Tickets = morning.Tickets
	}
	p.From = max(p.From, morning.Opens)
	d := &Day{p: p, plan: morning.New(p.Seed, p.Tickets).After(p.From), queues: map[string]*line{}, kiosks: slices.Sorted(maps.Keys(p.Kiosks)), news: make(chan struct{}, 1)}
	d.figures = Figures{Phase: Opening, Clock: p.From, Speed: p.Speed}
	return d
}

// Pace changes how fast the day is played: model seconds in a second, 0 to pause.
func (d *Day) Pace(speed int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.figures.Speed = speed
}

// Run opens the windows, plays until the day is over or ctx ends, and clears up. It fails if the hall could not be
// reached at the beginning or left behind in order at the end; a hall that is away in between is waited for.
func (d *Day) Run(ctx context.Context) error {
	defer d.phase(Ended)
	listening, deafen := context.WithCancel(context.WithoutCancel(ctx))
	defer deafen()
	err := d.open(ctx, listening)
	if err == nil {
		d.phase(Playing)
		d.play(ctx)
	}
	d.phase(Clearing)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), leave)
	defer cancel()
	return errors.Join(err, d.clear(last))
}

func (d *Day) play(ctx context.Context) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for last := d.p.Now(); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := d.p.Now()
		real, speed := now.Sub(last), d.Figures().Speed
		last = now
		if speed == 0 {
			continue
		}
		err := d.advance(ctx, min(real*time.Duration(speed), farthest))
		if err == nil && d.over() {
			return
		}
		if err != nil {
			select {
			case <-ctx.Done():
				return
			case <-time.After(retry):
			}
			last = d.p.Now() // the day stood still
		}
	}
}

// over tells whether everybody has come and gone.
func (d *Day) over() bool {
	if d.closed {
		return true
	}
	for _, k := range d.desks {
		if k.ticket != "" {
			return false
		}
	}
	for _, q := range d.queues {
		if len(q.waiting) > 0 {
			return false
		}
	}
	return d.next == len(d.plan)
}

// advance turns the day's clock and does what is due by then. If the hall does not answer, the clock stays and the
// same acts are tried again the next time.
func (d *Day) advance(ctx context.Context, by time.Duration) error {
	now := d.Figures().Clock + by
	err := d.all(ctx, d.due(now))
	if err == nil {
		err = d.all(ctx, d.calls(now))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		d.figures.Clock = now
	}
	d.figures.Err = err
	return err
}

// due are the acts whose time has come: visitors who take a number, windows that start, finish, pass, rest.
func (d *Day) due(now time.Duration) []*act {
	var acts []*act
	for ; d.next < len(d.plan) && d.plan[d.next].At <= now; d.next++ {
		if v := d.plan[d.next]; d.queues[v.Pool] != nil {
			acts = append(acts, d.arrival(v))
		}
	}
	for _, k := range d.desks {
		if a := d.deskDue(k, now); a != nil {
			acts = append(acts, a)
		}
	}
	return acts
}
