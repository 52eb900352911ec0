package engine_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/sync/engine"
)

func TestTheDayHasItsLimits(t *testing.T) {
	limits := engine.Limits{
		{From: 8*time.Hour + 30*time.Minute, To: 17*time.Hour + 30*time.Minute, Rate: 250_000},
		{From: 12 * time.Hour, To: 13 * time.Hour, Rate: 500_000}, // the lowest counts
		{From: 22 * time.Hour, To: 6 * time.Hour, Rate: 1_000_000},
	}
	for clock, want := range map[string]int64{"08:29:59": 0, "08:30:00": 250_000, "12:30:00": 250_000, "17:29:59": 250_000, "17:30:00": 0,
		"21:59:59": 0, "22:00:00": 1_000_000, "00:00:00": 1_000_000, "05:59:59": 1_000_000, "06:00:00": 0} {
		at, err := time.ParseInLocation(time.TimeOnly, clock, time.FixedZone("+08", 8*3600))
		if err != nil {
			t.Fatal(err)
		}
		if got := limits.At(at); got != want {
			t.Errorf("at %s: %d, want %d", clock, got, want)
		}
	}
	if got := (engine.Limits{{Rate: 7}}).At(start); got != 7 {
		t.Errorf("a span round the clock: %d", got)
	}
}

// TestABucketLetsNoMoreThroughThanItsRate: over any stretch, what went is at most the rate times its length and one second's worth.
func TestABucketLetsNoMoreThroughThanItsRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Int64Range(1000, 1_000_000).Draw(t, "rate")
		var b engine.Bucket
		now, sum := start, 0
		for range rapid.IntRange(1, 50).Draw(t, "pieces") {
			n := rapid.IntRange(1, 256<<10).Draw(t, "bytes")
			next, wait := b.Take(n, rate, now)
			b, sum = next, sum+n
			now = now.Add(wait)
			if most := float64(rate) * (now.Sub(start).Seconds() + 1); float64(sum) > most+float64(rate)/1000 {
				t.Fatalf("%d bytes after %v at %d a second", sum, now.Sub(start), rate)
			}
			if wait > time.Duration(float64(n)/float64(rate)*float64(time.Second))+time.Millisecond {
				t.Fatalf("%d bytes at %d a second wait %v", n, rate, wait)
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "pause")) * time.Millisecond)
		}
	})
}
