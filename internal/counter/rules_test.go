package counter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/queue"
)

// ready is a desk with a complete file in front.
func ready(t *testing.T) *countertest.World {
	t.Helper()
	w := sitDown(t)
	w.Hall.Issue("A", "")
	receive(t, w)
	putCard(t, w)
	complete(t, w)
	return w
}

func TestNothingIsFiledAndNothingIsLostWhenSomethingFails(t *testing.T) {
	ctx := context.Background()
	broken := errors.New("broken")
	w := ready(t)
	before := w.Desk.Snapshot().Current
	for _, v := range []struct {
		what, code string
		fail       func(error)
	}{
		{"no number", "DESK-001", func(err error) { w.Store.Fail(countertest.OpSerial, err) }},
		{"no paper", "DESK-013", w.Papers.Fail},
		{"paper not saved", "DESK-014", func(err error) { w.Store.Fail(countertest.OpPutFile, err) }},
		{"not committed", "DESK-015", func(err error) { w.Store.Fail(countertest.OpCommit, err) }},
	} {
		v.fail(broken)
		_, err := w.Desk.Accept(ctx)
		v.fail(nil)
		s := w.Desk.Snapshot()
		if code(err) != v.code || s.Notice == nil || s.Notice.Code != v.code || s.Notice.Sentence == "" || s.Notice.SentenceEN == "" {
			t.Errorf("%s: %v, notice %+v", v.what, err, s.Notice)
		}
		if s.Current.ReadOnly || s.Current.Filled != before.Filled || len(w.Store.Ops()) != 0 || s.Busy != "" {
			t.Errorf("%s: something was filed or lost", v.what)
		}
	}
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if !strings.HasSuffix(out.Case.Number, "0001") || len(w.Store.Ops()) != 1 {
		t.Errorf("the retry took another number: %s", cases.ShortNumber(out.Case.Number))
	}
}

func TestACommitWhoseAnswerWasLostIsNotDoneTwice(t *testing.T) {
	w := ready(t)
	w.Store.LoseAnswer()
	out, err := w.Desk.Accept(context.Background())
	if err != nil || out.Case.State != cases.Accepted || len(w.Store.Ops()) != 1 {
		t.Errorf("%v, %d acts", err, len(w.Store.Ops()))
	}
}

func TestANumberFollowsItsItemButKeepsItsSerial(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	w.Papers.Fail(errors.New("broken"))
	_, _ = w.Desk.Accept(ctx)
	w.Papers.Fail(nil)
	must(t, w.Desk.RemovePage(ctx, 2, 0))
	must(t, w.Desk.ChooseItem(ctx, "FZ024"))
	out, err := w.Desk.Refuse(ctx, "不符合条件")
	must(t, err)
	if !strings.HasPrefix(out.Case.Number, out.Case.Item.Code) || !strings.HasSuffix(out.Case.Number, "0001") {
		t.Errorf("number %s for item %s", out.Case.Number, out.Case.Item.Code)
	}
}

func TestWithoutABlockTheClerkIsToldWhy(t *testing.T) {
	w := ready(t)
	w.Store.SetBlock("")
	if _, err := w.Desk.Accept(context.Background()); code(err) != "DESK-010" {
		t.Errorf("%v", err)
	}
}

func TestAnAcceptanceWithoutThePlatformIsMarked(t *testing.T) {
	w := ready(t)
	w.Store.SetOnline(false)
	w.Until(t, "the line to be gone", func(s counter.Snapshot) bool { return !s.Outbox.Online })
	out, err := w.Desk.Accept(context.Background())
	must(t, err)
	if !out.Case.Offline || !w.Store.Ops()[0].Act.Filing.Offline {
		t.Error("待线上核验 is missing")
	}
	w.Desk.RetryOutbox()
	if w.Store.Retries() != 1 {
		t.Error("the outbox was not asked")
	}
}

