package counter_test

import (
	"context"
	"testing"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
)

// twinned is a desk with an accepted case in front beside which the platform has noticed another.
func twinned(t *testing.T) (*countertest.World, cases.Case) {
	t.Helper()
	w, _ := midway(t)
	must(t, w.Desk.MarkMaterial(context.Background(), 1, cases.Shared))
	finishFile(t, w)
	out, err := w.Desk.Accept(context.Background())
	must(t, err)
	other := cases.Clone(out.Case)
	other.ID, other.Number, other.By.Terminal, other.By.Window = "other", out.Case.Number[:46]+"9", "C07", 7
	w.Store.Feed(cases.Noting(out.Case, other)) // no revision moves
	w.Until(t, "the notice", func(s counter.Snapshot) bool { return s.Current != nil && len(s.Current.Twins) == 1 })
	return w, other
}

func TestANoticeOfThePlatformReachesTheCaseInFrontAndTheWorkList(t *testing.T) {
	w, other := twinned(t)
	s := w.Desk.Snapshot()
	if got := s.Current.Twins[0]; got.CaseID != other.ID || got.Number != other.Number || got.Terminal != "C07" || got.Window != 7 || !got.At.Equal(other.ReceivedAt.Time) {
		t.Errorf("%+v", got)
	}
	if len(s.Work) != 1 || !s.Work[0].Twin {
		t.Errorf("the work list does not mark it: %+v", s.Work)
	}
}

func TestTheClerksWordEndsTheNoticeUnderItsNameAndMergesNothing(t *testing.T) {
	ctx := context.Background()
	w, other := twinned(t)
	must(t, w.Desk.CheckTwins(ctx))
	s := w.Desk.Snapshot()
	if c := s.Current.Case; len(s.Current.Twins) != 0 || c.State != cases.Accepted || c.Twins[0].Checked.By.Operator != countertest.Operator || s.Work[0].Twin {
		t.Errorf("after the word: %s, %+v, shown %+v", c.State, c.Twins, s.Current.Twins)
	}
	ops := w.Store.Ops()
	if last := ops[len(ops)-1].Act; last.Kind != cases.ActCheck || len(last.Twins) != 1 || last.Twins[0] != other.ID || last.At.Source == "" {
		t.Errorf("filed %+v", last)
	}
	if err := w.Desk.CheckTwins(ctx); code(err) != "CASE-060" {
		t.Errorf("with nothing to look at: %v", err)
	}
}

func TestATwinThatIsKnownToHaveEndedIsNotShown(t *testing.T) {
	w, other := twinned(t)
	other.State = cases.Refused
	w.Store.Feed(other)
	w.Until(t, "the other's end", func(s counter.Snapshot) bool { return s.Current != nil && len(s.Current.Twins) == 0 })
}

func TestTheSamePersonsOpenCaseIsSaidBeforeAnotherIsFiled(t *testing.T) {
	ctx := context.Background()
	w, _ := twinned(t)
	filed := w.Desk.Snapshot().Current.Case
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	must(t, w.Desk.TypeApplicant(ctx, filed.Applicant.Name, filed.Applicant.Number))
	if got := w.Desk.Snapshot().Current.Twins; len(got) != 1 || got[0].CaseID != filed.ID || got[0].Window != countertest.WindowNo {
		t.Errorf("a second request of the person says %+v", got)
	}
	if err := w.Desk.CheckTwins(ctx); code(err) != "CASE-002" {
		t.Errorf("a draft was checked: %v", err)
	}
	must(t, w.Desk.ChooseItem(ctx, "FZ022"))
	if got := w.Desk.Snapshot().Current.Twins; len(got) != 0 {
		t.Errorf("another item says %+v", got)
	}
}
