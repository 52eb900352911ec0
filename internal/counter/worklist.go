package counter

import (
	"cmp"
	"slices"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// endedShown bounds the last group of the work list; older cases are found by searching.
const endedShown = 50

// place is a group's place in the work list.
func place(g WorkGroup) int {
	return slices.Index([]WorkGroup{GroupHandOut, GroupCorrection, GroupSupplement, GroupReview, GroupDraft, GroupEnded}, g)
}

// workRows makes the work list: by group, the nearest deadline first, ended cases newest first. It wants mu.
func (d *Desk) workRows(today workday.Date) []WorkRow {
	rows := make([]WorkRow, 0, len(d.known))
	stuck := map[string]bool{}
	for _, e := range d.outbox.Entries {
		stuck[e.CaseID] = stuck[e.CaseID] || e.Halts() && e.Handed == nil
	}
	for _, c := range d.known {
		if c.State == cases.Draft && c.By.Terminal != d.p.Terminal {
			continue
		}
		r := d.workRow(c, today)
		r.Stuck = stuck[c.ID]
		rows = append(rows, r)
	}
	slices.SortStableFunc(rows, func(a, b WorkRow) int { // known is newest first, so equals stay so
		if a.Group != b.Group {
			return place(a.Group) - place(b.Group)
		}
		if a.Group == GroupEnded || a.Group == GroupDraft {
			return 0
		}
		return cmp.Compare(a.Deadline.String(), b.Deadline.String())
	})
	ended := slices.IndexFunc(rows, func(r WorkRow) bool { return r.Group == GroupEnded })
	if ended >= 0 && len(rows) > ended+endedShown {
		rows = rows[:ended+endedShown]
	}
	return rows
}

func (d *Desk) workRow(c cases.Case, today workday.Date) WorkRow {
	r := WorkRow{Group: groupOf(c), CaseID: c.ID, Ticket: c.Ticket, Number: cases.ShortNumber(c.Number), Item: c.Item.Name,
		Dept: c.Item.Dept, State: c.State, Deadline: c.Promised, Twin: len(cases.LiveTwins(c)) > 0}
	r.Applicant, r.ApplicantID = citizen.MaskName(c.Applicant.Name), citizen.MaskID(c.Applicant.Number)
	if name := c.Text("business.name"); name != "" { // a body is no secret, its code neither
		r.Applicant, r.ApplicantID = name, c.Text("business.credit")
	}
	if c.State == cases.Supplement {
		r.Deadline = c.SupplyBy
	}
	if !r.Deadline.IsZero() && r.Group != GroupEnded {
		r.DaysLeft = d.p.Calendar.WorkingDaysBetween(today, r.Deadline)
	}
	if c.Decision != nil && c.Decision.Result != nil {
		r.Result = c.Item.ResultName
	}
	return r
}

func groupOf(c cases.Case) WorkGroup {
	switch c.State {
	case cases.Draft, "":
		return GroupDraft
	case cases.Supplement:
		return GroupSupplement
	case cases.Accepted:
		return GroupReview
	case cases.Correction:
		return GroupCorrection
	case cases.Granted, cases.Denied:
		if c.Decision != nil && c.Decision.Result != nil {
			return GroupHandOut
		}
		return GroupReview
	}
	return GroupEnded
}
