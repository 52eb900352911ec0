package present

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
)

// Outcome is the bar under the file: where it stands, and the ways it can end.
type Outcome struct {
	Mark   Mark
	Detail string
	Acts   []Act // from left to right; the likeliest is Primary
}

// NewOutcome says what may become of the case in hand.
func NewOutcome(s desk.Snapshot, w Words) Outcome {
	c := s.Current
	if c.ReadOnly {
		return filedOutcome(s, w)
	}
	accept := Act{ID: "accept", Label: w.T("act.accept"), Key: "F10"}
	ask := Act{ID: "supplement", Label: w.T("act.supplement"), Key: "F11"}
	refuse := Act{ID: "refuse", Label: w.T("act.refuse"), Key: "F12", Role: Danger}
	park := Act{ID: "park", Label: w.T("act.park"), Key: "Ctrl P"}
	drop := dropAct(c, w)
	if c.Case.Item.ID == "" {
		return Outcome{Mark: Mark{"list", w.T("outcome.noItem"), Plain}, Detail: w.T("outcome.noItemDetail"), Acts: []Act{park, drop}}
	}
	busy := w.Pick(s.Busy, s.BusyEN)
	accept.Blocked, ask.Blocked, refuse.Blocked = busy, busy, busy
	finish := Act{}
	if c.Case.State == cases.Supplement { // asked once: it is complete now, or refused, or waits; it is never asked again
		ask.Blocked = first(busy, w.T("why.askedOnce"))
		finish = finishAct(s, w)
		if !c.Correcting {
			drop = Act{}
		}
	}
	if n := len(c.Missing); n > 0 {
		accept.Blocked = first(busy, missingLine(c, 0, w))
		accept.Role, ask.Role, finish.Role = Secondary, Primary, Primary
		out := Outcome{Mark: Mark{"missing", blockedTitle(c, w), Wrong}, Detail: blockedDetail(c, w), Acts: known(accept, ask, refuse, finish, park, drop)}
		if c.Case.State == cases.Supplement {
			out.Mark = Mark{"deferrable", w.T("filed.supplement", "n", strconv.Itoa(len(c.Case.Lacks))), Careful}
			out.Detail = w.T("filed.supplementBy", "date", shortDay(w, c.Case.SupplyBy))
		}
		return out
	}
	accept.Role, ask.Role = Primary, Secondary
	detail := w.T("outcome.readyBy", "due", day(w, c.PromisedBy))
	if c.OnTheSpot {
		detail = w.T("outcome.readySpot")
	}
	if !s.Outbox.Online {
		detail = join(detail, w.T("outcome.offline"))
	}
	return Outcome{Mark: Mark{"done", w.T("outcome.ready"), Done}, Detail: detail, Acts: known(accept, ask, refuse, finish, park, drop)}
}

// dropAct throws a draft away, or gives a correction up.
func dropAct(c *desk.CaseView, w Words) Act {
	a := Act{ID: "drop", Label: w.T("act.drop"), Key: "Ctrl W"}
	if c.Correcting {
		a.Label = w.T("act.dropCorrection")
	}
	return a
}

// known leaves out the acts that are not there.
func known(acts ...Act) []Act {
	return slices.DeleteFunc(acts, func(a Act) bool { return a.ID == "" })
}

func blockedTitle(c *desk.CaseView, w Words) string {
	names := needed(c.Case.Materials)
	if len(names) > 0 && len(names) == len(c.Missing) {
		return w.T("outcome.lack", "n", strconv.Itoa(len(names)), "name", names[0].Spec.Name)
	}
	return strings.TrimRight(missingLine(c, 0, w), "。.")
}

// missingLine is the i-th reason why the case cannot be accepted yet.
func missingLine(c *desk.CaseView, i int, w Words) string {
	if i < len(c.MissingEN) {
		return w.Pick(c.Missing[i], c.MissingEN[i])
	}
	return c.Missing[i]
}

func blockedDetail(c *desk.CaseView, w Words) string {
	if n := len(c.Missing) - 1; n > 0 {
		return w.T("outcome.more", "n", strconv.Itoa(n)) + w.T("outcome.law")
	}
	return w.T("outcome.law")
}

