package store_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/store"
	"onewindow/internal/vault"
	"onewindow/sync/outbox"
)

var other = cases.Who{Operator: "0415", Name: "林岚", Terminal: "C03", Window: 3}

// filing is a case that may be accepted, and the act that does so.
func filing(id string, at cases.Stamp, by cases.Who) (cases.Case, cases.Act) {
	number, err := cases.Number(item().Code, workdayOf(at.Time), "0A7Z", 7)
	if err != nil {
		panic(err)
	}
	c := cases.Case{ID: id, Number: number, Token: strings.Repeat("ab", 16), State: cases.Draft, Item: item(), Delivery: "window",
		Applicant: cases.Party{Name: "张𬭎", IDType: "111", Number: "350199198506150035"}, Materials: cases.NewMaterials(item()),
		Promised: workdayOf(at.Time).AddDays(7), Legal: workdayOf(at.Time).AddDays(14), By: by}
	c.Materials[0].State = cases.Paper
	file := cases.Clone(c)
	return c, cases.Act{Kind: cases.ActAccept, At: at, By: by, Filing: &file,
		Paper: &cases.IssuedPaper{Kind: cases.AcceptanceNotice, Number: "1", Page: cases.Page{Digest: "sm3:" + strings.Repeat("0", 64)}, At: at.Time}}
}

var clerk = cases.Who{Operator: "0312", Name: "陈晓", Terminal: "C03", Window: 3}

// accept files a case and gives the operation's id.
func (l *lone) accept(id string) string {
	l.t.Helper()
	if l.Stamp().Source == "" {
		if err := l.ConfirmTime(l.now); err != nil {
			l.t.Fatal(err)
		}
	}
	l.now = l.now.Add(time.Minute)
	c, act := filing(id, l.Stamp(), clerk)
	return l.do(c, act)
}

func (l *lone) do(c cases.Case, act cases.Act) string {
	l.t.Helper()
	after, err := cases.Apply(c, act)
	if err != nil {
		l.t.Fatal(err)
	}
	op, err := l.Commit(l.t.Context(), after, act)
	if err != nil {
		l.t.Fatal(err)
	}
	return op
}

// rate has the citizen rate the newest service of a case.
func (l *lone) rate(id string) string {
	l.t.Helper()
	c := l.one(id)
	return l.do(c, cases.Act{Kind: cases.ActRate, At: l.Stamp(), By: cases.Who{Operator: "citizen", Terminal: "C03"},
		Rating: &cases.Rating{Grade: 1, Device: "C03-citizen", Count: cases.Moments(c)}})
}

// verdict writes the platform's word on an operation down, as the engine does.
func (l *lone) verdict(id string, s outbox.State, code string) {
	l.t.Helper()
	ops, _, _, err := l.Owed().Load()
	if err != nil {
		l.t.Fatal(err)
	}
	for _, op := range ops {
		if op.ID == id {
			op.State, op.Why = s, outbox.Why{Code: code, Sentence: "平台退回。", SentenceEN: "Sent back."}
			if s == outbox.Accepted {
				op.Revision = 1
			}
			if err := l.Owed().Record(l.t.Context(), outbox.Change{Ops: []outbox.Op{op}}); err != nil {
				l.t.Fatal(err)
			}
		}
	}
}

