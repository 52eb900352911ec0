package counter_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"

	"pgregory.net/rapid"
)

// sentBack accepts a case and lets the platform send it back.
func sentBack(t *testing.T, code string) (w *countertest.World, opID string, first cases.Case) {
	t.Helper()
	w = ready(t)
	out, err := w.Desk.Accept(context.Background())
	must(t, err)
	opID = w.Store.Ops()[0].ID
	w.Store.Halt(opID, "rejected", code)
	w.Until(t, "the platform's word", func(s counter.Snapshot) bool { return s.Current != nil && s.Current.Stuck != nil })
	return w, opID, out.Case
}

func TestACaseThatCameBackShowsWhatStandsAndWaitsForAPerson(t *testing.T) {
	ctx := context.Background()
	w, _, _ := sentBack(t, "PLAT-021")
	s := w.Desk.Snapshot()
	c := s.Current
	if !c.ReadOnly || c.Upload != counter.UploadStuck || c.Case.State != cases.Draft || c.Correcting || !s.Work[0].Stuck {
		t.Errorf("%+v", c)
	}
	if s.Citizen.Item != "" || s.Citizen.Mode != counter.CitizenIdle {
		t.Errorf("the citizen is shown %+v", s.Citizen)
	}
	for what, err := range map[string]error{
		"typed": w.Desk.SetField(ctx, "applicant.phone", "13800001234"), "marked": w.Desk.MarkMaterial(ctx, 0, cases.NotYet),
		"scanned": w.Desk.ScanMaterial(ctx, 0, counter.ScanSettings{}), "accepted": func() error { _, err := w.Desk.Accept(ctx); return err }(),
	} {
		if code(err) != "SYNC-121" {
			t.Errorf("%s: %v", what, err)
		}
	}
	must(t, w.Desk.Finish(ctx))
	if m := w.Desk.Snapshot().Citizen.Mode; m != counter.CitizenIdle {
		t.Errorf("the citizen is asked to rate what does not stand: %s", m)
	}
}

func TestACorrectionIsFiledAtItsPlaceUnderBothNames(t *testing.T) {
	ctx := context.Background()
	w, op, first := sentBack(t, "PLAT-021")
	must(t, w.Desk.Finish(ctx))
	w.Until(t, "the window free", func(s counter.Snapshot) bool { return s.Window.Ticket == nil })
	must(t, w.Desk.SignOut(ctx))
	w.Clock.Turn(48 * time.Hour)
	must(t, w.Desk.SignIn(ctx, "0313", countertest.PIN)) // a colleague puts it right
	must(t, w.Desk.Correct(ctx, op))
	c := w.Desk.Snapshot().Current
	if c.ReadOnly || !c.Correcting || c.Case.Number != first.Number || c.Case.Applicant != first.Applicant {
		t.Fatalf("%+v", c)
	}
	must(t, w.Desk.SetField(ctx, "applicant.phone", "13900005678"))
	must(t, w.Desk.ParkCase(ctx))
	must(t, w.Desk.Correct(ctx, op)) // and goes on
	if got := w.Desk.Snapshot().Current.Case.Text("applicant.phone"); got != "13900005678" {
		t.Errorf("what was typed is gone: %q", got)
	}
	retries := w.Store.Retries()
	w.Desk.RetryOutbox()
	if s := w.Desk.Snapshot(); w.Store.Retries() != retries || s.Notice == nil || s.Notice.Code != "SYNC-128" {
		t.Error("what is being corrected may be sent again")
	}
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	made := w.Store.Ops()[0]
	if made.Replaces != op || made.Act.By.Operator != "0313" || out.Case.Promised != first.Promised || out.Case.Number != first.Number {
		t.Errorf("replaces %q, by %s, promised %v, was %v", made.Replaces, made.Act.By.Operator, out.Case.Promised, first.Promised)
	}
	i := slices.IndexFunc(out.Case.Steps, func(s cases.Step) bool { return s.Kind == "correct" })
	if i < 0 || out.Case.Steps[i].By != "0313" || !strings.Contains(out.Case.Steps[i].Text, countertest.Operator) {
		t.Errorf("the history does not name both: %+v", out.Case.Steps)
	}
	if e := w.Store.Ended(); len(e) != 1 || !e[0].Corrected || e[0].Entry.Operator != countertest.Operator {
		t.Errorf("%+v", e)
	}
	if s := w.Desk.Snapshot(); s.Outbox.Stuck != 0 || s.Current.Stuck != nil {
		t.Errorf("still stuck: %+v", s.Outbox)
	}
}

