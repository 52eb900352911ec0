package present

import (
	"slices"
	"strconv"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
)

// Stage says which of its faces the middle column shows.
type Stage int

// The middle column, from an empty desk to a filed case.
const (
	StageIdle   Stage = iota // nobody called, no case open: one sentence, one act
	StageCalled              // a number is called, the person is on the way
	StagePick                // a case is open, no item chosen
	StageFill                // form and materials
	StageFiled               // filed: paper, number, date; nothing can be changed
)

// StageOf says what the middle column shows.
func StageOf(s desk.Snapshot) Stage {
	switch c := s.Current; {
	case s.Window.State == queue.WindowCalling && (c == nil || c.ReadOnly || empty(c)):
		return StageCalled
	case c == nil:
		return StageIdle
	case c.ReadOnly:
		return StageFiled
	case c.Case.Item.ID == "":
		return StagePick
	}
	return StageFill
}

func empty(c *desk.CaseView) bool { return c.Case.Item.ID == "" && c.Case.Applicant.Number == "" }

// Idle is an empty desk, or one that waits for the person it called.
type Idle struct {
	Title  string
	Detail string
	Main   Act
	Others []Act
}

// NewIdle says what to do when no case is in hand.
func NewIdle(s desk.Snapshot, h Hall, w Words) Idle {
	newCase := Act{ID: "newCase", Label: w.T("act.newCase"), Key: "Ctrl N", Icon: "plus", Role: Secondary}
	work := Act{ID: "work", Label: w.T("lintel.work"), Key: "Ctrl L", Icon: "list", Role: Secondary}
	if StageOf(s) == StageCalled && s.Window.Ticket != nil {
		return Idle{
			Title:  w.T("idle.called", "number", s.Window.Ticket.Number, "window", two(s.WindowNo)),
			Detail: w.T("idle.calledDetail", "elapsed", h.Slip.Elapsed, "calls", strconv.Itoa(max(s.Window.Ticket.Calls, 1))),
			Main:   h.Start,
			Others: []Act{h.Recall, h.NoShow},
		}
	}
	if s.Window.State == queue.WindowPaused {
		resume := h.Pause
		resume.Role = Primary
		return Idle{Title: w.T("idle.paused"), Detail: pauseReason(s.Window.Reason, w), Main: resume, Others: []Act{newCase, work}}
	}
	call := h.Call
	call.Role = Primary
	i := Idle{Title: w.T("idle.title"), Detail: w.T("idle.detail"), Main: call, Others: []Act{newCase, work}}
	if s.Window.State == queue.WindowServing && s.Window.Ticket != nil {
		i.Title = w.T("idle.serving", "number", s.Window.Ticket.Number)
		i.Detail = w.T("idle.servingDetail")
		i.Main, i.Others[0].Role = i.Others[0], Secondary
		i.Main.Role, i.Main.Label = Primary, w.T("act.newFile")
		i.Others = []Act{finishAct(s, w), work}
	} else if n := waitingHere(s); n > 0 {
		i.Detail = w.T("idle.waiting", "n", strconv.Itoa(n))
	}
	if h.Away != "" {
		i.Detail = h.Away
	}
	return i
}

func waitingHere(s desk.Snapshot) int {
	n := 0
	for _, c := range s.Board.Categories {
		if slices.Contains(s.Window.Categories, c.Code) {
			n += c.Waiting
		}
	}
	return n
}

// Step is one dot of the step rail.
type Step struct {
	Label, Note string
	State       StepState
}

// StepState is done, now or later.
type StepState int

// A step is done, in hand, or still to come.
const (
	StepLater StepState = iota
	StepNow
	StepDone
)

