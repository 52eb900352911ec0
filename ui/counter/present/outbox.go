package present

import (
	"cmp"
	"slices"
	"time"

	desk "onewindow/internal/counter"
)

// Outbox is the drawer: what waits, since when, why, and what to do about the entry that is selected.
type Outbox struct {
	Title, Detail string
	Note          bool // Detail says that something keeps the line
	Retry         Act
	Close         Act
	Orders        []OrderTab
	Heads         [3]string
	Lines         []OutboxLine
	Picked        *OutboxDetail
}

// Order says how the drawer is arranged.
type Order int

// By age (what needs a person first), by clerk, by case, or what left by a person's word.
const (
	ByAge Order = iota
	ByClerk
	ByCase
	Settled
)

// Orders is how many there are.
const Orders = 4

// OrderTab is one arrangement with its count.
type OrderTab struct {
	ID, Label, Count string
	Active           bool
}

// OutboxLine is a group's bar, or an entry.
type OutboxLine struct {
	Bar, Count          string // Bar not "" = a bar
	ID                  string
	Icon, Title, Detail string
	Since, Waited       string
	Why                 Mark
	Selected            bool
}

// maxOutbox bounds what is drawn; a terminal cut off for days holds thousands.
const maxOutbox = 200

// NewOutbox draws the drawer as the window's state arranges it.
func NewOutbox(s desk.Snapshot, st State, now time.Time, w Words) Outbox {
	o := Outbox{
		Title: outboxTitle(s.Outbox, w), Detail: w.T("outbox.detail"),
		Retry: Act{ID: "retryAll", Label: w.T("act.retryAll"), Key: "Ctrl R", Role: Primary},
		Close: Act{ID: "outbox", Label: w.T("outbox.close"), Key: "Ctrl U"},
		Heads: [3]string{w.T("outbox.what"), w.T("outbox.since"), w.T("outbox.why")},
	}
	if len(s.Outbox.Notes) > 0 {
		n := s.Outbox.Notes[0]
		o.Detail, o.Note = withCode(w.Pick(n.Sentence, n.SentenceEN), n.Code), true
	}
	if len(s.Outbox.Entries) == 0 {
		o.Retry.Blocked = w.T("outbox.empty")
	}
	for i, key := range [Orders]string{"outbox.byAge", "outbox.byClerk", "outbox.byCase", "outbox.settled"} {
		t := OrderTab{ID: "outbox.order." + itoa(i+1), Label: w.T(key), Active: st.Order == Order(i)}
		if Order(i) == Settled {
			t.Count = itoa(len(s.Outbox.History))
		}
		o.Orders = append(o.Orders, t)
	}
	none := w.T("outbox.empty")
	if st.Order == Settled {
		none = w.T("outbox.noHistory")
		o.settled(s.Outbox.History, st, now, w)
	} else {
		o.waiting(s.Outbox, st, now, w)
	}
	if len(o.Lines) == 0 {
		o.Lines = []OutboxLine{{Bar: none}}
	}
	return o
}

func outboxTitle(o desk.OutboxView, w Words) string {
	title := w.T("outbox.title", "n", itoa(o.Waiting))
	if o.Stuck > 0 {
		title = w.T("outbox.titleStuck", "n", itoa(o.Waiting), "stuck", itoa(o.Stuck))
	}
	if o.Handed > 0 {
		title = join(title, w.T("status.handed", "n", itoa(o.Handed)))
	}
	return title
}

// waiting draws the entries.
func (o *Outbox) waiting(box desk.OutboxView, st State, now time.Time, w Words) {
	entries := arranged(box.Entries, st.Order)
	bars := map[string]int{}
	for _, e := range entries {
		bars[barOf(e, st.Order, w)]++
	}
	last, shown := "", 0
	for _, e := range entries {
		if bar := barOf(e, st.Order, w); bar != last {
			o.Lines = append(o.Lines, OutboxLine{Bar: bar, Count: itoa(bars[bar])})
			last = bar
		}
		if shown++; shown > maxOutbox {
			o.Lines = append(o.Lines, OutboxLine{Bar: w.T("outbox.more", "n", itoa(len(entries)-maxOutbox))})
			return
		}
		line := outboxLine(e, box, now, w)
		if o.Picked == nil && (st.Entry == e.ID || !known1(entries, st.Entry)) {
			line.Selected, o.Picked = true, outboxDetail(e, box, now, w)
		}
		o.Lines = append(o.Lines, line)
	}
}

