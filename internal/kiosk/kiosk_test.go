package kiosk_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/kiosk"
	"onewindow/internal/queue"
)

func TestACardGivesANumberThenItsPaperThenTheStart(t *testing.T) {
	w := newWorld(t)
	w.k.TakeNumber()
	w.on(kiosk.Category)
	if w.k.ChooseItem("FZ005") {
		t.Fatal("no card yet")
	}
	w.on(kiosk.Card)
	if !w.card("350199198506150035", 1985) {
		t.Fatal("the card must go on to the number")
	}
	w.k.Issue(t.Context())
	s := w.on(kiosk.Ticket)
	if s.Ticket.Paper != kiosk.Printed || !s.CardLeft {
		t.Errorf("%+v, card left %v", s.Ticket, s.CardLeft)
	}
	w.happened("hall: issue A FZ005 key-of-0035", "hall: paper printing", "printer: A018 reprint false", "hall: paper printed")
	slip := w.out.slips[0]
	want := queue.Slip{
		Hall: "福州市政务服务大厅", CategoryName: "企业设立", Number: "A018", ItemName: "食品经营许可(新办)", Ahead: 6, LowMin: 11, HighMin: 18,
		Windows: "1–6 号", IssuedAt: "11月23日 10:06", Holder: "*𬭎", Class: "普通号", URL: "https://hall.example/p/tok",
		Kiosk: "取号机 K1", Bring: slip.Bring, Foot: slip.Foot,
	}
	if slip != want || !strings.HasPrefix(slip.Foot, "1123-A018-") || !strings.Contains(slip.Bring, "申请书") {
		t.Errorf("slip %+v", slip)
	}
	w.k.SeeCard(devices.CardEvent{Lifted: true})
	if w.k.Snapshot().CardLeft {
		t.Error("the card was taken")
	}
	w.pass(20 * time.Second)
	w.on(kiosk.Home)
}

func TestWithoutACardNobodyIsNamed(t *testing.T) {
	w := newWorld(t)
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.k.WithoutCard()
	w.k.Issue(t.Context())
	w.on(kiosk.Ticket)
	if c := w.hall.seen[0]; c.PersonKey != "" || w.out.slips[0].Holder != "" {
		t.Errorf("somebody was named: %+v", c)
	}
}

func TestTheAgeOfTheCardGivesPriorityWhereTheHallHasTheRule(t *testing.T) {
	w := newWorld(t)
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.card("350199195001010017", 1950)
	w.k.Issue(t.Context())
	if got := w.hall.seen[0].Class; got != queue.Priority {
		t.Errorf("class %s", got)
	}
}

func TestPrinterTroubleIsToldTruthfully(t *testing.T) {
	noPaper := &devices.Error{Kind: devices.KindAttention, Code: "PRN-002", Sentence: "打印机缺纸。", SentenceEN: "The printer is out of paper."}
	doubt := &devices.Error{Kind: devices.KindProtocol, Code: "PRN-009", Sentence: "打印机没有答复。", SentenceEN: "No word from the printer.", Err: devices.ErrPartly}
	for _, c := range []struct {
		name string
		err  *devices.Error
		word kiosk.PaperWord
		then string // what the citizen does
		want []string
	}{
		{"out of paper, noted", noPaper, kiosk.Failed, "noted", []string{"hall: paper failed", "hall: paper none"}},
		{"out of paper, printed again", noPaper, kiosk.Failed, "again", []string{"hall: paper failed", "hall: paper printing", "printer: A018 reprint true", "hall: paper reprinted"}},
		{"in doubt, noted", doubt, kiosk.Unsure, "noted", []string{"hall: paper failed"}},
		{"in doubt, printed again", doubt, kiosk.Unsure, "again", []string{"hall: paper printing", "printer: A018 reprint true", "hall: paper reprinted"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.out.fail = c.err
			w.k.TakeNumber()
			w.k.ChooseCategory("A")
			w.k.WithoutCard()
			w.k.Issue(t.Context())
			s := w.on(kiosk.Ticket)
			if s.Ticket.Paper != c.word || s.Ticket.Why.Code != c.err.Code || s.Left != 120*time.Second {
				t.Errorf("%+v, %s left", s.Ticket, s.Left)
			}
			w.out.fail = nil
			if c.then == "again" {
				w.k.PrintAgain(t.Context())
				if got := w.on(kiosk.Ticket).Ticket; got.Paper != kiosk.Printed || !got.Reprint {
					t.Errorf("%+v", got)
				}
			} else {
				w.k.Noted(t.Context())
				w.on(kiosk.Home)
			}
			w.happened(append([]string{"hall: issue A  ", "hall: paper printing", "printer: " + c.err.Code}, c.want...)...)
		})
	}
}

