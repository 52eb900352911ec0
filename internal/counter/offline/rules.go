package offline

import (
	"time"

	"onewindow/internal/cases"
)

// Rule is how far one kind of act may go without the platform.
type Rule struct {
	Forbidden bool          // only while the platform answers
	Age       time.Duration // the longest that nothing may have got through; 0 = no limit
	Unsent    int           // how many acts may wait; 0 = no limit
}

// Rules are an operator's limits. The zero Rules limit nothing; Default is what a hall begins with.
type Rules struct {
	Warn       int  // per cent of a limit from which on it is told; 0 = only when it is reached
	Accept     Rule // 受理; it also says whether a new case may be begun
	Supplement Rule // 一次性告知
	Refuse     Rule // 不予受理
	HandOut    Rule // 出件: what is known here of a result may have changed since
}

// Default gives three days for what a window takes in, and a day for handing out: by then a decision may have been
// withdrawn, or its result handed out elsewhere.
func Default() Rules {
	take := Rule{Age: 72 * time.Hour, Unsent: 500}
	return Rules{Warn: 80, Accept: take, Supplement: take, Refuse: take, HandOut: Rule{Age: 24 * time.Hour, Unsent: 500}}
}

// Of gives the rule of an act. What a citizen says of a service and what a person has looked at is never limited.
func (r Rules) Of(k cases.ActKind) Rule {
	switch k {
	case cases.ActAccept:
		return r.Accept
	case cases.ActSupplement:
		return r.Supplement
	case cases.ActRefuse:
		return r.Refuse
	case cases.ActHandOut:
		return r.HandOut
	}
	return Rule{}
}

// Situation is how a counter stands to its platform.
type Situation struct {
	Now    time.Time
	Online bool
	Heard  time.Time   // when the platform was last heard, for while it is away; zero = not known
	Unsent []time.Time // when each act that waits was done, oldest first
}

// still gives how long nothing has got through at a time, either way, and how many acts waited then. Acts that have been
// sent since are not counted: the judgment errs on the side of who works.
func (s Situation) still(at time.Time) (age time.Duration, unsent int) {
	age = s.silent(at)
	if len(s.Unsent) > 0 {
		age = max(age, at.Sub(s.Unsent[0]))
	}
	for unsent < len(s.Unsent) && s.Unsent[unsent].Before(at) {
		unsent++
	}
	return age, unsent
}

// silent gives how long the platform had said nothing at a time; what waits here is not asked.
func (s Situation) silent(at time.Time) time.Duration {
	if s.Online || s.Heard.IsZero() {
		return 0
	}
	return max(0, at.Sub(s.Heard))
}