// known1 reports whether an entry is among those shown.
func known1(entries []desk.OutboxEntry, id string) bool {
	i := slices.IndexFunc(entries, func(e desk.OutboxEntry) bool { return e.ID == id })
	return i >= 0 && i < maxOutbox
}

// arranged puts what needs a person before what only waits, oldest first, within clerk or case.
func arranged(all []desk.OutboxEntry, by Order) []desk.OutboxEntry {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b desk.OutboxEntry) int { return urgency(a) - urgency(b) })
	switch by {
	case ByClerk:
		slices.SortStableFunc(all, func(a, b desk.OutboxEntry) int { return cmp.Compare(a.Operator, b.Operator) })
	case ByCase:
		first := map[string]int{} // a case stands where its most urgent entry does
		for i, e := range all {
			if _, known := first[e.CaseID]; !known {
				first[e.CaseID] = i
			}
		}
		slices.SortStableFunc(all, func(a, b desk.OutboxEntry) int { return first[a.CaseID] - first[b.CaseID] })
	}
	return all
}

// urgency is the place of an entry: those for a person, those with an engineer, those that only wait.
func urgency(e desk.OutboxEntry) int {
	switch {
	case e.State == "waiting" || e.State == "sending":
		return 2
	case e.Handed != nil:
		return 1
	}
	return 0
}

// barOf is the group an entry stands in, "" where there are none.
func barOf(e desk.OutboxEntry, by Order, w Words) string {
	switch by {
	case ByClerk:
		if e.Act == "case.rate" {
			return w.T("outbox.citizens")
		}
		return w.T("outbox.clerk", "who", first(clerkOf(e.Operator, e.Name), "—"))
	case ByCase:
		return first(w.T("outbox.case", "number", numberOf(e)), "—")
	}
	return ""
}

func outboxLine(e desk.OutboxEntry, o desk.OutboxView, now time.Time, w Words) OutboxLine {
	l := OutboxLine{
		ID: e.ID, Icon: "paper", Title: w.Pick(e.Title, e.TitleEN), Detail: w.Pick(e.Detail, e.DetailEN),
		Since: sinceDay(e.Since, now, w), Waited: waited(now.Sub(e.Since), w), Why: outboxMark(e, o, w),
	}
	if e.File {
		l.Icon = "scan"
	}
	return l
}

func outboxMark(e desk.OutboxEntry, o desk.OutboxView, w Words) Mark {
	if e.Handed != nil {
		return Mark{"transfer", w.T("outbox.handed", "time", clock(e.Handed.At)), Careful}
	}
	switch e.State {
	case "sending":
		return Mark{"upload", w.T("outbox.sending"), Data}
	case "rejected":
		return Mark{"missing", w.T("outbox.rejected"), Wrong}
	case "conflict":
		return Mark{"missing", w.T("outbox.conflict"), Wrong}
	case "parked":
		return Mark{"missing", w.T("outbox.parked"), Wrong}
	}
	if !o.Online {
		return Mark{"warning", w.T("outbox.noPlatform"), Careful}
	}
	return Mark{"clock", w.T("outbox.queued"), Plain}
}

// settled draws what left by a person's word.
func (o *Outbox) settled(all []desk.Ended, st State, now time.Time, w Words) {
	at := max(0, slices.IndexFunc(all, func(e desk.Ended) bool { return e.Entry.ID == st.Entry }))
	for i, e := range all {
		l := outboxLine(e.Entry, desk.OutboxView{Online: true}, now, w)
		l.Since, l.Waited, l.Why = sinceDay(e.At, now, w), "", endedMark(e, w)
		if l.Selected = i == at; l.Selected {
			o.Picked = endedDetail(e, now, w)
		}
		o.Lines = append(o.Lines, l)
	}
}

func endedMark(e desk.Ended, w Words) Mark {
	if e.Corrected {
		return Mark{"done", w.T("outbox.corrected"), Done}
	}
	return Mark{"done", w.T("outbox.setDown"), Plain}
}

// Step gives the entry that lies n rows below (above, if negative) the selected one; "" when there are none.
func (o Outbox) Step(n int) string {
	var ids []string
	at := 0
	for _, l := range o.Lines {
		if l.ID == "" {
			continue
		}
		if l.Selected {
			at = len(ids)
		}
		ids = append(ids, l.ID)
	}
	if len(ids) == 0 {
		return ""
	}
	return ids[min(max(at+n, 0), len(ids)-1)]
}
