package cases_test

import (
	"reflect"
	"slices"
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
	for _, k := range []cases.ActKind{cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut, cases.ActRate} {
		off := 0
		rapid.Check(t, func(rt *rapid.T) {
			c := lived(rt)
			a := act(k, c, 30)
			after, err := cases.Apply(c, a)
			if err != nil {
				return
			}
			off++
			if !cases.Holds(after, a) || cases.Holds(c, a) {
				rt.Fatal("a case does not know what was done to it")
			}
			if got, want := bare(cases.Without(after, a)), bare(c); !same(got, want) {
				rt.Fatalf("%s taken off:\n%+v\nwas\n%+v", k, got, want)
			}
			if got := cases.Without(c, a); !reflect.DeepEqual(got, c) {
				rt.Fatal("an act that was never done changed the case")
			}
		})
		if off == 0 {
			t.Errorf("no %s was taken off: nothing is proved about it", k)
		}
	}
}

// lived is a case after a life as windows and departments give it one, and then anything they tried.
func lived(rt *rapid.T) cases.Case {
	acts := slices.Clone(rapid.SampledFrom([][]cases.ActKind{nil, {cases.ActAccept}, {cases.ActSupplement}, {cases.ActAccept, cases.ActDecide}}).Draw(rt, "life"))
	tried := rapid.SliceOfN(rapid.SampledFrom([]cases.ActKind{cases.ActDecide, cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut, cases.ActRate}), 0, 4).Draw(rt, "tried")
	c := draft(rt)
	for n, k := range append(acts, tried...) {
		if next, err := cases.Apply(c, act(k, c, n)); err == nil {
			c = next
		}
	}
	return c
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