func (l *lone) one(id string) cases.Case {
	l.t.Helper()
	c, err := l.Case(l.t.Context(), id)
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

func (l *lone) view() counter.OutboxView {
	l.t.Helper()
	v, err := l.Outbox(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	return v
}

func (l *lone) entry(id string) counter.OutboxEntry {
	l.t.Helper()
	all := l.view().Entries
	if i := slices.IndexFunc(all, func(e counter.OutboxEntry) bool { return e.ID == id }); i >= 0 {
		return all[i]
	}
	return counter.OutboxEntry{}
}

// operation reads an operation's bytes as they will be sent.
func (l *lone) operation(id string) (op api.Operation) {
	l.t.Helper()
	offer, err := l.Owed().Offer(outbox.Op{ID: id, Digest: l.op(id).Digest})
	if err != nil {
		l.t.Fatal(err)
	}
	unmarshal(l.t, offer.Payload, &op)
	return op
}

func (l *lone) op(id string) outbox.Op {
	ops, _, _, _ := l.Owed().Load()
	i := slices.IndexFunc(ops, func(op outbox.Op) bool { return op.ID == id })
	if i < 0 {
		return outbox.Op{}
	}
	return ops[i]
}

func refused(err error, code string) bool {
	var e *counter.Error
	return errors.As(err, &e) && e.Code == code
}

// correct makes the act of an operation anew, by another clerk, as its window would.
func (l *lone) correct(opID string) string {
	l.t.Helper()
	d, err := l.Dispute(l.t.Context(), opID)
	if err != nil {
		l.t.Fatal(err)
	}
	c := d.Truth
	act := d.Act
	act.At, act.By = l.Stamp(), other
	file := cases.Clone(*act.Filing)
	file.Applicant.Name = "陈㛃"
	act.Filing = &file
	after, err := cases.Apply(c, act)
	if err != nil {
		l.t.Fatal(err)
	}
	id, err := l.Correct(l.t.Context(), opID, after, act, "写错")
	if err != nil {
		l.t.Fatal(err)
	}
	return id
}

func TestACaseWhoseAcceptanceCameBackIsNotAcceptedAnyMore(t *testing.T) {
	l := newLone(t)
	for _, s := range []outbox.State{outbox.Rejected, outbox.Conflict, outbox.Parked} {
		id := "case-" + string(s)
		op := l.accept(id)
		l.rate(id)
		l.verdict(op, s, "PLAT-021")
		c := l.one(id)
		if c.State != cases.Draft || c.Revision != 0 || len(c.Ratings) != 0 || !c.Promised.IsZero() || c.Applicant.Name != "张𬭎" {
			t.Errorf("%s: %s, revision %d, ratings %v, promised %v", s, c.State, c.Revision, c.Ratings, c.Promised)
		}
		if e := l.entry(op); e.Behind != 1 || e.Name != "陈晓" {
			t.Errorf("%s: %+v", s, e)
		}
		l.restart(l.now)
		if got := l.one(id); got.State != cases.Draft {
			t.Errorf("%s: after a restart %s", s, got.State)
		}
		if err := l.ConfirmTime(l.now); err != nil {
			t.Fatal(err)
		}
		l.verdict(op, outbox.Waiting, "")
		if got := l.one(id); got.State != cases.Accepted || len(got.Ratings) != 1 || got.Revision != 2 {
			t.Errorf("%s: sent again: %s, revision %d", s, got.State, got.Revision)
		}
	}
}

func TestAnAcceptanceOfACompletedFileComesBackToWhatWasAskedFor(t *testing.T) {
	l := newLone(t)
	if err := l.ConfirmTime(l.now); err != nil {
		t.Fatal(err)
	}
	c, ask := filing("case-1", l.Stamp(), clerk)
	ask.Kind, ask.Paper.Kind, ask.Lacks = cases.ActSupplement, cases.SupplementNotice, []cases.Lack{{Material: "申请书", Problem: "未签名"}}
	ask.Filing.SupplyBy = workdayOf(l.now).AddDays(20)
	l.verdict(l.do(c, ask), outbox.Accepted, "")
	asked := l.one("case-1")
	file := cases.Clone(asked)
	file.Lacks = nil
	l.now = l.now.Add(time.Hour)
	op := l.do(asked, cases.Act{Kind: cases.ActAccept, At: l.Stamp(), By: clerk, Filing: &file, Paper: &cases.IssuedPaper{Kind: cases.AcceptanceNotice, Page: cases.Page{Digest: "p"}}})
	l.verdict(op, outbox.Rejected, "CASE-055")
	if got := l.one("case-1"); got.State != cases.Supplement || len(got.Lacks) != 1 || got.SupplyBy.IsZero() || got.Revision != 1 {
		t.Errorf("%+v", got)
	}
}

func TestACorrectionStandsAtItsPlaceUnderBothNamesAndTheLaneGoesOn(t *testing.T) {
	l := newLone(t)
	bad := l.accept("case-1")
	after := l.rate("case-1")
	l.verdict(bad, outbox.Rejected, "PLAT-021")
	fix := l.correct(bad)
	op := l.operation(fix)
	if op.Replaces != bad || op.Seq != 1 || op.Operator != "0415" || op.Base != 0 || l.operation(after).Seq != 2 {
		t.Errorf("the correction: %+v", op)
	}
	if e := l.entry(fix); e.Operator != "0415" || e.First != "0312 陈晓" || e.State != "waiting" {
		t.Errorf("the entry names %s and %s", e.Operator, e.First)
	}
	c := l.one("case-1")
	if c.State != cases.Accepted || c.Applicant.Name != "陈㛃" || len(c.Ratings) != 1 {
		t.Errorf("the case: %s, %s, ratings %v", c.State, c.Applicant.Name, c.Ratings)
	}
	h := l.view().History
	if len(h) != 1 || !h[0].Corrected || h[0].By != "0415" || h[0].Entry.Operator != "0312" || h[0].Reason != "写错" {
		t.Errorf("history: %+v", h)
	}
	if _, err := l.Correct(t.Context(), bad, c, cases.Act{Kind: cases.ActAccept, At: l.Stamp()}, ""); !refused(err, "SYNC-120") {
		t.Errorf("corrected twice: %v", err)
	}
	if _, err := l.Dispute(t.Context(), bad); !refused(err, "SYNC-120") {
		t.Errorf("still disputed: %v", err)
	}
}

func TestNothingIsDoneUponAStepThatDoesNotStand(t *testing.T) {
	l := newLone(t)
	bad := l.accept("case-1")
	l.verdict(bad, outbox.Rejected, "PLAT-021")
	c, act := filing("case-1", l.Stamp(), clerk)
	after, err := cases.Apply(c, act)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(t.Context(), after, act); !refused(err, "SYNC-121") {
		t.Errorf("filed behind a halt: %v", err)
	}
	if err := l.DropDraft(t.Context(), "case-1"); !refused(err, "SYNC-121") {
		t.Errorf("dropped while the outbox speaks of it: %v", err)
	}
	work := l.one("case-1")
	work.Applicant.Name = "刘䶮"
	if err := l.SaveDraft(t.Context(), work); err != nil || l.one("case-1").Applicant.Name != "刘䶮" {
		t.Errorf("what is typed for a correction is not kept: %v", err)
	}
	d, err := l.Dispute(t.Context(), bad)
	if err != nil || d.Work == nil || d.Truth.Applicant.Name != "张𬭎" || d.Known {
		t.Errorf("the dispute: %+v, %v", d, err)
	}
	if err := l.DropDraft(t.Context(), "case-1"); err != nil || l.one("case-1").Applicant.Name != "张𬭎" {
		t.Errorf("giving a correction up: %v", err)
	}
}

func TestWhatIsSetDownIsKeptAndItsPlaceIsTakenByTheNextStep(t *testing.T) {
	l := newLone(t)
	bad := l.accept("case-1")
	l.rate("case-1")
	if err := l.SetDown(t.Context(), bad, other, "早了"); !refused(err, "SYNC-125") {
		t.Errorf("set down while it moves: %v", err)
	}
	l.verdict(bad, outbox.Rejected, "PLAT-021")
	if err := l.SetDown(t.Context(), bad, other, "申请人不办了"); err != nil {
		t.Fatal(err)
	}
	v := l.view()
	if len(v.Entries) != 0 || len(v.History) != 2 || v.History[1].By != "0415" || v.History[1].Reason != "申请人不办了" || v.History[1].Corrected {
		t.Errorf("after setting down: %+v", v)
	}
	l.restart(l.now)
	again := l.accept("case-1")
	if op := l.operation(again); op.Seq != 1 || op.Replaces != bad {
		t.Errorf("the next step stands at %d and names %q", op.Seq, op.Replaces)
	}
	if next := l.operation(l.rate("case-1")); next.Seq != 2 || next.Replaces != "" {
		t.Errorf("the one after: %+v", next)
	}
}

func TestWhatIsHandedOverStaysWithAReportThatNamesNobody(t *testing.T) {
	l := newLone(t)
	dir := filepath.Join(t.TempDir(), "reports")
	var err error
	if l.Store, err = store.New(store.Params{Vault: l.v, Terminal: "C03", Now: func() time.Time { return l.now }, Zone: zone, NewID: func() string { return "op-r" }, Reports: dir, Version: "1.2"}); err != nil {
		t.Fatal(err)
	}
	bad := l.accept("case-1")
	l.verdict(bad, outbox.Rejected, "PLAT-021")
	if err := l.HandOver(t.Context(), bad, other); err != nil {
		t.Fatal(err)
	}
	e := l.entry(bad)
	if e.Handed == nil || e.Handed.By != "0415" || e.State != "parked" || l.view().Handed != 1 || l.view().Stuck != 0 {
		t.Fatalf("%+v", e)
	}
	b, err := os.ReadFile(filepath.Join(dir, e.Handed.Report))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"张𬭎", "350199198506150035", "陈晓", "食品", l.one("case-1").Number} {
		if strings.Contains(string(b), secret) {
			t.Errorf("the report says %s", secret)
		}
	}
	var r map[string]any
	if err := json.Unmarshal(b, &r); err != nil || r["entry"] != bad || r["code"] != "PLAT-021" || r["program"] != "1.2" || r["digest"] != l.op(bad).Digest {
		t.Errorf("%v: %s", err, b)
	}
	if w, ok := e.Way(counter.WayCorrect); !ok || w.Code != "SYNC-129" {
		t.Errorf("what an engineer has may be corrected: %+v", e.Ways)
	}
	if err := l.HandOver(t.Context(), bad, other); !refused(err, "SYNC-125") {
		t.Errorf("handed over twice: %v", err)
	}
	if err := l.TakeBack(t.Context(), bad); err != nil || l.entry(bad).State != "rejected" || l.entry(bad).Handed != nil {
		t.Errorf("taken back: %v, %+v", err, l.entry(bad))
	}
}

func TestACaseThePlatformForgotStaysForPeople(t *testing.T) {
	l := newLone(t)
	bad := l.accept("case-1")
	l.verdict(bad, outbox.Conflict, "OPS-016")
	if err := l.v.Update(t.Context(), func(tx *vault.Tx) error { return l.DropCase(tx, "case-1") }); err != nil {
		t.Fatal(err)
	}
	d, err := l.Dispute(t.Context(), bad)
	if err != nil || d.Known || l.one("case-1").Applicant.Name != "张𬭎" {
		t.Errorf("%+v, %v", d, err)
	}
}
