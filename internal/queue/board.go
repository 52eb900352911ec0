package queue

import "slices"

const (
	boardCalls = 12
	boardNext  = 3
)

// Board gives what everybody in the hall may see. now says which passed tickets may still be called back; it may
// be later than the newest stamp, never earlier.
func (s *State) Board(now Instant) Board {
	set := s.d.Settings
	b := Board{
		Hall: set.Hall, HallEN: set.HallEN, Day: s.d.Day, Open: s.d.Open, At: s.d.At,
		PassedMinutes: set.PassedMinutes, ProgressBase: set.ProgressBase,
		Categories: make([]BoardCategory, 0, len(set.Categories)),
		Windows:    make([]BoardWindow, 0, len(s.d.Windows)),
		Calls:      []BoardCall{}, Next: []BoardTicket{}, Passed: []BoardTicket{},
	}
	for _, c := range set.Categories {
		b.Categories = append(b.Categories, s.boardCategory(c))
	}
	for _, w := range s.d.Windows {
		b.Windows = append(b.Windows, s.boardWindow(w))
	}
	for _, t := range s.d.Tickets {
		if t.State != Waiting {
			continue
		}
		b.Waiting++
		if len(b.Next) < boardNext {
			b.Next = append(b.Next, BoardTicket{t.ID, t.Number, t.Category, t.IssuedAt})
		}
	}
	for _, id := range slices.Backward(s.d.Called) {
		if len(b.Calls) == boardCalls {
			break
		}
		t := s.tickets[id]
		b.Calls = append(b.Calls, BoardCall{t.Number, t.ID, t.Window, t.Category, t.LastCallAt, t.Calls, t.State})
	}
	for _, id := range slices.Backward(s.d.Passed) {
		if t := s.tickets[id]; s.d.Open && s.mayCallBack(t, max(now, s.d.At)) {
			b.Passed = append(b.Passed, BoardTicket{t.ID, t.Number, t.Category, t.EndedAt})
		}
	}
	return b
}

func (s *State) boardCategory(c Category) BoardCategory {
	line := BoardCategory{Code: c.Code, Name: c.Name, NameEN: c.NameEN, Windows: s.servers(c.Code)}
	line.OpenNow, _ = s.openFor(c.Code)
	for _, t := range s.d.Tickets {
		if t.State != Waiting || t.Category != c.Code {
			continue
		}
		if line.Waiting == 0 {
			line.OldestAt = t.IssuedAt
		}
		line.Waiting++
	}
	line.LowMin, line.HighMin = s.estimate(c.Code, s.ahead(c.Code, Ordinary))
	return line
}

func (s *State) boardWindow(w *window) BoardWindow {
	line := BoardWindow{No: w.No, State: w.State, Reason: w.Reason, Served: w.Served}
	for _, spec := range s.d.Settings.Windows {
		if spec.No == w.No {
			line.Categories = slices.Clone(spec.Categories)
		}
	}
	if t := s.tickets[w.Ticket]; t != nil {
		line.Ticket = t.public()
	}
	return line
}