// filedOutcome is what can still be done once a case is filed.
func filedOutcome(s desk.Snapshot, w Words) Outcome {
	c := s.Current.Case
	o := Outcome{Mark: stateMark(c.State, w)}
	show := Act{ID: "showDone", Label: w.T("act.showDone"), Key: "Ctrl S", Icon: "screen", Role: Secondary}
	rate := Act{ID: "askRating", Label: w.T("act.askRating"), Key: "Ctrl E", Icon: "rate", Role: Secondary}
	closeTab := Act{ID: "park", Label: w.T("act.close"), Key: "Ctrl P"}
	if len(c.Ratings) > 0 {
		rate.Blocked = w.T("why.rated")
	}
	if e := s.Current.Stuck; e != nil && !s.Current.Correcting {
		o.Mark = outboxMark(*e, s.Outbox, w)
		o.Detail = withCode(w.Pick(e.Why, e.WhyEN), e.Code)
		look := Act{ID: "outbox", Label: w.T("act.seeOutbox"), Key: "Ctrl U", Icon: "outbox", Role: Primary}
		o.Acts = known(look, finishAct(s, w), closeTab) // nothing to show the citizen as done, or to rate
		return o
	}
	if s.Current.Correcting { // of a hand-out: what is shown to the citizen is not done yet
		show, rate = Act{}, Act{}
		closeTab = dropAct(s.Current, w)
	}
	switch c.State {
	case cases.Accepted, cases.Correction:
		o.Mark = Mark{"done", w.T("filed.accepted", "due", shortDay(w, c.Promised)), Done}
		o.Detail = join(w.T("filed.number", "number", cases.ShortNumber(c.Number)), uploadNote(s, w))
	case cases.Supplement:
		o.Mark = Mark{"deferrable", w.T("filed.supplement", "n", strconv.Itoa(len(c.Lacks))), Careful}
		o.Detail = w.T("filed.supplementBy", "date", shortDay(w, c.SupplyBy))
	case cases.Refused:
		o.Mark = Mark{"stop", w.T("filed.refused"), Wrong}
		o.Detail = c.Reason
	case cases.Granted, cases.Denied:
		o.Detail = resultLine(c, w)
		hand := Act{ID: "handOut", Label: w.T("act.handOut"), Key: "F10", Icon: "certificate", Role: Primary, Blocked: w.Pick(s.Busy, s.BusyEN)}
		o.Acts = append(o.Acts, hand)
	case cases.HandedOut, cases.Closed:
		o.Detail = handedLine(c, w)
	}
	if f := finishAct(s, w); f.ID != "" {
		if len(o.Acts) == 0 {
			f.Role = Primary
		}
		o.Acts = append(o.Acts, f)
	}
	o.Acts = append(o.Acts, known(show, rate, closeTab)...)
	return o
}

// finishAct ends the ticket in hand without calling the next; empty when nobody is being served.
func finishAct(s desk.Snapshot, w Words) Act {
	if s.Window.State != queue.WindowServing {
		return Act{}
	}
	f := Act{ID: "finish", Label: w.T("act.finish"), Key: "F5", Icon: "done", Role: Secondary}
	if !s.Connected {
		f.Blocked = w.T("why.hallAway")
	}
	return f
}

// uploadNote says whether the platform has the acceptance.
func uploadNote(s desk.Snapshot, w Words) string {
	switch s.Current.Upload {
	case desk.UploadWaiting:
		if s.Outbox.Online {
			return w.T("filed.sending")
		}
		return w.T("filed.offline")
	case desk.UploadDone:
		return w.T("filed.sent")
	}
	return ""
}

func resultLine(c cases.Case, w Words) string {
	if c.Decision == nil {
		return w.T("filed.number", "number", cases.ShortNumber(c.Number))
	}
	return join(c.Decision.Dept, c.Decision.Number, shortDay(w, dateOf(c.Decision.At)))
}

func handedLine(c cases.Case, w Words) string {
	if c.HandOut == nil {
		return w.T("filed.number", "number", cases.ShortNumber(c.Number))
	}
	return w.T("filed.handed", "receiver", c.HandOut.Receiver, "way", w.T("way."+c.HandOut.Way), "time", clock(c.HandOut.At.Time))
}

func stateMark(s cases.State, w Words) Mark {
	m := Mark{"clock", StateWord(s, w), Data}
	switch s {
	case cases.Supplement, cases.Correction:
		m.Icon, m.Tone = "deferrable", Careful
	case cases.Granted:
		m.Icon, m.Tone = "certificate", Done
	case cases.HandedOut, cases.Closed:
		m.Icon, m.Tone = "done", Done
	case cases.Refused, cases.Denied:
		m.Icon, m.Tone = "stop", Wrong
	case cases.Draft:
		m.Icon, m.Tone = "paper", Plain
	}
	return m
}