func TestANumberThatIsTakenIsNotKept(t *testing.T) {
	ctx := context.Background()
	w, op, first := sentBack(t, "OPS-011")
	must(t, w.Desk.Correct(ctx, op))
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	if out.Case.Number == first.Number || out.Case.Number == "" {
		t.Errorf("number %s again", out.Case.Number)
	}
}

func TestACorrectionGivenUpLeavesTheStepWhereItWas(t *testing.T) {
	ctx := context.Background()
	w, op, first := sentBack(t, "PLAT-021")
	must(t, w.Desk.Correct(ctx, op))
	must(t, w.Desk.SetField(ctx, "applicant.phone", "13900005678"))
	must(t, w.Desk.DropCase(ctx))
	c := w.Desk.Snapshot().Current
	if c == nil || c.Correcting || !c.ReadOnly || c.Case.Text("applicant.phone") != first.Text("applicant.phone") {
		t.Errorf("%+v", c)
	}
	if o := w.Desk.Snapshot().Outbox; len(o.Entries) != 1 || o.Entries[0].ID != op || len(o.History) != 0 {
		t.Errorf("%+v", o)
	}
}

func TestThePlatformsVersionStandsOnlyWithAReasonAndAName(t *testing.T) {
	ctx := context.Background()
	w, op, _ := sentBack(t, "PLAT-021")
	if err := w.Desk.KeepPlatform(ctx, op, " "); code(err) != "DESK-070" {
		t.Errorf("without a reason: %v", err)
	}
	must(t, w.Desk.Correct(ctx, op))
	must(t, w.Desk.KeepPlatform(ctx, op, "申请人不办了"))
	s := w.Desk.Snapshot()
	if h := s.Outbox.History; len(h) != 1 || h[0].Reason != "申请人不办了" || h[0].By != countertest.Operator || len(s.Outbox.Entries) != 0 {
		t.Errorf("%+v", s.Outbox)
	}
	if s.Current.ReadOnly || s.Current.Stuck != nil || s.Current.Case.State != cases.Draft {
		t.Errorf("the case is no draft again: %+v", s.Current)
	}
	if err := w.Desk.KeepPlatform(ctx, op, "again"); code(err) != "SYNC-120" {
		t.Errorf("set down twice: %v", err)
	}
}

func TestWhatAnEngineerHasIsNotCorrected(t *testing.T) {
	ctx := context.Background()
	w, op, _ := sentBack(t, "PLAT-021")
	must(t, w.Desk.HandOver(ctx, op))
	if s := w.Desk.Snapshot(); s.Outbox.Handed != 1 || s.Outbox.Stuck != 0 || !s.Current.ReadOnly {
		t.Errorf("%+v", s.Outbox)
	}
	if err := w.Desk.Correct(ctx, op); code(err) != "SYNC-129" {
		t.Errorf("%v", err)
	}
	must(t, w.Desk.TakeBack(ctx, op))
	must(t, w.Desk.Correct(ctx, op))
}

