package queue

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyLog draws a log of commands as halls see them, and as they should never see them. A hall of its own tells it
// which tickets there are to speak of. rapid's own draws lean to what is small and first, and a hall would hardly ever
// get to serve anybody: so rapid gives the seed, and dice that lean to nothing the commands.
func anyLog(t *rapid.T) []Entry { return logOf(rapid.Uint64().Draw(t, "seed")) }

// logOf is the log of one seed.
func logOf(seed uint64) []Entry {
	d := dice{rand.New(rand.NewPCG(seed, 0))}
	set := settings()
	first := []Command{
		{Kind: Configure, Settings: &set}, {Kind: OpenDay, DayKey: []byte("k")},
		{Kind: OpenWindow, Window: 1, Operator: "0312"}, {Kind: OpenWindow, Window: 2, Operator: "0312"},
	}
	s, at, log := New(), morning(), []Entry{}
	for i := range 100 {
		var c Command
		switch {
		case i < len(first):
			c = first[i]
		case d.IntN(12) == 0:
			c = log[d.IntN(i)].Command
		default:
			c = d.command(s)
		}
		at += one(d, pauses)
		if c.ID == "" {
			c.ID = id(at, i)
		}
		if c.Terminal == "" {
			c.Terminal = "T"
		}
		log = append(log, Entry{Index: uint64(i + 1), At: at, Command: c})
		s.Apply(log[i])
	}
	return log
}

// pauses between commands, in ms: mostly short, seldom past a passed ticket's time, a day, or backwards.
var pauses = []Instant{
	-5000, 0, 0, 0, 1, 1, 1, 1000, 1000, 1000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000,
	60_000, 60_000, 60_000, 60_000, 60_000, 60_000, 600_000, 600_000, 20 * 60_000, 40 * 60_000, 9 * 3600_000,
}

var kinds = []Kind{
	Issue, Issue, Issue, Issue, Issue, Issue, Paper, Paper, CallNext, Recall, CallBack, Start, Finish, NoShow,
	OpenWindow, CloseWindow, Pause, Resume, OpenDay, CloseDay,
}

// likely is what a hall in this state and a window in that one would do next.
func (d dice) likely(s *State, no int) Kind {
	w := s.window(no)
	switch {
	case !s.d.Open:
		return OpenDay
	case w == nil || w.State == WindowClosed:
		return OpenWindow
	case w.State == WindowPaused:
		return Resume
	case w.State == WindowCalling:
		return one(d, []Kind{Start, Start, NoShow, NoShow, Recall})
	case w.State == WindowServing:
		return Finish
	}
	return one(d, []Kind{CallNext, CallNext, CallBack})
}

type dice struct{ *rand.Rand }

func one[T any](d dice, of []T) T { return of[d.IntN(len(of))] }

func (d dice) command(s *State) Command {
	c := Command{
		Kind:     one(d, kinds),
		Terminal: one(d, []string{"T", "T", "T", "T", "T", "T", "T", "U"}),
		Window:   one(d, []int{1, 1, 1, 2, 2, 2, 2, 3, 4}),
		Operator: "0312",
	}
	if d.IntN(3) > 0 {
		c.Kind = one(d, []Kind{Issue, d.likely(s, c.Window), d.likely(s, c.Window)})
	}
	switch c.Kind {
	case Issue:
		c.Category = one(d, []string{"A", "A", "C"})
		c.Class = one(d, []Class{"", Ordinary, Priority, Appointment})
		c.PersonKey = one(d, []string{"", "p1", "p2", "p3"})
	case Paper:
		c.Paper = one(d, []PaperState{PaperPrinting, PaperPrinted, PaperFailed, PaperReprinted, PaperNone})
		c.Ticket = d.ticket(s)
	case CallBack:
		c.Ticket = d.ticket(s)
		if len(s.d.Passed) > 0 {
			c.Ticket = one(d, s.d.Passed)
		}
	}
	return c
}