func TestATimeNobodyStandsBehindMustBeConfirmedOnce(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	w.Clock.Trust("")
	if _, err := w.Desk.Accept(ctx); code(err) != "TIME-001" || !w.Desk.Snapshot().NeedsTime {
		t.Fatalf("%v", err)
	}
	right := w.Clock.Now().Add(48 * time.Hour)
	must(t, w.Desk.ConfirmTime(ctx, right))
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if at := out.Case.AcceptedAt; !at.Time.Equal(right) || at.Source != cases.FromClerk || w.Desk.Snapshot().NeedsTime {
		t.Errorf("accepted at %v from %s", at.Time, at.Source)
	}
	if err := w.Desk.ConfirmTime(ctx, right.Add(-time.Hour)); code(err) != "TIME-003" {
		t.Errorf("a time before what was filed: %v", err)
	}
}

func TestAClockThatFellBackIsNotBelieved(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	must(t, w.Desk.NewCase(ctx))
	complete(t, w)
	must(t, w.Desk.TypeApplicant(ctx, "林㛃", countertest.Lin().Number))
	must(t, w.Desk.SetField(ctx, "applicant.address", "福州市台江区示例路 3 号"))
	w.Clock.Turn(-5 * time.Minute)
	second, err := w.Desk.Accept(ctx)
	must(t, err)
	if second.Case.AcceptedAt.Time.Before(out.Case.AcceptedAt.Time) {
		t.Error("a stamp is earlier than the newest one")
	}
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	must(t, w.Desk.TypeApplicant(ctx, "林㛃", countertest.Lin().Number))
	w.Clock.Turn(-24 * time.Hour)
	if _, err := w.Desk.Refuse(ctx, "不符合条件"); code(err) != "TIME-002" {
		t.Errorf("a clock a day behind: %v", err)
	}
}

func TestWhatBlocksIsSaidAndMarked(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	if _, err := w.Desk.Accept(ctx); code(err) != "DESK-002" {
		t.Errorf("accepted nothing: %v", err)
	}
	must(t, w.Desk.NewCase(ctx))
	if _, err := w.Desk.Accept(ctx); code(err) != "CASE-013" {
		t.Errorf("accepted without an item: %v", err)
	}
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	must(t, w.Desk.SetField(ctx, "business.credit", "91350100M0001TGQXM"))
	must(t, w.Desk.SetField(ctx, "food.area", "八十"))
	v := w.Desk.Snapshot().Current
	if len(v.FieldErrors) != 2 || !v.FieldWarnings["business.credit"] || v.FieldWarnings["food.area"] || v.FieldErrorsEN["food.area"] == "" {
		t.Errorf("touched fields: %v, warnings %v", v.FieldErrors, v.FieldWarnings)
	}
	if _, err := w.Desk.Accept(ctx); code(err) != "CASE-014" {
		t.Errorf("accepted without an applicant: %v", err)
	}
	if v = w.Desk.Snapshot().Current; v.FieldErrors["business.name"] == "" || len(v.Missing) == 0 || len(v.Missing) != len(v.MissingEN) {
		t.Errorf("after the try: %v, missing %v", v.FieldErrors, v.Missing)
	}
}

func TestTypedAnswersSurviveAChangeOfItem(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	must(t, w.Desk.SetField(ctx, "business.name", "福州示例餐饮有限公司"))
	must(t, w.Desk.SetField(ctx, "food.area", "86.5"))
	must(t, w.Desk.MarkMaterial(ctx, 0, cases.Paper))
	must(t, w.Desk.ChooseItem(ctx, "FZ011"))
	if got := w.Desk.Snapshot().Current.Case; got.Text("business.name") != "福州示例餐饮有限公司" || got.Materials[0].State != cases.NotYet {
		t.Errorf("after the change: %q, %s", got.Text("business.name"), got.Materials[0].State)
	}
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	if got := w.Desk.Snapshot().Current.Case.Text("food.area"); got != "86.5" {
		t.Errorf("coming back, the area is %q", got)
	}
	w.Scanner.Load(nil, counter.Page{Type: "image/jpeg", Data: []byte("1")})
	must(t, w.Desk.ScanMaterial(ctx, 0, counter.ScanSettings{}))
	if err := w.Desk.ChooseItem(ctx, "FZ011"); code(err) != "DESK-032" {
		t.Errorf("pages were thrown away: %v", err)
	}
}