func TestAHandOutThatCameBackIsMadeAnewOnWhatThePlatformHas(t *testing.T) {
	ctx := context.Background()
	w := ready(t)
	out, err := w.Desk.Accept(ctx)
	must(t, err)
	decide(t, w, out.Case.ID)
	_, err = w.Desk.HandOut(ctx, out.Case.ID, "张𬭎", cases.WayPost)
	must(t, err)
	op := w.Store.Ops()[1].ID
	w.Store.Halt(op, "conflict", "OPS-016")
	w.Until(t, "the conflict", func(s counter.Snapshot) bool { return s.Current.Stuck != nil })
	if _, err := w.Desk.HandOut(ctx, out.Case.ID, "张𬭎", cases.WayHand); code(err) != "SYNC-121" {
		t.Errorf("handed out beside the conflict: %v", err)
	}
	both, err := w.Desk.Dispute(ctx, op)
	if err != nil || both.Truth.State != cases.Granted || both.Act.HandOut.Way != cases.WayPost {
		t.Errorf("%+v, %v", both, err)
	}
	must(t, w.Desk.Correct(ctx, op))
	got, err := w.Desk.HandOut(ctx, out.Case.ID, "张𬭎", cases.WayHand)
	must(t, err)
	made := w.Store.Ops()[1]
	if made.Replaces != op || got.Case.HandOut.Way != cases.WayHand || made.Act.Reason == "" {
		t.Errorf("%+v", made)
	}
}

// TestNoActLeavesTheOutboxUnsaid plays clerks who file, and settle what came back in any way, in any order: every
// operation that was ever made stands, or is history with a name.
func TestNoActLeavesTheOutboxUnsaid(t *testing.T) {
	list, days := countertest.Catalogue(t), countertest.Calendar(t)
	settled := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		k := &clerk{w: countertest.With(list, days), ok: map[string]int{}}
		if err := k.w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN); err != nil {
			t.Fatal(err)
		}
		made := map[string]bool{}
		for range rapid.IntRange(4, 25).Draw(t, "acts") {
			what := rapid.SampledFrom([]string{"case", "case", "halt", "halt", "correct", "accept", "keep", "hand", "back", "drop", "restart"}).Draw(t, "what")
			settled[what] += k.settle(t, what)
			for _, op := range k.w.Store.Ops() {
				made[op.ID] = true
			}
		}
		for _, op := range k.w.Store.Ops() {
			delete(made, op.ID)
		}
		for _, e := range k.w.Store.Ended() {
			if e.By == "" || e.Entry.Operator == "" {
				t.Fatalf("history without a name: %+v", e)
			}
			delete(made, e.Entry.ID)
		}
		if len(made) > 0 {
			t.Fatalf("gone without a word: %v", made)
		}
	})
	for _, what := range []string{"correct", "accept", "keep", "hand", "back"} {
		if settled[what] == 0 {
			t.Errorf("nothing was settled by %s: nothing is proved about it", what)
		}
	}
}

// settle does one thing and gives 1 if it went well.
func (k *clerk) settle(t *rapid.T, what string) int {
	ctx := context.Background()
	some := ""
	if ops := k.w.Store.Ops(); len(ops) > 0 {
		some = rapid.SampledFrom(ops).Draw(t, "op").ID
	}
	var err error
	switch what {
	case "case":
		for _, n := range []string{"new", "item", "fill", "materials", "accept"} {
			k.do(t, n)
		}
	case "halt":
		k.w.Store.Halt(some, "rejected", "PLAT-021")
		err = k.w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN) // reads the store anew
	case "correct":
		err = k.w.Desk.Correct(ctx, some)
	case "accept":
		if err = k.w.Desk.Correct(ctx, some); err == nil {
			_, err = k.w.Desk.Accept(ctx)
		}
	case "keep":
		err = k.w.Desk.KeepPlatform(ctx, some, "r")
	case "hand":
		err = k.w.Desk.HandOver(ctx, some)
	case "back":
		err = k.w.Desk.TakeBack(ctx, some)
	case "drop":
		err = k.w.Desk.DropCase(ctx)
	case "restart":
		k.do(t, "restart")
	}
	if err != nil {
		return 0
	}
	return 1
}
