package engine

import "time"

// Limit is a span of the day in which bulk uploads take no more than a part of the line. Small acts are never limited.
type Limit struct {
	From, To time.Duration // since midnight by the hall's clock; a span that does not end after it begins passes midnight
	Rate     int64         // bytes per second
}

// Limits are the spans of a day. Where several hold, the lowest counts.
type Limits []Limit

// At gives the rate that holds at t, read in t's own zone; 0 = none.
func (l Limits) At(t time.Time) (rate int64) {
	hour, minute, second := t.Clock()
	now := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	for _, span := range l {
		inside := now >= span.From && now < span.To
		if span.To <= span.From {
			inside = now >= span.From || now < span.To
		}
		if inside && (rate == 0 || span.Rate < rate) {
			rate = span.Rate
		}
	}
	return rate
}

// Bucket lets bytes through at a rate. The zero Bucket is empty.
type Bucket struct {
	Level float64 // bytes that may go at once; below 0: taken in advance
	At    time.Time
}

// Take takes n bytes out at a rate and gives how long to wait before they go. What was not used is kept for one second.
func (b Bucket) Take(n int, rate int64, now time.Time) (Bucket, time.Duration) {
	if rate <= 0 {
		return Bucket{At: now}, 0
	}
	if gone := now.Sub(b.At); !b.At.IsZero() && gone > 0 {
		b.Level = min(b.Level+gone.Seconds()*float64(rate), float64(rate))
	}
	b.Level, b.At = b.Level-float64(n), now
	if b.Level >= 0 {
		return b, 0
	}
	return b, time.Duration(-b.Level / float64(rate) * float64(time.Second))
}
