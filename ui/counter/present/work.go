package present

import (
	"cmp"
	"slices"

	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
)

// Work is the work list: tabs with counts, groups, rows, and the selected case.
type Work struct {
	Tabs   []WorkTab
	Heads  [6]string
	Lines  []WorkLine
	Empty  string
	Detail *WorkDetail
}

// WorkTab is a filter with its count.
type WorkTab struct {
	Label, Count, Key string
	Tone              Tone
	Active            bool
}

// WorkLine is a group's bar, or a row.
type WorkLine struct {
	Group    string // not "" = a bar
	Count    string
	Note     string
	Tone     Tone
	CaseID   string
	Ticket   string
	Number   string
	Item     string
	Dept     string
	Who      string
	WhoID    string
	State    Mark
	Due      string
	DueNote  string
	DueTone  Tone
	Next     Act
	Selected bool
}

// WorkDetail is the right column of the work list.
type WorkDetail struct {
	CaseID string
	Head   string
	Mark   Mark
	Title  string
	Who    string
	Notice string
	Facts  []Fact
	Main   Act
	Open   Act
}

type bucket int

// Buckets in the order they are worked off.
const (
	bucketStuck bucket = iota
	bucketOverdue
	bucketToday
	bucketCorrection
	bucketHandOut
	bucketSupplement
	bucketDraft
	bucketReview
	bucketEnded
)

var bucketNames = [...]string{"stuck", "overdue", "today", "correction", "handout", "supplement", "draft", "review", "ended"}

func bucketOf(r desk.WorkRow) bucket {
	running := !r.Deadline.IsZero() && (r.Group == desk.GroupReview || r.Group == desk.GroupSupplement || r.Group == desk.GroupCorrection)
	switch {
	case r.Stuck:
		return bucketStuck
	case running && r.DaysLeft < 0:
		return bucketOverdue
	case running && r.DaysLeft == 0:
		return bucketToday
	}
	switch r.Group {
	case desk.GroupHandOut:
		return bucketHandOut
	case desk.GroupCorrection:
		return bucketCorrection
	case desk.GroupSupplement:
		return bucketSupplement
	case desk.GroupReview:
		return bucketReview
	case desk.GroupDraft:
		return bucketDraft
	}
	return bucketEnded
}

// workTabs are the filters, in the order of their number keys; -1 shows everything.
var workTabs = [...]struct {
	key  string
	only bucket
	tone Tone
}{
	{"work.all", -1, Done}, {"work.today", bucketToday, Careful}, {"work.overdue", bucketOverdue, Wrong},
	{"work.handout", bucketHandOut, Plain}, {"work.supplement", bucketSupplement, Plain}, {"work.draft", bucketDraft, Plain},
}

// WorkTabs is how many filters there are.
const WorkTabs = len(workTabs)

// NewWork draws the work list as the window's state filters it.
func NewWork(s desk.Snapshot, st State, w Words) Work {
	work := Work{Empty: w.T("work.empty"), Heads: [6]string{w.T("work.ticket"), w.T("work.item"), w.T("work.who"), w.T("work.state"), w.T("work.due"), w.T("work.next")}}
	counts := map[bucket]int{}
	rows := slices.Clone(s.Work)
	for _, r := range rows {
		counts[bucketOf(r)]++
	}
	slices.SortStableFunc(rows, func(a, b desk.WorkRow) int { return cmp.Compare(bucketOf(a), bucketOf(b)) })
	for i, t := range workTabs {
		n := len(rows)
		if t.only >= 0 {
			n = counts[t.only]
		}
		work.Tabs = append(work.Tabs, WorkTab{Label: w.T(t.key), Count: itoa(n), Key: itoa(i + 1), Tone: t.tone, Active: i == st.WorkTab})
	}
	work.fill(rows, counts, st, w)
	return work
}

func (work *Work) fill(rows []desk.WorkRow, counts map[bucket]int, st State, w Words) {
	only := workTabs[min(max(st.WorkTab, 0), len(workTabs)-1)].only
	last := bucket(-1)
	for _, r := range rows {
		b := bucketOf(r)
		if only >= 0 && b != only {
			continue
		}
		if b != last {
			work.Lines = append(work.Lines, groupBar(b, counts[b], w))
			last = b
		}
		line := workLine(r, b, w)
		if st.WorkCase == "" && work.Detail == nil || st.WorkCase == r.CaseID {
			line.Selected = true
			work.Detail = workDetail(r, b, w)
		}
		work.Lines = append(work.Lines, line)
	}
}

