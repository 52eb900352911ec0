package counter_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
)

// sitDown signs in at a window whose desk is served.
func sitDown(t *testing.T, change ...func(*counter.Params)) *countertest.World {
	t.Helper()
	w := countertest.New(t)
	for _, f := range change {
		f(&w.Params)
	}
	w.Restart()
	w.Serve(t)
	w.Until(t, "the hall", func(s counter.Snapshot) bool { return s.Connected })
	must(t, w.Desk.SignIn(context.Background(), countertest.Operator, countertest.PIN))
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func code(err error) string {
	var e *counter.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// receive calls and starts the next ticket.
func receive(t *testing.T, w *countertest.World) {
	t.Helper()
	must(t, w.Desk.CallNext(context.Background()))
	must(t, w.Desk.Start(context.Background()))
}

func putCard(t *testing.T, w *countertest.World) counter.Snapshot {
	t.Helper()
	w.Reader.Put(countertest.Zhang())
	return w.Until(t, "the card's applicant", func(s counter.Snapshot) bool {
		return s.Current != nil && s.Current.Case.Applicant.Number == countertest.Zhang().Number
	})
}

// complete fills in the social security card item (FZ023), so that it may be accepted.
func complete(t *testing.T, w *countertest.World) {
	t.Helper()
	ctx := context.Background()
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	for key, text := range map[string]string{"applicant.phone": "13800001234", "card.reason": "首次申领", "card.bank": "中国银行", "card.form": "实体卡"} {
		must(t, w.Desk.SetField(ctx, key, text))
	}
	must(t, w.Desk.MarkMaterial(ctx, 0, cases.Paper))
	must(t, w.Desk.MarkMaterial(ctx, 1, cases.Shared))
	w.Scanner.Load(nil, counter.Page{Type: "image/jpeg", Data: []byte("photo")})
	must(t, w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{}))
}

func TestOneCaseFromTicketToHandOut(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	ticket := w.Hall.Issue("A", "")
	receive(t, w)
	s := putCard(t, w)
	if s.Current.Case.Token != ticket.Token || s.Current.Case.Ticket != "A001" {
		t.Errorf("the case has token %q, ticket %q", s.Current.Case.Token, s.Current.Case.Ticket)
	}
	complete(t, w)
	s = w.Desk.Snapshot()
	if len(s.Current.Missing) != 0 || s.Current.Auto != 5 || s.Current.Filled != 9 || s.Citizen.Mode != counter.CitizenCheck {
		t.Fatalf("missing %v, %d of %d filled by card, citizen sees %s", s.Current.Missing, s.Current.Auto, s.Current.Filled, s.Citizen.Mode)
	}
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if !strings.HasSuffix(out.Case.Number, "2026112303120001") || out.Case.State != cases.Accepted || out.Case.Offline ||
		out.Case.Promised.String() != "2026-11-23" || out.Case.Applicant.Name != "张𬭎" {
		t.Errorf("accepted %+v", out.Case)
	}
	ops := w.Store.Ops()
	if len(ops) != 1 || ops[0].Act.Filing == nil || ops[0].Act.Paper.Page.Digest == "" || ops[0].After.State != cases.Accepted {
		t.Fatalf("committed %+v", ops)
	}
	pdf, err := w.Desk.PageBytes(ctx, out.Paper.Page.Digest)
	if err != nil || !bytes.Equal(pdf, out.PDF) {
		t.Errorf("the paper on disk differs from the one handed over (%v)", err)
	}
	if len(w.Store.Drafts()) != 0 {
		t.Error("the draft outlives the filing")
	}

	must(t, w.Desk.Finish(ctx))
	if s = w.Desk.Snapshot(); s.Citizen.Mode != counter.CitizenRate || s.Citizen.RateCase != out.Case.ID || s.Citizen.Item == "" || len(s.Tabs) != 0 {
		t.Fatalf("after finishing: %+v, tabs %v", s.Citizen, s.Tabs)
	}
	must(t, w.Desk.Rate(ctx, 1, nil))
	if s = w.Desk.Snapshot(); s.Citizen.Mode != counter.CitizenThanks || s.Today.Rated != 1 || s.Today.Served != 1 {
		t.Errorf("after rating: %s, %+v", s.Citizen.Mode, s.Today)
	}

	handOut(t, w, out.Case.ID)
}

// handOut lets the department decide and hands the result to the card's owner under a second ticket.
func handOut(t *testing.T, w *countertest.World, id string) {
	t.Helper()
	ctx := context.Background()
	decide(t, w, id)
	w.Until(t, "the result", func(s counter.Snapshot) bool { return len(s.Work) == 1 && s.Work[0].Group == counter.GroupHandOut })
	w.Hall.Issue("B", "")
	receive(t, w)
	w.Reader.Put(countertest.Zhang())
	w.Until(t, "the card", func(s counter.Snapshot) bool { return s.Current != nil && s.Current.Case.Applicant.Number != "" })
	out, err := w.Desk.HandOut(ctx, id, "", cases.WayHand)
	must(t, err)
	if h := out.Case.HandOut; out.Case.State != cases.HandedOut || h == nil || !h.Verified || h.Receiver != "张𬭎" || out.Paper.Kind != cases.DeliveryRecord {
		t.Errorf("handed out %+v, %+v", out.Case.HandOut, out.Paper)
	}
	must(t, w.Desk.Finish(ctx))
	if s := w.Desk.Snapshot(); s.Citizen.Mode != counter.CitizenRate || s.Citizen.RateCase != id {
		t.Errorf("after the hand-out: %+v", s.Citizen)
	}
	must(t, w.Desk.Rate(ctx, 5, []string{"wait"}))
	c, _ := w.Store.Case(ctx, id)
	if len(c.Ratings) != 2 || c.Ratings[1].Count != 2 || c.Ratings[1].Device != "C03-citizen" {
		t.Errorf("ratings %+v", c.Ratings)
	}
}

// decide grants a case at the platform and lets the feed bring it.
func decide(t *testing.T, w *countertest.World, id string) {
	t.Helper()
	c, err := w.Store.Case(context.Background(), id)
	must(t, err)
	after, err := cases.Apply(c, cases.Act{Kind: cases.ActDecide, At: w.Clock.Stamp(), By: cases.Who{Operator: "1001"},
		Decision: &cases.Decision{Granted: true, Number: "榕〔2026〕7 号", Result: &cases.IssuedPaper{Kind: cases.ResultDocument,
			Page: cases.Page{Digest: "sm3:result", Type: "application/pdf"}}}})
	must(t, err)
	w.Store.Feed(after)
}

func TestAskingOnceAndComingBack(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	w.Hall.Issue("A", "FZ023")
	receive(t, w)
	putCard(t, w)
	if got := w.Desk.Snapshot().Current.Case.Item.ID; got != "FZ023" {
		t.Errorf("the item chosen at the kiosk became %q", got)
	}
	lacks := w.Desk.Lacks()
	if len(lacks) != 3 {
		t.Errorf("proposed lacks: %+v", lacks)
	}
	out, err := w.Desk.AskSupplement(ctx, lacks)
	must(t, err)
	if got := w.Desk.Snapshot().Citizen.Mode; got == counter.CitizenDone {
		t.Error("the citizen is told of an acceptance that was none")
	}
	if out.Case.State != cases.Supplement || out.Case.SupplyBy.String() != "2026-12-14" {
		t.Errorf("supplement: %s by %s", out.Case.State, out.Case.SupplyBy)
	}
	must(t, w.Desk.Finish(ctx))
	w.Until(t, "the work list", func(s counter.Snapshot) bool { return len(s.Work) == 1 && s.Work[0].Group == counter.GroupSupplement })

	w.Clock.Turn(24 * time.Hour)
	must(t, w.Desk.OpenCase(ctx, out.Case.ID))
	complete(t, w)
	if _, err := w.Desk.AskSupplement(ctx, lacks); code(err) != "CASE-003" {
		t.Errorf("asked twice: %v", err)
	}
	back, err := w.Desk.Accept(ctx)
	must(t, err)
	if back.Case.Number != out.Case.Number || back.Case.State != cases.Accepted || !back.Case.ReceivedAt.Time.Equal(out.Case.ReceivedAt.Time) {
		t.Errorf("came back as %s %s", back.Case.Number, back.Case.State)
	}
}

func TestRefusingNeedsAReason(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	must(t, w.Desk.TypeApplicant(ctx, "张宏", "350199198506150035"))
	if _, err := w.Desk.Refuse(ctx, " "); code(err) != "CASE-016" {
		t.Errorf("refused without a reason: %v", err)
	}
	number := w.Desk.Snapshot().Current.Case.Number
	out, err := w.Desk.Refuse(ctx, "不属于本机关职权范围")
	must(t, err)
	if out.Case.State != cases.Refused || out.Case.Number != number || out.Case.Reason == "" || out.Paper.Kind != cases.RefusalNotice {
		t.Errorf("%+v", out.Case)
	}
	if !w.Desk.Snapshot().Current.ReadOnly {
		t.Error("a refused case can still be changed")
	}
}

func TestTheLastDaysOfDecemberSayThatTheCalendarIsNotOut(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	w.Clock.Turn(35 * 24 * time.Hour) // 28 December
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ047")) // 15 working days
	must(t, w.Desk.TypeApplicant(ctx, "张宏", "350199198506150035"))
	must(t, w.Desk.SetField(ctx, "applicant.address", "福州市鼓楼区示例路 1 号"))
	must(t, w.Desk.SetField(ctx, "applicant.phone", "13800001234"))
	for i, m := range w.Desk.Snapshot().Current.Case.Materials {
		state := cases.Paper
		if m.Spec.FromSharedData {
			state = cases.Shared
		}
		must(t, w.Desk.MarkMaterial(ctx, i, state))
	}
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	n := w.Desk.Snapshot().Notice
	if out.Case.Promised.Year != 2027 || n == nil || n.Kind != counter.NoticeWarn || n.Code != "CAL-001" || !strings.Contains(n.Sentence, "2027") {
		t.Errorf("promised %s, notice %+v", out.Case.Promised, n)
	}
}

func TestWindowsAreOpenedClosedAndPausedAtTheHall(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.Pause(ctx, "用餐"))
	w.Until(t, "the pause", func(s counter.Snapshot) bool { return s.Window.State == queue.WindowPaused })
	must(t, w.Desk.Resume(ctx))
	w.Hall.Issue("A", "")
	must(t, w.Desk.CallNext(ctx))
	must(t, w.Desk.Recall(ctx))
	w.Until(t, "the call", func(s counter.Snapshot) bool { return s.Window.Ticket != nil && s.Window.Ticket.Calls == 2 })
	if err := w.Desk.SignOut(ctx); code(err) != "DESK-005" {
		t.Errorf("signed out with a called ticket: %v", err)
	}
	must(t, w.Desk.NoShow(ctx))
	s := w.Until(t, "the passed ticket", func(s counter.Snapshot) bool { return len(s.Board.Passed) == 1 && s.Window.Ticket == nil })
	must(t, w.Desk.CallBack(ctx, s.Board.Passed[0].ID))
	w.Until(t, "the call back", func(s counter.Snapshot) bool { return s.Window.Ticket != nil })
	must(t, w.Desk.NoShow(ctx))
	w.Until(t, "the empty window", func(s counter.Snapshot) bool { return s.Window.Ticket == nil })
	if err := w.Desk.CallNext(ctx); code(err) != queue.CodeNobodyWaits {
		t.Errorf("called nobody: %v", err)
	}
	must(t, w.Desk.SignOut(ctx))
	s = w.Until(t, "the closed window", func(s counter.Snapshot) bool { return s.Window.State == queue.WindowClosed })
	if s.User != nil || s.Current != nil || len(s.Tabs) != 0 || len(s.Work) != 0 {
		t.Error("something is left on the screen after signing out")
	}
}

