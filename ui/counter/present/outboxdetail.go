package present

import (
	"strings"
	"time"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
)

// OutboxDetail is the entry that is selected: what happened, since when, who made it, and what to do.
type OutboxDetail struct {
	ID, CaseID string
	File       bool
	Title      string
	Mark       Mark
	Facts      []Fact
	What       string // what happened, with its code
	ToDo       string // what to do about it
	Acts       []Act  // in the order of their number keys
}

func outboxDetail(e desk.OutboxEntry, o desk.OutboxView, now time.Time, w Words) *OutboxDetail {
	d := &OutboxDetail{ID: e.ID, CaseID: e.CaseID, File: e.File, Title: w.Pick(e.Title, e.TitleEN), Mark: outboxMark(e, o, w)}
	d.Facts = []Fact{{w.T("outbox.made"), madeBy(e, w)}, {w.T("outbox.since"), join(sinceDay(e.Since, now, w), waited(now.Sub(e.Since), w))}, {w.T("outbox.tries"), tries(e, w)}}
	if e.Number != "" {
		d.Facts = append(d.Facts, Fact{w.T("fact.number"), numberOf(e)})
	}
	if h := e.Handed; h != nil {
		d.Facts[2] = Fact{w.T("outbox.handedBy"), join(clerkOf(h.By, h.Name), sinceDay(h.At, now, w))}
	}
	d.What, d.ToDo = whatHappened(e, o, now, w), whatToDo(e, o, w)
	if e.Behind > 0 {
		d.ToDo += w.T("outbox.behind", "n", itoa(e.Behind))
	}
	d.Acts = outboxActs(e, w)
	return d
}

// madeBy names who made an entry; of a correction, also who made what it corrects.
func madeBy(e desk.OutboxEntry, w Words) string {
	who := first(clerkOf(e.Operator, e.Name), "—")
	if e.Act == cases.ActRate {
		who = w.T("outbox.citizen")
	}
	if e.First != "" {
		who = w.T("outbox.correcting", "who", who, "first", e.First)
	}
	return who
}

func clerkOf(operator, name string) string { return strings.TrimSpace(operator + " " + name) }

func tries(e desk.OutboxEntry, w Words) string {
	if e.Attempts == 0 {
		return w.T("outbox.never")
	}
	return w.T("outbox.nth", "n", itoa(e.Attempts))
}

func numberOf(e desk.OutboxEntry) string {
	if e.Number == "" {
		return "—"
	}
	return cases.ShortNumber(e.Number)
}

// whatHappened is the platform's word, or what keeps the entry.
func whatHappened(e desk.OutboxEntry, o desk.OutboxView, now time.Time, w Words) string {
	switch {
	case e.Why != "":
		return withCode(w.Pick(e.Why, e.WhyEN), e.Code)
	case e.State == "sending":
		return w.T("outbox.sendingNow")
	case !o.Online && !o.NextTry.IsZero():
		return join(w.T("outbox.noPlatform"), w.T("outbox.next", "time", clockSeconds(o.NextTry.In(now.Location()))))
	case !o.Online:
		return w.T("outbox.noPlatform")
	}
	return w.T("outbox.queuedNow")
}

// whatToDo is the next thing for the clerk.
func whatToDo(e desk.OutboxEntry, o desk.OutboxView, w Words) string {
	correct, fits := e.Way(desk.WayCorrect)
	switch {
	case e.Handed != nil && e.Handed.Report != "":
		return w.T("outbox.todo.handed", "report", e.Handed.Report)
	case e.Handed != nil:
		return w.T("outbox.todo.handedBare")
	case e.State == "conflict":
		return w.T("outbox.todo.conflict")
	case fits && correct.Code == "" && e.State != "parked":
		return w.T("outbox.todo.correct")
	case fits && correct.Code != "":
		return withCode(w.Pick(correct.Why, correct.WhyEN), correct.Code)
	case e.State == "parked":
		return w.T("outbox.todo.parked")
	case !o.Online:
		return w.T("outbox.todo.away")
	}
	return w.T("outbox.todo.wait")
}

// outboxActs are the ways out of an entry, with their number keys.
func outboxActs(e desk.OutboxEntry, w Words) []Act {
	var acts []Act
	add := func(a Act, role Role) {
		a.Key, a.Role = itoa(len(acts)+1), role
		acts = append(acts, a)
	}
	settle := e.Halts() && e.Handed == nil
	if a, ok := way(e, desk.WayCorrect, w); ok && settle {
		add(a, roleOf(e.State == "rejected"))
	}
	if settle {
		add(Act{ID: "box.compare", Label: w.T("box.compare")}, roleOf(e.State == "conflict"))
	}
	if a, ok := way(e, desk.WayRetry, w); ok && settle && a.Blocked == "" {
		add(a, Secondary)
	}
	if a, ok := way(e, desk.WayHand, w); ok {
		add(a, roleOf(e.State == "parked"))
	}
	if a, ok := way(e, desk.WayBack, w); ok {
		add(a, Secondary)
	}
	return acts
}

func roleOf(likeliest bool) Role {
	if likeliest {
		return Primary
	}
	return Secondary
}

// way is a way out as an act; ok is false where it does not fit.
func way(e desk.OutboxEntry, k desk.WayKind, w Words) (a Act, ok bool) {
	found, ok := e.Way(k)
	a = Act{ID: "box." + string(k), Label: w.T("box." + string(k))}
	if found.Code != "" {
		a.Blocked = withCode(w.Pick(found.Why, found.WhyEN), found.Code)
	}
	return a, ok
}

// endedDetail is an entry of the history: who made it, who decided, and why.
func endedDetail(e desk.Ended, now time.Time, w Words) *OutboxDetail {
	d := &OutboxDetail{ID: e.Entry.ID, Title: w.Pick(e.Entry.Title, e.Entry.TitleEN), Mark: endedMark(e, w), CaseID: e.Entry.CaseID}
	d.Facts = []Fact{
		{w.T("outbox.made"), join(madeBy(e.Entry, w), sinceDay(e.Entry.Since, now, w))},
		{w.T("outbox.decided"), join(clerkOf(e.By, e.Name), sinceDay(e.At, now, w))},
		{w.T("outbox.reason"), first(e.Reason, "—")},
	}
	d.What = withCode(w.Pick(e.Entry.Why, e.Entry.WhyEN), e.Entry.Code)
	d.ToDo = w.T("outbox.todo.setDown")
	if e.Corrected {
		d.ToDo = w.T("outbox.todo.corrected")
	}
	return d
}

// sinceDay is a time of today, or day and time.
func sinceDay(t, now time.Time, w Words) string {
	t = t.In(now.Location())
	if t.IsZero() || today(t) == today(now) {
		return clock(t)
	}
	return shortDay(w, dateOf(t)) + " " + clock(t)
}

// waited says how long, in the largest unit that says enough.
func waited(d time.Duration, w Words) string {
	switch {
	case d >= 48*time.Hour:
		return w.T("outbox.waitedDays", "n", itoa(int(d/(24*time.Hour))))
	case d >= 2*time.Hour:
		return w.T("outbox.waitedHours", "n", itoa(int(d/time.Hour)))
	}
	return w.T("outbox.waited", "min", itoa(minutes(d)))
}
