package queue

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyLog draws a log of commands as halls see them, and as they should never see them.
func anyLog(t *rapid.T) []Entry {
	set := settings()
	log := []Entry{
		{Command: Command{Kind: Configure, Settings: &set}},
		{Command: Command{Kind: OpenDay, DayKey: []byte("k")}},
		{Command: Command{Kind: OpenWindow, Window: 2, Operator: "0312"}},
	}
	kinds := []Kind{
		OpenWindow, OpenWindow, CloseWindow, Issue, Issue, Issue, Issue, Paper, CallNext, CallNext, CallNext,
		Recall, CallBack, Start, Start, Finish, Finish, NoShow, NoShow, Pause, Resume, OpenDay, CloseDay,
	}
	papers := []PaperState{PaperPrinting, PaperPrinted, PaperFailed, PaperReprinted, PaperNone}
	for range rapid.IntRange(5, 80).Draw(t, "length") {
		c := Command{
			Kind:     rapid.SampledFrom(kinds).Draw(t, "kind"),
			Terminal: rapid.SampledFrom([]string{"T", "T", "T", "U"}).Draw(t, "terminal"),
			Window:   rapid.IntRange(1, 4).Draw(t, "window"),
			Operator: "0312",
		}
		switch c.Kind {
		case Issue:
			c.Category = rapid.SampledFrom([]string{"A", "C"}).Draw(t, "category")
			c.Class = rapid.SampledFrom([]Class{"", Ordinary, Priority, Appointment}).Draw(t, "class")
			c.PersonKey = rapid.SampledFrom([]string{"", "p1", "p2", "p3"}).Draw(t, "person")
		case Paper:
			c.Paper = rapid.SampledFrom(papers).Draw(t, "paper")
			c.Ticket = anyTicket(t)
		case CallBack:
			c.Ticket = anyTicket(t)
		}
		log = append(log, Entry{Command: c})
	}
	at := morning()
	for i := range log {
		at += Instant(rapid.SampledFrom([]int64{-5000, 0, 1, 1000, 60_000, 60_000, 600_000, 40 * 60_000, 9 * 3600_000}).Draw(t, "pause"))
		log[i].Index, log[i].At, log[i].Command.ID = uint64(i+1), at, id(at, i)
		if log[i].Command.Terminal == "" {
			log[i].Command.Terminal = "T"
		}
		if i > 4 && rapid.IntRange(0, 9).Draw(t, "again") == 0 {
			log[i].Command = log[rapid.IntRange(0, i-1).Draw(t, "which")].Command
		}
	}
	return log
}

func anyTicket(t *rapid.T) string {
	return rapid.SampledFrom([]string{"20261123-A001", "20261123-A002", "20261123-C001", "20261123-VA002", "20261124-A001"}).Draw(t, "ticket")
}

func TestTheHallKeepsItsRulesWhateverComes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New()
		given := map[string]bool{}  // ticket ids ever given
		served := map[string]bool{} // command ids ever seen
		for _, e := range anyLog(t) {
			before, _ := s.Snapshot()
			a, events := s.Step(e)
			after, _ := s.Snapshot()
			if a.Refusal != nil {
				if len(events) != 0 || !sameButMemory(t, before, after) {
					t.Fatalf("%s was refused (%v) and changed something", e.Command.Kind, a.Refusal)
				}
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

// sameButMemory compares snapshots without stamp, index and remembered answers.
func sameButMemory(t *rapid.T, a, b []byte) bool {
	strip := func(x []byte) []byte {
		var r record
		if err := json.Unmarshal(x, &r); err != nil {
			t.Fatal(err)
		}
		r.Index, r.At, r.Answers, r.Marks = 0, 0, nil, nil
		out, _ := json.Marshal(r)
		return out
	}
	return bytes.Equal(strip(a), strip(b))
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
