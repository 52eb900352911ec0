package queue

import (
	"slices"
	"testing"
	"time"
)

func TestNumbersRunByCategoryAndGoOnPast999(t *testing.T) {
	h := newHall(t)
	for _, want := range []string{"A001", "A002", "A003"} {
		if got := h.issue("A", Ordinary).Number; got != want {
			t.Fatalf("number %s, want %s", got, want)
		}
	}
	if got := h.issue("C", "").Number; got != "C001" {
		t.Errorf("the next category begins with %s", got)
	}
	if got := h.issue("A", Priority).Number; got != "VA004" {
		t.Errorf("priority number is %s", got)
	}
	if got := h.issue("A", Appointment).Number; got != "YA005" {
		t.Errorf("appointment number is %s", got)
	}
	h.s.d.Serial["A"] = 998
	if a, b := h.issue("A", "").Number, h.issue("A", "").Number; a != "A999" || b != "A1000" {
		t.Errorf("numbers went on to %s and %s", a, b)
	}
}

func TestAPersonHoldsOneLiveTicketInACategory(t *testing.T) {
	h := newHall(t)
	first := h.must(Command{Kind: Issue, Category: "A", PersonKey: "ab12"})
	r := h.refused(Command{Kind: Issue, Category: "A", PersonKey: "ab12"}, CodeHasTicket)
	if r.Ticket != first.Ticket.Number || r.Sentence != "您今天在本类已有号 A001，不用再取。" {
		t.Errorf("refusal says %q about %q", r.Sentence, r.Ticket)
	}
	h.must(Command{Kind: Issue, Category: "C", PersonKey: "ab12"})
	h.must(Command{Kind: Issue, Category: "A", PersonKey: "cd34"})
	h.must(Command{Kind: Issue, Category: "A"})
	h.must(Command{Kind: Issue, Category: "A"})

	h.open(1)
	h.call(1)
	h.refused(Command{Kind: Issue, Category: "A", PersonKey: "ab12"}, CodeHasTicket)
	h.must(Command{Kind: Start, Window: 1})
	h.refused(Command{Kind: Issue, Category: "A", PersonKey: "ab12"}, CodeHasTicket)
	h.must(Command{Kind: Finish, Window: 1})
	h.must(Command{Kind: Issue, Category: "A", PersonKey: "ab12"})
}

func TestTheLongestWaitingOfAWindowsCategoriesIsCalledFirst(t *testing.T) {
	h := newHall(t)
	for _, c := range []string{"C", "A", "A", "C"} {
		h.issue(c, "")
		h.pass(time.Minute)
	}
	h.open(1)
	h.open(2)
	h.open(3)
	if got := []string{h.call(2), h.call(1), h.call(3)}; !slices.Equal(got, []string{"C001", "A001", "C002"}) {
		t.Errorf("called %v", got)
	}
}

func TestPriorityIsInterleavedOneToTwo(t *testing.T) {
	h := newHall(t)
	for range 5 {
		h.issue("A", Ordinary)
	}
	for range 3 {
		h.issue("A", Priority)
	}
	h.open(1)
	var got []string
	for range 8 {
		got = append(got, h.call(1))
		h.must(Command{Kind: Start, Window: 1})
		h.must(Command{Kind: Finish, Window: 1})
	}
	want := []string{"VA006", "A001", "A002", "VA007", "A003", "A004", "VA008", "A005"}
	if !slices.Equal(got, want) {
		t.Errorf("called %v, want %v", got, want)
	}
}

