package present

import (
	"slices"
	"time"

	desk "onewindow/internal/counter"
)

// Outbox is the drawer: what waits, since when, why.
type Outbox struct {
	Title, Detail string
	Retry         Act
	Close         Act
	Heads         [4]string
	Rows          []OutboxRow
	Empty         string
	More          string // rows that do not fit, "" = all shown
}

// OutboxRow is one operation or file that is not yet at the platform.
type OutboxRow struct {
	Icon, Title, Detail string
	Since, Waited       string
	Why                 Mark
	WhyDetail           string
	Tries               string
}

const maxOutbox = 50

// NewOutbox draws the drawer.
func NewOutbox(s desk.Snapshot, now time.Time, w Words) Outbox {
	o := Outbox{
		Title: w.T("outbox.title", "n", itoa(s.Outbox.Waiting)), Detail: w.T("outbox.detail"), Empty: w.T("outbox.empty"),
		Retry: Act{ID: "retryAll", Label: w.T("act.retryAll"), Key: "Ctrl R", Role: Primary},
		Close: Act{ID: "outbox", Label: w.T("outbox.close"), Key: "Ctrl U"},
		Heads: [4]string{w.T("outbox.what"), w.T("outbox.since"), w.T("outbox.why"), w.T("outbox.tries")},
	}
	if s.Outbox.Stuck > 0 {
		o.Title = w.T("outbox.titleStuck", "n", itoa(s.Outbox.Waiting), "stuck", itoa(s.Outbox.Stuck))
	}
	if len(s.Outbox.Entries) == 0 {
		o.Retry.Blocked = o.Empty
	}
	for i, e := range urgentFirst(s.Outbox.Entries) {
		if i == maxOutbox {
			o.More = w.T("outbox.more", "n", itoa(len(s.Outbox.Entries)-maxOutbox))
			break
		}
		o.Rows = append(o.Rows, outboxRow(e, s.Outbox, now, w))
	}
	return o
}

// urgentFirst puts what needs a person before what only waits.
func urgentFirst(all []desk.OutboxEntry) []desk.OutboxEntry {
	waits := func(e desk.OutboxEntry) int {
		if e.State == "waiting" || e.State == "sending" {
			return 1
		}
		return 0
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b desk.OutboxEntry) int { return waits(a) - waits(b) })
	return all
}

func outboxRow(e desk.OutboxEntry, o desk.OutboxView, now time.Time, w Words) OutboxRow {
	r := OutboxRow{
		Icon: "paper", Title: w.Pick(e.Title, e.TitleEN), Detail: w.Pick(e.Detail, e.DetailEN),
		Since:  clock(e.Since.In(now.Location())),
		Waited: w.T("outbox.waited", "min", itoa(minutes(now.Sub(e.Since)))),
		Tries:  w.T("outbox.never"),
	}
	if e.File {
		r.Icon = "scan"
	}
	if e.Attempts > 0 {
		r.Tries = w.T("outbox.nth", "n", itoa(e.Attempts))
	}
	r.Why = outboxMark(e, o, w)
	switch {
	case e.Why != "" && e.Why != r.Why.Text:
		r.WhyDetail = withCode(w.Pick(e.Why, e.WhyEN), e.Code)
	case !o.Online && !o.NextTry.IsZero() && e.State == "waiting":
		r.WhyDetail = w.T("outbox.next", "time", clockSeconds(o.NextTry.In(now.Location())))
	}
	return r
}

func outboxMark(e desk.OutboxEntry, o desk.OutboxView, w Words) Mark {
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
