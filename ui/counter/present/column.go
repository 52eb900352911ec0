package present

import (
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	desk "onewindow/internal/counter"
)

// Column is the citizen's column: who is here, what they see, the devices between us, what happened so far.
type Column struct {
	Title     string
	Person    *Person
	Full      Act    // show the whole ID number; it leaves a line in the log
	Ask       string // nobody known yet: what to do
	Type      Act    // type the number by hand
	Agent     *Person
	AgentHead string
	Screen    string
	ScreenHd  string
	ScreenAct Act
	DevicesHd string
	Devices   []Device
	StepsHd   string
	CaseNo    string
	Steps     []Event
	Promise   string
}

// Person is an applicant or agent as the clerk sees them: the number masked.
type Person struct {
	Name, Number, Phone string
	Proof               Mark
}

// Device is one line of the device list.
type Device struct {
	Icon, Name string
	Mark       Mark
	Aside      string
}

// Event is one line of the case's history.
type Event struct {
	Time, Text string
	Last       bool
}

const maxEvents = 7

// NewColumn draws the citizen's column.
func NewColumn(s desk.Snapshot, st State, now time.Time, w Words) Column {
	col := Column{
		Title: w.T("column.applicant"), AgentHead: w.T("column.agent"), ScreenHd: w.T("column.screen"),
		DevicesHd: w.T("column.devices"), StepsHd: w.T("column.history"),
		Screen:    w.T("citizenMode." + string(mode(s.Citizen))),
		ScreenAct: screenAct(s, w),
		Devices:   deviceRows(s, w),
	}
	c := s.Current
	if c == nil {
		col.Ask = w.T("column.nobody")
		return col
	}
	if a := c.Case.Applicant; a.Number != "" || a.Name != "" {
		col.Person = person(a, c.CardReadAt, w)
		col.Full = Act{ID: "fullView", Label: w.T("act.fullView"), Icon: "full-view"}
		if st.FullID == c.Case.ID {
			col.Person.Number, col.Full = a.Number, Act{}
		}
	} else {
		col.Ask = w.T("column.ask")
		col.Type = Act{ID: "typeApplicant", Label: w.T("act.typeApplicant"), Key: "Ctrl H", Icon: "keyboard", Role: Secondary}
		if s.Reader.State == devices.Absent {
			col.Ask = first(w.Pick(s.Reader.Sentence, s.Reader.SentenceEN), w.T("column.noReader"))
		}
	}
	if c.ReadOnly {
		col.Type = Act{}
	}
	if a := c.Case.Agent; a != nil {
		col.Agent = person(*a, a.Verified.Time, w)
	}
	if n := c.Case.Number; n != "" {
		col.CaseNo = w.T("column.tail", "tail", cases.ShortNumber(n))
	}
	col.Steps = events(c.Case.Steps, now, w)
	return col
}

func person(p cases.Party, read time.Time, w Words) *Person {
	out := &Person{Name: p.Name, Number: citizen.MaskID(p.Number)}
	if p.Phone != "" {
		out.Phone = w.T("column.phone", "number", citizen.MaskPhone(p.Phone))
	}
	if read.IsZero() {
		out.Proof = Mark{"keyboard", w.T("column.typed"), Careful}
	} else {
		out.Proof = Mark{"id-card", w.T("column.read", "time", clock(read)), Done}
	}
	return out
}

func mode(c desk.CitizenView) desk.CitizenMode {
	if c.Mode == "" {
		return desk.CitizenIdle
	}
	return c.Mode
}

func screenAct(s desk.Snapshot, w Words) Act {
	if s.Current == nil || s.Current.Case.Item.ID == "" {
		return Act{}
	}
	if s.Current.ReadOnly {
		return Act{ID: "showDone", Label: w.T("act.showDone"), Key: "Ctrl S"}
	}
	if mode(s.Citizen) == desk.CitizenCheck {
		return Act{ID: "showIdle", Label: w.T("act.showIdle"), Key: "Ctrl S"}
	}
	return Act{ID: "showCheck", Label: w.T("act.showCheck"), Key: "Ctrl S"}
}

func deviceRows(s desk.Snapshot, w Words) []Device {
	reader := Device{Icon: "id-card", Name: w.T("device.reader"), Mark: deviceMark(s.Reader, w.T("device.canRead"), w)}
	scanner := Device{Icon: "scanner", Name: w.T("device.scanner"), Mark: deviceMark(s.Scanner, w.T("device.canScan"), w)}
	if s.Scan != nil {
		scanner.Mark = Mark{"scan", w.T("device.scanning", "n", itoa(s.Scan.Pages+1)), Data}
		scanner.Aside = w.T("device.pages", "n", itoa(s.Scan.Pages))
	}
	if s.Current != nil && !s.Current.CardReadAt.IsZero() {
		reader.Aside = w.T("device.last", "time", clock(s.Current.CardReadAt))
	}
	return []Device{reader, scanner}
}

func deviceMark(d devices.Status, ready string, w Words) Mark {
	switch d.State {
	case devices.Ready:
		return Mark{"check", ready, Done}
	case devices.Busy:
		return Mark{"clock", w.T("device.busy"), Data}
	case devices.Attention:
		return Mark{"warning", first(w.Pick(d.Sentence, d.SentenceEN), w.T("device.attention")), Careful}
	}
	return Mark{"missing", w.T("device.absent"), Wrong}
}

func events(steps []cases.Step, now time.Time, w Words) []Event {
	if len(steps) > maxEvents {
		steps = steps[len(steps)-maxEvents:]
	}
	var out []Event
	for i, st := range steps {
		t := st.At.In(now.Location())
		when := clock(t)
		if dateOf(t) != today(now) {
			when = shortDay(w, dateOf(t))
		}
		out = append(out, Event{Time: when, Text: w.Pick(st.Text, st.TextEN), Last: i == len(steps)-1})
	}
	return out
}
