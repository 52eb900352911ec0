package queue

import (
	"fmt"
	"slices"
	"strings"
)

// issue gives the next number of a category.
func (s *step) issue() *Refusal {
	c := s.cmd
	if !s.d.Open {
		return dayClosed()
	}
	windows := s.servers(c.Category)
	if _, ok := s.d.Settings.category(c.Category); !ok || len(windows) == 0 {
		return noCategory()
	}
	if t := s.held(c.PersonKey, c.Category); t != nil {
		return hasTicket(t.Number)
	}
	if c.Class == "" {
		c.Class = Ordinary
	}
	ahead := s.ahead(c.Category, c.Class)
	low, high := s.estimate(c.Category, ahead)
	s.d.Serial[c.Category]++
	number := fmt.Sprintf("%s%s%03d", prefix(c.Class), c.Category, s.d.Serial[c.Category])
	t := &Ticket{
		ID: strings.ReplaceAll(s.d.Day, "-", "") + "-" + number, Number: number,
		Category: c.Category, Class: c.Class, Item: c.Item, PersonKey: c.PersonKey, Token: c.Token, Terminal: c.Terminal,
		State: Waiting, Paper: PaperRequested, IssuedAt: s.d.At,
	}
	s.d.Tickets = append(s.d.Tickets, t)
	s.tickets[t.ID] = t
	s.answer.Ahead, s.answer.LowMin, s.answer.HighMin, s.answer.Windows = ahead, low, high, windows
	s.give(t)
	s.tell(t, 0)
	return nil
}

// held is the live ticket a person has in a category; nil without a person or a ticket.
func (s *State) held(person, category string) *Ticket {
	if person == "" {
		return nil
	}
	for _, t := range s.d.Tickets {
		if t.PersonKey == person && t.Category == category && t.live() {
			return t
		}
	}
	return nil
}

// prefix marks a number's class: Y for an appointment, V for priority.
func prefix(c Class) string {
	switch c {
	case Appointment:
		return "Y"
	case Priority:
		return "V"
	}
	return ""
}

// follows says what may follow on a ticket's paper.
func (p PaperState) follows() []PaperState {
	switch p {
	case PaperRequested:
		return []PaperState{PaperPrinting, PaperPrinted, PaperFailed, PaperNone}
	case PaperPrinting:
		return []PaperState{PaperPrinted, PaperReprinted, PaperFailed}
	case PaperFailed:
		return []PaperState{PaperPrinting, PaperPrinted, PaperReprinted, PaperNone}
	case PaperPrinted:
		return []PaperState{PaperReprinted}
	case PaperReprinted:
		return []PaperState{PaperPrinting, PaperFailed}
	case PaperNone:
		return []PaperState{PaperPrinting, PaperReprinted}
	}
	return nil
}

// paper writes down the printer's word.
func (s *step) paper() *Refusal {
	t := s.tickets[s.cmd.Ticket]
	if t == nil {
		return noTicket()
	}
	if t.Paper != s.cmd.Paper {
		if !slices.Contains(t.Paper.follows(), s.cmd.Paper) {
			return aboutTicket(CodePaper, t, "的纸面状态不能这样改变。", fmt.Sprintf("cannot go from %s to %s on paper.", t.Paper, s.cmd.Paper))
		}
		t.Paper = s.cmd.Paper
		s.tell(t, 0)
	}
	s.give(t)
	return nil
}
