package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/sync/outbox"
)

// entry finds what the outbox shows of an operation.
func (d *desk) entry(id string) counter.OutboxEntry {
	d.t.Helper()
	for _, e := range d.view().Entries {
		if e.ID == id {
			return e
		}
	}
	return counter.OutboxEntry{}
}

func (d *desk) one(id string) cases.Case {
	d.t.Helper()
	c, err := d.store.Case(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

func (d *desk) rate(id string) {
	d.t.Helper()
	c := d.one(id)
	d.act(c, cases.Act{Kind: cases.ActRate, Rating: &cases.Rating{Grade: 1, Device: "C03-citizen", Count: cases.Moments(c)}})
}

// spoilt files a case whose list of materials the platform will not take, and gives the operation's id.
func (d *desk) spoilt(id string) string {
	d.t.Helper()
	c, act := filing(id, d.store.Stamp(), clerk)
	after, err := cases.Apply(c, act)
	if err != nil {
		d.t.Fatal(err)
	}
	bad := cases.Clone(*act.Filing)
	bad.Materials = nil
	act.Filing = &bad
	op, err := d.store.Commit(d.t.Context(), after, act)
	if err != nil {
		d.t.Fatal(err)
	}
	return op
}

func TestWhatThePlatformSentBackIsCorrectedAtItsPlaceAndTheLaneGoesOn(t *testing.T) {
	town := newCity(t)
	town.stop()
	d := newDesk(t, "http://"+town.params.APIAddr)
	if err := d.store.ConfirmTime(d.store.Now()); err != nil {
		t.Fatal(err)
	}
	bad := d.spoilt("case-1")
	d.rate("case-1")
	town.start()
	d.until("the platform's refusal", func() bool { return d.entry(bad).State == "rejected" })
	if e := d.entry(bad); e.Code != "CASE-055" || e.Behind != 1 {
		t.Errorf("%+v", e)
	}
	if c := d.one("case-1"); c.State != cases.Draft {
		t.Errorf("the case is %s", c.State)
	}
	d.stop() // and it stays so
	d.open()
	_, good := filing("case-1", d.store.Stamp(), other)
	c, err := cases.Apply(d.one("case-1"), good)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Correct(t.Context(), bad, c, good, "材料漏列"); err != nil {
		t.Fatal(err)
	}
	d.until("the correction and the rating sent", d.sent)
	got := town.cases()["case-1"]
	if got.Revision != 2 || got.State != cases.Accepted || len(got.Ratings) != 1 || got.By.Operator != "0415" {
		t.Errorf("at the platform: revision %d, %s, %d ratings, by %s", got.Revision, got.State, len(got.Ratings), got.By.Operator)
	}
	if h := d.view().History; len(h) != 1 || h[0].Entry.ID != bad || h[0].Entry.Operator != "0312" {
		t.Errorf("history: %+v", h)
	}
}

func TestWhatIsSetDownNeverArrivesAndTheNextStepDoes(t *testing.T) {
	town := newCity(t)
	d := newDesk(t, "http://"+town.params.APIAddr)
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	bad := d.spoilt("case-1")
	d.until("the platform's refusal", func() bool { return d.entry(bad).State == "rejected" })
	if err := d.store.SetDown(t.Context(), bad, other, "申请人不办了"); err != nil {
		t.Fatal(err)
	}
	if v := d.view(); v.Waiting+v.Stuck != 0 || len(v.History) != 1 {
		t.Errorf("%+v", v)
	}
	d.stop()
	d.open()
	d.file("case-1", []byte("scan")) // they came again after all
	d.until("the next step sent", d.sent)
	if got := town.cases()["case-1"]; got.State != cases.Accepted || got.Revision != 1 {
		t.Errorf("at the platform: %s, revision %d", got.State, got.Revision)
	}
}

func TestAHandOutTheRestoredPlatformForgotIsShownInBothVersionsAndDoneAgain(t *testing.T) {
	town := newCity(t)
	d := newDesk(t, "http://"+town.params.APIAddr)
	d.until("a block of numbers", func() bool { return !d.store.NeedBlock() })
	d.file("case-1", []byte("scan"))
	d.until("the case sent", d.sent)
	town.stop() // the backup is made
	backup := t.TempDir()
	if err := os.CopyFS(backup, os.DirFS(filepath.Join(town.params.Dir, "backup"))); err != nil {
		t.Fatal(err)
	}
	town.start()
	town.decide("case-1")
	d.until("the decision", func() bool { return d.one("case-1").State == cases.Granted })
	handOut := func() cases.Act {
		record, err := d.store.PutFile(t.Context(), "application/pdf", strings.NewReader("%PDF-1.4 delivery"))
		if err != nil {
			t.Fatal(err)
		}
		return cases.Act{Kind: cases.ActHandOut, At: d.store.Stamp(), By: clerk, Paper: &cases.IssuedPaper{Kind: cases.DeliveryRecord, Number: "1", Page: record},
			HandOut: &cases.Delivery{Receiver: "张𬭎", Way: cases.WayHand, Verified: true}}
	}
	d.act(d.one("case-1"), handOut())
	d.until("the hand-out sent", d.sent)

	town.stop()
	town.params.Dir, town.params.BackupDir, town.params.Restore = t.TempDir(), backup, true
	town.start()
	var op string
	d.until("the conflict", func() bool {
		for _, e := range d.view().Entries {
			op = e.ID
			return e.State == string(outbox.Conflict)
		}
		return false
	})
	var both counter.Dispute
	d.until("the platform's version", func() bool {
		var err error
		both, err = d.store.Dispute(t.Context(), op)
		return err == nil && both.Truth.State == cases.Accepted
	})
	if both.Entry.Code != "OPS-016" || !both.Known || both.Act.HandOut.Receiver != "张𬭎" || both.Act.By != clerk || both.Truth.Revision != 1 {
		t.Errorf("both versions: %+v", both)
	}
	if w, _ := both.Entry.Way(counter.WayCorrect); w.Code != "SYNC-124" {
		t.Errorf("handing out what is not decided: %+v", w)
	}
	town.decide("case-1") // the department does again what was lost
	d.until("the way to be open", func() bool {
		w, ok := d.entry(op).Way(counter.WayCorrect)
		return ok && w.Code == ""
	})
	act := handOut()
	after, err := cases.Apply(d.one("case-1"), act)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Correct(t.Context(), op, after, act, "平台恢复后重办"); err != nil {
		t.Fatal(err)
	}
	d.until("the hand-out sent again", d.sent)
	if got := town.cases()["case-1"]; got.State != cases.HandedOut || got.Revision != 3 {
		t.Errorf("at the platform: %s, revision %d", got.State, got.Revision)
	}
}
