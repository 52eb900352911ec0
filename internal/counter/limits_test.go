package counter_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/counter/offline"
)

// limited is a desk under the default limits with one case half filled, begun while the line was good; the line is cut now.
func limited(t *testing.T, change ...func(*offline.Rules)) (*countertest.World, string) {
	t.Helper()
	rules := offline.Default()
	for _, f := range change {
		f(&rules)
	}
	w, id := midway(t, func(p *counter.Params) { p.Offline = rules })
	must(t, w.Desk.MarkMaterial(context.Background(), 1, cases.Shared)) // the city's records are not asked off the line
	w.Store.SilentSince(w.Clock.Now())
	w.Until(t, "the platform's silence", func(s counter.Snapshot) bool { return !s.Outbox.Online })
	return w, id
}

// finishFile fills in what the half filled case lacks.
func finishFile(t *testing.T, w *countertest.World) {
	t.Helper()
	must(t, w.Desk.SetField(context.Background(), "card.form", "实体卡"))
	must(t, w.Desk.MarkMaterial(context.Background(), 0, cases.Paper))
}

func machine(w *countertest.World) (codes []string) {
	for _, m := range w.Desk.Snapshot().Machine {
		codes = append(codes, m.Code)
	}
	return codes
}

func TestAStationWithoutALineIsWarnedThenTakesNothingNewAndFinishesWhatItBegan(t *testing.T) {
	ctx := context.Background()
	w, id := limited(t)
	if got := machine(w); len(got) != 0 {
		t.Errorf("at once the screens say %v", got)
	}
	w.Clock.Turn(58 * time.Hour)
	s := w.Desk.Snapshot()
	if len(s.Machine) != 1 || s.Machine[0].Code != "LIMIT-001" || s.Machine[0].Sentence != "平台已 58 小时收不到本机的办件，满 72 小时后新办件暂停。请联系技术人员恢复线路。" {
		t.Errorf("near the limit the screens say %+v", s.Machine)
	}
	must(t, w.Desk.NewCase(ctx))
	second := w.Desk.Snapshot().Current.Case.ID

	w.Clock.Turn(14 * time.Hour)
	if got := machine(w); !slices.Equal(got, []string{"LIMIT-003"}) {
		t.Errorf("at the limit the screens say %v", got)
	}
	w.Desk.ShowCitizen(counter.CitizenIdle)
	if told := w.Desk.Snapshot().Citizen.Told; told.Code != "LIMIT-003" || told.Sentence != "线路中断太久，本窗口暂时不能收新件。请您到导办台，工作人员会给您安排。" {
		t.Errorf("the citizen is told %+v", told)
	}
	if err := w.Desk.NewCase(ctx); code(err) != "LIMIT-003" {
		t.Errorf("a new case past the limit: %v", err)
	}
	if s := w.Desk.Snapshot(); s.Notice == nil || s.Notice.Code != "LIMIT-003" || len(s.Tabs) != 2 {
		t.Errorf("notice %+v, %d tabs", s.Notice, len(s.Tabs))
	}

	must(t, w.Desk.OpenCase(ctx, id))
	kept(t, w.Desk.Snapshot().Current.Case, "past the limit")
	finishFile(t, w)
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if !out.Case.Offline {
		t.Error("the case is not marked 待线上核验")
	}
	must(t, w.Desk.OpenCase(ctx, second)) // begun when it was still allowed
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))

	w.Store.SetOnline(true)
	w.Until(t, "the line's return", func(s counter.Snapshot) bool { return s.Outbox.Online })
	if got := machine(w); len(got) != 0 {
		t.Errorf("with the line back the screens say %v", got)
	}
	must(t, w.Desk.NewCase(ctx))
}

func TestACalledPersonIsNotBegunPastTheLimit(t *testing.T) {
	ctx := context.Background()
	w, _ := limited(t)
	finishFile(t, w)
	_, err := w.Desk.Accept(ctx)
	must(t, err)
	must(t, w.Desk.Finish(ctx))
	w.Clock.Turn(73 * time.Hour)
	w.Hall.Issue("A", "")
	must(t, w.Desk.CallNext(ctx))
	w.Until(t, "the call", func(s counter.Snapshot) bool { return s.Window.Ticket != nil && s.Window.Ticket.Number == "A002" })
	if err := w.Desk.Start(ctx); code(err) != "LIMIT-003" {
		t.Errorf("begun all the same: %v", err)
	}
}

