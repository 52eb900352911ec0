package counter

import (
	"slices"
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/rating"
	"onewindow/internal/workday"
)

// Snapshot is one consistent look at the desk. Whoever gets it may keep it.
func (d *Desk) Snapshot() Snapshot {
	reader, scanner := d.readerStatus(), d.scannerStatus()
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.p.Clock.Now()
	s := Snapshot{
		Hall: d.p.HallName, WindowNo: d.p.WindowNo, Now: now,
		Window: boardWindow(d.hall.Board, d.p.WindowNo), Board: d.hall.Board, Connected: d.hall.Connected, Heard: d.hall.Heard,
		Reader: reader, Scanner: scanner, Outbox: d.outbox, Busy: d.busy[0], BusyEN: d.busy[1], Citizen: d.citizenView(), NeedsTime: d.p.Clock.Stamp().Source == "",
		Devices: Devices{Reader: d.p.Reader != nil, Scanner: d.p.Scanner != nil}, Machine: slices.Clone(d.machine),
	}
	if s.Hall == "" {
		s.Hall = d.hall.Board.Hall
	}
	if w := d.hall.Why; !d.hall.Connected && w.Code != "" && w.Code != "HALL-101" { // a hall that is away is told by Connected
		s.Machine = append(s.Machine, Trouble{Code: w.Code, Sentence: w.Sentence, SentenceEN: w.SentenceEN})
	}
	s.Machine = append(s.Machine, d.limitTroubles()...)
	s.Machine = append(s.Machine, d.carryTroubles(now)...)
	if d.notice != nil {
		n := *d.notice
		s.Notice = &n
	}
	if d.scan != nil {
		p := *d.scan
		s.Scan = &p
		s.Scanner.State = devices.Busy
	}
	if d.user == nil {
		return s // who has not signed in sees no case
	}
	u := *d.user
	s.User, s.Carry = &u, d.carryView()
	for _, t := range d.tabs {
		s.Tabs = append(s.Tabs, d.tabView(t))
		if t.c.ID == d.front {
			s.Current = d.caseView(t, workday.DateOf(now))
		}
	}
	if q := d.question; q != nil && q.caseID == d.front {
		s.Card = &CardQuestion{Name: citizen.MaskName(q.card.Name), Number: citizen.MaskID(q.card.Number), At: q.at}
	}
	s.Work, s.Today = d.workList(now)
	return s
}

func (d *Desk) tabView(t tab) Tab {
	return Tab{CaseID: t.c.ID, Ticket: t.c.Ticket, Title: t.c.Item.Name, Active: t.c.ID == d.front, Parked: t.parked}
}

func (d *Desk) caseView(t tab, today workday.Date) *CaseView {
	c := cases.Clone(t.c)
	form := d.p.Catalogue.Form(c.Item.ID)
	v := &CaseView{Case: c, Form: form, OnTheSpot: c.Item.OnTheSpot, CardReadAt: c.Applicant.Verified.Time, ReadOnly: !d.mayChange(t), Twins: slices.Clone(d.twins(c))}
	if e, halted := d.halted(c.ID); halted {
		v.Stuck, v.Correcting = &e, t.corrects != ""
	}
	if _, _, here := d.verified(c); here {
		v.SeenAt = d.seen.stamp.Time
	}
	for _, f := range form.Fields {
		i := slices.IndexFunc(c.Form, func(x cases.Value) bool { return x.Key == f.Key && x.Text != "" })
		if i < 0 {
			continue
		}
		v.Filled++
		if src := c.Form[i].Source; src == cases.FromCard || src == cases.FromShared {
			v.Auto++
		}
	}
	if v.ReadOnly {
		v.LegalBy, v.PromisedBy = c.Legal, c.Promised
		v.Upload = d.upload(c)
		return v
	}
	d.judge(v, t, form)
	if c.Item.ID != "" { // a year without its notice is said when the case is accepted
		v.LegalBy, _ = d.p.Calendar.Deadline(today, c.Item.Legal.Workday())
		v.PromisedBy, _ = d.p.Calendar.Deadline(today, c.Item.Promised.Workday())
	}
	return v
}

// upload looks for an accepted case's acceptance in the outbox: what is no longer there, the platform has. It wants mu.
func (d *Desk) upload(c cases.Case) Upload {
	if _, halted := d.halted(c.ID); halted {
		return UploadStuck
	}
	if c.AcceptedAt.Time.IsZero() {
		return ""
	}
	i := slices.IndexFunc(d.outbox.Entries, func(e OutboxEntry) bool { return e.CaseID == c.ID && e.Act == cases.ActAccept })
	if i < 0 {
		return UploadDone
	}
	return UploadWaiting
}

// judge says what is wrong and what is missing.
func (d *Desk) judge(v *CaseView, t tab, form catalogue.Form) {
	v.FieldErrors, v.FieldErrorsEN = map[string]string{}, map[string]string{}
	v.FieldWarnings, v.FieldCodes = map[string]bool{}, map[string]string{}
	for _, p := range cases.Check(form, v.Case) {
		empty := v.Case.Text(p.Key) == ""
		if t.tried || t.touched[p.Key] && !empty {
			v.FieldErrors[p.Key], v.FieldErrorsEN[p.Key] = p.Sentence, p.SentenceEN
			v.FieldCodes[p.Key] = p.Code
			if p.Warning {
				v.FieldWarnings[p.Key] = true
			}
		}
	}
	for _, p := range cases.MissingForAccept(form, v.Case) {
		v.Missing = append(v.Missing, p.Sentence)
		v.MissingEN = append(v.MissingEN, p.SentenceEN)
	}
}

// workList gives the rows and the day's counts; they are made again when cases or the day changed. It wants mu.
func (d *Desk) workList(now time.Time) ([]WorkRow, Today) {
	if day := workday.DateOf(now); d.workDay != day {
		d.workDay = day
		d.work = d.workRows(day)
		d.today = d.countDay(now)
	}
	today := d.today
	today.Served = max(boardWindow(d.hall.Board, d.p.WindowNo).Served, d.served.n)
	if d.served.n > 0 {
		today.MeanMin = int((d.served.total/time.Duration(d.served.n) + 30*time.Second) / time.Minute)
	}
	return slices.Clone(d.work), today
}

// countDay counts today's ratings at this window, and the services that were not rated.
func (d *Desk) countDay(now time.Time) Today {
	var t Today
	today := workday.DateOf(now)
	for _, c := range d.known {
		if c.By.Terminal != d.p.Terminal {
			continue
		}
		moment, answered := 0, map[int]int{}
		for _, r := range c.Ratings {
			answered[r.Count] = r.Grade
		}
		for _, s := range c.Steps {
			if !cases.IsService(cases.ActKind(s.Kind)) {
				continue
			}
			moment++
			if workday.DateOf(s.At.In(now.Location())) != today {
				continue
			}
			switch g := answered[moment]; {
			case g == 0:
				t.Unrated++
			case rating.Grade(g).Good():
				t.Rated++
			}
		}
	}
	return t
}