func TestAnIssueWithoutAnswerIsSentAgainAsTheSameCommand(t *testing.T) {
	w := newWorld(t)
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.card("350199198506150035", 1985)
	w.hall.away = true
	w.k.Issue(t.Context())
	s := w.on(kiosk.Told)
	if s.Told.Code != "HALL-102" || !s.CanRetry {
		t.Errorf("%+v", s.Told)
	}
	w.hall.away = false
	w.k.Issue(t.Context())
	w.on(kiosk.Ticket)
	if a, b := w.hall.seen[0], w.hall.seen[1]; a.ID != b.ID || a.PersonKey != b.PersonKey || a.Class != b.Class {
		t.Errorf("sent\n%+v then\n%+v", a, b)
	}
}

func TestWhyThereIsNoNumberIsToldBeforeTheCardIsAsked(t *testing.T) {
	for _, c := range []struct {
		name string
		view func(*api.HallView)
		code string
	}{
		{"hall away", func(v *api.HallView) { v.Connected = false }, "HALL-101"},
		{"day not open", func(v *api.HallView) { v.Board.Open = false }, queue.CodeDayClosed},
		{"nobody serves it", func(*api.HallView) {}, queue.CodeNoCategory},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			v := open()
			c.view(&v)
			w.k.SeeHall(v)
			w.k.TakeNumber()
			w.k.ChooseCategory("E")
			s := w.on(kiosk.Told)
			if s.Told.Code != c.code || s.CanRetry {
				t.Errorf("%+v", s.Told)
			}
		})
	}
}

func TestWhoHasANumberIsTold(t *testing.T) {
	w := newWorld(t)
	w.hall.answer = func(queue.Command) queue.Answer {
		return queue.Answer{Refusal: &queue.Refusal{Code: queue.CodeHasTicket, Sentence: "您今天在本类已有号 A018，不用再取。", Ticket: "A018"}}
	}
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.card("350199198506150035", 1985)
	w.k.Issue(t.Context())
	if s := w.on(kiosk.Told); s.Told.Sentence != "您今天在本类已有号 A018，不用再取。" || s.Told.Number != "A018" {
		t.Errorf("%+v", s.Told)
	}
	w.k.Back()
	w.on(kiosk.Card)
}

func TestWhoGoesAwayIsForgotten(t *testing.T) {
	w := newWorld(t)
	w.k.TakeNumber()
	w.k.Find()
	w.k.SetQuery("spjy")
	if s := w.on(kiosk.Search); len(s.Found) == 0 || s.Found[0].ID != "FZ005" {
		t.Fatalf("found %+v", s.Found)
	}
	w.pass(59 * time.Second)
	if w.on(kiosk.Search).Warn {
		t.Error("warned too early")
	}
	w.pass(time.Second)
	if !w.on(kiosk.Search).Warn {
		t.Error("not warned at 60 s")
	}
	w.k.Touch()
	if w.on(kiosk.Search).Warn {
		t.Error("a touch must end the warning")
	}
	w.pass(90 * time.Second)
	if s := w.on(kiosk.Home); s.Query != "" || s.Found != nil {
		t.Errorf("left over: %+v", s)
	}
}

func TestElderHasTwiceTheTimeAndEndsWithTheSession(t *testing.T) {
	w := newWorld(t)
	w.k.SetElder(true)
	w.k.TakeNumber()
	w.pass(119 * time.Second)
	if w.on(kiosk.Category).Warn {
		t.Error("warned too early")
	}
	w.pass(time.Second)
	if !w.on(kiosk.Category).Warn {
		t.Error("not warned at 120 s")
	}
	w.pass(60 * time.Second)
	if w.on(kiosk.Home).Elder {
		t.Error("elder stays on for the next person")
	}
}

