package morning

import "time"

// Pool is one of the model's five kinds of window: so many windows, a mean service time, a share of all visitors.
type Pool struct {
	Code    string
	Windows int
	Mean    time.Duration // of a service
	Percent int           // of all visitors
}

// Pools are the five pools of the calibrated model: 57 windows.
func Pools() []Pool {
	return []Pool{
		{"A", 10, 15 * time.Minute, 16},
		{"B", 12, 12 * time.Minute, 21},
		{"C", 22, 9 * time.Minute, 47},
		{"D", 8, 18 * time.Minute, 9},
		{"E", 5, 12 * time.Minute, 7},
	}
}

// Tickets is how many visitors a day of the model has: the number at which waiting comes to about 14 minutes.
const Tickets = 1950

// Opening hours of the model's day, after midnight.
const (
	Opens  = 9 * time.Hour
	Closes = 17 * time.Hour
)

// hourly are the arrivals of the hours 9 to 16, in tenths of a percent of the day.
func hourly() []int { return []int{145, 185, 135, 55, 80, 155, 150, 95} }

// From LunchBegins to LunchEnds every second window of a pool stands empty (Rests).
const (
	LunchBegins = 12 * time.Hour
	LunchEnds   = 14 * time.Hour
)

// Rests tells whether the i-th window of a pool (from 0) takes nobody at a time of day.
func Rests(i int, at time.Duration) bool {
	return i%2 == 1 && at >= LunchBegins && at < LunchEnds
}

// Service times are lognormal with this coefficient of variation, clipped.
const (
	variation = 0.8
	shortest  = 90 * time.Second
	longest   = 60 * time.Minute
)

// Shares of visitors, in percent (facts of the domain, 10.2: defaults).
const (
	PriorityPercent    = 8
	AppointmentPercent = 20
	ImpatientPercent   = 6 // leave if they are not called within their patience
	NoShowPercent      = 9 // do not come when called
)

// Patience of who leaves lies evenly between these.
const (
	leastPatience = 5 * time.Minute
	mostPatience  = 40 * time.Minute
)

// Missed is how long a window calls somebody who does not come.
const Missed = time.Minute
