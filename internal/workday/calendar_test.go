package workday_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"onewindow/assets"
	"onewindow/internal/workday"

	"pgregory.net/rapid"
)

func calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	var files [][]byte
	for _, name := range []string{"calendar/calendar-2025.json", "calendar/calendar-2026.json"} {
		b, err := assets.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, b)
	}
	c, err := workday.New(files...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(t interface {
	Helper()
	Fatal(...any)
}, s string) workday.Date {
	t.Helper()
	d, err := workday.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkingDaysFollowTheNotices(t *testing.T) {
	c := calendar(t)
	for _, v := range []struct {
		start string
		n     int
		end   string
	}{
		{"2025-01-24", 1, "2025-01-26"}, {"2025-01-24", 5, "2025-02-07"}, {"2025-01-26", 3, "2025-02-06"},
		{"2025-04-25", 5, "2025-05-06"}, {"2025-09-26", 5, "2025-10-10"}, {"2025-09-30", 1, "2025-10-09"},
		{"2025-09-30", 20, "2025-11-04"}, {"2025-12-31", 1, "2026-01-04"}, {"2025-12-31", 2, "2026-01-05"},
		{"2026-06-18", 1, "2026-06-22"},
		{"2026-02-12", 5, "2026-02-26"}, {"2026-02-13", 1, "2026-02-14"}, {"2026-02-14", 1, "2026-02-24"},
		{"2026-02-28", 1, "2026-03-02"}, {"2026-04-30", 2, "2026-05-07"}, {"2026-05-08", 1, "2026-05-09"},
		{"2026-09-18", 5, "2026-09-24"}, {"2026-09-24", 1, "2026-09-28"}, {"2026-09-30", 3, "2026-10-10"},
		{"2026-11-23", 20, "2026-12-21"},
	} {
		got, err := c.AddWorkingDays(date(t, v.start), v.n)
		if err != nil || got.String() != v.end {
			t.Errorf("%s + %d working days = %s, %v; want %s", v.start, v.n, got, err, v.end)
		}
		if n := c.WorkingDaysBetween(date(t, v.start), date(t, v.end)); n != v.n {
			t.Errorf("between %s and %s lie %d working days, want %d", v.start, v.end, n, v.n)
		}
	}
}

func TestEachMonthHasItsWorkingDays(t *testing.T) {
	c := calendar(t)
	for year, months := range map[int][]int{
		2025: {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
		2026: {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23},
	} {
		for m, want := range months {
			first := workday.Date{Year: year, Month: time.Month(m + 1), Day: 1}
			last := workday.DateOf(first.Time().AddDate(0, 1, -1))
			if got := c.WorkingDaysBetween(first.AddDays(-1), last); got != want {
				t.Errorf("%d-%02d has %d working days, want %d", year, m+1, got, want)
			}
		}
	}
}

func TestDeadlines(t *testing.T) {
	c := calendar(t)
	for _, v := range []struct {
		what, start string
		limit       workday.Limit
		end         string
	}{
		{"on the spot is the same day", "2026-11-23", workday.Limit{}, "2026-11-23"},
		{"half a day is the same day", "2026-11-23", workday.Limit{Days: 0.5}, "2026-11-23"},
		{"five working days", "2026-11-23", workday.Limit{Days: 5}, "2026-11-30"},
		{"one day and a half takes two", "2026-11-23", workday.Limit{Days: 1.5}, "2026-11-25"},
		{"natural days run over weekends", "2026-11-23", workday.Limit{Days: 15, Natural: true}, "2026-12-08"},
		{"a final Sunday rolls to Monday", "2026-11-14", workday.Limit{Days: 15, Natural: true}, "2026-11-30"},
		{"a final holiday rolls over all of it", "2026-09-18", workday.Limit{Days: 15, Natural: true}, "2026-10-08"},
		{"a final Saturday of make-up work stays", "2026-09-25", workday.Limit{Days: 15, Natural: true}, "2026-10-10"},
		{"accepted on a Saturday, counted from Monday", "2026-11-21", workday.Limit{Days: 1}, "2026-11-23"},
	} {
		got, err := c.Deadline(date(t, v.start), v.limit)
		if err != nil || got.String() != v.end {
			t.Errorf("%s: %s + %+v = %s, %v; want %s", v.what, v.start, v.limit, got, err, v.end)
		}
	}
}

func TestAYearWithoutNoticeIsCountedByWeekendsAndSaidSo(t *testing.T) {
	c := calendar(t)
	for _, l := range []workday.Limit{{Days: 10}, {Days: 14, Natural: true}} {
		got, err := c.Deadline(date(t, "2026-12-25"), l)
		var warn *workday.NoticeError
		if !errors.As(err, &warn) || warn.Year != 2027 {
			t.Fatalf("%+v: error %v, want a notice error for 2027", l, err)
		}
		if got.String() != "2027-01-08" {
			t.Errorf("%+v: %s, want 2027-01-08", l, got)
		}
		if !strings.Contains(warn.Sentence(), "2027") || !strings.Contains(warn.SentenceEN(), "2027") {
			t.Error("the sentence does not name the year")
		}
	}
}

func TestAnEmptyNoticeIsNoNotice(t *testing.T) {
	c, err := workday.New([]byte(`{"year":2027,"days":[]}`))
	if err != nil || c.Knows(2027) {
		t.Errorf("an empty notice counts as published (err %v)", err)
	}
}

func TestImpossibleLimitsAreRefused(t *testing.T) {
	c := calendar(t)
	for _, v := range []float64{-1, 1e9, math.NaN(), math.Inf(1)} {
		var no *workday.LimitError
		if _, err := c.Deadline(date(t, "2026-11-23"), workday.Limit{Days: v}); !errors.As(err, &no) {
			t.Errorf("a limit of %v gives %v", v, err)
		}
	}
}

func TestBadNoticesAreRefused(t *testing.T) {
	for _, s := range []string{
		`{`, `{"year":0}`, `{"year":2026,"days":[{"date":"2024-01-01","off":true}]}`,
		`{"year":2026,"days":[{"date":"2026-01-01","off":true},{"date":"2026-01-01","off":false}]}`,
		`{"year":2026,"days":[{"date":"2026-02-30","off":true}]}`,
	} {
		if _, err := workday.New([]byte(s)); err == nil {
			t.Errorf("%s was accepted", s)
		}
	}
}

func TestDeadlineIsAlwaysAWorkingDayAndNeverEarlier(t *testing.T) {
	c := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		start := date(t, "2025-01-01").AddDays(rapid.IntRange(0, 700).Draw(t, "day"))
		n := rapid.IntRange(1, 90).Draw(t, "n")
		natural := rapid.Bool().Draw(t, "natural")
		end, _ := c.Deadline(start, workday.Limit{Days: float64(n), Natural: natural})
		next, _ := c.Deadline(start, workday.Limit{Days: float64(n + 1), Natural: natural})
		if !c.IsWorkingDay(end) || !start.Before(end) || next.Before(end) {
			t.Fatalf("%s + %d ends %s, one more ends %s", start, n, end, next)
		}
		if !natural && c.WorkingDaysBetween(start, end) != n {
			t.Fatalf("%s to %s is not %d working days", start, end, n)
		}
	})
}

func FuzzNotice(f *testing.F) {
	f.Add([]byte(`{"year":2026,"days":[{"date":"2026-01-01","name":"元旦","off":true}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := workday.New(b); err == nil {
			_, _ = c.Deadline(workday.Date{Year: 2026, Month: 1, Day: 1}, workday.Limit{Days: 5})
		}
	})
}