func TestACardNeverOverwritesAnotherPerson(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	putCard(t, w)
	w.Reader.Put(countertest.Lin())
	s := w.Until(t, "the question", func(s counter.Snapshot) bool { return s.Card != nil })
	if s.Current.Case.Applicant.Name != "张𬭎" || s.Notice.Code != "DESK-040" || s.Card.Name != "*㛃" || s.Card.Number != "350199********0044" {
		t.Errorf("applicant %s, card %+v", s.Current.Case.Applicant.Name, s.Card)
	}
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	must(t, w.Desk.UseCard(ctx, counter.CardAgent))
	if m := w.Desk.Snapshot().Current.Case.Materials; len(m) != 4 || m[3].Spec.Name != "授权委托书" || !m[3].Spec.Required() {
		t.Error("an agent came and no power of attorney is asked for")
	}
	must(t, w.Desk.MarkMaterial(ctx, 3, cases.Paper))
	must(t, w.Desk.ChooseItem(ctx, "FZ024"))
	if m := w.Desk.Snapshot().Current.Case.Materials; m[len(m)-1].Spec.Name != "授权委托书" || m[len(m)-1].State != cases.Paper {
		t.Error("the power of attorney went with the old item")
	}
	s = w.Desk.Snapshot()
	if s.Card != nil || s.Current.Case.Agent == nil || s.Current.Case.Agent.Name != "林㛃" || s.Current.Case.Agent.Verified.Time.IsZero() {
		t.Errorf("agent %+v", s.Current.Case.Agent)
	}
	must(t, w.Desk.SetField(ctx, "applicant.phone", "13800001234"))
	w.Reader.Put(countertest.Lin()) // the agent again: no question
	w.Reader.Put(countertest.Zhang())
	w.Until(t, "the applicant again", func(s counter.Snapshot) bool { return s.Notice != nil && s.Notice.Kind == counter.NoticeDone })
	w.Desk.DismissNotice()

	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.TypeApplicant(ctx, "李某", "350199199003070011"))
	must(t, w.Desk.SetField(ctx, "applicant.address", "福州市仓山区示例路 9 号"))
	w.Reader.Put(countertest.Lin())
	w.Until(t, "the question", func(s counter.Snapshot) bool { return s.Card != nil })
	must(t, w.Desk.UseCard(ctx, counter.CardApplicant))
	c := w.Desk.Snapshot().Current.Case
	if c.Applicant.Name != "林㛃" || c.Text("applicant.name") != "林㛃" || c.Text("applicant.address") != "福州市仓山区示例路 9 号" {
		t.Errorf("applicant %s, address %q", c.Applicant.Name, c.Text("applicant.address"))
	}
	for _, v := range c.Form {
		if v.Key == "applicant.address" && (v.Source != cases.Changed || v.Was != countertest.Lin().Address) {
			t.Errorf("the typed address stands as %+v", v)
		}
	}
}

func TestTypingOverACardKeepsWhatTheCardSaid(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	putCard(t, w)
	must(t, w.Desk.SetField(ctx, "applicant.name", "张宏"))
	c := w.Desk.Snapshot().Current.Case
	if c.Applicant.Name != "张宏" || !c.Applicant.Verified.Time.IsZero() || c.Form[0].Was != "张𬭎" || c.Form[0].Source != cases.Changed {
		t.Errorf("%+v, %+v", c.Applicant, c.Form[0])
	}
	must(t, w.Desk.SetField(ctx, "applicant.name", "张𬭎"))
	if c = w.Desk.Snapshot().Current.Case; c.Form[0].Source != cases.FromCard || c.Form[0].Was != "" {
		t.Errorf("typed back: %+v", c.Form[0])
	}
}

func TestReaderTroubleIsSaid(t *testing.T) {
	w := sitDown(t)
	w.Reader.Fail(&devices.Error{Kind: devices.KindAttention, Code: "CARD-012", Sentence: "请拿起身份证，再放一次。", SentenceEN: "Lift the card and put it on again."})
	w.Until(t, "the sentence", func(s counter.Snapshot) bool { return s.Notice != nil && s.Notice.Code == "CARD-012" })
	w.Reader.SetStatus(devices.Status{State: devices.Absent, Code: "CARD-001"})
	w.Until(t, "the absent reader", func(s counter.Snapshot) bool { return s.Reader.Code == "CARD-001" })
}

