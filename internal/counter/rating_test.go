package counter_test

import (
	"context"
	"testing"
	"time"

	"onewindow/internal/counter"
)

func TestSilenceIsNotARating(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if err := w.Desk.Rate(ctx, 1, nil); code(err) != "DESK-060" {
		t.Errorf("rated before the service ended: %v", err)
	}
	must(t, w.Desk.Finish(ctx))
	w.Clock.Turn(59 * time.Second)
	if got := w.Desk.Snapshot().Citizen.Mode; got != counter.CitizenRate {
		t.Errorf("after 59 s: %s", got)
	}
	w.Clock.Turn(time.Second)
	w.Until(t, "the prompt to end", func(s counter.Snapshot) bool { return s.Citizen.Mode == counter.CitizenIdle })
	if err := w.Desk.Rate(ctx, 1, nil); code(err) != "DESK-060" {
		t.Errorf("rated too late: %v", err)
	}
	if c, _ := w.Store.Case(ctx, out.Case.ID); len(c.Ratings) != 0 || w.Desk.Snapshot().Today.Unrated != 1 {
		t.Error("silence became a rating")
	}
}

func TestAPromptEndsWithTheNextCitizen(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	_, err := w.Desk.Accept(ctx)
	must(t, err)
	w.Hall.Issue("A", "")
	must(t, w.Desk.CallNext(ctx)) // finishes the first
	if got := w.Desk.Snapshot().Citizen; got.Mode != counter.CitizenRate || got.Ticket != "A001" {
		t.Errorf("%+v", got)
	}
	must(t, w.Desk.Start(ctx))
	if got := w.Desk.Snapshot().Citizen; got.Mode != counter.CitizenIdle || got.RateCase != "" || got.Ticket != "A002" {
		t.Errorf("the next citizen sees %+v", got)
	}
	w.Desk.ShowCitizen(counter.CitizenRate)
	if got := w.Desk.Snapshot().Citizen.Mode; got == counter.CitizenRate {
		t.Error("a rating without a service")
	}
}

func TestAServiceWithoutATicketIsRatedWhenItsCaseIsClosed(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	must(t, w.Desk.TypeApplicant(ctx, "张宏", "350199198506150035"))
	out, err := w.Desk.Refuse(ctx, "不属于本机关职权范围")
	must(t, err)
	must(t, w.Desk.DropCase(ctx))
	if got := w.Desk.Snapshot().Citizen; got.Mode != counter.CitizenRate || got.RateCase != out.Case.ID {
		t.Errorf("%+v", got)
	}
}

func TestARatingCanBeSkipped(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	_, err := w.Desk.Accept(ctx)
	must(t, err)
	must(t, w.Desk.Finish(ctx))
	w.Desk.SkipRating()
	if s := w.Desk.Snapshot(); s.Citizen.Mode != counter.CitizenIdle || len(w.Store.Ops()) != 1 {
		t.Errorf("%s, %d acts", s.Citizen.Mode, len(w.Store.Ops()))
	}
}