func TestATicketFromCallToFinish(t *testing.T) {
	h := newHall(t)
	issued := h.must(Command{Kind: Issue, Category: "A", Token: "secret", PersonKey: "ab12", Item: "FZ005"})
	if issued.Ticket.Token != "secret" || issued.Ticket.PersonKey != "" {
		t.Errorf("the issuer got token %q and person %q", issued.Ticket.Token, issued.Ticket.PersonKey)
	}
	h.refused(Command{Kind: CallNext, Window: 1}, CodeWindowClosed)
	h.open(1)
	h.refused(Command{Kind: Start, Window: 1}, CodeNothingCalled)
	called := h.must(Command{Kind: CallNext, Window: 1})
	if called.Ticket.Token != "secret" || called.Ticket.PersonKey != "" || called.Ticket.Operator != "0312" {
		t.Errorf("the counter got %+v", called.Ticket)
	}
	if r := h.refused(Command{Kind: CallNext, Window: 1}, CodeWindowBusy); r.Ticket != "A001" {
		t.Errorf("busy with %q", r.Ticket)
	}
	h.refused(Command{Kind: Finish, Window: 1}, CodeNotServing)
	h.refused(Command{Kind: CloseWindow, Window: 1}, CodeWindowBusy)
	h.refused(Command{Kind: Pause, Window: 1}, CodeWindowBusy)
	h.pass(time.Minute)
	h.must(Command{Kind: Start, Window: 1})
	h.refused(Command{Kind: Recall, Window: 1}, CodeNothingCalled)
	h.refused(Command{Kind: NoShow, Window: 1}, CodeNothingCalled)
	h.pass(10 * time.Minute)
	done := h.must(Command{Kind: Finish, Window: 1}).Ticket
	if done.State != Done || done.EndedAt-done.StartedAt != 600_000 {
		t.Errorf("ended as %+v", done)
	}
	if w := h.s.Board(h.now).Windows[0]; w.Served != 1 || w.State != WindowIdle || w.Ticket != nil {
		t.Errorf("the window stands at %+v", w)
	}
	h.refused(Command{Kind: CallNext, Window: 1}, CodeNobodyWaits)
}

func TestANumberIsSpokenThreeTimesThenPassedThenCalledBackOnce(t *testing.T) {
	h := newHall(t)
	ticket := h.issue("A", "")
	h.open(1)
	h.call(1)
	h.must(Command{Kind: Recall, Window: 1})
	h.must(Command{Kind: Recall, Window: 1})
	h.refused(Command{Kind: Recall, Window: 1}, CodeCalledEnough)
	h.refused(Command{Kind: CallBack, Window: 1, Ticket: ticket.ID}, CodeWindowBusy)
	h.must(Command{Kind: NoShow, Window: 1})
	if p := h.s.Board(h.now).Passed; len(p) != 1 || p[0].Number != "A001" {
		t.Errorf("passed list is %v", p)
	}
	h.pass(29 * time.Minute)
	h.open(3)
	h.refused(Command{Kind: CallBack, Window: 3, Ticket: ticket.ID}, CodeOtherCategory)
	h.open(2)
	back := h.must(Command{Kind: CallBack, Window: 2, Ticket: ticket.ID})
	if back.Ticket.Calls != 1 || back.Ticket.Window != 2 || len(h.s.Board(h.now).Passed) != 0 {
		t.Errorf("called back as %+v", back.Ticket)
	}
	if void := h.must(Command{Kind: NoShow, Window: 2}).Ticket; void.State != Void {
		t.Errorf("after a second miss the ticket is %s", void.State)
	}
	h.refused(Command{Kind: CallBack, Window: 2, Ticket: ticket.ID}, CodeNotPassed)
}

func TestWhoWasPassedTooLongOrTookANewNumberIsNotCalledBack(t *testing.T) {
	h := newHall(t)
	first := h.must(Command{Kind: Issue, Category: "A", PersonKey: "ab12"}).Ticket
	h.open(1)
	h.call(1)
	h.must(Command{Kind: NoShow, Window: 1})
	h.must(Command{Kind: Issue, Category: "A", PersonKey: "ab12"})
	if r := h.refused(Command{Kind: CallBack, Window: 1, Ticket: first.ID}, CodeHasTicket); r.Ticket != "A002" {
		t.Errorf("refusal names %q", r.Ticket)
	}
	h.pass(31 * time.Minute)
	h.refused(Command{Kind: CallBack, Window: 1, Ticket: first.ID}, CodePassedTooLong)
	h.refused(Command{Kind: CallBack, Window: 1, Ticket: "20261123-A777"}, CodeNoTicket)
	if p := h.s.Board(h.now).Passed; len(p) != 0 {
		t.Errorf("passed list still shows %v", p)
	}
}

