package queue

import "slices"

// turns is how many others are called between two priority tickets while both wait (1:2).
const turns = 2

// callNext calls whoever is next for a window.
func (s *step) callNext() *Refusal {
	w, r := s.free()
	if r != nil {
		return r
	}
	t := s.next(w)
	if t == nil {
		return nobodyWaits()
	}
	if t.Class == Priority {
		w.Turn = 0
	} else {
		w.Turn = min(w.Turn+1, turns)
	}
	s.call(w, t)
	return nil
}

// next picks the longest waiting of a window's categories; a priority ticket goes first, but not again before
// two others had their turn at this window.
func (s *State) next(w *window) *Ticket {
	var other, priority *Ticket
	for _, t := range s.d.Tickets {
		if t.State != Waiting || !s.serves(w.No, t.Category) {
			continue
		}
		if t.Class == Priority && priority == nil {
			priority = t
		}
		if t.Class != Priority && other == nil {
			other = t
		}
		if other != nil && priority != nil {
			break
		}
	}
	if priority != nil && (other == nil || w.Turn >= turns) {
		return priority
	}
	return other
}

// callBack calls a passed ticket again (召回).
func (s *step) callBack() *Refusal {
	w, r := s.free()
	if r != nil {
		return r
	}
	t := s.tickets[s.cmd.Ticket]
	switch {
	case t == nil:
		return noTicket()
	case t.State != Passed:
		return aboutTicket(CodeNotPassed, t, "不是过号，不能召回。", "was not passed, so it cannot be called back.")
	case !s.serves(w.No, t.Category):
		return aboutTicket(CodeOtherCategory, t, "不属于本窗口的类别。", "is of a category this window does not serve.")
	case !s.mayCallBack(t, s.d.At):
		return aboutTicket(CodePassedTooLong, t, "过号时间已超过规定，请重新取号。", "was passed too long ago; a new number is needed.")
	}
	if other := s.held(t.PersonKey, t.Category); other != nil {
		return aboutTicket(CodeHasTicket, other, "是此人在本类的另一个号，请按该号办理。", "is this person's newer number in the category; use that one.")
	}
	t.Calls, t.EndedAt, t.CalledBack = 0, 0, true
	s.d.Passed = without(s.d.Passed, t.ID)
	s.call(w, t)
	return nil
}

// mayCallBack tells whether a passed ticket is still within its time.
func (s *State) mayCallBack(t *Ticket, now Instant) bool {
	return now-t.EndedAt <= Instant(s.d.Settings.PassedMinutes)*60_000
}

// recall speaks a number again.
func (s *step) recall() *Refusal {
	w, t, r := s.calling()
	if r != nil {
		return r
	}
	if t.Calls >= s.d.Settings.MaxCalls {
		return calledEnough(t)
	}
	s.call(w, t)
	return nil
}

// noShow passes the ticket a window calls (过号); the second time it is void.
func (s *step) noShow() *Refusal {
	w, t, r := s.calling()
	if r != nil {
		return r
	}
	to := Passed
	if t.CalledBack {
		to = Void
	}
	s.pass(t, to)
	w.State, w.Ticket = WindowIdle, ""
	s.give(t)
	s.tell(t, w.No)
	return nil
}

func (s *State) pass(t *Ticket, to TicketState) {
	t.State, t.EndedAt = to, s.d.At
	if to == Passed {
		s.d.Passed = append(s.d.Passed, t.ID)
	}
}

func (s *step) call(w *window, t *Ticket) {
	if t.CalledAt == 0 {
		t.CalledAt = s.d.At
	}
	t.State, t.LastCallAt, t.Window, t.Operator = Calling, s.d.At, w.No, w.Operator
	t.Calls++
	w.State, w.Ticket = WindowCalling, t.ID
	s.d.Called = append(without(s.d.Called, t.ID), t.ID)
	s.give(t)
	s.tell(t, w.No)
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(ids, func(x string) bool { return x == id })
}
