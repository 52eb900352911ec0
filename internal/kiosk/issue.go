package kiosk

import (
	"context"
	"errors"

	"onewindow/devices"
	"onewindow/internal/citizen"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
)

// Issue gets the number for what was chosen and prints it. It returns when the paper's fate is known; it is called
// in the background and changes nothing unless a choice stands.
func (k *Kiosk) Issue(ctx context.Context) {
	who, ok := k.beginIssue()
	if !ok {
		return
	}
	if p := k.name(ctx, who); p != nil {
		k.endIssue(func(s *session) { s.tell(p, true) })
		return
	}
	k.mu.Lock()
	cmd := *k.s.issue
	k.mu.Unlock()
	ask, cancel := context.WithTimeout(ctx, askTime)
	answer, err := k.p.Hall.Do(ask, cmd)
	cancel()
	switch {
	case err != nil:
		k.endIssue(func(s *session) { s.tell(noAnswer(), true) })
	case answer.Refusal != nil:
		k.endIssue(func(s *session) {
			s.issue = nil
			s.tell(refused(answer.Refusal), false)
		})
	case answer.Ticket == nil:
		k.endIssue(func(s *session) { s.tell(noAnswer(), true) })
	default:
		k.committed(answer)
		k.print(ctx, false)
	}
}

// beginIssue goes to the wait and gives the ID number to be known by, "" for nobody.
func (k *Kiosk) beginIssue() (number string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := &k.s
	if s.busy || s.category == "" || s.ticket != nil {
		return "", false
	}
	switch s.screen {
	case Card, Number, Told:
	default:
		return "", false
	}
	s.busy, s.touched = true, k.p.Now()
	if s.screen == Told {
		s.told, s.retry = nil, false // a retry: the question before is on top already
	} else {
		s.back = append(s.back, s.screen)
	}
	s.screen, s.problem = Issuing, nil
	number = s.typed
	if s.card != nil {
		number = s.card.Number
	}
	if s.issue == nil {
		s.issue = &queue.Command{ID: k.p.NewID(), Kind: queue.Issue, Terminal: k.p.Terminal, Category: s.category, Class: k.class(s)}
		if s.item != nil {
			s.issue.Item = s.item.ID
		}
	}
	k.tell()
	return number, true
}

// name puts the person's key into the command, once: a command that was sent is never changed.
func (k *Kiosk) name(ctx context.Context, number string) *Problem {
	k.mu.Lock()
	named := k.s.issue.PersonKey != ""
	k.mu.Unlock()
	if number == "" || named {
		return nil
	}
	ask, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	key, err := k.p.Hall.PersonKey(ask, number)
	if err != nil {
		k.mu.Lock()
		defer k.mu.Unlock()
		return k.noContact()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.s.issue.PersonKey = key
	return nil
}

// class is priority from the hall's age on, by the card or the typed number.
func (k *Kiosk) class(s *session) queue.Class {
	if k.p.PriorityAge == 0 {
		return queue.Ordinary
	}
	birth := workday.Date{}
	if s.card != nil {
		birth = s.card.Birth
	} else if id, err := citizen.CheckID(s.typed); err == nil {
		birth = id.Birth
	}
	if !birth.IsZero() && citizen.Age(birth, workday.DateOf(k.p.Now().In(k.zone()))) >= k.p.PriorityAge {
		return queue.Priority
	}
	return queue.Ordinary
}

// endIssue ends the wait with another screen.
func (k *Kiosk) endIssue(f func(s *session)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := &k.s
	s.busy, s.touched = false, k.p.Now()
	if n := len(s.back); s.screen == Issuing && n > 0 {
		s.screen, s.back = s.back[n-1], s.back[:n-1]
	}
	f(s)
	k.tell()
}

// committed keeps the number the hall gave and forgets who asked for it.
func (k *Kiosk) committed(a queue.Answer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := &k.s
	c := categoryOf(k.view.Board, a.Ticket.Category)
	s.ticket = &TicketView{
		Slip: k.slip(a, s), CategoryName: c.Name, CategoryEN: c.NameEN, Windows: Windows(a.Windows), Paper: Printing,
	}
	s.ticketID = a.Ticket.ID
	s.card, s.typed, s.issue = nil, "", nil
	s.screen, s.back = Ticket, nil
	k.tell()
}

// PrintAgain prints the slip once more, marked as a second one.
func (k *Kiosk) PrintAgain(ctx context.Context) {
	k.mu.Lock()
	ok := k.s.ticket != nil && !k.s.busy && k.s.ticket.Paper != Printed
	if ok {
		k.s.busy, k.s.touched = true, k.p.Now()
		k.s.ticket.Paper, k.s.ticket.Why = Printing, nil
		k.s.ticket.Slip.Reprint = true
		k.tell()
	}
	k.mu.Unlock()
	if ok {
		k.print(ctx, true)
	}
}

// print asks for the paper and says what became of it, to the citizen and to the hall. The session is busy.
func (k *Kiosk) print(ctx context.Context, again bool) {
	k.mu.Lock()
	slip, id := k.s.ticket.Slip, k.s.ticketID
	k.mu.Unlock()
	k.report(ctx, id, queue.PaperPrinting)
	ask, cancel := context.WithTimeout(ctx, printTime)
	err := k.p.Printer.PrintSlip(ask, slip)
	cancel()
	word, paper := verdict(err, again)
	k.printed(word, err, again)
	if paper != "" {
		k.report(ctx, id, paper)
	}
}

// verdict is what may be said of a print. Of a doubtful one the hall is told nothing more than "printing".
func verdict(err error, again bool) (PaperWord, queue.PaperState) {
	switch {
	case err == nil && again:
		return Printed, queue.PaperReprinted
	case err == nil:
		return Printed, queue.PaperPrinted
	case errors.Is(err, devices.ErrPartly):
		return Unsure, ""
	}
	return Failed, queue.PaperFailed
}

func (k *Kiosk) printed(word PaperWord, err error, again bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.p.Now()
	s := &k.s
	s.busy, s.touched = false, now
	s.ticket.Paper, s.ticket.Reprint = word, again
	stay := ticketStay
	if word != Printed {
		stay = failedStay
		s.ticket.Why = unprinted(err, s.ticket.Slip.Number)
	}
	if s.elder {
		stay *= 2
	}
	s.ends = now.Add(stay)
	k.tell()
}

// Noted ends the session of a citizen who has the number: on paper, or in mind when no paper came.
func (k *Kiosk) Noted(ctx context.Context) {
	k.mu.Lock()
	if k.s.ticket == nil || k.s.busy {
		k.mu.Unlock()
		return
	}
	id, word := k.s.ticketID, k.s.ticket.Paper
	k.wipe()
	k.mu.Unlock()
	switch word {
	case Failed:
		k.report(ctx, id, queue.PaperNone)
	case Unsure:
		k.report(ctx, id, queue.PaperFailed)
	}
}

// Another ends this number's screen and begins the next one of the same visit.
func (k *Kiosk) Another(ctx context.Context) {
	k.mu.Lock()
	elder, low := k.s.elder, k.s.low
	k.mu.Unlock()
	k.Noted(ctx)
	if low {
		k.SetLow(true)
	} else {
		k.SetElder(elder)
	}
	k.TakeNumber()
}
