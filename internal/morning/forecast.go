package morning

import (
	"slices"
	"time"
)

// Served is one visitor who came to a window: when the call was, and how long the wait had been.
type Served struct {
	Called time.Duration // after midnight
	Wait   time.Duration
}

// Simulate plays a plan on paper: of each pool's windows the one that is free first takes whoever came first. It gives
// who was served, by pool, in order of arrival. A pool without windows serves nobody.
func Simulate(plan Plan, windows map[string]int) map[string][]Served {
	free := map[string][]time.Duration{}
	for pool, n := range windows {
		free[pool] = make([]time.Duration, n)
	}
	out := map[string][]Served{}
	for _, v := range plan {
		at := free[v.Pool]
		if len(at) == 0 {
			continue
		}
		i, called := first(at, v.At)
		if wait := called - v.At; v.Left(wait) {
			at[i] = called + Missed
		} else {
			at[i] = called + v.Service
			out[v.Pool] = append(out[v.Pool], Served{called, wait})
		}
	}
	return out
}

// first is the window that can call soonest, and when. Of several it is the one that waits longest, so that all work.
func first(free []time.Duration, now time.Duration) (window int, at time.Duration) {
	for i, f := range free {
		can := max(f, now)
		if Rests(i, can) {
			can = LunchEnds
		}
		if i == 0 || can < at || can == at && f < free[window] {
			window, at = i, can
		}
	}
	return window, at
}

// Forecast is what the model expects of a day, from several days played on paper.
type Forecast struct{ byPool map[string][]mean }

// mean is the sum of all waits of those called until a time, and how many they are.
type mean struct {
	until time.Duration
	sum   time.Duration
	n     int
}

// Expect plays so many days of the model, from a time of day on, on the windows that are there.
func Expect(days, tickets int, from time.Duration, windows map[string]int) Forecast {
	all := map[string][]Served{}
	for seed := range days {
		for pool, served := range Simulate(New(uint64(seed), tickets).After(from), windows) {
			all[pool] = append(all[pool], served...)
		}
	}
	f := Forecast{map[string][]mean{}}
	for pool, served := range all {
		slices.SortFunc(served, func(a, b Served) int { return int(a.Called - b.Called) })
		var sum time.Duration
		for i, s := range served {
			sum += s.Wait
			f.byPool[pool] = append(f.byPool[pool], mean{s.Called, sum, i + 1})
		}
	}
	return f
}

// Wait is the mean wait the model expects of those of a pool who were called until a time of day; ok is false while
// it expects nobody yet.
func (f Forecast) Wait(pool string, until time.Duration) (wait time.Duration, ok bool) {
	all := f.byPool[pool]
	i, found := slices.BinarySearchFunc(all, until, func(m mean, until time.Duration) int { return int(m.until - until) })
	if !found {
		i--
	}
	if i < 0 {
		return 0, false
	}
	return all[i].sum / time.Duration(all[i].n), true
}