func (d dice) ticket(s *State) string {
	if len(s.d.Tickets) > 0 {
		return one(d, s.d.Tickets).ID
	}
	return "20261123-A001"
}

// The seeds are fixed: what a hundred drawn ones reach is a matter of luck, and this is about the dice.
func TestTheDiceReachEveryCorner(t *testing.T) {
	done, refused := map[Kind]int{}, map[string]int{}
	for seed := range uint64(200) {
		s := New()
		for _, e := range logOf(seed) {
			if a, events := s.Step(e); a.Refusal != nil {
				refused[a.Refusal.Code]++
			} else if len(events) > 0 {
				done[e.Command.Kind]++
			}
		}
	}
	for _, k := range kinds {
		if done[k] < 20 {
			t.Errorf("%s was done %d times only", k, done[k])
		}
	}
	for _, code := range []string{
		CodeHasTicket, CodeDayClosed, CodeNoWindow, CodeWindowClosed, CodeWindowPaused, CodeWindowBusy, CodeNobodyWaits, CodeNothingCalled,
		CodeNotServing, CodeCalledEnough, CodeNotPassed, CodePassedTooLong, CodeOtherCategory, CodePaper, CodeDay, CodeOtherTerminal,
	} {
		if refused[code] == 0 {
			t.Errorf("%s was never refused", code)
		}
	}
}

func TestTheHallKeepsItsRulesWhateverComes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New()
		given := map[string]bool{}  // ticket ids ever given
		served := map[string]bool{} // command ids ever seen
		for _, e := range anyLog(t) {
			before := essence(t, s)
			a, events := s.Step(e)
			if a.Refusal != nil && (len(events) != 0 || essence(t, s) != before) {
				t.Fatalf("%s was refused (%v) and changed something", e.Command.Kind, a.Refusal)
			}
			if served[e.Command.ID] && len(events) != 0 {
				t.Fatalf("%s of a known id was acted on again", e.Command.Kind)
			}
			if e.Command.Kind == Issue && a.Refusal == nil && !served[e.Command.ID] {
				if given[a.Ticket.ID] {
					t.Fatalf("ticket %s was given twice", a.Ticket.ID)
				}
				given[a.Ticket.ID] = true
			}
			served[e.Command.ID] = true
			checkRules(t, s)
			checkBoard(t, s, s.Board(e.At))
		}
	})
}

