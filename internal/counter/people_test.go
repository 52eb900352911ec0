package counter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/queue"
)

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

func TestWhatNamesNobodyCanBeChecked(t *testing.T) {
	w := ready(t)
	for _, want := range []counter.Fact{{Label: "性别", LabelEN: "Sex", Value: "男"}, {Label: "民族", LabelEN: "Ethnic group", Value: "汉"}} {
		if facts := w.Desk.Snapshot().Citizen.Facts; !slices.Contains(facts, want) {
			t.Errorf("%s %s is not among %v", want.Label, want.Value, facts)
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
	if err := w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN); code(err) != "DESK-008" {
		t.Errorf("signed in over a colleague: %v", err)
	}
	must(t, w.Desk.SignOut(ctx))
	w.Clock.Turn(10 * time.Minute)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	must(t, w.Desk.SignOut(ctx))
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

func TestTheHallHearsWhoSitsWhere(t *testing.T) {
	w := sitDown(t)
	for _, c := range w.Hall.Done() {
		if c.Kind != queue.OpenWindow || c.Operator != countertest.Operator || c.Window != 3 || c.Terminal != "C03" {
			t.Errorf("%+v", c)
		}
	}
}

func TestACardReadBeforeTheStartIsNotReadTwice(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	w.Reader.Put(countertest.Lin()) // somebody before
	w.Until(t, "the card", func(s counter.Snapshot) bool { return s.Notice != nil && s.Notice.Kind == counter.NoticeDone })
	w.Hall.Issue("A", "")
	must(t, w.Desk.CallNext(ctx))
	w.Reader.Put(countertest.Zhang())
	w.Until(t, "the card", func(s counter.Snapshot) bool { return s.Notice != nil && s.Notice.Kind == counter.NoticeDone })
	must(t, w.Desk.Start(ctx))
	if c := w.Desk.Snapshot().Current.Case; c.Applicant.Name != "张𬭎" || c.Applicant.Verified.Time.IsZero() {
		t.Errorf("the applicant is %q", c.Applicant.Name)
	}
	must(t, w.Desk.Finish(ctx))
	w.Hall.Issue("A", "")
	receive(t, w)
	if c := w.Desk.Snapshot().Current.Case; c.Applicant.Name != "" {
		t.Error("the next citizen got the last one's card")
	}
}

func TestAReadingSaysWhoStandsHereForAQuarterOfAnHour(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	decide(t, w, out.Case.ID)
	w.Clock.Turn(16 * time.Minute)
	got, err := w.Desk.HandOut(ctx, out.Case.ID, "张𬭎", cases.WayHand)
	must(t, err)
	if got.Case.HandOut.Verified {
		t.Error("an old reading verified a receiver")
	}
}
