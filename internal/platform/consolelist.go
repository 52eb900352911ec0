package platform

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// queue is one of an officer's queues: the states it shows.
type queue struct {
	Key    string
	states []cases.State
}

var queues = []queue{
	{"review", []cases.State{cases.Accepted}},
	{"correction", []cases.State{cases.Correction}},
	{"delivery", []cases.State{cases.Granted, cases.Denied}},
	{"done", []cases.State{cases.HandedOut, cases.Closed}},
	{"window", []cases.State{cases.Supplement, cases.Refused}},
}

func queueOf(state cases.State) *queue {
	for i := range queues {
		if slices.Contains(queues[i].states, state) {
			return &queues[i]
		}
	}
	return &queues[0]
}

// consolePage is everything the console draws.
type consolePage struct {
	tongue
	Back     string // this page's path, for who switches the language
	User     User
	CSRF     string
	Dept     string // chosen or own
	Queue    *queue
	Query    string
	Queues   []navLine
	Depts    []navLine
	Rows     []listRow
	Today    string
	Decided  int // today
	Case     *caseView
	Notice   string
	dept     string
	queueSet bool
	all      []cases.Case
}

// navLine is one line of the dark column.
type navLine struct {
	Name   string
	Href   string
	Count  int
	Active bool
}

// listRow is one case of the list.
type listRow struct {
	ID, Title, Who, Number string
	Href                   string
	Due                    due
	Active                 bool
	Twin                   bool // another open case of the same applicant and item is to be looked at
}

// due is a deadline in words, short for a list and long for a head, and in one of LOOK's meanings: red, amber, green, blue or ink2.
type due struct {
	Day, Left, Long, Meaning string
}

// page gathers the columns around a case.
func (c *console) page(r *http.Request, s *session) (*consolePage, error) {
	q := r.URL.Query()
	p := &consolePage{tongue: tongueOf(r), Back: r.URL.RequestURI(), User: s.user, CSRF: s.csrf, Query: strings.TrimSpace(q.Get("q")), dept: q.Get("dept"), Queue: &queues[0]}
	if s.user.Dept != "" {
		p.dept = s.user.Dept
	}
	for i := range queues {
		if queues[i].Key == q.Get("queue") {
			p.Queue, p.queueSet = &queues[i], true
		}
	}
	var err error
	if p.all, err = c.seen(r.Context(), s.user); err != nil {
		return nil, err
	}
	c.fill(p)
	return p, nil
}

// choose makes the list show the queue a case stands in, unless the officer chose one, and marks it there.
func (c *console) choose(p *consolePage, id string) {
	for _, cs := range p.all {
		if cs.ID == id && !p.queueSet && p.Query == "" {
			p.Queue = queueOf(cs.State)
		}
	}
	c.fill(p)
	for i := range p.Rows {
		p.Rows[i].Active = p.Rows[i].ID == id
	}
}

// fill counts the queues and draws the list.
func (c *console) fill(p *consolePage) {
	now := c.pf.p.Now()
	if p.Dept = p.dept; p.Dept == "" {
		p.Dept = p.T("nav.all")
	}
	p.Today, p.Decided, p.Rows, p.Queues, p.Depts = now.Format(p.T("form.today")), 0, nil, nil, nil
	perQueue, perDept := map[string]int{}, map[string]int{}
	for _, cs := range p.all {
		in := queueOf(cs.State)
		if in.Key == "review" {
			perDept[cs.Item.Dept]++
		}
		if p.dept != "" && cs.Item.Dept != p.dept {
			continue
		}
		perQueue[in.Key]++
		if d := cs.Decision; d != nil && workday.DateOf(d.At.In(now.Location())) == workday.DateOf(now) {
			p.Decided++
		}
		if p.Query == "" && in == p.Queue || p.Query != "" && found(cs, p.Query) {
			p.Rows = append(p.Rows, c.row(p, cs, now))
		}
	}
	for i := range queues {
		q := &queues[i]
		p.Queues = append(p.Queues, navLine{p.T("queue." + q.Key), p.href("/console", q.Key, p.dept, ""), perQueue[q.Key], q == p.Queue && p.Query == ""})
	}
	if p.User.Dept == "" {
		p.fillDepts(perDept)
	}
}

