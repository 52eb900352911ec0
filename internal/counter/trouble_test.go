package counter_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/counter"
	"onewindow/internal/counter/countertest"
	"onewindow/internal/trouble"
)

// typedFacts are what a clerk has typed and scanned when the trouble comes.
var typedFacts = map[string]string{"applicant.phone": "13800001234", "card.reason": "首次申领", "card.bank": "中国银行"}

// midway is a desk with a case half filled in: a card was read, answers typed, one page scanned.
func midway(t *testing.T, change ...func(*counter.Params)) (*countertest.World, string) {
	t.Helper()
	ctx := context.Background()
	w := sitDown(t, change...)
	w.Hall.Issue("A", "")
	receive(t, w)
	putCard(t, w)
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	for key, text := range typedFacts {
		must(t, w.Desk.SetField(ctx, key, text))
	}
	w.Scanner.Load(nil, counter.Page{Type: "image/jpeg", Data: []byte("photo")})
	must(t, w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{}))
	return w, w.Desk.Snapshot().Current.Case.ID
}

// kept fails unless the case still holds all that was typed, read and scanned.
func kept(t *testing.T, c cases.Case, where string) {
	t.Helper()
	for key, text := range typedFacts {
		if got := c.Text(key); got != text {
			t.Errorf("%s: %s is %q, want %q", where, key, got, text)
		}
	}
	if c.Applicant.Number != countertest.Zhang().Number || c.Applicant.Verified.Time.IsZero() {
		t.Errorf("%s: the applicant is %+v", where, c.Applicant)
	}
	if len(c.Materials) < 3 || len(c.Materials[2].Pages) == 0 {
		t.Errorf("%s: the scanned page is gone", where)
	}
}

func TestNoTroubleLosesWhatWasTyped(t *testing.T) {
	ctx := context.Background()
	full := errors.New("no space left on device")
	for _, c := range []struct {
		name string
		code string // what the desk says, where
		come func(*testing.T, *countertest.World) error
		go_  func(*testing.T, *countertest.World)
	}{
		{"the reader is pulled out", "CARD-001",
			func(t *testing.T, w *countertest.World) error {
				w.Reader.SetStatus(devices.Told(devices.Absent, "CARD-001"))
				s := w.Until(t, "the absent reader", func(s counter.Snapshot) bool { return s.Reader.State == devices.Absent })
				return &counter.Error{Code: s.Reader.Code}
			},
			func(_ *testing.T, w *countertest.World) { w.Reader.SetStatus(devices.Status{State: devices.Ready}) }},
		{"another program takes the reader", "CARD-003",
			func(t *testing.T, w *countertest.World) error {
				w.Reader.SetStatus(devices.Told(devices.Busy, "CARD-003"))
				s := w.Until(t, "the reader that is held", func(s counter.Snapshot) bool { return s.Reader.State == devices.Busy })
				return &counter.Error{Code: s.Reader.Code}
			},
			func(_ *testing.T, w *countertest.World) { w.Reader.SetStatus(devices.Status{State: devices.Ready}) }},
		{"a card cannot be read", "CARD-012",
			func(t *testing.T, w *countertest.World) error {
				w.Reader.Fail(devices.NewError(devices.KindAttention, "CARD-012", nil))
				return noticed(t, w, "CARD-012")
			}, nil},
		{"the feeder jams", "SCAN-007",
			func(_ *testing.T, w *countertest.World) error {
				w.Scanner.Load(devices.NewError(devices.KindAttention, "SCAN-004", nil), counter.Page{Type: "image/jpeg", Data: []byte("one more")})
				return w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{Feeder: true})
			}, nil},
		{"the feeder jams at the first page", "SCAN-004",
			func(_ *testing.T, w *countertest.World) error {
				w.Scanner.Load(devices.NewError(devices.KindAttention, "SCAN-004", nil))
				return w.Desk.ScanMaterial(ctx, 2, counter.ScanSettings{Feeder: true})
			}, nil},
		{"the platform goes away", "DESK-059",
			func(_ *testing.T, w *countertest.World) error {
				w.Store.SetOnline(false)
				w.Until(t, "the platform's silence", func(s counter.Snapshot) bool { return !s.Outbox.Online })
				return w.Desk.MarkMaterial(ctx, 1, cases.Shared)
			},
			func(t *testing.T, w *countertest.World) {
				w.Store.SetOnline(true)
				w.Until(t, "the platform", func(s counter.Snapshot) bool { return s.Outbox.Online })
			}},
		{"the hall goes away", "HALL-101",
			func(t *testing.T, w *countertest.World) error {
				w.Hall.Cut(true)
				w.Until(t, "the hall's silence", func(s counter.Snapshot) bool { return !s.Connected })
				return w.Desk.Finish(ctx)
			},
			func(t *testing.T, w *countertest.World) {
				w.Hall.Cut(false)
				w.Until(t, "the hall", func(s counter.Snapshot) bool { return s.Connected })
			}},
		{"the disk takes no more", "DESK-007",
			func(_ *testing.T, w *countertest.World) error {
				w.Store.Fail(countertest.OpSaveDraft, full)
				return w.Desk.SetField(ctx, "applicant.phone", typedFacts["applicant.phone"])
			},
			func(_ *testing.T, w *countertest.World) { w.Store.Fail(countertest.OpSaveDraft, nil) }},
		{"nobody stands behind the clock", "CLOCK-001",
			func(_ *testing.T, w *countertest.World) error {
				w.Clock.Trust("")
				_, err := w.Desk.Refuse(ctx, "不属于本机关职权范围")
				return err
			},
			func(t *testing.T, w *countertest.World) { must(t, w.Desk.ConfirmTime(ctx, w.Clock.Now())) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, id := midway(t)
			err := c.come(t, w)
			if code(err) != c.code {
				t.Errorf("said %v, want %s", err, c.code)
			}
			s := w.Desk.Snapshot()
			if s.Current == nil || s.Current.Case.ID != id {
				t.Fatal("the case has left the front")
			}
			kept(t, s.Current.Case, "during it")
			if c.go_ != nil {
				c.go_(t, w)
			}
			must(t, w.Desk.SetField(ctx, "card.form", "实体卡")) // work goes on
			kept(t, w.Desk.Snapshot().Current.Case, "after it")
			for _, d := range w.Store.Drafts() {
				kept(t, d, "on disk")
			}
		})
	}
}

