package present

import (
	"strconv"
	"time"

	desk "onewindow/internal/counter"
)

// Lintel is the dark bar on top: who we are, the open cases, where, what time.
type Lintel struct {
	Hall   string
	Tabs   []Tab
	Work   Tab
	Search Act
	Clerk  string
	Date   string
	Clock  string
}

// Tab is one open case, or the work list.
type Tab struct {
	CaseID string
	Icon   string
	Title  string
	Ticket string // "" = without one
	Note   string // 暂存
	Key    string
	Badge  string // a number, "" = none
	Tone   Tone   // of the badge
	Active bool
}

// maxTabs is how many cases have a tab and a key of their own.
const maxTabs = 4

// NewLintel draws the top bar.
func NewLintel(s desk.Snapshot, st State, now time.Time, w Words) Lintel {
	l := Lintel{
		Hall:   w.Pick(s.Hall, s.Board.HallEN),
		Search: Act{ID: "search", Label: w.T("lintel.search"), Key: "Ctrl K", Icon: "search"},
		Date:   w.T("date.long", "date", shortDay(w, today(now)), "weekday", w.T("weekday."+weekdays[now.Weekday()])),
		Clock:  clock(now),
	}
	if l.Hall == "" {
		l.Hall = s.Hall
	}
	if s.User != nil {
		l.Clerk = s.User.Name + " · " + s.User.Operator
	}
	for i, t := range s.Tabs {
		if i == maxTabs {
			break
		}
		l.Tabs = append(l.Tabs, caseTab(t, i, st, w))
	}
	l.Work = Tab{Icon: "list", Title: w.T("lintel.work"), Key: "Ctrl L", Active: st.Face == FaceWork}
	if n, tone := urgent(s); n > 0 {
		l.Work.Badge, l.Work.Tone = strconv.Itoa(n), tone
	}
	return l
}

func caseTab(t desk.Tab, i int, st State, w Words) Tab {
	tab := Tab{
		CaseID: t.CaseID, Icon: "ticket", Key: "Ctrl " + strconv.Itoa(i+1),
		Active: t.Active && st.Face == FaceCase,
	}
	tab.Ticket = t.Ticket
	title := t.Title
	if title == "" {
		title = w.T("lintel.noItem")
	}
	tab.Title = title
	if t.Ticket != "" {
		tab.Title = t.Ticket + " " + title
	}
	if t.Parked {
		tab.Icon = "pause"
		tab.Note = w.T("lintel.parked")
	}
	return tab
}

// urgent counts the rows a clerk should not leave for tomorrow: overdue, stuck on its way to the platform, or due today.
// Only the first two are wrong.
func urgent(s desk.Snapshot) (n int, tone Tone) {
	stuck := map[string]bool{}
	for _, e := range s.Outbox.Entries {
		stuck[e.CaseID] = stuck[e.CaseID] || e.Handed == nil && e.State != "waiting" && e.State != "sending"
	}
	tone = Careful
	for _, r := range s.Work {
		switch b := bucketOf(r); {
		case b == bucketOverdue || stuck[r.CaseID]:
			tone = Wrong
			n++
		case b == bucketToday:
			n++
		}
	}
	return n, tone
}