// Step gives the case that lies n rows below (above, if negative) the selected one; "" when there are none.
func (work Work) Step(n int) string {
	var ids []string
	at := 0
	for _, l := range work.Lines {
		if l.CaseID == "" {
			continue
		}
		if l.Selected {
			at = len(ids)
		}
		ids = append(ids, l.CaseID)
	}
	if len(ids) == 0 {
		return ""
	}
	return ids[min(max(at+n, 0), len(ids)-1)]
}

func groupBar(b bucket, n int, w Words) WorkLine {
	name := bucketNames[b]
	line := WorkLine{Group: w.T("work." + name), Count: itoa(n), Note: w.T("work.note." + name)}
	switch b {
	case bucketStuck, bucketOverdue:
		line.Tone = Wrong
	case bucketToday:
		line.Tone = Careful
	}
	return line
}

func workLine(r desk.WorkRow, b bucket, w Words) WorkLine {
	line := WorkLine{
		CaseID: r.CaseID, Ticket: first(r.Ticket, "—"), Number: r.Number, Item: first(r.Item, w.T("lintel.noItem")), Dept: r.Dept,
		Who: r.Applicant, WhoID: r.ApplicantID, State: stateMark(r.State, w), Next: nextAct(r, w),
	}
	if r.Twin {
		line.Dept = join(w.T("work.twin"), r.Dept)
	}
	line.Due, line.DueNote, line.DueTone = due(r, b, w)
	if b == bucketStuck {
		line.State = Mark{"missing", w.T("step.stuck"), Wrong}
	}
	return line
}

func due(r desk.WorkRow, b bucket, w Words) (text, note string, tone Tone) {
	switch {
	case b == bucketStuck:
		return "—", "", Plain
	case b == bucketHandOut:
		return w.T("work.arrived"), r.Result, Plain
	case r.Deadline.IsZero():
		return "—", "", Plain
	case b == bucketOverdue:
		return w.T("work.over", "n", itoa(-r.DaysLeft)), w.T("work.dueOn", "date", shortDay(w, r.Deadline)), Wrong
	case b == bucketToday:
		return w.T("work.dueToday"), w.T("work.dueOn", "date", shortDay(w, r.Deadline)), Careful
	case b == bucketEnded:
		return shortDay(w, r.Deadline), "", Plain
	}
	return shortDay(w, r.Deadline), w.T("work.left", "n", itoa(r.DaysLeft)), Plain
}

func nextAct(r desk.WorkRow, w Words) Act {
	act := Act{ID: "work.open", Label: w.T("work.act.open"), Key: w.T("key.enter"), Role: Primary}
	switch {
	case r.Stuck:
	case r.Group == desk.GroupHandOut:
		act.ID, act.Label = "work.handOut", w.T("act.handOut")
	case r.State == cases.Draft:
		act.Label = w.T("work.act.resume")
	}
	return act
}

func workDetail(r desk.WorkRow, b bucket, w Words) *WorkDetail {
	d := &WorkDetail{
		CaseID: r.CaseID, Head: join(r.Ticket, w.T("work.selected")), Mark: stateMark(r.State, w),
		Title: first(r.Item, w.T("lintel.noItem")), Who: r.Applicant, Main: nextAct(r, w),
	}
	dueText, dueNote, tone := due(r, b, w)
	if tone == Wrong || tone == Careful {
		d.Mark = Mark{"warning", dueText, tone}
		d.Notice = w.T("work.note."+bucketNames[b]) + " " + dueNote
	}
	if b == bucketStuck {
		d.Mark, d.Notice = Mark{"missing", w.T("step.stuck"), Wrong}, w.T("work.note.stuck")
		d.Main = nextAct(r, w)
	}
	if r.Result != "" && b == bucketHandOut {
		d.Notice = w.T("work.resultHere", "result", r.Result)
	}
	if d.Notice == "" && r.Twin {
		d.Notice = w.T("work.twin")
	}
	d.Facts = []Fact{
		{w.T("fact.number"), first(r.Number, "—")}, {w.T("work.who"), join(r.Applicant, r.ApplicantID)},
		{w.T("fact.dept"), first(r.Dept, "—")}, {w.T("work.state"), StateWord(r.State, w)}, {w.T("work.due"), join(dueText, dueNote)},
	}
	if d.Main.ID != "work.open" {
		d.Open = Act{ID: "work.open", Label: w.T("work.act.open"), Key: "Ctrl O", Role: Secondary}
	}
	return d
}