func TestAScanThatStopsKeepsItsPages(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	page := func(n int) counter.Page {
		return counter.Page{Type: "image/jpeg", Data: fmt.Appendf(nil, "page %d", n)}
	}
	w.Scanner.Load(&devices.Error{Code: "SCAN-007", Sentence: "进纸卡住。", SentenceEN: "Paper jam."}, page(1), page(2))
	if err := w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{}); code(err) != "SCAN-007" || !strings.Contains(w.Desk.Snapshot().Notice.Sentence, "前 2 页已保存") {
		t.Errorf("%v, %+v", err, w.Desk.Snapshot().Notice)
	}
	gate := w.Scanner.Gate()
	w.Scanner.Load(nil, page(3), page(4))
	done := make(chan error)
	go func() { done <- w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{}) }()
	gate <- struct{}{}
	s := w.Until(t, "the third page", func(s counter.Snapshot) bool { return s.Scan != nil && s.Scan.Pages == 1 })
	if s.Scanner.State != devices.Busy {
		t.Error("a scanner at work is not busy")
	}
	if err := w.Desk.ScanMaterial(ctx, 0, counter.ScanSettings{}); code(err) != "SCAN-009" {
		t.Errorf("two scans at once: %v", err)
	}
	if _, err := w.Desk.Accept(ctx); code(err) != "SCAN-010" {
		t.Errorf("accepted while scanning: %v", err)
	}
	w.Desk.CancelScan()
	must(t, <-done)
	s = w.Desk.Snapshot()
	if m := s.Current.Case.Materials[2]; len(m.Pages) != 3 || m.State != cases.Scanned || s.Scan != nil || s.Notice.Code != "SCAN-008" {
		t.Errorf("%d pages, %s, notice %+v", len(m.Pages), m.State, s.Notice)
	}
	if disk := w.Store.Drafts()[0].Materials[2]; len(disk.Pages) != 3 {
		t.Errorf("%d pages on disk", len(disk.Pages))
	}
	b, err := w.Desk.PageBytes(ctx, s.Current.Case.Materials[2].Pages[0].Digest)
	if err != nil || string(b) != "page 1" {
		t.Errorf("page 1 is %q (%v)", b, err)
	}
	for range 3 {
		must(t, w.Desk.RemovePage(ctx, 2, 0))
	}
	if m := w.Desk.Snapshot().Current.Case.Materials[2]; m.State != cases.NotYet {
		t.Errorf("without pages it is %s", m.State)
	}
}

func TestMaterialsComeOnlyInWaysTheListAllows(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	for _, v := range []struct {
		index int
		state cases.MaterialState
		code  string
	}{
		{0, cases.Shared, "DESK-050"}, {0, cases.Deferred, "DESK-051"}, {0, cases.Scanned, "DESK-052"}, {0, "eaten", "DESK-054"},
		{9, cases.Paper, "DESK-055"}, {1, cases.Shared, ""}, {3, cases.Deferred, ""}, {0, cases.Paper, ""}, {0, cases.NotYet, ""},
	} {
		if err := w.Desk.MarkMaterial(ctx, v.index, v.state); code(err) != v.code {
			t.Errorf("material %d as %s: %v, want %q", v.index, v.state, err, v.code)
		}
	}
}

func TestAfterACrashEverythingIsWhereItWas(t *testing.T) {
	ctx := context.Background()
	w := countertest.New(t)
	stop := w.Serve(t)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ005"))
	must(t, w.Desk.ParkCase(ctx))
	w.Hall.Issue("A", "FZ023")
	receive(t, w)
	putCard(t, w)
	id := w.Desk.Snapshot().Current.Case.ID
	stop()

	w.Restart()
	w.Serve(t)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	s := w.Desk.Snapshot()
	if s.Current == nil || s.Current.Case.ID != id || s.Current.Case.Applicant.Name != "张𬭎" || len(s.Tabs) != 2 || !s.Tabs[0].Parked {
		t.Fatalf("after the crash: tabs %+v", s.Tabs)
	}
	complete(t, w)
	_, err := w.Desk.Accept(ctx)
	must(t, err)
	must(t, w.Desk.Finish(ctx))
	if got := w.Desk.Snapshot().Citizen.Mode; got != counter.CitizenRate {
		t.Errorf("the service that went on after the crash is not rated: %s", got)
	}
}

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