// noticed waits for a code on the desk.
func noticed(t *testing.T, w *countertest.World, want string) error {
	t.Helper()
	s := w.Until(t, want, func(s counter.Snapshot) bool { return s.Notice != nil && s.Notice.Code == want })
	return &counter.Error{Code: s.Notice.Code}
}

func TestAClerkWhoWasLockedOutFindsTheCaseAgain(t *testing.T) {
	ctx := context.Background()
	w, id := midway(t)
	w.Restart() // the program was killed; nobody is signed in
	w.Serve(t)
	for range counter.MaxTries {
		_ = w.Desk.SignIn(ctx, countertest.Operator, "0")
	}
	err := w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN)
	var auth *counter.AuthError
	if !errors.As(err, &auth) && code(err) != "AUTH-003" || !strings.Contains(w.Desk.Snapshot().Notice.Sentence, "10:10") {
		t.Fatalf("%v, %+v: the end of the lock is not told", err, w.Desk.Snapshot().Notice)
	}
	w.Clock.Turn(10 * time.Minute)
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	must(t, w.Desk.OpenCase(ctx, id))
	kept(t, w.Desk.Snapshot().Current.Case, "after the lock-out")
}

func TestANearlyFullDiskStopsWhatIsNewAndNothingElse(t *testing.T) {
	ctx := context.Background()
	w, id := midway(t)
	var low []counter.Trouble
	var room error
	w.Params.Room = func() error { return room }
	w.Params.Machine = func() []counter.Trouble { return slices.Clone(low) }
	w.Restart()
	w.Serve(t)
	w.Until(t, "the hall", func(s counter.Snapshot) bool { return s.Connected })
	must(t, w.Desk.SignIn(ctx, countertest.Operator, countertest.PIN))
	must(t, w.Desk.OpenCase(ctx, id))
	words := trouble.Of("VAULT-009").Clerk
	room = &counter.Error{Code: "VAULT-009", Sentence: words.Zh, SentenceEN: words.En}

	if err := w.Desk.NewCase(ctx); code(err) != "VAULT-009" {
		t.Errorf("a new case on a full disk: %v", err)
	}
	if s := w.Desk.Snapshot(); s.Notice == nil || s.Notice.Sentence != words.Zh || len(s.Tabs) != 1 {
		t.Errorf("notice %+v, %d tabs", s.Notice, len(s.Tabs))
	}
	kept(t, w.Desk.Snapshot().Current.Case, "while the disk is full")
	complete(t, w) // what was begun can be finished
	_, err := w.Desk.Accept(ctx)
	must(t, err)
	must(t, w.Desk.Finish(ctx))

	w.Hall.Issue("A", "")
	must(t, w.Desk.CallNext(ctx))
	w.Until(t, "the call", func(s counter.Snapshot) bool { return s.Window.Ticket != nil && s.Window.Ticket.Number == "A002" })
	if err := w.Desk.Start(ctx); code(err) != "VAULT-009" {
		t.Errorf("a service that cannot be recorded was begun: %v", err)
	}
	if got := w.Desk.Snapshot().Window.Ticket; got == nil || got.StartedAt != 0 {
		t.Errorf("the hall was told that it began: %+v", got)
	}
	room = nil
	must(t, w.Desk.Start(ctx))
	if w.Desk.Snapshot().Current == nil {
		t.Error("with room again, no case was opened")
	}
}

func TestAnItemWithoutAFormIsSaidAndStillTakenIn(t *testing.T) {
	ctx := context.Background()
	w := sitDown(t)
	must(t, w.Desk.NewCase(ctx))
	must(t, w.Desk.ChooseItem(ctx, "FZ001"))
	if n := w.Desk.Snapshot().Notice; n == nil || n.Code != "ITEM-001" || n.Kind != counter.NoticeWarn {
		t.Errorf("notice %+v", n)
	}
	if s := w.Desk.Snapshot(); s.Current.Case.Item.ID != "FZ001" || len(s.Current.Form.Fields) == 0 {
		t.Errorf("the item was not taken: %+v", s.Current.Case.Item)
	}
	must(t, w.Desk.ChooseItem(ctx, "FZ023"))
	if n := w.Desk.Snapshot().Notice; n != nil && n.Code == "ITEM-001" {
		t.Error("an item with a form is said to have none")
	}
}

func TestAHallWhoseCertificateHasExpiredIsNamedAsSuch(t *testing.T) {
	w := sitDown(t)
	words := trouble.Of("CERT-002").Clerk
	w.Hall.CutBecause(api.Problem{Code: "CERT-002", Sentence: words.Zh, SentenceEN: words.En})
	s := w.Until(t, "the hall's silence", func(s counter.Snapshot) bool { return !s.Connected })
	if !slices.Contains(s.Machine, counter.Trouble{Code: "CERT-002", Sentence: words.Zh, SentenceEN: words.En}) {
		t.Errorf("the screens are told %+v", s.Machine)
	}
	if err := w.Desk.CallNext(context.Background()); code(err) != "CERT-002" {
		t.Errorf("calling: %v", err)
	}
}
