package cases

import (
	"slices"
	"strings"
	"time"
)

// file applies accept, supplement and refuse. The act brings the whole file; what the case already went through
// (history, papers, ratings, number, first receipt) is never rewritten by it.
func file(c Case, a Act) (Case, error) {
	f := a.Filing
	if f == nil {
		return c, refuse("CASE-010", "没有带上办件内容。", "The act does not carry the file.")
	}
	if f.ID == "" || c.ID != "" && f.ID != c.ID || f.Revision != c.Revision || stateOf(*f) != c.State {
		return c, refuse("CASE-011", "办件内容与本件现状不一致，请重新打开再办。", "The file does not fit the case as it stands; open it again.")
	}
	next := Clone(*f)
	next.Twins = c.Twins // the platform's to note, whatever the file says
	if c.Revision > 0 {
		next.Steps = worked(c.Steps, f.Steps)
		next.Ratings, next.Decision, next.HandOut = c.Ratings, c.Decision, c.HandOut
		next.Papers, next.ReceivedAt = c.Papers, c.ReceivedAt
		next.Token, next.Ticket, next.TicketID = c.Token, c.Ticket, c.TicketID
		if f.Number != c.Number {
			return c, refuse("CASE-012", "办件编号不能更改。", "A case keeps its number.")
		}
	}
	if err := fileable(next, a); err != nil {
		return c, err
	}
	if next.ReceivedAt.Time.IsZero() {
		next.ReceivedAt = a.At
	}
	next.By = a.By
	switch a.Kind {
	case ActAccept:
		return accept(c, next, a)
	case ActSupplement:
		return supplement(c, next, a)
	}
	next.Reason = strings.TrimSpace(a.Reason)
	if next.Reason == "" {
		return c, refuse("CASE-016", "不予受理要写明理由。", "A refusal needs its reason.")
	}
	next.State = Refused
	return next, nil
}

// worked gives the history of a filed case with what its window did since, on a working copy, behind it. Only an act puts
// an act into the history.
func worked(filed, work []Step) []Step {
	out, known := slices.Clip(filed), slices.Clone(filed)
	for _, s := range work {
		i := slices.IndexFunc(known, func(h Step) bool { return sameStep(h, s) })
		switch {
		case i >= 0:
			known = slices.Delete(known, i, i+1)
		case !strings.HasPrefix(s.Kind, "case."):
			out = append(out, s)
		}
	}
	return out
}

func sameStep(a, b Step) bool {
	return a.Kind == b.Kind && a.By == b.By && a.Text == b.Text && a.At.Equal(b.At)
}

// Rebase puts a working copy on top of its filed case as that now stands: what was typed stays, what happened is the
// filed case's.
func Rebase(work, filed Case) Case {
	work = Clone(work)
	work.Revision, work.Ratings = filed.Revision, slices.Clone(filed.Ratings)
	work.Steps, work.Twins = worked(filed.Steps, work.Steps), cloneTwins(filed.Twins)
	return work
}

func stateOf(c Case) State {
	if c.State == "" {
		return Draft
	}
	return c.State
}

// fileable checks what every filing needs: an item, a person, a number, a source for its time.
func fileable(c Case, a Act) error {
	switch {
	case c.Item.ID == "":
		return refuse("CASE-013", "还没有选定事项。", "No item has been chosen.")
	case strings.TrimSpace(c.Applicant.Name) == "" || strings.TrimSpace(c.Applicant.Number) == "":
		return refuse("CASE-014", "还没有申请人的姓名和证件号码。", "The applicant's name and ID number are missing.")
	case !ValidNumber(c.Number, c.Item.Code):
		return refuse("CASE-015", "办件编号不合规则。", "The case number does not follow the rule.")
	case a.At.Source == "":
		return refuse("CASE-004", "没有可信的办理时间。", "The act has no time one can stand behind.")
	}
	return nil
}

func accept(c, next Case, a Act) (Case, error) {
	if len(next.Materials) < len(next.Item.Materials) {
		return c, refuse("CASE-055", "材料清单不完整。", "The list of materials is not complete.")
	}
	if missing := MissingMaterials(next); len(missing) > 0 {
		p := missing[0]
		return c, &Refusal{Code: p.Code, Sentence: p.Sentence, SentenceEN: p.SentenceEN}
	}
	if next.Promised.IsZero() || next.Legal.IsZero() {
		return c, refuse("CASE-017", "没有算出办结日期。", "The dates of the limits are missing.")
	}
	next.State, next.AcceptedAt = Accepted, a.At
	next.Lacks, next.Reason = nil, ""
	return next, nil
}

func supplement(c, next Case, a Act) (Case, error) {
	if len(a.Lacks) == 0 {
		return c, refuse("CASE-018", "一次性告知要列明全部缺件和问题。", "List everything that is missing or wrong.")
	}
	if next.SupplyBy.IsZero() {
		return c, refuse("CASE-019", "没有写明补正期限。", "The day by which to supply is missing.")
	}
	next.State, next.Lacks = Supplement, slices.Clone(a.Lacks)
	return next, nil
}

// Clone gives a copy of a case that shares nothing with it.
func Clone(c Case) Case {
	c.Item.LegalBasis = slices.Clone(c.Item.LegalBasis)
	c.Item.Special = slices.Clone(c.Item.Special)
	c.Item.Materials = slices.Clone(c.Item.Materials)
	c.Form = slices.Clone(c.Form)
	c.Materials = slices.Clone(c.Materials)
	for i := range c.Materials {
		c.Materials[i].Pages = slices.Clone(c.Materials[i].Pages)
	}
	c.Lacks = slices.Clone(c.Lacks)
	c.Papers = slices.Clone(c.Papers)
	c.Ratings = slices.Clone(c.Ratings)
	for i := range c.Ratings {
		c.Ratings[i].Reasons = slices.Clone(c.Ratings[i].Reasons)
	}
	c.Steps, c.Twins = slices.Clone(c.Steps), cloneTwins(c.Twins)
	c.Agent = copied(c.Agent)
	c.HandOut = copied(c.HandOut)
	if c.Decision = copied(c.Decision); c.Decision != nil {
		c.Decision.Result = copied(c.Decision.Result)
	}
	return c
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// Filed reports whether a case has left the terminal's draft: from then on it changes by acts only.
func Filed(c Case) bool { return c.Revision > 0 }

// LastStep gives the time of the newest step, zero without any.
func LastStep(c Case) time.Time {
	if len(c.Steps) == 0 {
		return time.Time{}
	}
	return c.Steps[len(c.Steps)-1].At
}
