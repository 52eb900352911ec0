package cases_test

import (
	"reflect"
	"testing"

	"onewindow/internal/cases"
	"onewindow/internal/workday"

	"pgregory.net/rapid"
)

// bare is a case without what a filing prepares on its way: dates, the hand, and what was asked for.
func bare(c cases.Case) cases.Case {
	c = cases.Clone(c)
	c.Promised, c.Legal, c.SupplyBy, c.Lacks, c.Reason, c.By = workday.Date{}, workday.Date{}, workday.Date{}, nil, "", cases.Who{}
	return c
}

func TestAnActThatDoesNotStandComesOffAgain(t *testing.T) {
	kinds := []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut, cases.ActRate}
	off := map[cases.ActKind]int{}
	rapid.Check(t, func(rt *rapid.T) {
		c := draft(rt)
		all := append([]cases.ActKind{cases.ActDecide}, kinds...)
		for n := range rapid.IntRange(0, 6).Draw(rt, "before") {
			if next, err := cases.Apply(c, act(rapid.SampledFrom(all).Draw(rt, "act"), c, n)); err == nil {
				c = next
			}
		}
		a := act(rapid.SampledFrom(kinds).Draw(rt, "last"), c, 30)
		after, err := cases.Apply(c, a)
		if err != nil {
			return
		}
		off[a.Kind]++
		if !cases.Holds(after, a) || cases.Holds(c, a) {
			rt.Fatal("a case does not know what was done to it")
		}
		if got, want := bare(cases.Without(after, a)), bare(c); !same(got, want) {
			rt.Fatalf("%s taken off:\n%+v\nwas\n%+v", a.Kind, got, want)
		}
		if got := cases.Without(c, a); !reflect.DeepEqual(got, c) {
			rt.Fatal("an act that was never done changed the case")
		}
	})
	for _, k := range kinds {
		if off[k] == 0 {
			t.Errorf("no %s was taken off: nothing is proved about it", k)
		}
	}
}

func same(a, b cases.Case) bool {
	for _, c := range []*cases.Case{&a, &b} { // none and nothing are the same
		if len(c.Papers) == 0 {
			c.Papers = nil
		}
		if len(c.Ratings) == 0 {
			c.Ratings = nil
		}
		if len(c.Steps) == 0 {
			c.Steps = nil
		}
	}
	return reflect.DeepEqual(a, b)
}