func TestTheLowLayoutEndsWithTheSessionAndIsNeverTheLargeOne(t *testing.T) {
	w := newWorld(t)
	w.k.SetElder(true)
	w.k.SetLow(true)
	if s := w.k.Snapshot(); !s.Low || s.Elder {
		t.Errorf("low %v, elder %v", s.Low, s.Elder)
	}
	w.k.TakeNumber()
	w.k.Back()
	if s := w.on(kiosk.Home); !s.Low {
		t.Error("one step back and the controls are out of reach")
	}
	w.pass(2 * time.Minute)
	if w.k.Snapshot().Low {
		t.Error("the next person finds the layout of the one before")
	}
}

func TestNoSessionEndsWhileThePrinterIsAtWork(t *testing.T) {
	w := newWorld(t)
	w.out.held = func() {
		w.pass(10 * time.Minute)
		w.k.Home()
		w.on(kiosk.Ticket)
	}
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.k.WithoutCard()
	w.k.Issue(t.Context())
	if s := w.on(kiosk.Ticket); s.Ticket.Paper != kiosk.Printed {
		t.Errorf("%+v", s.Ticket)
	}
}

func TestACardOfThePersonBeforeIsNotUsed(t *testing.T) {
	w := newWorld(t)
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.card("350199198506150035", 1985)
	w.k.Issue(t.Context())
	w.k.Noted(t.Context()) // and leaves the card behind
	if !w.on(kiosk.Home).CardLeft {
		t.Error("nobody is told of the card")
	}
	w.k.TakeNumber()
	if w.k.ChooseCategory("A") {
		t.Fatal("the next person would get a number under the card left behind")
	}
	if s := w.on(kiosk.Card); s.Problem == nil || s.Problem.Code != "CARD-012" {
		t.Errorf("problem %v", s.Problem)
	}
}

func TestACardPutDownEarlyCounts(t *testing.T) {
	w := newWorld(t)
	w.card("350199198506150035", 1985)
	w.k.TakeNumber()
	if !w.k.ChooseCategory("A") {
		t.Error("the card lies there already")
	}
	w.k.Home()
	w.card("350199198506150035", 1985)
	w.pass(90 * time.Second)
	w.k.TakeNumber()
	if w.k.ChooseCategory("A") {
		t.Error("a card nobody used is kept for the next person")
	}
}

func TestATypedNumberIsCheckedFirst(t *testing.T) {
	w := newWorld(t)
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.k.TypeNumber()
	if w.k.SubmitNumber("350199198506150036") {
		t.Error("a wrong number went on")
	}
	if s := w.on(kiosk.Number); s.Problem == nil || s.Problem.Code != "ID-003" {
		t.Errorf("problem %v", s.Problem)
	}
	if !w.k.SubmitNumber("350199198506150035") {
		t.Fatal("a right number is refused")
	}
	w.k.Issue(t.Context())
	w.on(kiosk.Ticket)
	w.happened("hall: issue A  key-of-0035", "hall: paper printing", "printer: A018 reprint false", "hall: paper printed")
}

func TestReportsWaitForTheHallInOrder(t *testing.T) {
	w := newWorld(t)
	w.out.held = func() { w.hall.away = true }
	w.k.TakeNumber()
	w.k.ChooseCategory("A")
	w.k.WithoutCard()
	w.k.Issue(t.Context())
	if s := w.on(kiosk.Ticket); s.Ticket.Paper != kiosk.Printed {
		t.Errorf("the paper is out whatever the hall does: %+v", s.Ticket)
	}
	w.hall.away = false
	w.k.SendReports(t.Context())
	w.happened("hall: issue A  ", "hall: paper printing", "printer: A018 reprint false", "hall: paper printed")
}

func TestTheGuideLeadsFromCategoryToItemToNumber(t *testing.T) {
	w := newWorld(t)
	w.k.OpenGuide()
	w.k.ChooseCategory("A")
	if s := w.on(kiosk.Items); len(s.Found) != 8 {
		t.Errorf("%d items", len(s.Found))
	}
	w.k.ChooseItem("FZ005")
	w.on(kiosk.Guide)
	w.k.TakeForItem()
	w.on(kiosk.Card)
	for _, want := range []kiosk.Screen{kiosk.Guide, kiosk.Items, kiosk.Category, kiosk.Home} {
		w.k.Back()
		w.on(want)
	}
}