func TestTheNumberOfUnsentActsIsLimitedToo(t *testing.T) {
	ctx := context.Background()
	w, _ := limited(t, func(r *offline.Rules) { r.Accept.Unsent = 2 })
	finishFile(t, w)
	_, err := w.Desk.Accept(ctx)
	must(t, err)
	w.Clock.Turn(time.Minute)
	if err := w.Desk.NewCase(ctx); err != nil {
		t.Fatal(err)
	}
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	must(t, w.Desk.TypeApplicant(ctx, "林㛃", "350199200112120044"))
	_, err = w.Desk.Refuse(ctx, "不属于本机关职权范围")
	must(t, err)
	w.Clock.Turn(time.Minute)
	if err := w.Desk.NewCase(ctx); code(err) != "LIMIT-004" {
		t.Errorf("a third: %v", err)
	}
	if got := machine(w); !slices.Equal(got, []string{"LIMIT-004"}) {
		t.Errorf("the screens say %v", got)
	}
}

func TestAnActThatNeedsThePlatformWaitsAndLosesNothing(t *testing.T) {
	ctx := context.Background()
	w, _ := limited(t, func(r *offline.Rules) { r.Accept.Forbidden = true })
	if got := machine(w); !slices.Equal(got, []string{"LIMIT-005"}) {
		t.Errorf("the screens say %v", got)
	}
	finishFile(t, w)
	before := w.Desk.Snapshot().Current.Case
	if _, err := w.Desk.Accept(ctx); code(err) != "LIMIT-005" {
		t.Errorf("accepted without the platform: %v", err)
	}
	if n := w.Desk.Snapshot().Notice; n == nil || n.Sentence != "平台连不上时不能办“受理”。已填的内容都在，平台恢复后请再按一次。" {
		t.Errorf("notice %+v", n)
	}
	if after := w.Desk.Snapshot().Current.Case; len(w.Store.Ops()) != 0 || after.Number != before.Number || len(after.Form) != len(before.Form) {
		t.Error("something was filed, numbered or lost")
	}
	w.Store.SetOnline(true)
	w.Until(t, "the line's return", func(s counter.Snapshot) bool { return s.Outbox.Online })
	_, err := w.Desk.Accept(ctx)
	must(t, err)
}

func TestAResultIsHandedOutOffTheLineForADayOnly(t *testing.T) {
	ctx := context.Background()
	w, _ := limited(t)
	finishFile(t, w)
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	granted, err := cases.Apply(out.Case, cases.Act{Kind: cases.ActDecide, At: w.Clock.Stamp(), By: cases.Who{Operator: "1001", Name: "王岚", Terminal: "platform"},
		Decision: &cases.Decision{Granted: true, Number: "1", Officer: "王岚", Result: &cases.IssuedPaper{Kind: cases.ResultDocument, Page: cases.Page{Digest: "sm3:r"}}}})
	must(t, err)
	w.Store.Feed(granted)
	w.Clock.Turn(25 * time.Hour)
	if _, err := w.Desk.HandOut(ctx, granted.ID, "张𬭎", cases.WayHand); code(err) != "LIMIT-006" {
		t.Errorf("handed out a day after the last word: %v", err)
	}
	if got := machine(w); len(got) != 0 {
		t.Errorf("new cases go on, but the screens say %v", got)
	}
	w.Store.SilentSince(w.Clock.Now().Add(-time.Hour)) // its own acceptance still waits, but the result is fresh news
	w.Until(t, "a word an hour ago", func(s counter.Snapshot) bool { return w.Clock.Now().Sub(s.Outbox.Heard) == time.Hour })
	_, err = w.Desk.HandOut(ctx, granted.ID, "张𬭎", cases.WayHand)
	must(t, err)
	if n := w.Desk.Snapshot().Notice; n == nil || n.Code != "LIMIT-011" || n.Kind != counter.NoticeWarn {
		t.Errorf("the clerk is told %+v", n)
	}
	if told := w.Desk.Snapshot().Citizen.Told; told.Code != "LIMIT-011" || told.Sentence != "平台暂时连不上，结果照常交给您。请您在送达回证上签收。" {
		t.Errorf("the citizen is told %+v", told)
	}
	must(t, w.Desk.Finish(ctx))
	w.Desk.SkipRating()
	if told := w.Desk.Snapshot().Citizen.Told; told.Code != "" {
		t.Errorf("the next citizen is told %+v", told)
	}
}
