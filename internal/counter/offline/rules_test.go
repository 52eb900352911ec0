package offline_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/cases"
	"onewindow/internal/counter/offline"
	"onewindow/internal/trouble"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return noon.Add(-d) }

// unsent are n acts, one a minute, the oldest done at a time.
func unsent(n int, oldest time.Time) (all []time.Time) {
	for i := range n {
		all = append(all, oldest.Add(time.Duration(i)*time.Minute))
	}
	return all
}

func TestANewCaseIsWarnedOfThenStoppedByAgeOrByNumber(t *testing.T) {
	r := offline.Default()
	for _, v := range []struct {
		name  string
		s     offline.Situation
		level offline.Level
		by    offline.Bound
	}{
		{"in touch", offline.Situation{Now: noon, Online: true}, offline.Free, offline.ByAge},
		{"in touch, heard long ago", offline.Situation{Now: noon, Online: true, Heard: ago(900 * time.Hour)}, offline.Free, offline.ByAge},
		{"away for a morning", offline.Situation{Now: noon, Heard: ago(4 * time.Hour)}, offline.Free, offline.ByAge},
		{"away, nobody knows since when", offline.Situation{Now: noon}, offline.Free, offline.ByAge},
		{"80 % of three days", offline.Situation{Now: noon, Heard: ago(57*time.Hour + 36*time.Minute)}, offline.Near, offline.ByAge},
		{"a minute before that", offline.Situation{Now: noon, Heard: ago(57*time.Hour + 35*time.Minute)}, offline.Free, offline.ByAge},
		{"three days", offline.Situation{Now: noon, Heard: ago(72 * time.Hour)}, offline.Reached, offline.ByAge},
		{"answers, but takes nothing", offline.Situation{Now: noon, Online: true, Unsent: unsent(1, ago(73*time.Hour))}, offline.Reached, offline.ByAge},
		{"400 of 500", offline.Situation{Now: noon, Heard: ago(8 * time.Hour), Unsent: unsent(400, ago(7*time.Hour))}, offline.Near, offline.ByUnsent},
		{"500", offline.Situation{Now: noon, Heard: ago(9 * time.Hour), Unsent: unsent(500, ago(9*time.Hour))}, offline.Reached, offline.ByUnsent},
		{"near by age, reached by number", offline.Situation{Now: noon, Heard: ago(60 * time.Hour), Unsent: unsent(500, ago(60*time.Hour))}, offline.Reached, offline.ByUnsent},
	} {
		if got := r.Begin(v.s); got.Level != v.level || got.By != v.by && v.level != offline.Free {
			t.Errorf("%s: %+v", v.name, got)
		}
	}
}

func TestWhatWasBegunBeforeTheLimitMayBeFinished(t *testing.T) {
	r := offline.Default()
	s := offline.Situation{Now: noon, Heard: ago(100 * time.Hour), Unsent: unsent(600, ago(90*time.Hour))}
	for _, k := range []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse} {
		if got := r.Act(k, s, ago(95*time.Hour)); got.Stops() {
			t.Errorf("%s on a case begun in time: %+v", k, got)
		}
		if got := r.Act(k, s, ago(time.Hour)); got.Level != offline.Reached {
			t.Errorf("%s on a case begun too late: %+v", k, got)
		}
	}
	if got := r.Act(cases.ActHandOut, offline.Situation{Now: noon, Heard: ago(25 * time.Hour)}, time.Time{}); got.Level != offline.Reached || got.MostAge != 24*time.Hour {
		t.Errorf("a hand-out a day after the last word: %+v", got)
	}
	for _, k := range []cases.ActKind{cases.ActRate, cases.ActCheck} {
		if got := r.Act(k, s, time.Time{}); got.Level != offline.Free {
			t.Errorf("%s: %+v", k, got)
		}
	}
}

func TestWhatIsForbiddenWaitsForTheLineOnly(t *testing.T) {
	r := offline.Default()
	r.Refuse.Forbidden = true
	if got := r.Act(cases.ActRefuse, offline.Situation{Now: noon, Heard: ago(time.Minute)}, ago(time.Hour)); got.Level != offline.Forbidden || !got.Stops() {
		t.Errorf("off the line: %+v", got)
	}
	if got := r.Act(cases.ActRefuse, offline.Situation{Now: noon, Online: true}, ago(time.Hour)); got.Stops() {
		t.Errorf("on the line: %+v", got)
	}
}

// TestLimitsOnlyGrowGraver: with time and with every act more, a ruling never becomes milder; it is told before it stops;
// and a case that was begun while it was allowed to may always be finished.
func TestLimitsOnlyGrowGraver(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := offline.Default()
		r.Warn = rapid.IntRange(1, 99).Draw(rt, "warn")
		r.Accept = offline.Rule{Age: time.Duration(rapid.IntRange(0, 200).Draw(rt, "hours")) * time.Hour, Unsent: rapid.IntRange(0, 60).Draw(rt, "most")}
		s := offline.Situation{Now: noon, Heard: noon, Online: rapid.Bool().Draw(rt, "online")}
		before, begun := offline.Free, noon
		for range rapid.IntRange(1, 150).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, "act") {
				s.Unsent = append(s.Unsent, s.Now)
			}
			s.Now = s.Now.Add(time.Duration(rapid.IntRange(1, 180).Draw(rt, "minutes")) * time.Minute)
			got := r.Begin(s)
			if got.Level < before {
				rt.Fatalf("from %v to %+v", before, got)
			}
			if got.Level == offline.Reached && got.By == offline.ByAge && got.Age < got.MostAge || got.Level == offline.Reached && got.By == offline.ByUnsent && got.Unsent < got.MostUnsent {
				rt.Fatalf("stopped early: %+v", got)
			}
			if before = got.Level; !got.Stops() {
				begun = s.Now
			}
			if act := r.Act(cases.ActAccept, s, begun); act.Stops() {
				rt.Fatalf("begun at %v, stopped at %v: %+v", begun, s.Now, act)
			}
		}
	})
}

func TestTheCitizenIsToldOfEveryActThatAWindowDoesOffTheLine(t *testing.T) {
	for _, k := range []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut} {
		if e := trouble.Of(offline.Told(k)); e.Citizen.Zh == "" || e.Citizen.En == "" {
			t.Errorf("%s: nothing is said to the citizen", k)
		}
	}
	if offline.Told(cases.ActRate) != "" {
		t.Error("a citizen is told of the own grade")
	}
}

func TestSpansAreSaidInWords(t *testing.T) {
	for d, want := range map[time.Duration][2]string{
		58*time.Hour + 59*time.Minute: {"58 小时", "58 hours"}, time.Hour: {"1 小时", "1 hour"}, 90 * time.Second: {"1 分钟", "1 minute"}, 0: {"0 分钟", "0 minutes"},
	} {
		if zh, en := offline.Span(d); zh != want[0] || en != want[1] {
			t.Errorf("%v: %q, %q", d, zh, en)
		}
	}
}
