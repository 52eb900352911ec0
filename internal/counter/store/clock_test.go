package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/counter/store"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
)

// shelf opens a store without a line, on a clock the test turns.
func shelf(t *testing.T, dir string, now func() time.Time) (*store.Store, func()) {
	t.Helper()
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(t.Context(), vault.Params{Dir: dir, Keys: keys, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	s, err := store.New(store.Params{Vault: v, Terminal: countertest.Terminal, Now: now, Zone: zone, NewID: func() string { n++; return fmt.Sprintf("op-%d", n) }})
	if err != nil {
		t.Fatal(err)
	}
	if s.NeedBlock() {
		if err := s.SetBlock(t.Context(), "0312"); err != nil {
			t.Fatal(err)
		}
	}
	return s, func() { s.Close(); _ = v.Close() }
}

// refuseOne files a case at a desk over the store and gives its receipt.
func refuseOne(t *testing.T, d *counter.Desk) (counter.Outcome, error) {
	t.Helper()
	ctx := context.Background()
	for _, err := range []error{d.NewCase(ctx), d.ChooseItem(ctx, "FZ023"), d.TypeApplicant(ctx, "张𬭎", "350199198506150035")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return d.Refuse(ctx, "不属于本机关职权范围")
}

func TestADeskOverTheVaultStandsOnTheClerksWordUntilAPeerIsHeard(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, zone) // two days slow
	s, closeAll := shelf(t, dir, func() time.Time { return now })
	w := countertest.New(t)
	w.Params.Store, w.Params.Clock = s, s
	w.Restart()
	if err := w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN); err != nil {
		t.Fatal(err)
	}
	var e *counter.Error
	if _, err := refuseOne(t, w.Desk); !errors.As(err, &e) || e.Code != "CLOCK-001" {
		t.Fatalf("filed on a time nobody stands behind: %v", err)
	}
	right := time.Date(2026, 11, 23, 10, 0, 0, 0, zone)
	if err := w.Desk.ConfirmTime(ctx, right); err != nil {
		t.Fatal(err)
	}
	for minute := range 3 { // every commit moves the newest stamp; the word must not be counted twice
		out, err := refuseOne(t, w.Desk)
		if err != nil {
			t.Fatal(err)
		}
		want := cases.Stamp{Time: right.Add(time.Duration(minute) * time.Minute), Source: cases.FromClerk}
		if got := out.Case.ReceivedAt; !got.Time.Equal(want.Time) || got.Source != want.Source {
			t.Errorf("received %v, want %v", got, want)
		}
		now = now.Add(time.Minute)
	}
	if err := w.Desk.ConfirmTime(ctx, right.Add(-time.Hour)); !errors.As(err, &e) || e.Code != "CLOCK-002" {
		t.Errorf("a time before what was filed: %v", err)
	}
	s.Measure(right.Add(20*time.Minute), now, now)
	if got := s.Stamp(); got.Source != cases.FromPeer || !got.Time.Equal(right.Add(20*time.Minute)) {
		t.Errorf("a peer was heard, and the stamp is %v", got)
	}
	closeAll()

	s, closeAll = shelf(t, dir, func() time.Time { return now })
	defer closeAll()
	if got := s.Stamp(); got.Source != cases.FromOffset || got.Time.Before(right) {
		t.Errorf("after a restart without a line: %v", got)
	}
	known, err := s.Cases(ctx)
	if err != nil || len(known) != 4 {
		t.Errorf("%d cases after the restart (%v)", len(known), err)
	}
}
