package present

import (
	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/internal/trouble"
)

// Twins says that the applicant of the case in hand has another open case of the same item, with the button of who has
// looked; nothing where there is none. Before the case is filed it only says so.
func Twins(s desk.Snapshot, w Words) []Trouble {
	c := s.Current
	if c == nil || len(c.Twins) == 0 {
		return nil
	}
	code, other := "OPS-030", c.Twins[0]
	switch {
	case !cases.Filed(c.Case):
		code = "OPS-032"
	case len(c.Twins) > 1:
		code = "OPS-031"
	}
	at := other.At.In(s.Now.Location())
	when := shortDay(w, dateOf(at)) + " " + clock(at)
	place := w.T("twin.terminal", "terminal", other.Terminal)
	if other.Window > 0 {
		place = w.T("twin.window", "no", two(other.Window), "terminal", other.Terminal)
	}
	text := trouble.Of(code).Clerk.Fill("n", itoa(len(c.Twins)), "place", place, "placeEn", place, "number", cases.ShortNumber(other.Number), "at", when, "atEn", when)
	t := Trouble{Code: code, Text: sentenceOf(text, w)}
	if cases.Filed(c.Case) {
		t.Act = Act{ID: "checkTwins", Label: w.T("twin.check"), Role: Quiet}
	}
	return []Trouble{t}
}