func (p *consolePage) fillDepts(count map[string]int) {
	var names []string
	for _, cs := range p.all {
		if !slices.Contains(names, cs.Item.Dept) {
			names = append(names, cs.Item.Dept)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return count[b] - count[a] })
	all := 0
	for _, n := range names {
		all += count[n]
	}
	p.Depts = append(p.Depts, navLine{p.T("nav.all"), p.href("/console", p.Queue.Key, "", ""), all, p.dept == ""})
	for _, n := range names {
		p.Depts = append(p.Depts, navLine{n, p.href("/console", p.Queue.Key, n, ""), count[n], p.dept == n})
	}
}

// href keeps what the officer chose while something else is opened.
func (p *consolePage) href(path, queue, dept, query string) string {
	v := url.Values{}
	for key, value := range map[string]string{"queue": queue, "dept": dept, "q": query} {
		if value != "" && !(key == "dept" && p.User.Dept != "") {
			v.Set(key, value)
		}
	}
	if len(v) > 0 {
		path += "?" + v.Encode()
	}
	return path
}

func (c *console) row(p *consolePage, cs cases.Case, now time.Time) listRow {
	return listRow{
		ID: cs.ID, Title: cs.Item.Name, Who: publicName(cs), Number: cases.ShortNumber(cs.Number),
		Href: p.href("/console/cases/"+cs.ID, p.Queue.Key, p.dept, p.Query),
		Due:  dueOf(p.tongue, cs, c.pf.p.Calendar, now),
		Twin: len(cases.LiveTwins(cs)) > 0,
	}
}

// found reports whether a case is what a search asks for: number, item, applicant or business.
func found(cs cases.Case, query string) bool {
	fold := func(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }
	query = strings.TrimPrefix(fold(query), "…")
	for _, s := range []string{cs.Number, cs.Item.Name, cs.Applicant.Name, cs.Text("business.name"), cs.Text("business.credit")} {
		if strings.Contains(fold(s), query) {
			return true
		}
	}
	return false
}

// publicName is how lists name an applicant: a business by its name, a person masked.
func publicName(cs cases.Case) string {
	if b := cs.Text("business.name"); b != "" {
		return b
	}
	return citizen.MaskName(cs.Applicant.Name)
}

// longNumber shows a case number in its parts.
func longNumber(n string) string {
	if len(n) < 20 {
		return n
	}
	cut := len(n) - 16
	return "…" + n[cut-4:cut] + " " + n[cut:cut+8] + " " + n[cut+8:cut+12] + " " + n[cut+12:]
}

// dueOf says how a case stands to its promised day (LOOK 2: over red, today and up to three days amber, else green; a stopped clock blue).
func dueOf(t tongue, cs cases.Case, cal *workday.Calendar, now time.Time) due {
	today := workday.DateOf(now)
	switch cs.State {
	case cases.Correction:
		return due{t.T("due.stopped"), t.T("due.waits"), t.T("due.waits"), "blue"}
	case cases.Supplement:
		return due{t.day(cs.SupplyBy), t.T("due.waits"), t.T("due.waits"), "blue"}
	case cases.Accepted:
	default:
		day := t.day(workday.DateOf(cases.LastStep(cs).In(now.Location())))
		return due{stateName(t, cs.State), day, day, "ink2"}
	}
	left := cal.WorkingDaysBetween(today, cs.Promised)
	in := due{t.day(cs.Promised), t.T("due.left", "n", left), t.T("due.left.long", "n", left), "green"}
	switch {
	case cs.Promised.Before(today):
		in = due{t.T("due.over", "n", max(-left, 1)), t.T("due.legal.over"), t.T("due.legal.over"), "red"}
		if legal := cal.WorkingDaysBetween(today, cs.Legal); legal >= 0 {
			in.Left, in.Long = t.T("due.legal.left", "n", legal), t.T("due.legal.left.long", "n", legal)
		}
	case cs.Promised == today:
		word := t.T("due.today.word")
		if cs.Item.OnTheSpot {
			word = t.T("due.spot")
		}
		in = due{t.T("due.today"), word, word, "amber"}
	case left <= 3:
		in.Meaning = "amber"
	}
	return in
}

// stateName is a state as a page begins a line with it.
func stateName(t tongue, s cases.State) string {
	zh, en := cases.StateName(s)
	return t.Pick(zh, upper(en))
}