func TestNothingPersonalIsReadableOnTheCitizensWindow(t *testing.T) {
	w := ready(t)
	v := w.Desk.Snapshot().Citizen
	if len(v.Facts) == 0 || v.Item == "" {
		t.Fatal("the citizen's window is empty")
	}
	all := fmt.Sprintf("%+v", v)
	for _, secret := range []string{"张𬭎", "350199198506150035", "13800001234", "12 号", "1985-06-15"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s can be read", secret)
		}
	}
}

func TestAFullViewIsLoggedWithoutTheNumber(t *testing.T) {
	ctx := context.Background()
	w := countertest.New(t)
	var log bytes.Buffer
	w.Params.Log = slog.New(slog.NewTextHandler(&log, nil))
	w.Restart()
	stop := w.Serve(t)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	must(t, w.Desk.NewCase(ctx))
	putCard(t, w)
	must(t, w.Desk.FullView(ctx))
	c := w.Desk.Snapshot().Current.Case
	if last := c.Steps[len(c.Steps)-1]; last.Kind != "view" || last.By != countertest.Operator {
		t.Errorf("the last step is %+v", last)
	}
	_, _ = w.Desk.Accept(ctx)
	stop()
	if s := log.String(); !strings.Contains(s, "full view") || !strings.Contains(s, c.ID) || strings.Contains(s, "350199") || strings.Contains(s, "张") {
		t.Errorf("the log says %q", s)
	}
}

func TestHandingOutNeedsAResultAndAReceiver(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if _, err := w.Desk.HandOut(ctx, out.Case.ID, "张𬭎", cases.WayHand); code(err) != "CASE-002" {
		t.Errorf("handed out before the decision: %v", err)
	}
	must(t, w.Desk.Finish(ctx))
	decide(t, w, out.Case.ID)
	if _, err := w.Desk.HandOut(ctx, out.Case.ID, "", cases.WayHand); code(err) != "CASE-031" {
		t.Errorf("handed out to nobody: %v", err)
	}
	if len(w.Store.Ops()) != 1 {
		t.Error("a refused hand-out left an act")
	}
	got, err := w.Desk.HandOut(ctx, out.Case.ID, "张𬭎", cases.WayPost)
	must(t, err)
	if got.Case.HandOut.Verified || got.Case.HandOut.Document == "" {
		t.Errorf("posted: %+v", got.Case.HandOut)
	}
	if _, err := w.Desk.HandOut(ctx, "nobody's", "x", cases.WayHand); err == nil {
		t.Error("a case that is not there was handed out")
	}
}

