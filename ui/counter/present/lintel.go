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
	Key    string
	Badge  string // a number in red, "" = none
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
	if n := urgent(s.Work); n > 0 {
		l.Work.Badge = strconv.Itoa(n)
	}
	return l
}

func caseTab(t desk.Tab, i int, st State, w Words) Tab {
	tab := Tab{
		CaseID: t.CaseID, Icon: "ticket", Key: "Ctrl " + strconv.Itoa(i+1),
		Active: t.Active && st.Face == FaceCase,
	}
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
		tab.Title = join(tab.Title, w.T("lintel.parked"))
	}
	return tab
}

// urgent counts the rows a clerk should not leave for tomorrow: overdue, and due today.
func urgent(rows []desk.WorkRow) int {
	n := 0
	for _, r := range rows {
		if b := bucketOf(r); b == bucketOverdue || b == bucketToday {
			n++
		}
	}
	return n
}