func TestPaperFollowsThePrintersWord(t *testing.T) {
	for _, c := range []struct {
		name string
		path []PaperState
		last bool // whether the last step is allowed
	}{
		{"printed", []PaperState{PaperPrinting, PaperPrinted}, true},
		{"failed and noted", []PaperState{PaperPrinting, PaperFailed, PaperNone}, true},
		{"failed and printed again", []PaperState{PaperFailed, PaperPrinting, PaperReprinted}, true},
		{"said twice", []PaperState{PaperPrinting, PaperPrinted, PaperPrinted}, true},
		{"printed cannot be asked for", []PaperState{PaperPrinting, PaperPrinted, PaperRequested}, false},
		{"printed cannot fail", []PaperState{PaperPrinted, PaperFailed}, false},
		{"nothing was printed before", []PaperState{PaperReprinted}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHall(t)
			ticket := h.issue("A", "")
			last := len(c.path) - 1
			for _, p := range c.path[:last] {
				h.must(Command{Kind: Paper, Ticket: ticket.ID, Paper: p})
			}
			a := h.do(Command{Kind: Paper, Ticket: ticket.ID, Paper: c.path[last]})
			if ok := a.Refusal == nil; ok != c.last {
				t.Errorf("%v was answered %+v", c.path, a.Refusal)
			}
		})
	}
}

func TestAPausedWindowCallsNobodyAndIsNotCounted(t *testing.T) {
	h := newHall(t)
	h.issue("A", "")
	h.open(1)
	h.must(Command{Kind: Pause, Window: 1, Reason: "会议"})
	b := h.s.Board(h.now)
	if w := b.Windows[0]; w.State != WindowPaused || w.Reason != "会议" || b.Categories[0].OpenNow != 0 {
		t.Errorf("the window stands at %+v, open %d", w, b.Categories[0].OpenNow)
	}
	h.refused(Command{Kind: CallNext, Window: 1}, CodeWindowPaused)
	h.must(Command{Kind: Resume, Window: 1})
	h.call(1)
}

func TestAWindowBelongsToTheMachineItWasOpenedOnUntilAnotherTakesOver(t *testing.T) {
	h := newHall(t)
	h.issue("A", "")
	h.open(1)
	h.call(1)
	h.refused(Command{Kind: Start, Window: 1, Terminal: "other"}, CodeOtherTerminal)
	over := h.must(Command{Kind: OpenWindow, Window: 1, Operator: "0312", Terminal: "other"})
	if over.Ticket == nil || over.Ticket.Number != "A001" {
		t.Fatalf("who takes over gets %+v", over.Ticket)
	}
	h.must(Command{Kind: Start, Window: 1, Terminal: "other"})
	h.refused(Command{Kind: Finish, Window: 1}, CodeOtherTerminal)
}

func TestTheDayBeginsWithNothingOfYesterday(t *testing.T) {
	h := newHall(t)
	h.must(Command{Kind: Issue, Category: "A", PersonKey: "ab12"})
	h.issue("A", "")
	h.open(1)
	h.call(1)
	h.refused(Command{Kind: OpenDay}, CodeDay)
	h.pass(24 * time.Hour)
	h.must(Command{Kind: OpenDay, DayKey: []byte("another key")})
	b := h.s.Board(h.now)
	if b.Day != "2026-11-24" || b.Waiting != 0 || len(b.Calls) != 0 || len(b.Passed) != 0 || b.Windows[0].State != WindowClosed {
		t.Errorf("the new day begins with %+v", b)
	}
	if got := h.must(Command{Kind: Issue, Category: "A", PersonKey: "ab12"}).Ticket; got.ID != "20261124-A001" {
		t.Errorf("first ticket is %s", got.ID)
	}
}

func TestTheDayTurnsAtMidnightOfTheHallsOwnZone(t *testing.T) {
	h := newHall(t)
	h.pass(14*time.Hour + 59*time.Minute) // 23:59 in Fuzhou
	h.refused(Command{Kind: OpenDay}, CodeDay)
	h.pass(time.Minute)
	h.must(Command{Kind: OpenDay})
}

