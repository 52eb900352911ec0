package store

import (
	"strconv"
	"time"

	"onewindow/internal/counter"
	"onewindow/internal/trouble"
)

// wild is how far this machine's clock may be from the hall's and the platform's before the clerk is told.
const wild = 2 * time.Minute

// Machine looks at this machine: its disk, its clock, and whether a certificate keeps the platform away. The gravest first.
// Its looks also keep in mind when the platform was last there.
func (s *Store) Machine() []counter.Trouble {
	var out []counter.Trouble
	say := func(code string, w trouble.Words) {
		out = append(out, counter.Trouble{Code: code, Sentence: w.Zh, SentenceEN: w.En})
	}
	if code, w := s.p.Vault.Space().Words(); code != "" {
		say(code, w)
	}
	if code, w := s.p.Vault.Health().Words(); code != "" {
		say(code, w)
	}
	if s.line != nil {
		line := s.line.Status()
		s.noteHeard(line)
		if why := line.Why; why.Code != "" {
			say(why.Code, trouble.Words{Zh: why.Sentence, En: why.SentenceEN})
		}
		for _, note := range line.Notes {
			if !note.Passing {
				say(note.Code, trouble.Words{Zh: note.Sentence, En: note.SentenceEN})
			}
		}
	}
	if off := s.Off(); off >= wild {
		zh, en := duration(off)
		say("CLOCK-003", trouble.Of("CLOCK-003").Clerk.Fill("off", zh, "offEn", en))
	}
	return out
}

// Room says whether a new case may be begun: nil, or why not.
func (s *Store) Room() error { return spoken(s.p.Vault.Room()) }

// Opening is what there is to say once of how the vault was found at this start; nil: all was well.
func (s *Store) Opening() *counter.Trouble {
	r := s.p.Vault.Recovery()
	if r.Code == "" {
		return nil
	}
	return &counter.Trouble{Code: r.Code, Sentence: r.Sentence, SentenceEN: r.SentenceEN}
}

// duration in words, in the largest unit that says enough.
func duration(d time.Duration) (zh, en string) {
	for _, u := range []struct {
		of     time.Duration
		zh, en string
	}{{24 * time.Hour, " 天", " days"}, {time.Hour, " 小时", " hours"}} {
		if d >= 2*u.of {
			n := strconv.Itoa(int(d / u.of))
			return n + u.zh, n + u.en
		}
	}
	n := strconv.Itoa(int(d / time.Minute))
	return n + " 分钟", n + " minutes"
}
