package queue

import "time"

// date is the calendar day of the newest stamp in the hall's own zone.
func (s *State) date() string {
	return time.UnixMilli(int64(s.d.At)).UTC().Add(time.Duration(s.d.Settings.ZoneMinutes) * time.Minute).Format(time.DateOnly)
}

// openDay opens the calendar day of the newest stamp. A new day begins with nothing of the last one; a day that was
// closed may be opened again and counts on.
func (s *step) openDay() *Refusal {
	today := s.date()
	switch {
	case len(s.d.Settings.Windows) == 0:
		return wrongSettings("大厅还没有设置", "the hall has none yet")
	case s.cmd.Day != "" && s.cmd.Day != today:
		return refuse(CodeDay, "只能开启今天（"+today+"）。", "Only today ("+today+") can be opened.")
	case s.d.Open && s.d.Day == today:
		return refuse(CodeDay, "今天已经开启。", "The day is open already.")
	}
	if s.d.Open {
		s.sweep()
	}
	if s.d.Day != today {
		s.clear()
	}
	s.d.Day, s.d.Open, s.d.DayKey = today, true, s.cmd.DayKey
	s.tell(nil, 0)
	return nil
}

// closeDay ends the day: who still waits is passed, windows close, and nobody can be recognised any more.
func (s *step) closeDay() *Refusal {
	if !s.d.Open {
		return dayClosed()
	}
	s.sweep()
	s.tell(nil, 0)
	return nil
}

// sweep is the end of the day. What is being served may be finished.
func (s *State) sweep() {
	for _, t := range s.d.Tickets {
		t.PersonKey = ""
		if t.State == Waiting || t.State == Calling {
			s.pass(t, Passed)
		}
	}
	for _, w := range s.d.Windows {
		if w.State == WindowServing {
			continue
		}
		w.State, w.Operator, w.Terminal, w.Ticket, w.Reason = WindowClosed, "", "", "", ""
	}
	s.d.Open, s.d.DayKey = false, nil
}

// clear takes the last day's tickets off the table.
func (s *State) clear() {
	for _, w := range s.d.Windows {
		if w.State == WindowServing {
			w.State, w.Ticket = WindowIdle, ""
		}
		w.Served, w.Turn = 0, turns
	}
	s.d.Tickets, s.d.Called, s.d.Passed = nil, nil, nil
	clear(s.d.Serial)
	clear(s.d.Recent)
	clear(s.tickets)
}
