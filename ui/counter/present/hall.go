package present

import (
	"slices"
	"strconv"
	"strings"
	"time"

	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
)

// Hall is the left column: this window's number, its ticket, and the waiting line.
type Hall struct {
	No         string
	NoLabel    string
	Categories string
	State      Mark
	Slip       Slip
	Call       Act
	Start      Act // the person has come; empty when nobody is called
	Recall     Act
	NoShow     Act
	Transfer   Act
	Pause      Act
	Away       string // the hall node is silent, since when; "" = it answers
	WaitTitle  string
	WaitTotal  string
	Waiting    []Queue
	Longest    string
	PassTitle  string
	CallBack   Act
	Passed     []Passed
	PassedNone string
	DayLeft    string
	DayRight   string
}

// Slip is the ticket in hand.
type Slip struct {
	Number  string // "" = nobody is called
	Head    string
	Issued  string
	Caption string // over the running time
	Elapsed string // changes every second
	Foot    string
	Class   string
	Empty   string
}

// Queue is one category's waiting line.
type Queue struct {
	Code, Name, Count, Oldest string
	Share                     float32 // of the longest line, 0..1
	Long                      bool    // somebody waits longer than longWait
	Own                       bool    // this window serves it
}

// Passed is a ticket whose holder did not come.
type Passed struct {
	TicketID, Number, At, Ago string
	Back                      Act
}

const (
	longWait    = 15 * time.Minute
	maxPassed   = 3
	maxQueues   = 7
	passedShown = maxPassed
)

// NewHall draws the hall column.
func NewHall(s desk.Snapshot, now time.Time, w Words) Hall {
	t := s.Window.Ticket
	h := Hall{
		No: two(s.WindowNo), NoLabel: w.T("hall.window"),
		Categories: windowServes(s, w),
		State:      windowMark(s, w),
		Slip:       newSlip(s, t, now, w),
		WaitTitle:  w.T("hall.waiting"),
		WaitTotal:  w.T("hall.total", "n", strconv.Itoa(s.Board.Waiting)),
		PassTitle:  w.T("hall.passed"),
		PassedNone: w.T("hall.passedNone"),
		DayLeft:    dayLeft(s.Today, w),
		DayRight:   w.T("hall.rated", "good", strconv.Itoa(s.Today.Rated), "none", strconv.Itoa(s.Today.Unrated)),
	}
	if t, silent := HallTrouble(s, now, w); silent {
		h.Away = withCode(t.Text, t.Code)
	}
	hallActs(&h, s, w)
	h.Waiting = queues(s, now, w)
	if len(s.Board.Next) > 0 {
		n := s.Board.Next[0]
		h.Longest = w.T("hall.longest", "number", n.Number, "min", strconv.Itoa(minutes(now.Sub(at(n.At, now)))))
	}
	h.Passed = passed(s, now, w)
	return h
}

func dayLeft(t desk.Today, w Words) string {
	if t.MeanMin == 0 {
		return w.T("hall.served", "n", strconv.Itoa(t.Served))
	}
	return w.T("hall.servedMean", "n", strconv.Itoa(t.Served), "min", strconv.Itoa(t.MeanMin))
}

func categoryNames(s desk.Snapshot, w Words) string {
	var names []string
	for _, c := range s.Board.Categories {
		if slices.Contains(s.Window.Categories, c.Code) {
			names = append(names, w.Pick(c.Name, c.NameEN))
		}
	}
	return strings.Join(names, " · ")
}

// windowServes is what stands beside the window's number: one or two categories by name, more by their count.
func windowServes(s desk.Snapshot, w Words) string {
	if n := len(s.Window.Categories); n > 2 {
		return w.T("hall.allRound", "n", strconv.Itoa(n))
	}
	return categoryNames(s, w)
}

func windowMark(s desk.Snapshot, w Words) Mark {
	if !s.Connected {
		return Mark{"warning", w.T("window.away"), Careful}
	}
	switch s.Window.State {
	case queue.WindowServing:
		return Mark{"done", w.T("window.serving"), Done}
	case queue.WindowCalling:
		return Mark{"call", w.T("window.calling"), Careful}
	case queue.WindowPaused:
		return Mark{"pause", w.T("window.paused"), Plain}
	case queue.WindowIdle:
		return Mark{"check", w.T("window.idle"), Done}
	}
	return Mark{"stop", w.T("window.closed"), Plain}
}

func newSlip(s desk.Snapshot, t *queue.Ticket, now time.Time, w Words) Slip {
	if t == nil {
		if s.Window.State == queue.WindowPaused {
			return Slip{Empty: join(w.T("slip.paused"), pauseReason(s.Window.Reason, w))}
		}
		return Slip{Empty: w.T("slip.empty")}
	}
	called := at(t.CalledAt, now)
	slip := Slip{
		Number: t.Number,
		Head:   w.T("slip.current", "category", categoryName(s, t.Category, w)),
		Issued: w.T("slip.issued", "time", clock(at(t.IssuedAt, now))),
		Foot: w.T("slip.foot", "min", strconv.Itoa(minutes(called.Sub(at(t.IssuedAt, now)))),
			"calls", strconv.Itoa(max(t.Calls, 1))),
		Class: w.T("class." + string(cmpClass(t.Class))),
	}
	if t.State == queue.Serving {
		slip.Caption, slip.Elapsed = w.T("slip.serving"), stopwatch(now.Sub(at(t.StartedAt, now)))
	} else {
		slip.Caption, slip.Elapsed = w.T("slip.calling"), stopwatch(now.Sub(at(t.LastCallAt, now)))
	}
	return slip
}

