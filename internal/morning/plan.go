package morning

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Kind is a visitor's class of number.
type Kind int

// Ordinary visitors, those with an appointment, and those who go first (the old, the disabled, soldiers).
const (
	Ordinary Kind = iota
	Appointment
	Priority
)

// Visitor is one person of the plan.
type Visitor struct {
	At       time.Duration // takes a number, after midnight
	Pool     string
	Kind     Kind
	Service  time.Duration // at the window
	Patience time.Duration // leaves if not called by then; 0 = stays
	NoShow   bool          // does not come when called
}

// Left tells whether a visitor who is called after a wait is not there any more.
func (v Visitor) Left(wait time.Duration) bool {
	return v.NoShow || v.Patience > 0 && wait > v.Patience
}

// Plan is a day's visitors in order of arrival.
type Plan []Visitor

// New throws the dice for a day with so many visitors.
func New(seed uint64, tickets int) Plan {
	d := dice{Rand: rand.New(rand.NewPCG(seed, 0x6f6e6577696e646f)), pools: Pools()}
	for _, p := range d.pools {
		d.middles = append(d.middles, middle(p.Mean.Minutes()))
	}
	plan := make(Plan, tickets)
	for i := range plan {
		plan[i] = d.visitor()
	}
	slices.SortStableFunc(plan, func(a, b Visitor) int { return int(a.At - b.At) })
	return plan
}

// After gives the visitors who come at a time of day or later.
func (p Plan) After(at time.Duration) Plan {
	i, _ := slices.BinarySearchFunc(p, at, func(v Visitor, at time.Duration) int { return int(v.At - at) })
	return p[i:]
}

// Hours counts the visitors of each hour from Opens to Closes.
func (p Plan) Hours() []int {
	hours := make([]int, len(hourly()))
	for _, v := range p {
		hours[(v.At-Opens)/time.Hour]++
	}
	return hours
}

type dice struct {
	*rand.Rand
	pools   []Pool
	middles []float64 // of the pools' service times, see middle
}

// visitor throws every die for every visitor, so that one share can change without another's dice.
func (d dice) visitor() Visitor {
	v := Visitor{At: d.arrival()}
	pool := d.pool()
	v.Pool, v.Service = d.pools[pool].Code, d.service(d.middles[pool])
	switch n := d.IntN(100); {
	case n < PriorityPercent:
		v.Kind = Priority
	case n < PriorityPercent+AppointmentPercent:
		v.Kind = Appointment
	}
	patience := leastPatience + time.Duration(d.Int64N(int64(mostPatience-leastPatience)))
	if d.IntN(100) < ImpatientPercent {
		v.Patience = patience
	}
	v.NoShow = d.IntN(100) < NoShowPercent
	return v
}

// arrival is a time of day: the hour by its share, evenly within the hour.
func (d dice) arrival() time.Duration {
	n, hour := d.IntN(1000), 0
	for _, share := range hourly() {
		if n -= share; n < 0 {
			break
		}
		hour++
	}
	return Opens + time.Duration(hour)*time.Hour + time.Duration(d.Int64N(int64(time.Hour)))
}

func (d dice) pool() int {
	n := d.IntN(100)
	for i, p := range d.pools {
		if n -= p.Percent; n < 0 {
			return i
		}
	}
	return len(d.pools) - 1 // the shares are all there is
}

func (d dice) service(middle float64) time.Duration {
	minutes := math.Exp(middle + spread()*d.NormFloat64())
	return min(max(time.Duration(minutes*float64(time.Minute)), shortest), longest)
}
