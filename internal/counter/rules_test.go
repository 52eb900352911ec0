package counter_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
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
	if got := w.Desk.Snapshot().Current.Upload; got != counter.UploadWaiting {
		t.Errorf("while the platform is away the acceptance is %q", got)
	}
	w.Store.SetOnline(true)
	w.Until(t, "the acceptance at the platform", func(s counter.Snapshot) bool { return s.Current.Upload == counter.UploadDone })
	w.Store.SetOnline(false)
	w.Desk.RetryOutbox()
	if w.Store.Retries() != 1 {
		t.Error("the outbox was not asked")
	}
}

func TestWhatTheCityHoldsNeedsThePlatform(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	must(t, w.Desk.MarkMaterial(ctx, 1, cases.NotYet))
	w.Store.SetOnline(false)
	w.Until(t, "the line to be gone", func(s counter.Snapshot) bool { return !s.Outbox.Online })
	if err := w.Desk.MarkMaterial(ctx, 1, cases.Shared); code(err) != "DESK-059" {
		t.Errorf("a shared record without the platform: %v", err)
	}
	if m := w.Desk.Snapshot().Current.Case.Materials[1]; m.State != cases.NotYet {
		t.Errorf("the material stands as %s", m.State)
	}
	must(t, w.Desk.MarkMaterial(ctx, 1, cases.Paper))
	w.Store.SetOnline(true)
	w.Until(t, "the line", func(s counter.Snapshot) bool { return s.Outbox.Online })
	must(t, w.Desk.MarkMaterial(ctx, 1, cases.Shared))
}

func TestATimeNobodyStandsBehindMustBeConfirmedOnce(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	w.Clock.Trust("")
	if _, err := w.Desk.Accept(ctx); code(err) != "CLOCK-001" || !w.Desk.Snapshot().NeedsTime {
		t.Fatalf("%v", err)
	}
	right := w.Clock.Now().Add(48 * time.Hour)
	must(t, w.Desk.ConfirmTime(ctx, right))
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if at := out.Case.AcceptedAt; !at.Time.Equal(right) || at.Source != cases.FromClerk || w.Desk.Snapshot().NeedsTime {
		t.Errorf("accepted at %v from %s", at.Time, at.Source)
	}
	if err := w.Desk.ConfirmTime(ctx, right.Add(-time.Hour)); code(err) != "CLOCK-002" {
		t.Errorf("a time before what was filed: %v", err)
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
	must(t, w.Desk.ExplainField(ctx, "business.credit", "营业执照原件上就是这个代码"))
	if c := w.Desk.Snapshot().Current.Case; c.Note("business.credit") == "" {
		t.Error("the reason is not kept")
	}
	if _, err := w.Desk.Accept(ctx); code(err) != "CASE-014" {
		t.Errorf("accepted without an applicant: %v", err)
	}
	if v = w.Desk.Snapshot().Current; v.FieldErrors["business.name"] == "" || len(v.Missing) == 0 || len(v.Missing) != len(v.MissingEN) {
		t.Errorf("after the try: %v, missing %v", v.FieldErrors, v.Missing)
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
