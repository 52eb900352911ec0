package queue

import "strconv"

const (
	dayMillis = Instant(24 * 60 * 60 * 1000)
	keepFor   = 2 * dayMillis
)

// kept is an answer that was given, so that the same command gets it again.
type kept struct {
	Terminal string `json:"terminal"`
	Print    string `json:"print"`
	Answer   Answer `json:"answer"`
}

// remembered gives the answer to a command that came before, or refuses one that cannot be told from an old one.
func (s *State) remembered(c Command) (Answer, bool) {
	k, ok := s.answers[c.ID]
	switch {
	case ok && k.Print == c.print() && k.Terminal == c.Terminal:
		return k.Answer.clone(), true
	case ok:
		return s.refusal(c, reusedID()), true
	case c.ID <= s.d.Marks[c.Terminal]:
		return s.refusal(c, tooOld()), true
	}
	return Answer{}, false
}

func (s *State) remember(c Command, a Answer) {
	k := &kept{Terminal: c.Terminal, Print: c.print(), Answer: a.clone()}
	s.d.Answers = append(s.d.Answers, k)
	s.answers[c.ID] = k
}

// forget drops answers older than two days and raises the marks of their terminals.
func (s *State) forget() {
	n := 0
	for n < len(s.d.Answers) && s.d.Answers[n].Answer.At < s.d.At-keepFor {
		k := s.d.Answers[n]
		delete(s.answers, k.Answer.ID)
		if id := k.Answer.ID; id > s.d.Marks[k.Terminal] && marks(id, k.Answer.At) {
			s.d.Marks[k.Terminal] = id
		}
		n++
	}
	s.d.Answers = s.d.Answers[n:]
}

// marks tells whether an id may raise a high-water mark: a UUIDv7 whose own time does not run more than a day
// ahead of the entry. One terminal clock that was once a year ahead must not silence that terminal for a year.
func marks(id string, at Instant) bool {
	if len(id) != 36 || id[8] != '-' || id[14] != '7' {
		return false
	}
	ms, err := strconv.ParseInt(id[:8]+id[9:13], 16, 64)
	return err == nil && Instant(ms) <= at+dayMillis
}

func (a Answer) clone() Answer {
	if a.Ticket != nil {
		t := *a.Ticket
		a.Ticket = &t
	}
	if a.Refusal != nil {
		r := *a.Refusal
		a.Refusal = &r
	}
	a.Windows = append([]int(nil), a.Windows...)
	return a
}
