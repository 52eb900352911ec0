package cases

import "slices"

// Holds reports whether an act stands in a case's history.
func Holds(c Case, a Act) bool { return slices.ContainsFunc(c.Steps, leftBy(a)) }

// leftBy finds the step that an act leaves.
func leftBy(a Act) func(Step) bool {
	return func(s Step) bool {
		return s.Kind == string(a.Kind) && s.By == a.By.Operator && s.At.Equal(a.At.Time)
	}
}

// Without takes an act of a window off a case again, when the platform did not let it stand: the case is as it was before
// it. Acts come off newest first. A case that does not hold the act comes back as it is. Of a filing upon a filed case
// (the applicant came back), what had been asked for is not in the act: the caller keeps the case from before.
func Without(c Case, a Act) Case {
	if !Holds(c, a) {
		return c
	}
	if a.Filing != nil {
		return unfiled(*a.Filing)
	}
	c = Clone(c)
	if i := slices.IndexFunc(c.Steps, leftBy(a)); i >= 0 {
		c.Steps = slices.Delete(c.Steps, i, i+1)
	}
	c.Revision--
	if p := a.Paper; p != nil {
		c.Papers = slices.DeleteFunc(c.Papers, func(have IssuedPaper) bool { return have.Kind == p.Kind && have.Page.Digest == p.Page.Digest })
	}
	switch {
	case a.Kind == ActHandOut:
		c.HandOut, c.State = nil, Denied
		if c.Decision != nil && c.Decision.Granted {
			c.State = Granted
		}
	case a.Kind == ActCheck:
		for i, t := range c.Twins {
			if t.Checked != nil && t.Checked.By == a.By && t.Checked.At.Equal(a.At.Time) {
				c.Twins[i].Checked = nil
			}
		}
	case a.Rating != nil:
		c.Ratings = slices.DeleteFunc(c.Ratings, func(r Rating) bool { return r.Count == a.Rating.Count })
	}
	return c
}

// unfiled is a file as it was before it was filed: what was typed, without the dates of a promise nobody holds.
func unfiled(f Case) Case {
	f = Clone(f)
	f.State = stateOf(f)
	f.Promised, f.Legal = Case{}.Promised, Case{}.Legal
	f.Reason, f.Offline = "", false
	if f.State == Draft {
		f.SupplyBy, f.Lacks = Case{}.SupplyBy, nil
	}
	return f
}
