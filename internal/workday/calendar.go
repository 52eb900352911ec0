package workday

import (
	"encoding/json"
	"fmt"
	"time"
)

// Calendar knows the days that the yearly notices move. The zero Calendar knows ordinary weekends only.
// It is not changed after New, so it may be shared.
type Calendar struct {
	years map[int]bool
	off   map[Date]bool // true: holiday, false: make-up working day (调休上班)
	names map[Date]string
}

// NoticeError says that a date depends on a year whose notice is not here. The date that comes with it
// counts ordinary weekends in that year: right for a first answer, to be checked when the notice is out.
type NoticeError struct {
	Year int
}

func (e *NoticeError) Error() string {
	return fmt.Sprintf("CAL-001 no holiday notice for %d: only weekends were taken as days off", e.Year)
}

// Sentence is for the person, in Chinese.
func (e *NoticeError) Sentence() string {
	return fmt.Sprintf("%d 年放假安排还没有公布，日期暂按普通周末计算，公布后请核对。", e.Year)
}

// SentenceEN is for the person, in English.
func (e *NoticeError) SentenceEN() string {
	return fmt.Sprintf("The holidays of %d are not published yet; the date counts weekends only. Check it once they are.", e.Year)
}

type notice struct {
	Year int `json:"year"`
	Days []struct {
		Date Date   `json:"date"`
		Name string `json:"name"`
		Off  bool   `json:"off"`
	} `json:"days"`
}

// New reads notices, one JSON document each: {"year":2026,"days":[{"date":"2026-01-01","name":"元旦","off":true}]}.
// A notice may move days of the last week of the year before. Two notices that disagree about a day are refused.
func New(notices ...[]byte) (*Calendar, error) {
	c := &Calendar{years: map[int]bool{}, off: map[Date]bool{}, names: map[Date]string{}}
	for i, b := range notices {
		var n notice
		if err := json.Unmarshal(b, &n); err != nil {
			return nil, fmt.Errorf("workday: notice %d: %w", i+1, err)
		}
		if err := c.add(n); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Calendar) add(n notice) error {
	if n.Year < 1949 || n.Year > 9999 {
		return fmt.Errorf("workday: a notice for the year %d", n.Year)
	}
	if len(n.Days) > 0 { // the file of a year not yet published exists and is empty
		c.years[n.Year] = true
	}
	for _, d := range n.Days {
		if d.Date.Year != n.Year && d.Date.Year != n.Year-1 {
			return fmt.Errorf("workday: notice of %d speaks of %s", n.Year, d.Date)
		}
		if was, ok := c.off[d.Date]; ok && was != d.Off {
			return fmt.Errorf("workday: two notices disagree about %s", d.Date)
		}
		c.off[d.Date] = d.Off
		c.names[d.Date] = d.Name
	}
	return nil
}

// Knows reports whether the notice of a year is here.
func (c *Calendar) Knows(year int) bool { return c.years[year] }

// IsWorkingDay reports whether offices work on d.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if off, ok := c.off[d]; ok {
		return !off
	}
	wd := d.Time().Weekday()
	return wd != time.Saturday && wd != time.Sunday
}

// Holiday names the holiday that d belongs to, "" when no notice speaks of it.
func (c *Calendar) Holiday(d Date) string { return c.names[d] }

// check gives a *NoticeError for the first unknown year in from..to.
func (c *Calendar) check(from, to Date) error {
	for y := from.Year; y <= to.Year; y++ {
		if !c.years[y] {
			return &NoticeError{Year: y}
		}
	}
	return nil
}