// essence is a state without stamp, index and remembered answers.
func essence(t *rapid.T, s *State) string {
	r := s.d
	r.Index, r.At, r.Answers, r.Marks = 0, 0, nil, nil
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func checkRules(t *rapid.T, s *State) {
	at := map[string]int{}
	for _, w := range s.d.Windows {
		if (w.Ticket != "") != (w.State == WindowCalling || w.State == WindowServing) {
			t.Fatalf("window %d is %s with ticket %q", w.No, w.State, w.Ticket)
		}
		if w.Ticket == "" {
			continue
		}
		if other, taken := at[w.Ticket]; taken {
			t.Fatalf("ticket %s is at windows %d and %d", w.Ticket, other, w.No)
		}
		at[w.Ticket] = w.No
	}
	live := map[string]string{}
	serials := map[string]int{}
	for i, x := range s.d.Tickets {
		if busy := x.State == Calling || x.State == Serving; busy != (at[x.ID] != 0) || busy && x.Window != at[x.ID] {
			t.Fatalf("ticket %s is %s at window %d, but the windows say %d", x.ID, x.State, x.Window, at[x.ID])
		}
		if i > 0 && x.IssuedAt < s.d.Tickets[i-1].IssuedAt {
			t.Fatalf("ticket %s was issued before the one in front of it", x.ID)
		}
		serials[x.Category]++
		if key := x.PersonKey + x.Category; x.PersonKey != "" && x.live() {
			if live[key] != "" {
				t.Fatalf("one person holds %s and %s", live[key], x.ID)
			}
			live[key] = x.ID
		}
		if ended := x.State == Done || x.State == Passed || x.State == Void; ended != (x.EndedAt != 0) {
			t.Fatalf("ticket %s is %s and ended at %d", x.ID, x.State, x.EndedAt)
		}
		if x.Calls > s.d.Settings.MaxCalls {
			t.Fatalf("ticket %s was called %d times", x.ID, x.Calls)
		}
	}
	for c, n := range serials {
		if s.d.Serial[c] != n {
			t.Fatalf("%d tickets of %s, but the last number is %d", n, c, s.d.Serial[c])
		}
	}
	if !s.d.Open && (s.d.DayKey != nil || len(live) != 0) {
		t.Fatal("the day is closed and somebody can be recognised")
	}
}

func checkBoard(t *rapid.T, s *State, b Board) {
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), `"personKey"`) || strings.Contains(string(text), `"token":"t`) {
		t.Fatalf("the board names somebody: %s", text)
	}
	waiting := 0
	for _, c := range b.Categories {
		waiting += c.Waiting
		if c.OpenNow > 0 && (c.LowMin < 1 || c.HighMin <= c.LowMin) || c.OpenNow == 0 && c.HighMin != 0 {
			t.Fatalf("category %s with %d windows open is estimated %d–%d", c.Code, c.OpenNow, c.LowMin, c.HighMin)
		}
	}
	if waiting != b.Waiting || len(b.Next) != min(3, waiting) {
		t.Fatalf("categories add up to %d, the hall says %d, next are %d", waiting, b.Waiting, len(b.Next))
	}
	passed := map[string]bool{}
	for _, p := range b.Passed {
		if passed[p.ID] || s.tickets[p.ID].State != Passed || !b.Open {
			t.Fatalf("%s is on the passed list as %s, twice %t, day open %t", p.ID, s.tickets[p.ID].State, passed[p.ID], b.Open)
		}
		passed[p.ID] = true
	}
	for i := 1; i < len(b.Calls); i++ {
		if b.Calls[i].At > b.Calls[i-1].At {
			t.Fatalf("calls are not newest first: %v", b.Calls)
		}
	}
}

func TestACallNeverPassesOverWhoWaitsLonger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New()
		for _, e := range anyLog(t) {
			waiting := []Ticket{}
			for _, x := range s.d.Tickets {
				if x.State == Waiting && s.serves(e.Command.Window, x.Category) {
					waiting = append(waiting, *x)
				}
			}
			a, events := s.Step(e)
			if e.Command.Kind != CallNext || a.Refusal != nil || len(events) == 0 {
				continue
			}
			for _, x := range waiting {
				if x.ID == a.Ticket.ID {
					break
				}
				if (x.Class == Priority) == (a.Ticket.Class == Priority) {
					t.Fatalf("%s was called before %s", a.Ticket.ID, x.ID)
				}
			}
		}
	})
}

func TestTheSameLogGivesTheSameBytesAlsoThroughASnapshot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := anyLog(t)
		cut := rapid.IntRange(0, len(log)).Draw(t, "cut")
		one, two := New(), New()
		for i, e := range log {
			if i == cut {
				text, err := two.Snapshot()
				if err != nil {
					t.Fatal(err)
				}
				if two, err = Restore(text); err != nil {
					t.Fatal(err)
				}
			}
			a, b := one.Apply(e), two.Apply(e)
			x, _ := json.Marshal(a)
			y, _ := json.Marshal(b)
			if !bytes.Equal(x, y) {
				t.Fatalf("answers differ:\n%s\n%s", x, y)
			}
		}
		x, _ := one.Snapshot()
		y, _ := two.Snapshot()
		if !bytes.Equal(x, y) {
			t.Fatalf("snapshots differ:\n%s\n%s", x, y)
		}
	})
}

func TestASnapshotThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{"", "{", `{"version":9}`, `[]`} {
		if _, err := Restore([]byte(text)); err == nil {
			t.Errorf("%q was restored", text)
		}
	}
}
