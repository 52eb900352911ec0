package offline

import (
	"time"

	"onewindow/internal/cases"
)

// Level is how far a limit is used up.
type Level int

// Free says nothing; Near is told on the screen; Reached stops what is not begun yet; Forbidden stops the act itself while
// the platform is away.
const (
	Free Level = iota
	Near
	Reached
	Forbidden
)

// Bound is what a limit counts.
type Bound int

// The age of what has not got through, and the number of acts that wait.
const (
	ByAge Bound = iota
	ByUnsent
)

// Ruling is the answer to one question.
type Ruling struct {
	Level Level
	By    Bound
	// Age and Unsent are how things stand, Most what the rule allows; each of them only for its Bound.
	Age, MostAge       time.Duration
	Unsent, MostUnsent int
}

// Stops reports whether the thing asked for may not be done.
func (r Ruling) Stops() bool { return r.Level >= Reached }

// Begin says whether a new case may be begun.
func (r Rules) Begin(s Situation) Ruling {
	age, unsent := s.still(s.Now)
	return r.Accept.use(age, unsent, r.Warn)
}

// Act says whether an act may be done on a case that was begun at a time (zero: now). What was begun before a limit was
// reached may be finished after it; what is forbidden off the line waits for the line. A hand-out's age is that of what is
// known here: how long the platform has said nothing.
func (r Rules) Act(k cases.ActKind, s Situation, begun time.Time) Ruling {
	rule := r.Of(k)
	if rule.Forbidden && !s.Online {
		return Ruling{Level: Forbidden}
	}
	if begun.IsZero() || begun.After(s.Now) {
		begun = s.Now
	}
	age, unsent := s.still(begun)
	if k == cases.ActHandOut {
		age = s.silent(begun)
	}
	return rule.use(age, unsent, r.Warn)
}

// use gives how far a rule is used up. The graver of its two bounds counts, the age before the number.
func (r Rule) use(age time.Duration, unsent, warn int) Ruling {
	out := Ruling{By: ByAge, Age: age, MostAge: r.Age, Level: level(int64(age), int64(r.Age), warn)}
	if count := level(int64(unsent), int64(r.Unsent), warn); count > out.Level {
		out = Ruling{By: ByUnsent, Unsent: unsent, MostUnsent: r.Unsent, Level: count}
	}
	return out
}

func level(n, most int64, warn int) Level {
	switch {
	case most <= 0 || n <= 0:
		return Free
	case n >= most:
		return Reached
	case warn > 0 && n >= most/100*int64(warn)+most%100*int64(warn)/100:
		return Near
	}
	return Free
}
