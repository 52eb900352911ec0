package morning

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheSameSeedGivesTheSameDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, tickets := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 300).Draw(t, "tickets")
		a, b := New(seed, tickets), New(seed, tickets)
		if !slices.Equal(a, b) || len(a) != tickets {
			t.Fatal("two days of one seed differ")
		}
	})
	if slices.Equal(New(1, 50), New(2, 50)) {
		t.Error("two seeds gave one day")
	}
}

func TestAnyVisitorIsWithinTheModelsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		last := time.Duration(0)
		for _, v := range New(rapid.Uint64().Draw(t, "seed"), 200) {
			if v.At < Opens || v.At >= Closes || v.At < last {
				t.Fatalf("somebody comes at %v after %v", v.At, last)
			}
			last = v.At
			if v.Service < shortest || v.Service > longest {
				t.Fatalf("a service of %v", v.Service)
			}
			if v.Patience != 0 && (v.Patience < leastPatience || v.Patience > mostPatience) {
				t.Fatalf("a patience of %v", v.Patience)
			}
		}
	})
}

// many is a crowd large enough for shares to show: a share of p percent then lies within half a percent.
func many() Plan { return New(7, 200_000) }

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s: %.3f, want %.3f ± %.3f", what, got, want, within)
	}
}

func percent(p Plan, is func(Visitor) bool) float64 {
	n := 0
	for _, v := range p {
		if is(v) {
			n++
		}
	}
	return 100 * float64(n) / float64(len(p))
}

func TestSharesAndHoursAreTheModels(t *testing.T) {
	plan := many()
	for _, p := range Pools() {
		near(t, p.Code, percent(plan, func(v Visitor) bool { return v.Pool == p.Code }), float64(p.Percent), 0.5)
	}
	for i, share := range hourly() {
		begin := Opens + time.Duration(i)*time.Hour
		near(t, begin.String(), percent(plan, func(v Visitor) bool { return v.At >= begin && v.At < begin+time.Hour }), float64(share)/10, 0.5)
	}
	for what, c := range map[string]struct {
		want float64
		is   func(Visitor) bool
	}{
		"priority":    {PriorityPercent, func(v Visitor) bool { return v.Kind == Priority }},
		"appointment": {AppointmentPercent, func(v Visitor) bool { return v.Kind == Appointment }},
		"impatient":   {ImpatientPercent, func(v Visitor) bool { return v.Patience > 0 }},
		"no-show":     {NoShowPercent, func(v Visitor) bool { return v.NoShow }},
	} {
		near(t, what, percent(plan, c.is), c.want, 0.5)
	}
}

func TestServiceTimesHaveThePoolsMeanAndTheModelsSpread(t *testing.T) {
	plan := many()
	for _, p := range Pools() {
		n, sum, squares := 0.0, 0.0, 0.0
		for _, v := range plan {
			if v.Pool == p.Code {
				m := v.Service.Minutes()
				n, sum, squares = n+1, sum+m, squares+m*m
			}
		}
		mean := sum / n
		near(t, p.Code+" mean", mean, p.Mean.Minutes(), p.Mean.Minutes()*0.03)
		// Clipping at an hour takes some of the variation away, most of it where services are long.
		near(t, p.Code+" variation", math.Sqrt(squares/n-mean*mean)/mean, variation, 0.15)
	}
}

// whole are the model's windows.
func whole() map[string]int {
	w := map[string]int{}
	for _, p := range Pools() {
		w[p.Code] = p.Windows
	}
	return w
}

// meanWaits plays twelve days in which nobody leaves, as the model does, and gives minutes.
func meanWaits(tickets int) (all float64, byPool map[string]float64) {
	byPool, n := map[string]float64{}, map[string]float64{}
	for seed := range uint64(12) {
		plan := New(seed, tickets)
		for i := range plan {
			plan[i].Patience, plan[i].NoShow = 0, false
		}
		for pool, served := range Simulate(plan, whole()) {
			for _, s := range served {
				byPool[pool] += s.Wait.Minutes()
				n[pool]++
			}
		}
	}
	sum, count := 0.0, 0.0
	for pool := range byPool {
		sum, count = sum+byPool[pool], count+n[pool]
		byPool[pool] /= n[pool]
	}
	return sum / count, byPool
}

func TestTheModelWaitsAsTheFactsSay(t *testing.T) {
	for tickets, want := range map[int]float64{1600: 2.8, 1800: 7.1, 1900: 10.4, 1950: 14, 2100: 19.8} {
		got, _ := meanWaits(tickets)
		near(t, "mean wait", got, want, 1+want*0.15)
	}
	_, pools := meanWaits(Tickets)
	if pools["A"] < 30 || pools["C"] > 8 {
		t.Errorf("at %d tickets A waits %.0f minutes and C %.0f; the model's headline is A 35 to 40, C 5", Tickets, pools["A"], pools["C"])
	}
}

func TestNobodyIsCalledBeforeComingOrIntoALunchThatEmptiesTheWindow(t *testing.T) {
	served := Simulate(New(3, 600), map[string]int{"A": 2})
	for _, s := range served["A"] {
		if s.Wait < 0 {
			t.Fatalf("called %v before coming", -s.Wait)
		}
	}
	if len(served["B"]) != 0 {
		t.Error("a pool without windows served somebody")
	}
	if i, at := first([]time.Duration{0, 13 * time.Hour}, LunchBegins); i != 0 || at != LunchBegins {
		t.Errorf("at noon window %d calls at %v", i, at)
	}
}

func TestAForecastKnowsTheMeanUntilATime(t *testing.T) {
	f := Expect(3, 400, Opens, map[string]int{"A": 1})
	if _, ok := f.Wait("A", Opens); ok {
		t.Error("somebody was called before the doors opened")
	}
	early, _ := f.Wait("A", 10*time.Hour)
	late, ok := f.Wait("A", 16*time.Hour)
	if !ok || late <= early {
		t.Errorf("one window for all of A: %v at ten, %v at four", early, late)
	}
	if _, ok := f.Wait("B", Closes); ok {
		t.Error("a pool without windows has a forecast")
	}
}
