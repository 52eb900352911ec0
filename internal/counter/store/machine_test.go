package store_test

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/counter/store"
	"onewindow/internal/seal"
	"onewindow/internal/vault"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/outbox"
)

// saying is a line to the platform that says why it is down.
type saying struct{ why outbox.Why }

func (s saying) Status() runner.Status {
	return runner.Status{Why: s.why, Notes: []runner.Note{{Why: outbox.Why{Code: "SYNC-116", Sentence: "限速", SentenceEN: "limited"}, Passing: true}, {Why: s.why}}}
}
func (saying) RetryNow()                                      {}
func (saying) Do(context.Context, engine.Input) (bool, error) { return false, nil }
func (saying) Tell(chan<- struct{}) (stop func())             { return func() {} }

func codes(all []counter.Trouble) string {
	var out []string
	for _, t := range all {
		if t.Sentence == "" || t.SentenceEN == "" || strings.Contains(t.Sentence+t.SentenceEN, "{") {
			out = append(out, "unsaid:")
		}
		out = append(out, t.Code)
	}
	return strings.Join(out, " ")
}

func TestTheMachinesOwnTroublesAreToldTheGravestFirst(t *testing.T) {
	keys, err := seal.NewKeys([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	free := int64(10 << 30)
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, zone)
	now := func() time.Time { return at }
	v, err := vault.Open(t.Context(), vault.Params{Dir: t.TempDir(), Keys: keys, Now: now, Log: slog.New(slog.DiscardHandler),
		Free: func(string) (int64, error) { return free, nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	s, err := store.New(store.Params{Vault: v, Terminal: "C03", Now: now, Zone: zone, NewID: func() string { return "op" }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := codes(s.Machine()); got != "" || s.Room() != nil || s.Opening() != nil {
		t.Errorf("a sound machine: %q, %v, %v", got, s.Room(), s.Opening())
	}
	s.Measure(at.Add(90*time.Second), at, at)
	if got := codes(s.Machine()); got != "" {
		t.Errorf("a clock a little off: %q", got)
	}
	for range 4 { // a peer whose clock is set back little by little
		s.Measure(s.Now().Add(-time.Minute), at, at)
	}
	s.Measure(at.Add(-3*time.Hour), at, at) // and one that is wild
	s.Follow(saying{outbox.Why{Code: "CERT-003", Sentence: "平台的证书已到期。", SentenceEN: "The platform's certificate has expired."}})
	free = 1 << 30
	if got := codes(s.Machine()); got != "VAULT-008 CERT-003 CERT-003 CLOCK-003" {
		t.Errorf("told %q", got)
	}
	clock := s.Machine()[3]
	if !strings.Contains(clock.Sentence, "2 分钟") || !strings.Contains(clock.SentenceEN, "2 minutes") {
		t.Errorf("%+v", clock)
	}
	free = 1 << 20
	if got := codes(s.Machine()); !strings.HasPrefix(got, "VAULT-009") || s.Room() == nil {
		t.Errorf("a full disk: %q, room %v", got, s.Room())
	}
}

func TestWhatWasTypedIsThereWhenTheProgramIsOpenedAgain(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, zone)
	now := func() time.Time { return at }
	sit := func() (*countertest.World, *store.Store, func()) {
		s, closeAll := shelf(t, dir, now)
		w := countertest.New(t)
		w.Params.Store, w.Params.Clock, w.Params.Opening = s, s, s.Opening()
		w.Restart()
		if err := w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN); err != nil {
			t.Fatal(err)
		}
		return w, s, closeAll
	}
	w, _, closeAll := sit()
	for _, err := range []error{w.Desk.NewCase(ctx), w.Desk.ChooseItem(ctx, "FZ023"), w.Desk.TypeApplicant(ctx, "张𬭎", "350199198506150035"), w.Desk.SetField(ctx, "card.bank", "中国银行")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	id := w.Desk.Snapshot().Current.Case.ID
	closeAll() // whatever the desk still held is gone with it

	store := filepath.Join(dir, "vault.db") // and the store is damaged meanwhile
	if err := os.WriteFile(store, []byte("not a store any more"), 0o600); err != nil {
		t.Fatal(err)
	}
	w, s, closeAll := sit()
	defer closeAll()
	if n := w.Desk.Snapshot().Notice; n == nil || n.Code != "VAULT-010" || s.Opening() == nil {
		t.Errorf("the clerk is told %+v of the repair", n)
	}
	if err := w.Desk.OpenCase(ctx, id); err != nil {
		t.Fatal(err)
	}
	c := w.Desk.Snapshot().Current.Case
	if c.Text("card.bank") != "中国银行" || c.Applicant.Number != "350199198506150035" {
		t.Errorf("after the restart: %+v", c.Form)
	}
}