func cmpClass(c queue.Class) queue.Class {
	if c == "" {
		return queue.Ordinary
	}
	return c
}

func categoryName(s desk.Snapshot, code string, w Words) string {
	for _, c := range s.Board.Categories {
		if c.Code == code {
			return w.Pick(c.Name, c.NameEN)
		}
	}
	return code
}

// hallActs says what can be done with the line right now. The hall alone owns "next": without it, none can.
func hallActs(h *Hall, s desk.Snapshot, w Words) {
	state := s.Window.State
	away := ""
	if !s.Connected {
		away = w.T("why.hallAway")
	}
	paused := ""
	if state == queue.WindowPaused {
		paused = w.T("why.paused")
	}
	notCalling := ""
	if state != queue.WindowCalling {
		notCalling = w.T("why.notCalling")
	}

	h.Call = Act{ID: "callNext", Label: w.T("act.call"), Key: "F2", Icon: "call", Blocked: first(away, paused)}
	switch {
	case state == queue.WindowServing:
		h.Call.Label = w.T("act.finishAndCall")
	case state == queue.WindowCalling:
		h.Call.Blocked = first(away, w.T("why.startFirst"))
	case state == queue.WindowIdle && s.Board.Day == "":
		h.Call.Blocked = first(away, w.T("why.dayClosed"))
	}
	if state == queue.WindowCalling {
		h.Start = Act{ID: "start", Label: w.T("act.start"), Key: "F5", Icon: "check", Role: Primary, Blocked: away}
	}
	h.Recall = Act{ID: "recall", Label: w.T("act.recall"), Key: "F3", Icon: "recall", Blocked: first(away, notCalling)}
	h.NoShow = Act{ID: "noShow", Label: w.T("act.noShow"), Key: "F4", Icon: "no-show", Blocked: first(away, notCalling)}
	h.Transfer = Act{ID: "transfer", Label: w.T("act.transfer"), Key: "F6", Icon: "transfer", Blocked: w.T("why.noTransfer")}
	h.Pause = Act{ID: "pause", Label: w.T("act.pause"), Key: "F7", Icon: "pause", Blocked: away}
	switch state {
	case queue.WindowPaused:
		h.Pause.Label, h.Pause.Icon = w.T("act.resume"), "right"
	case queue.WindowCalling, queue.WindowServing:
		h.Pause.Blocked = first(away, w.T("why.finishFirst"))
	}
	h.CallBack = Act{ID: "callBack", Label: w.T("act.callBackPick"), Key: "F8", Blocked: first(away, paused)}
	if len(s.Board.Passed) == 0 {
		h.CallBack.Blocked = first(away, w.T("hall.passedNone"))
	}
	if state == queue.WindowCalling || state == queue.WindowServing {
		h.CallBack.Blocked = first(away, w.T("why.finishFirst"))
	}
}

func first(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

func queues(s desk.Snapshot, now time.Time, w Words) []Queue {
	longest := 1
	for _, c := range s.Board.Categories {
		longest = max(longest, c.Waiting)
	}
	var out []Queue
	for _, c := range s.Board.Categories {
		if len(out) == maxQueues {
			break
		}
		q := Queue{
			Code: c.Code, Name: w.Pick(c.Name, c.NameEN), Count: strconv.Itoa(c.Waiting),
			Share: float32(c.Waiting) / float32(longest),
			Own:   slices.Contains(s.Window.Categories, c.Code),
		}
		if c.Waiting > 0 && c.OldestAt != 0 {
			wait := now.Sub(at(c.OldestAt, now))
			q.Oldest = w.T("hall.oldest", "min", strconv.Itoa(minutes(wait)))
			q.Long = wait > longWait
		}
		out = append(out, q)
	}
	return out
}

func passed(s desk.Snapshot, now time.Time, w Words) []Passed {
	var out []Passed
	for _, p := range s.Board.Passed {
		if len(out) == passedShown {
			break
		}
		if len(s.Window.Categories) > 0 && !slices.Contains(s.Window.Categories, p.Category) {
			continue
		}
		t := at(p.At, now)
		row := Passed{
			TicketID: p.ID, Number: p.Number, At: w.T("hall.passedAt", "time", clock(t)),
			Ago:  passedLeft(s, now.Sub(t), w),
			Back: Act{ID: "callBack." + p.Number, Label: w.T("act.callBack")},
		}
		keep := time.Duration(s.Board.PassedMinutes) * time.Minute
		switch {
		case keep > 0 && now.Sub(t) >= keep:
			row.Back.Blocked = w.T("why.tooLate")
		case !s.Connected:
			row.Back.Blocked = w.T("why.hallAway")
		case s.Window.Ticket != nil:
			row.Back.Blocked = w.T("why.finishFirst")
		case s.Window.State == queue.WindowPaused:
			row.Back.Blocked = w.T("why.paused")
		}
		out = append(out, row)
	}
	return out
}

// passedLeft says how long a passed number may still be called back.
func passedLeft(s desk.Snapshot, since time.Duration, w Words) string {
	keep := time.Duration(s.Board.PassedMinutes) * time.Minute
	if keep == 0 {
		return w.T("hall.ago", "min", strconv.Itoa(minutes(since)))
	}
	if since >= keep {
		return w.T("hall.tooLate", "min", strconv.Itoa(s.Board.PassedMinutes))
	}
	return w.T("hall.stillMin", "min", strconv.Itoa(minutes(keep-since)))
}