func TestClosingTheDayPassesWhoWaitsAndForgetsWhoTheyAre(t *testing.T) {
	h := newHall(t)
	h.must(Command{Kind: Issue, Category: "A", PersonKey: "ab12"})
	h.issue("A", "")
	h.issue("A", "")
	h.open(1)
	h.open(2)
	h.call(1)
	h.must(Command{Kind: Start, Window: 1})
	h.call(2)
	h.must(Command{Kind: CloseDay})
	if h.s.DayKey() != nil || slices.ContainsFunc(h.s.d.Tickets, func(t *Ticket) bool { return t.PersonKey != "" }) {
		t.Error("somebody can still be recognised")
	}
	states := []TicketState{}
	for _, x := range h.s.d.Tickets {
		states = append(states, x.State)
	}
	if !slices.Equal(states, []TicketState{Serving, Passed, Passed}) {
		t.Errorf("tickets ended as %v", states)
	}
	h.refused(Command{Kind: Issue, Category: "A"}, CodeDayClosed)
	h.refused(Command{Kind: CloseDay}, CodeDayClosed)
	h.must(Command{Kind: Finish, Window: 1})
	h.refused(Command{Kind: CallNext, Window: 1}, CodeDayClosed)

	h.must(Command{Kind: OpenDay, DayKey: []byte("new")})
	if got := h.issue("A", "").Number; got != "A004" {
		t.Errorf("a day opened again goes on with %s", got)
	}
}

func TestOnlyTodayCanBeOpened(t *testing.T) {
	h := newHall(t)
	h.must(Command{Kind: CloseDay})
	h.refused(Command{Kind: OpenDay, Day: "2027-01-01"}, CodeDay)
	h.must(Command{Kind: OpenDay, Day: "2026-11-23"})
}

func TestTimeNeverRunsBackwards(t *testing.T) {
	h := newHall(t)
	first := h.issue("A", "")
	h.pass(-time.Hour)
	if second := h.issue("A", ""); second.IssuedAt < first.IssuedAt {
		t.Errorf("issued at %d after %d", second.IssuedAt, first.IssuedAt)
	}
}

func TestSettingsDoNotLeaveAnybodyWithoutAWindow(t *testing.T) {
	h := newHall(t)
	h.issue("C", "")
	onlyA := settings()
	onlyA.Windows = onlyA.Windows[:1]
	h.refused(Command{Kind: Configure, Settings: &onlyA}, CodeSettings)
	h.open(3)
	h.call(3)
	h.must(Command{Kind: NoShow, Window: 3})
	h.refused(Command{Kind: Configure, Settings: &onlyA}, CodeSettings)
	h.must(Command{Kind: CloseWindow, Window: 3})
	h.must(Command{Kind: Configure, Settings: &onlyA})
	h.refused(Command{Kind: Issue, Category: "C"}, CodeNoCategory)
	h.refused(Command{Kind: OpenWindow, Window: 3, Operator: "0312"}, CodeNoWindow)
}

func TestSettingsOutOfFormAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Settings){
		"no category":          func(s *Settings) { s.Categories = nil },
		"a category twice":     func(s *Settings) { s.Categories[1].Code = "A" },
		"a window twice":       func(s *Settings) { s.Windows[1].No = 1 },
		"an unknown category":  func(s *Settings) { s.Windows[0].Categories = []string{"Q"} },
		"a window of nothing":  func(s *Settings) { s.Windows[0].Categories = nil },
		"a zone off the globe": func(s *Settings) { s.ZoneMinutes = 1000 },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t)
			set := settings()
			spoil(&set)
			h.refused(Command{Kind: Configure, Settings: &set}, CodeSettings)
		})
	}
}

func TestEventsNameNobody(t *testing.T) {
	h := newHall(t)
	c := Command{ID: id(h.now, 99), Terminal: "T", Kind: Issue, Category: "A", PersonKey: "ab12", Token: "secret"}
	_, events := h.s.Step(Entry{Index: 99, At: h.now, Command: c})
	if len(events) != 1 || events[0].Ticket.Number != "A001" || events[0].Ticket.PersonKey != "" || events[0].Ticket.Token != "" {
		t.Fatalf("events are %+v", events)
	}
	if _, events = h.s.Step(Entry{Index: 100, At: h.now, Command: c}); len(events) != 0 {
		t.Errorf("a command that came twice told %+v", events)
	}
}