// NewSteps draws the rail: item, applicant, form, materials, acceptance.
func NewSteps(c *desk.CaseView, w Words) []Step {
	if c == nil {
		return nil
	}
	k := c.Case
	chosen, known := k.Item.ID != "", k.Applicant.Number != ""
	required, filled := requiredFields(c)
	in, all := materialsIn(k.Materials)
	steps := []Step{
		{Label: w.T("step.item"), Note: note(w, chosen, "step.chosen", "step.toChoose"), State: done(chosen)},
		{Label: w.T("step.applicant"), Note: applicantNote(c, w), State: done(known)},
		{Label: w.T("step.form"), Note: strconv.Itoa(c.Filled) + "/" + strconv.Itoa(len(c.Form.Fields)), State: done(chosen && filled >= required)},
		{Label: w.T("step.materials"), Note: strconv.Itoa(in) + "/" + strconv.Itoa(all), State: done(chosen && len(needed(k.Materials)) == 0)},
		{Label: w.T("step.accept"), Note: w.T("step.later"), State: done(c.ReadOnly)},
	}
	if !chosen {
		steps[2].Note, steps[3].Note = w.T("step.later"), w.T("step.later")
	}
	if c.ReadOnly {
		steps[4].Note = StateWord(k.State, w)
		if c.Stuck != nil && !c.Correcting { // not taken by the platform: it must not look done
			steps[4].Note, steps[4].State = w.T("step.stuck"), StepNow
		}
		return steps
	}
	for i := range steps {
		if steps[i].State == StepLater {
			steps[i].State = StepNow
			break
		}
	}
	return steps
}

func note(w Words, yes bool, ifYes, ifNo string) string {
	if yes {
		return w.T(ifYes)
	}
	return w.T(ifNo)
}

func done(yes bool) StepState {
	if yes {
		return StepDone
	}
	return StepLater
}

func applicantNote(c *desk.CaseView, w Words) string {
	switch {
	case !c.CardReadAt.IsZero():
		return w.T("step.cardRead")
	case c.Case.Applicant.Number != "":
		return w.T("step.typed")
	}
	return w.T("step.noCard")
}

// requiredFields counts the fields that must be filled, and those of them that are.
func requiredFields(c *desk.CaseView) (required, filled int) {
	for _, f := range c.Form.Fields {
		if !f.Required {
			continue
		}
		required++
		if valueOf(c.Case.Form, f.Key).Text != "" {
			filled++
		}
	}
	return required, filled
}

func valueOf(form []cases.Value, key string) cases.Value {
	for _, v := range form {
		if v.Key == key {
			return v
		}
	}
	return cases.Value{}
}

// Head is the item in hand and its facts.
type Head struct {
	Title   string
	Pills   []Mark
	Facts   []Fact
	DueNote string
	Due     string
}

// NewHead draws title, pills and facts of the chosen item.
func NewHead(c *desk.CaseView, w Words) Head {
	it := c.Case.Item
	h := Head{Title: it.Name, DueNote: w.T("head.dueIf"), Due: day(w, c.PromisedBy)}
	if c.ReadOnly && !c.Case.Promised.IsZero() {
		h.DueNote, h.Due = w.T("head.due"), day(w, c.Case.Promised)
	}
	if c.ReadOnly && c.Case.Promised.IsZero() {
		h.DueNote, h.Due = "", ""
	}
	if c.OnTheSpot || it.OnTheSpot {
		h.Pills = append(h.Pills, Mark{"flag", w.T("head.onTheSpot"), Plain})
	} else {
		h.Pills = append(h.Pills, Mark{"flag", w.T("head.promised"), Plain})
	}
	if it.Express {
		h.Pills = append(h.Pills, Mark{"post", w.T("head.express"), Plain})
	}
	switch {
	case c.Correcting:
		h.Pills = append(h.Pills, Mark{"outbox", w.T("head.correcting"), Careful})
	case c.Stuck != nil:
		h.Pills = append(h.Pills, Mark{"missing", w.T("step.stuck"), Wrong})
	case c.Case.Offline && c.Upload != desk.UploadDone:
		h.Pills = append(h.Pills, Mark{"outbox", w.T("head.offline"), Careful})
	}
	h.Facts = []Fact{
		{w.T("fact.code"), it.BasicCode},
		{w.T("fact.dept"), it.Dept},
		{w.T("fact.scope"), it.Scope},
		{w.T("fact.limit"), limits(it, w)},
		{w.T("fact.visits"), w.T("fact.times", "n", strconv.Itoa(it.Visits))},
		{w.T("fact.charge"), charge(it.Charge, w)},
	}
	return h
}

// charge is what an item costs. Nearly all are free; the others say how much in the catalogue's words.
func charge(zh string, w Words) string {
	if zh == "不收费" {
		return w.Pick(zh, "Free of charge")
	}
	return zh
}

func limits(it catalogue.Item, w Words) string {
	if it.Promised.Value == 0 {
		return w.T("limit.now")
	}
	return w.T("limit.both", "legal", limit(w, it.Legal), "promised", limit(w, it.Promised))
}

// StateWord is a case's state in a word.
func StateWord(s cases.State, w Words) string { return w.T("state." + string(s)) }