// Filed is the middle of a filed case: its paper as it was handed over, and what the citizen was told.
type Filed struct {
	Paper    string // 受理通知书
	PaperNo  string
	Foot     string // who gave it, and when
	Number   string
	Lines    []Fact
	Open     Act
	Shown    []Mark // materials as filed
	FormRows []Fact
	Handed   string
}

// NewFiled draws a filed case.
func NewFiled(c *desk.CaseView, w Words) Filed {
	k := c.Case
	f := Filed{Number: k.Number}
	if p := lastPaper(k); p != nil {
		f.Paper, f.PaperNo = w.T("paper."+string(p.Kind)), p.Number
		f.Open = Act{ID: "openPaper", Label: w.T("act.openPaper"), Key: "Ctrl O", Icon: "paper", Role: Secondary}
	} else {
		f.Paper = StateWord(k.State, w)
	}
	if e := c.Stuck; e != nil && !c.Correcting { // the paper is out, and the platform knows nothing of it
		f.Paper, f.PaperNo, f.Open = paperOf(e.Act, w), w.T("filed.notTaken"), Act{}
	}
	f.Lines = []Fact{
		{w.T("filed.item"), k.Item.Name},
		{w.T("filed.applicant"), join(k.Applicant.Name, citizen.MaskID(k.Applicant.Number))},
	}
	if !k.AcceptedAt.Time.IsZero() {
		f.Lines = append(f.Lines, Fact{w.T("filed.acceptedAt"), join(shortDay(w, dateOf(k.AcceptedAt.Time)), clock(k.AcceptedAt.Time))})
	}
	if !k.Promised.IsZero() {
		f.Lines = append(f.Lines, Fact{w.T("filed.promised"), day(w, k.Promised)})
	}
	if k.State == cases.Supplement {
		f.Lines = append(f.Lines, Fact{w.T("filed.supplyBy"), day(w, k.SupplyBy)})
	}
	if k.Reason != "" {
		f.Lines = append(f.Lines, Fact{w.T("filed.reason"), k.Reason})
	}
	if d := k.Decision; d != nil {
		f.Lines = append(f.Lines, Fact{w.T("filed.decision"), join(StateWord(k.State, w), d.Number, d.Reason)})
	}
	if k.By.Name != "" {
		f.Foot = join(w.T("citizen.window", "no", two(k.By.Window)), k.By.Name)
	}
	if k.Delivery != "" {
		f.Lines = append(f.Lines, Fact{w.T("form.delivery"), w.T("delivery." + k.Delivery)})
	}
	for _, m := range k.Materials {
		mark := materialMark(m, missing(m), w)
		f.Shown = append(f.Shown, Mark{mark.Icon, m.Spec.Name + "\n" + mark.Text, mark.Tone})
	}
	return f
}

// paperOf names the paper that an act hands over.
func paperOf(k cases.ActKind, w Words) string {
	kind, ok := map[cases.ActKind]cases.PaperKind{cases.ActAccept: cases.AcceptanceNotice, cases.ActSupplement: cases.SupplementNotice,
		cases.ActRefuse: cases.RefusalNotice, cases.ActHandOut: cases.DeliveryRecord}[k]
	if !ok {
		zh, en := cases.ActName(k)
		return w.Pick(zh, en)
	}
	return w.T("paper." + string(kind))
}

func lastPaper(k cases.Case) *cases.IssuedPaper {
	for i := len(k.Papers) - 1; i >= 0; i-- {
		if k.Papers[i].Page.Digest != "" {
			return &k.Papers[i]
		}
	}
	return nil
}

// LastPaper is the newest paper of a case, for opening it; ok is false when it has none.
func LastPaper(k cases.Case) (p cases.IssuedPaper, ok bool) {
	if l := lastPaper(k); l != nil {
		return *l, true
	}
	return cases.IssuedPaper{}, false
}

func dateOf(t time.Time) workday.Date { return workday.DateOf(t) }

func today(now time.Time) workday.Date { return workday.DateOf(now) }

// NoticeMark is a sentence of the desk as it stands over the outcome bar.
func NoticeMark(n desk.Notice, w Words) Mark {
	m := Mark{"warning", withCode(w.Pick(n.Sentence, n.SentenceEN), n.Code), Careful}
	if n.Kind == desk.NoticeFail {
		m.Icon, m.Tone = "missing", Wrong
	}
	return m
}
