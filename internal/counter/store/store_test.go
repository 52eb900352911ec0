package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/store"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/internal/workday"
)

func unmarshal(t testing.TB, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, zone)

// lone is a store without a line, whose clock the test turns.
type lone struct {
	*store.Store
	t   *testing.T
	dir string
	now time.Time
	ids int
	v   *vault.Vault
}

func newLone(t *testing.T) *lone {
	l := &lone{t: t, dir: t.TempDir(), now: morning}
	l.open()
	t.Cleanup(func() { _ = l.v.Close() })
	return l
}

func (l *lone) open() {
	l.t.Helper()
	keys, err := seal.NewKeys([]byte("0123456789abcdef"))
	if err != nil {
		l.t.Fatal(err)
	}
	now := func() time.Time { return l.now }
	if l.v, err = vault.Open(l.t.Context(), vault.Params{Dir: l.dir, Keys: keys, Now: now, Log: slog.New(slog.DiscardHandler)}); err != nil {
		l.t.Fatal(err)
	}
	if l.Store, err = store.New(store.Params{Vault: l.v, Terminal: "C03", Now: now, Zone: zone, NewID: func() string { l.ids++; return fmt.Sprintf("op-%d", l.ids) }}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lone) restart(now time.Time) {
	l.t.Helper()
	if err := l.v.Close(); err != nil {
		l.t.Fatal(err)
	}
	l.now = now
	l.open()
}

func (l *lone) commit(at cases.Stamp) error {
	c := cases.Case{ID: "case-1", State: cases.Accepted, Revision: 1}
	_, err := l.Commit(l.t.Context(), c, cases.Act{Kind: cases.ActRate, At: at, By: cases.Who{Operator: "0312"}})
	return err
}

func (l *lone) serial(day string) (string, int, error) { return l.NextSerial(l.t.Context(), day) }

func TestATimeNobodyStandsBehindFilesNothing(t *testing.T) {
	l := newLone(t)
	var typed *counter.Error
	if err := l.commit(l.Stamp()); !errors.As(err, &typed) || typed.Code != "CLOCK-001" {
		t.Fatalf("unconfirmed: %v", err)
	}
	if err := l.ConfirmTime(morning); err != nil {
		t.Fatal(err)
	}
	if s := l.Stamp(); s.Source != cases.FromClerk || !s.Time.Equal(morning) {
		t.Errorf("confirmed: %+v", s)
	}
	if err := l.commit(l.Stamp()); err != nil {
		t.Error(err)
	}
	l.restart(morning.Add(time.Minute))
	if s := l.Stamp(); s.Source != "" {
		t.Errorf("the clerk's word outlived the program: %+v", s)
	}
}

func TestAMeasuredTimeIsFreshForHalfADayAndKnownAfterARestart(t *testing.T) {
	l := newLone(t)
	l.Measure(morning.Add(20*time.Minute), morning.Add(-2*time.Second), morning.Add(2*time.Second)) // the machine is twenty minutes slow
	l.now = morning.Add(10 * time.Minute)
	if s := l.Stamp(); s.Source != cases.FromPeer || !s.Time.Equal(morning.Add(30*time.Minute)) || s.Time.Location() != zone {
		t.Errorf("fresh: %+v", s)
	}
	l.now = morning.Add(13 * time.Hour)
	if s := l.Stamp(); s.Source != cases.FromOffset {
		t.Errorf("after 13 hours: %+v", s)
	}
	l.restart(morning.Add(20 * time.Hour))
	if s := l.Stamp(); s.Source != cases.FromOffset || !s.Time.Equal(morning.Add(20*time.Hour+20*time.Minute)) {
		t.Errorf("after a restart: %+v", s)
	}
}

func TestTimeNeverRunsBehindTheNewestStamp(t *testing.T) {
	l := newLone(t)
	l.Measure(morning, morning, morning)
	if err := l.commit(l.Stamp()); err != nil {
		t.Fatal(err)
	}
	l.restart(morning.Add(-48 * time.Hour)) // the battery of the clock is empty
	if s := l.Stamp(); s.Source != "" || s.Time.Before(morning) {
		t.Errorf("clock set back: %+v", s)
	}
	l.Measure(morning.Add(time.Hour), l.now, l.now)
	if s := l.Stamp(); s.Source != cases.FromPeer || !s.Time.Equal(morning.Add(time.Hour)) {
		t.Errorf("heard from a peer: %+v", s)
	}
}

func TestNumbersComeFromTheTerminalsOwnBlock(t *testing.T) {
	l := newLone(t)
	if _, _, err := l.serial("2026-11-23"); !errors.Is(err, counter.ErrNoBlock) || !l.NeedBlock() {
		t.Fatalf("without a block: %v", err)
	}
	if err := l.SetBlock(t.Context(), "0A7Z"); err != nil || l.NeedBlock() {
		t.Fatal(err)
	}
	for i, step := range []struct {
		day    string
		serial int
		ok     bool
	}{{"2026-11-23", 1, true}, {"2026-11-23", 2, true}, {"2026-11-24", 1, true}, {"2026-11-24", 2, true}, {"2026-11-23", 0, false}, {"2026-11-24", 0, false}} {
		if i == 3 {
			l.restart(morning)
		}
		block, serial, err := l.serial(step.day)
		if (err == nil) != step.ok || serial != step.serial || step.ok && block != "0A7Z" {
			t.Errorf("step %d: %s %d %v", i, block, serial, err)
		}
	}
	if !l.NeedBlock() {
		t.Error("after the clock was set back the old block is still used")
	}
}

func TestADraftLivesUntilItIsDroppedOrFiled(t *testing.T) {
	l := newLone(t)
	ctx := t.Context()
	c := cases.Case{ID: "case-1", State: cases.Draft, Ticket: "B018"}
	if err := l.SaveDraft(ctx, c); err != nil {
		t.Fatal(err)
	}
	l.restart(morning)
	if got, err := l.Case(ctx, "case-1"); err != nil || got.Ticket != "B018" {
		t.Fatalf("after a restart: %+v %v", got, err)
	}
	if err := l.DropDraft(ctx, "case-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Case(ctx, "case-1"); !errors.Is(err, counter.ErrNotFound) {
		t.Errorf("dropped: %v", err)
	}
}

func TestAWorkingCopyStandsBeforeTheFiledCaseUntilItIsFiled(t *testing.T) {
	l := newLone(t)
	ctx := t.Context()
	if err := l.ConfirmTime(morning); err != nil {
		t.Fatal(err)
	}
	filed := cases.Case{ID: "case-1", State: cases.Supplement, Revision: 1, Steps: []cases.Step{{Kind: string(cases.ActSupplement)}}}
	act := cases.Act{Kind: cases.ActSupplement, At: l.Stamp(), By: cases.Who{Operator: "0312"}}
	if _, err := l.Commit(ctx, filed, act); err != nil {
		t.Fatal(err)
	}
	work := filed
	work.Reason = "typed"
	if err := l.SaveDraft(ctx, work); err != nil {
		t.Fatal(err)
	}
	reason := func() string {
		list, err := l.Cases(ctx)
		one, err2 := l.Case(ctx, "case-1")
		if err := errors.Join(err, err2); err != nil || len(list) != 1 || list[0].Reason != one.Reason {
			t.Fatalf("%d cases, %v", len(list), err)
		}
		return one.Reason
	}
	if reason() != "typed" {
		t.Error("the working copy is not shown")
	}
	if err := l.v.Update(ctx, func(tx *vault.Tx) error { return l.TakeCase(tx, filed) }); err != nil || reason() != "typed" {
		t.Error("the feed threw away what was typed")
	}
	rating := cases.Act{Kind: cases.ActRate, At: l.Stamp(), By: cases.Who{Operator: "citizen"}, Rating: &cases.Rating{Grade: 1, Device: "C03-citizen", Count: 1}}
	rated, err := cases.Apply(work, rating)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(ctx, rated, rating); err != nil {
		t.Fatal(err)
	}
	truth, err := cases.Apply(filed, rating)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.v.Update(ctx, func(tx *vault.Tx) error { return l.TakeCase(tx, truth) }); err != nil || reason() != "typed" {
		t.Errorf("a rating, and the platform's word on it, threw away what was typed: %v", err)
	}
	if err := l.DropDraft(ctx, "case-1"); err != nil || reason() != "" {
		t.Error("dropping the working copy dropped the case, or did nothing")
	}
}

func workdayOf(t time.Time) workday.Date { return workday.DateOf(t) }