func TestWorkingWithoutTheHall(t *testing.T) {
	ctx := context.Background()
	w := countertest.New(t)
	w.Hall.Cut(true)
	w.Serve(t)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	if n := w.Desk.Snapshot().Notice; n == nil || n.Kind != counter.NoticeWarn || n.Code != "HALL-101" {
		t.Errorf("notice %+v", n)
	}
	must(t, w.Desk.NewCase(ctx))
	if err := w.Desk.CallNext(ctx); code(err) != "HALL-101" {
		t.Errorf("called without a hall: %v", err)
	}
	w.Hall.Cut(false)
	w.Until(t, "the window opened by itself", func(s counter.Snapshot) bool { return s.Window.State == queue.WindowIdle })
}

func TestDatesOfAnItemAreShownBeforeItIsAccepted(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	v := w.Desk.Snapshot().Current
	if v.PromisedBy != (workday.Date{Year: 2026, Month: 11, Day: 30}) || v.LegalBy.String() != "2026-12-07" {
		t.Errorf("promised by %s, legal by %s", v.PromisedBy, v.LegalBy)
	}
	if got := w.Desk.Search(""); len(got) != 17 || got[0].Category != "A" {
		t.Errorf("this window's items: %d", len(got))
	}
}

func TestEveryWindowHearsEveryChange(t *testing.T) {
	w := countertest.New(t)
	clerk, citizen := w.Desk.Changed(), w.Desk.Changed()
	must(t, w.Desk.SignIn(context.Background(), countertest.Operator, countertest.PIN))
	<-clerk
	<-citizen
}

func TestAServiceIsAsLongAsTheHallKnowsItHoweverOftenTheCounterStarted(t *testing.T) {
	ctx := context.Background()
	w := countertest.New(t)
	stop := w.Serve(t)
	w.Until(t, "the hall", func(s counter.Snapshot) bool { return s.Connected })
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	w.Hall.Issue("A", "")
	receive(t, w)
	w.Clock.Turn(9 * time.Minute)
	stop()
	w.Restart()
	w.Serve(t)
	w.Until(t, "the hall again", func(s counter.Snapshot) bool { return s.Connected })
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	w.Clock.Turn(time.Minute)
	must(t, w.Desk.Finish(ctx))
	if today := w.Desk.Snapshot().Today; today.Served != 1 || today.MeanMin != 10 {
		t.Errorf("%+v", today)
	}
}
