package faults

import (
	"context"
	"sync"
	"time"
)

// Play runs a tier on seeds first..last, as many at once as workers says, and gives everything in one report. said is
// called after each run, one call at a time. When ctx ends, the runs that have begun are finished and counted.
func Play(ctx context.Context, tier string, first, last uint64, workers int, run func(seed uint64) *Report, said func(done int, r *Report)) *Report {
	begin := time.Now()
	total := &Report{Tier: tier, Faults: map[string]int{}}
	var (
		mu   sync.Mutex
		next = first
		all  sync.WaitGroup
	)
	take := func() (uint64, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next > last || ctx.Err() != nil {
			return 0, false
		}
		next++
		return next - 1, true
	}
	for range max(workers, 1) {
		all.Go(func() {
			for seed, ok := take(); ok; seed, ok = take() {
				r := run(seed)
				mu.Lock()
				total.Add(r)
				said(len(total.Seeds), r)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	total.Took = time.Since(begin)
	return total
}
