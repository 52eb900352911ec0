package counter_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/workday"
)

func TestTheWorkListPutsResultsFirstAndMasksPeople(t *testing.T) {
	w := sitDown(t)
	day := func(d int) workday.Date { return workday.Date{Year: 2026, Month: 11, Day: d} }
	result := &cases.Decision{Granted: true, Result: &cases.IssuedPaper{Kind: cases.ResultDocument}}
	for i, c := range []cases.Case{
		{State: cases.Closed},
		{State: cases.Accepted, Promised: day(30)},
		{State: cases.Accepted, Promised: day(20)}, // overdue
		{State: cases.Supplement, SupplyBy: day(26), Form: []cases.Value{{Key: "business.name", Text: "福州示例公司"}, {Key: "business.credit", Text: "91350199MA0000015J"}}},
		{State: cases.Correction, Promised: day(27)},
		{State: cases.Granted, Decision: &cases.Decision{Granted: true}, Promised: day(24)}, // its result has not come
		{State: cases.Granted, Decision: result},
		{State: cases.Draft}, // another terminal's draft is nobody's business
	} {
		c.ID, c.Revision = fmt.Sprintf("c%d", i), 1
		c.Applicant = cases.Party{Name: "张𬭎", Number: "350199198506150035"}
		c.By.Terminal = "C09"
		w.Store.Feed(c)
	}
	s := w.Until(t, "the work list", func(s counter.Snapshot) bool { return len(s.Work) == 7 })
	var ids []string
	for _, r := range s.Work {
		ids = append(ids, r.CaseID)
	}
	if want := []string{"c6", "c4", "c3", "c2", "c5", "c1", "c0"}; !slices.Equal(ids, want) {
		t.Errorf("order %v, want %v", ids, want)
	}
	if r := s.Work[0]; r.Group != counter.GroupHandOut || r.Applicant != "*𬭎" || r.ApplicantID != "350199********0035" {
		t.Errorf("the result's row: %+v", r)
	}
	if r := s.Work[2]; r.Applicant != "福州示例公司" || r.ApplicantID != "91350199MA0000015J" || r.DaysLeft != 3 || r.Deadline != day(26) {
		t.Errorf("the company's row: %+v", r)
	}
	if r := s.Work[3]; r.DaysLeft != -1 {
		t.Errorf("overdue by %d", r.DaysLeft)
	}
	w.Clock.Turn(24 * time.Hour)
	if r := w.Desk.Snapshot().Work[3]; r.DaysLeft != -2 {
		t.Errorf("a day later overdue by %d", r.DaysLeft)
	}
}

func TestOldEndedCasesLeaveTheWorkList(t *testing.T) {
	w := countertest.New(t)
	for i := range 70 {
		w.Store.Feed(cases.Case{ID: fmt.Sprintf("c%d", i), Revision: 1, State: cases.Refused})
	}
	must(t, w.Desk.SignIn(t.Context(), countertest.Operator, countertest.PIN))
	if got := w.Desk.Snapshot().Work; len(got) != 50 || got[0].CaseID != "c69" {
		t.Errorf("%d rows, first %s", len(got), got[0].CaseID)
	}
}
