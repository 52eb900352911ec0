package intake

import (
	"slices"

	"onewindow/internal/cases"
)

// MaxTwins is how many open cases of one matter a newcomer is set beside: the newest of them.
const MaxTwins = 4

// pair gives a case after an act with what it means for its twins, and writes the twins down: who came beside whom, who
// looked, who came to its end. Nothing is merged, no revision moves: a notice is nobody's act.
func pair(b Book, before, next cases.Case, act cases.Act) (cases.Case, error) {
	if act.Filing != nil && cases.Open(next) {
		return meet(b, next)
	}
	if act.Kind == cases.ActCheck {
		said := cases.Checked{By: act.By, At: act.At.Time}
		return next, each(b, act.Twins, func(c cases.Case) cases.Case { return cases.Checking(c, next.ID, said) })
	}
	if cases.Open(before) && !cases.Open(next) {
		return next, each(b, known(next), func(c cases.Case) cases.Case { return cases.Parting(c, next.ID) })
	}
	return next, nil
}

// meet sets a filed case and the open cases of its matter beside each other.
func meet(b Book, next cases.Case) (cases.Case, error) {
	ids, err := b.Alike(next, MaxTwins)
	if err != nil {
		return next, err
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(known(next), id) })
	newcomer := next
	err = each(b, ids, func(c cases.Case) cases.Case {
		next = cases.Noting(next, c)
		if said := wordOn(c, next.ID); said != nil { // somebody who knew both looked before the second came here
			next = cases.Checking(next, c.ID, *said)
		}
		return cases.Noting(c, newcomer)
	})
	return next, err
}

// wordOn gives a person's word on one of a case's twins, nil without one.
func wordOn(c cases.Case, other string) *cases.Checked {
	for _, t := range c.Twins {
		if t.Case == other {
			return t.Checked
		}
	}
	return nil
}

func known(c cases.Case) []string {
	ids := make([]string, len(c.Twins))
	for i, t := range c.Twins {
		ids[i] = t.Case
	}
	return ids
}

// each changes cases that are known here, each at a place of its own: the feed tells them anew.
func each(b Book, ids []string, change func(cases.Case) cases.Case) error {
	for _, id := range ids {
		c, ok, err := b.Case(id)
		if err != nil {
			return err
		}
		if !ok {
			continue // a restored platform may not know it
		}
		at, err := b.Position()
		if err == nil {
			err = b.PutCase(change(c), at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
