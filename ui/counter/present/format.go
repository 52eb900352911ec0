package present

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
)

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// day gives "11月23日 周一".
func day(w Words, d workday.Date) string {
	if d.IsZero() {
		return "—"
	}
	return w.T("date.long", "date", shortDay(w, d), "weekday", w.T("weekday."+weekdays[d.Time().Weekday()]))
}

// shortDay gives "11月30日".
func shortDay(w Words, d workday.Date) string {
	if d.IsZero() {
		return "—"
	}
	return w.T("date.short", "month", strconv.Itoa(int(d.Month)), "monthName", d.Month.String()[:3], "day", strconv.Itoa(d.Day))
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.Format("15:04")
}

func clockSeconds(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.Format("15:04:05")
}

// at gives an instant in the zone of now; the zero instant gives the zero time.
func at(i queue.Instant, now time.Time) time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).In(now.Location())
}

// stopwatch gives "06:42", or "1:06:42" past the hour; never negative.
func stopwatch(d time.Duration) string {
	s := max(int(d/time.Second), 0)
	if s >= 3600 {
		return strconv.Itoa(s/3600) + ":" + two(s/60%60) + ":" + two(s%60)
	}
	return two(s/60) + ":" + two(s%60)
}

// minutes gives whole minutes, rounded down, never negative.
func minutes(d time.Duration) int { return max(int(d/time.Minute), 0) }

// TwoDigits gives a window's number as it hangs over the window: 03.
func TwoDigits(n int) string { return two(n) }

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func join(parts ...string) string {
	kept := parts[:0:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}

// limit gives "5 个工作日", "当日" or "即办".
func limit(w Words, l catalogue.Limit) string {
	switch {
	case l.Value == 0:
		return w.T("limit.now")
	case l.Value < 1:
		return w.T("limit.half")
	case l.Unit == catalogue.NaturalDays:
		return w.T("limit.natural", "n", strconv.FormatFloat(l.Value, 'f', -1, 64))
	}
	return w.T("limit.working", "n", strconv.FormatFloat(l.Value, 'f', -1, 64))
}

// Sentence gives what a person should read when err came: its own words when it has some, with the code small
// and last; never nothing.
func Sentence(w Words, err error) string {
	if err == nil {
		return ""
	}
	var own *desk.Error
	if errors.As(err, &own) {
		return withCode(w.Pick(own.Sentence, own.SentenceEN), own.Code)
	}
	var auth *desk.AuthError
	if errors.As(err, &auth) {
		return withCode(w.Pick(auth.Sentence, auth.SentenceEN), auth.Code)
	}
	return w.T("error.other", "what", err.Error())
}

// Code is the code of what Sentence says; "" when it has none.
func Code(err error) string {
	var own *desk.Error
	var auth *desk.AuthError
	switch {
	case errors.As(err, &own):
		return own.Code
	case errors.As(err, &auth):
		return auth.Code
	}
	return ""
}

// withCode puts the code small and last.
func withCode(sentence, code string) string {
	if code == "" || strings.Contains(sentence, code) {
		return sentence
	}
	return sentence + " (" + code + ")"
}

// Date is the day of t: 11月23日 周一.
func Date(t time.Time, w Words) string { return day(w, workday.DateOf(t)) }
