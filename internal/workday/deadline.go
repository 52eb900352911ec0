package workday

import "fmt"

// maxDays bounds every count: no limit of the catalogue is longer than a few years.
const maxDays = 4000

// LimitError refuses a limit that no law could set.
type LimitError struct {
	Value float64
}

func (e *LimitError) Error() string { return fmt.Sprintf("CAL-002 %v is not a limit in days", e.Value) }

// Limit is a time limit in the catalogue's terms. Days is 0 for on the spot and 0.5 for the same day (当日).
type Limit struct {
	Days    float64
	Natural bool // 自然日: the law counts natural days
}

// AddWorkingDays gives the n-th working day after start; n of 0 is start itself.
// A *NoticeError comes with a date when the count touched a year without its notice.
func (c *Calendar) AddWorkingDays(start Date, n int) (Date, error) {
	if n < 0 || n > maxDays {
		return Date{}, &LimitError{Value: float64(n)}
	}
	d := start
	for left := n; left > 0; {
		d = d.AddDays(1)
		if c.IsWorkingDay(d) {
			left--
		}
	}
	return d, c.check(start, d)
}

// Deadline gives the last day of a limit that starts with the day of the receipt on paper.
//   - below one day: the same day;
//   - working days: counted from the next day, days off skipped; a half day at the end counts whole;
//   - natural days: counted from the next day; a last day off rolls to the next working day.
//
// A *NoticeError comes with a date that is good except for an unknown year.
func (c *Calendar) Deadline(start Date, l Limit) (Date, error) {
	if !(l.Days >= 0 && l.Days <= maxDays) { // NaN fails too
		return Date{}, &LimitError{Value: l.Days}
	}
	if l.Days < 1 {
		return start, nil
	}
	n := int(l.Days)
	if float64(n) < l.Days {
		n++
	}
	if !l.Natural {
		return c.AddWorkingDays(start, n)
	}
	d := start.AddDays(n)
	for !c.IsWorkingDay(d) {
		d = d.AddDays(1)
	}
	return d, c.check(d, d)
}

// WorkingDaysBetween counts the working days after from, up to and including to: what is left of a limit on
// the day from. Negative when to is past: the working days after to, up to and including from.
func (c *Calendar) WorkingDaysBetween(from, to Date) int {
	if to.Before(from) {
		return -c.WorkingDaysBetween(to, from)
	}
	n := 0
	for d := from; d.Before(to); {
		d = d.AddDays(1)
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n
}