func TestWhatIsMissingIsSaidOnEveryScreenUntilItReturns(t *testing.T) {
	w := newWorld(t)
	codes := func() string {
		out := ""
		for _, tr := range w.k.Snapshot().Troubles {
			out += string(tr.Part) + " "
		}
		return out
	}
	away := open()
	away.Connected = false
	gone := &devices.Status{State: devices.Absent, Code: "CARD-001"}
	w.k.SeeHall(away)
	if codes() != "" {
		t.Error("a node that hands over to another was said to be away")
	}
	w.pass(time.Second)
	w.k.SeeHall(away)
	w.k.SeeCard(devices.CardEvent{Status: gone})
	if got := codes(); got != "hall reader " {
		t.Errorf("missing %q", got)
	}
	w.k.SeeCard(devices.CardEvent{Status: &devices.Status{State: devices.Busy, Code: "CARD-003"}})
	w.k.SeeHall(open())
	if got := codes(); got != "reader " {
		t.Errorf("held by another program: missing %q", got)
	}
	for _, st := range []devices.Status{{State: devices.Ready, Code: "X"}, {State: devices.Busy}} {
		w.k.SeeCard(devices.CardEvent{Status: &st})
		if got := codes(); got != "" {
			t.Errorf("%v: missing %q", st, got)
		}
	}
}

func TestWindowsAreWrittenAsRuns(t *testing.T) {
	for want, in := range map[string][]int{"": nil, "3": {3}, "1–6": {1, 2, 3, 4, 5, 6}, "1–2、4、7–9": {1, 2, 4, 7, 8, 9}} {
		if got := kiosk.Windows(in); got != want {
			t.Errorf("%v: %q, want %q", in, got, want)
		}
	}
}

// Whatever people press in whatever order, the first screen knows nothing of anybody, and every number that was
// committed had at most one paper without the mark of a second one.
func TestAnyOrderOfPressesLeavesNobodyBehind(t *testing.T) {
	items := list(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := worldOf(t, items)
		ctx := context.Background()
		acts := map[string]func(){
			"take": w.k.TakeNumber, "guide": w.k.OpenGuide, "find": w.k.Find, "back": w.k.Back, "home": w.k.Home,
			"type": w.k.TypeNumber, "without": func() { w.k.WithoutCard(); w.k.Issue(ctx) },
			"query":    func() { w.k.SetQuery("社保") },
			"category": func() { w.k.ChooseCategory("A") }, "item": func() { w.k.ChooseItem("FZ005") },
			"card":   func() { w.card("350199198506150035", 1985) },
			"lift":   func() { w.k.SeeCard(devices.CardEvent{Lifted: true}) },
			"issue":  func() { w.k.Issue(ctx) },
			"again":  func() { w.k.PrintAgain(ctx) },
			"noted":  func() { w.k.Noted(ctx) },
			"jam":    func() { w.out.fail = &devices.Error{Code: "PRN-003", Sentence: "卡纸", Err: devices.ErrPartly} },
			"clear":  func() { w.out.fail = nil },
			"minute": func() { w.pass(time.Minute) },
		}
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(acts))), 1, 30).Draw(rt, "acts") {
			acts[name]()
			s := w.k.Snapshot()
			if s.Screen == kiosk.Home && (s.Ticket != nil || s.Query != "" || s.Item != nil || s.Category.Code != "") {
				rt.Fatalf("after %s the first screen knows ticket %v, query %q, category %s", name, s.Ticket, s.Query, s.Category.Code)
			}
			if (s.Screen == kiosk.Ticket) != (s.Ticket != nil) || (s.Screen == kiosk.Told) != (s.Told != nil) {
				rt.Fatalf("after %s: screen %s, ticket %v, told %v", name, s.Screen, s.Ticket, s.Told)
			}
		}
		firsts := 0
		for _, slip := range w.out.slips {
			if !slip.Reprint {
				firsts++
			}
		}
		issued := strings.Count(fmt.Sprint(w.lines), "hall: issue")
		if firsts > issued {
			rt.Fatalf("%d first papers for %d numbers", firsts, issued)
		}
	})
}
