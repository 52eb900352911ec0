package bench

import (
	"context"
	"slices"
	"time"
)

// Samples are figures of one kind.
type Samples []float64

// Add adds one figure.
func (s *Samples) Add(x float64) { *s = append(*s, x) }

// Took adds how long something took since began, in milliseconds.
func (s *Samples) Took(began time.Time) { s.Add(Milliseconds(time.Since(began))) }

// Milliseconds is d as a figure.
func Milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// Median is the middle figure, 0 of none.
func (s Samples) Median() float64 { return s.at(0.5) }

// P95 is what 95 of 100 figures do not exceed.
func (s Samples) P95() float64 { return s.at(0.95) }

func (s Samples) at(share float64) float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[int(share*float64(len(sorted)-1)+0.5)]
}

// Pair is what a subject and its bare cost gave.
type Pair struct{ Subject, Bare Samples }

// Duel lets subject and bare take turns, who begins changing every round, so that a busy machine slows both alike.
// Each adds its figures (one or more a turn).
func Duel(ctx context.Context, rounds int, subject, bare func(ctx context.Context, s *Samples) error) (Pair, error) {
	var p Pair
	for i := range rounds {
		turns := []func() error{
			func() error { return subject(ctx, &p.Subject) },
			func() error { return bare(ctx, &p.Bare) },
		}
		if i%2 == 1 {
			slices.Reverse(turns)
		}
		for _, turn := range turns {
			if err := ctx.Err(); err != nil {
				return p, err
			}
			if err := turn(); err != nil {
				return p, err
			}
		}
	}
	return p, nil
}

// Row makes a line of the report. The 95th percentile is left out of few samples.
func (p Pair) Row(name, unit, against string) Row {
	r := Row{Name: name, Unit: unit, Subject: p.Subject.Median(), Bare: p.Bare.Median(), Against: against, N: len(p.Subject)}
	if r.Bare > 0 {
		r.Ratio = r.Subject / r.Bare
	}
	if len(p.Subject) >= 20 {
		r.P95 = p.Subject.P95()
	}
	if len(p.Bare) >= 20 {
		r.BareP95 = p.Bare.P95()
	}
	return r
}
