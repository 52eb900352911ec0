package queue

// Asking for what is already so is granted: a terminal that starts again asks for its window again.

// openWindow seats a clerk. Whoever opens a window that is open takes it over, with the ticket it has.
func (s *step) openWindow() *Refusal {
	w := s.window(s.cmd.Window)
	if w == nil {
		return noWindow(s.cmd.Window)
	}
	w.Operator, w.Terminal = s.cmd.Operator, s.cmd.Terminal
	if w.State == WindowClosed || w.State == WindowPaused {
		w.State, w.Reason = WindowIdle, ""
	}
	if t := s.tickets[w.Ticket]; t != nil {
		s.give(t)
	}
	s.tell(nil, w.No)
	return nil
}

// closeWindow lets a clerk go, but not in the middle of a ticket.
func (s *step) closeWindow() *Refusal {
	w := s.window(s.cmd.Window)
	switch {
	case w == nil:
		return noWindow(s.cmd.Window)
	case w.Ticket != "":
		return windowBusy(w.No, s.tickets[w.Ticket].Number)
	case w.State == WindowClosed:
		return nil
	}
	w.State, w.Operator, w.Terminal, w.Reason = WindowClosed, "", "", ""
	s.tell(nil, w.No)
	return nil
}

func (s *step) pause() *Refusal {
	w, r := s.mine()
	switch {
	case r != nil:
		return r
	case w.Ticket != "":
		return windowBusy(w.No, s.tickets[w.Ticket].Number)
	}
	w.State, w.Reason = WindowPaused, s.cmd.Reason
	s.tell(nil, w.No)
	return nil
}

func (s *step) resume() *Refusal {
	w, r := s.mine()
	if r != nil {
		return r
	}
	if w.State == WindowPaused {
		w.State, w.Reason = WindowIdle, ""
		s.tell(nil, w.No)
	}
	return nil
}

// start begins the service of the ticket a window calls (开始办理).
func (s *step) start() *Refusal {
	w, t, r := s.calling()
	if r != nil {
		return r
	}
	t.State, t.StartedAt = Serving, s.d.At
	w.State = WindowServing
	s.give(t)
	s.tell(t, w.No)
	return nil
}

// finish ends the service (办理完毕); its length teaches the estimates.
func (s *step) finish() *Refusal {
	w, r := s.mine()
	if r != nil {
		return r
	}
	t := s.tickets[w.Ticket]
	if t == nil || w.State != WindowServing {
		return notServing(w.No)
	}
	t.State, t.EndedAt = Done, s.d.At
	w.State, w.Ticket = WindowIdle, ""
	w.Served++
	s.learn(t)
	s.give(t)
	s.tell(t, w.No)
	return nil
}

// mine is the command's window, open on the terminal that speaks.
func (s *step) mine() (*window, *Refusal) {
	w := s.window(s.cmd.Window)
	switch {
	case w == nil:
		return nil, noWindow(s.cmd.Window)
	case w.State == WindowClosed:
		return nil, windowClosed(w.No)
	case w.Terminal != s.cmd.Terminal:
		return nil, otherTerminal(w.No)
	}
	return w, nil
}

// free is the command's window, ready for a call.
func (s *step) free() (*window, *Refusal) {
	w, r := s.mine()
	switch {
	case r != nil:
		return nil, r
	case !s.d.Open:
		return nil, dayClosed()
	case w.State == WindowPaused:
		return nil, windowPaused(w.No)
	case w.Ticket != "":
		return nil, windowBusy(w.No, s.tickets[w.Ticket].Number)
	}
	return w, nil
}

// calling is the command's window with the ticket it calls.
func (s *step) calling() (*window, *Ticket, *Refusal) {
	w, r := s.mine()
	if r != nil {
		return nil, nil, r
	}
	t := s.tickets[w.Ticket]
	if t == nil || w.State != WindowCalling {
		return nil, nil, nothingCalled(w.No)
	}
	return w, t, nil
}