func TestFiveWrongPINsLockTheAccountForAWhile(t *testing.T) {
	ctx := context.Background()
	w := countertest.New(t)
	for i := 1; i < counter.MaxTries; i++ {
		err := w.Desk.SignIn(ctx, countertest.Operator, "0")
		var auth *counter.AuthError
		if !errors.As(err, &auth) || auth.Code != "AUTH-002" || auth.Left != counter.MaxTries-i {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	for _, pin := range []string{"0", countertest.PIN} {
		if err := w.Desk.SignIn(ctx, countertest.Operator, pin); code(err) != "AUTH-003" {
			t.Errorf("not locked: %v", err)
		}
	}
	must(t, w.Desk.SignIn(ctx, "0313", countertest.PIN)) // others may
	must(t, w.Desk.SignOut(ctx))
	w.Clock.Turn(10 * time.Minute)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	if err := w.Desk.SignIn(ctx, "9999", countertest.PIN); code(err) != "AUTH-002" {
		t.Errorf("a number nobody has: %v", err)
	}
}

func TestNothingWorksBeforeSigningIn(t *testing.T) {
	ctx := context.Background()
	w := countertest.New(t)
	w.Serve(t)
	_, acceptErr := w.Desk.Accept(ctx)
	_, handErr := w.Desk.HandOut(ctx, "x", "y", cases.WayHand)
	for what, err := range map[string]error{
		"call": w.Desk.CallNext(ctx), "open": w.Desk.NewCase(ctx), "accept": acceptErr, "hand out": handErr,
		"set": w.Desk.SetField(ctx, "applicant.name", "x"), "sign out": w.Desk.SignOut(ctx), "view": w.Desk.FullView(ctx),
		"confirm": w.Desk.ConfirmTime(ctx, w.Clock.Now()), "tab": w.Desk.OpenCase(ctx, "x"),
	} {
		if code(err) != "DESK-004" {
			t.Errorf("%s: %v", what, err)
		}
	}
	w.Reader.Put(countertest.Zhang())
	w.Reader.SetStatus(devices.Status{State: devices.Ready, Code: "heard"})
	w.Until(t, "the reader", func(s counter.Snapshot) bool { return s.Reader.Code == "heard" })
	if len(w.Store.Drafts()) != 0 {
		t.Error("a card opened a case for nobody")
	}
}

func TestATypedAnswerStaysOnTheScreenWhenItCannotBeSaved(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	w.Store.Fail(countertest.OpSaveDraft, errors.New("disk full"))
	if err := w.Desk.SetField(ctx, "applicant.phone", "13800001234"); code(err) != "DESK-007" {
		t.Errorf("%v", err)
	}
	if got := w.Desk.Snapshot().Current.Case.Text("applicant.phone"); got != "13800001234" {
		t.Errorf("the phone number is %q", got)
	}
}

func TestTabsAreParkedOpenedAndDropped(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	first := w.Desk.Snapshot().Current.Case.ID
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	must(t, w.Desk.NewCase(ctx))
	second := w.Desk.Snapshot().Current.Case.ID
	must(t, w.Desk.ParkCase(ctx))
	s := w.Desk.Snapshot()
	if s.Current.Case.ID != first || len(s.Tabs) != 2 || !s.Tabs[1].Parked || s.Tabs[1].Title != "未选事项" {
		t.Errorf("tabs %+v", s.Tabs)
	}
	must(t, w.Desk.OpenCase(ctx, second))
	must(t, w.Desk.DropCase(ctx))
	if s = w.Desk.Snapshot(); len(s.Tabs) != 1 || s.Current.Case.ID != first || len(w.Store.Drafts()) != 1 {
		t.Errorf("tabs %+v, %d drafts", s.Tabs, len(w.Store.Drafts()))
	}
	must(t, w.Desk.DropCase(ctx))
	if s = w.Desk.Snapshot(); s.Current != nil || len(w.Store.Drafts()) != 0 {
		t.Error("the dropped draft is still there")
	}
}

func TestAnEmptyDraftGoesWithItsTicketAndAFullOneIsParked(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	w.Hall.Issue("A", "")
	w.Hall.Issue("A", "")
	receive(t, w)
	must(t, w.Desk.Finish(ctx))
	if len(w.Store.Drafts()) != 0 || w.Desk.Snapshot().Citizen.Mode != counter.CitizenIdle {
		t.Error("an empty draft stayed, or an empty service is to be rated")
	}
	receive(t, w)
	putCard(t, w)
	must(t, w.Desk.Finish(ctx))
	if s := w.Desk.Snapshot(); len(s.Tabs) != 1 || !s.Tabs[0].Parked || len(w.Store.Drafts()) != 1 {
		t.Errorf("tabs %+v", s.Tabs)
	}
}

func TestManyHandsAtOnceLeaveOneTruth(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 10 {
				switch (i + j) % 6 {
				case 0:
					_, _ = w.Desk.Accept(ctx)
				case 1:
					_ = w.Desk.SetField(ctx, "applicant.phone", fmt.Sprintf("1380000%d%d00", i, j))
				case 2:
					w.Desk.Snapshot()
				case 3:
					w.Reader.Put(countertest.Zhang())
				case 4:
					_ = w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{})
				case 5:
					w.Store.SetOnline(j%2 == 0)
				}
			}
		})
	}
	group.Wait()
	accepted := 0
	for _, op := range w.Store.Ops() {
		if op.Act.Kind == cases.ActAccept {
			accepted++
		}
	}
	if accepted > 1 {
		t.Errorf("accepted %d times", accepted)
	}
}

func TestTheHallHearsWhoSitsWhere(t *testing.T) {
	w := sitDown(t)
	for _, c := range w.Hall.Done() {
		if c.Kind != queue.OpenWindow || c.Operator != countertest.Operator || c.Window != 3 || c.Terminal != "C03" {
			t.Errorf("%+v", c)
		}
	}
}
