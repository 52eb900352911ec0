package counter

import (
	"context"
	"slices"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/workday"
)

// prompt is a rating that the citizen is asked for.
type prompt struct {
	caseID string
	moment int
	number string // of the ticket
	until  time.Time
}

// openPrompt asks the citizen of a service for a grade. It wants mu.
func (d *Desk) openPrompt(s service) {
	if _, halted := d.halted(s.caseID); halted { // what did not stand is not rated
		d.mode = CitizenIdle
		return
	}
	d.prompt = &prompt{caseID: s.caseID, moment: s.moment, number: s.number, until: d.p.Clock.Now().Add(d.p.RatingWait)}
	d.mode = CitizenRate
	d.kick()
}

// endPrompt takes the prompt away: what was not answered is not rated. It wants mu.
func (d *Desk) endPrompt() {
	if d.prompt == nil {
		return
	}
	d.prompt = nil
	if d.mode == CitizenRate {
		d.mode = CitizenIdle
	}
	d.kick()
}

// kick lets Serve look at the prompt's time again.
func (d *Desk) kick() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

func (d *Desk) promptTimeout() <-chan time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.prompt == nil {
		return nil
	}
	return d.p.After(d.prompt.until.Sub(d.p.Clock.Now()))
}

func (d *Desk) expirePrompt() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.prompt != nil && !d.p.Clock.Now().Before(d.prompt.until) {
		d.endPrompt()
		d.pulse()
	} else if d.prompt != nil {
		d.kick()
	}
}

// ShowCitizen chooses what the citizen's window shows. A rating is shown only when there is a service to rate.
func (d *Desk) ShowCitizen(mode CitizenMode) {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.pulse()
	if mode != CitizenRate {
		d.mode = mode
		return
	}
	if d.prompt == nil && d.service.caseID != "" {
		d.openPrompt(d.service)
		d.service.caseID = "" // asked for once
	}
}

// Rate takes the citizen's grade. It is called by the citizen's window only: the clerk's side has no way to it.
func (d *Desk) Rate(ctx context.Context, grade int, reasons []string) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	d.mu.Lock()
	p := d.prompt
	d.mu.Unlock()
	if p == nil {
		return fault("DESK-060", "评价时间已过，谢谢您。", "The time for rating has passed. Thank you.", nil)
	}
	if err := d.rate(ctx, *p, grade, reasons); err != nil {
		return d.fail(err, "评价", "Rating")
	}
	d.mu.Lock()
	d.endPrompt()
	d.mode = CitizenThanks
	d.mu.Unlock()
	d.reload(ctx)
	return nil
}

func (d *Desk) rate(ctx context.Context, p prompt, grade int, reasons []string) error {
	c, err := d.p.Store.Case(ctx, p.caseID)
	if err != nil {
		return err
	}
	device := d.p.Terminal + "-citizen"
	act := cases.Act{Kind: cases.ActRate, At: d.p.Clock.Stamp(),
		By:     cases.Who{Operator: "citizen", Terminal: d.p.Terminal, Window: d.p.WindowNo},
		Rating: &cases.Rating{Grade: grade, Reasons: reasons, Device: device, Count: p.moment}}
	after, err := cases.Apply(c, act)
	if err != nil {
		return err
	}
	return d.commit(ctx, "", after, act)
}

// SkipRating is the citizen's 先不评: nothing is recorded.
func (d *Desk) SkipRating() {
	d.mu.Lock()
	d.endPrompt()
	d.mode = CitizenIdle
	d.mu.Unlock()
	d.pulse()
}

// citizenView is what the citizen's window shows now, all personal things masked. It wants mu.
func (d *Desk) citizenView() CitizenView {
	v := CitizenView{Mode: d.mode, WindowNo: d.p.WindowNo, Ticket: d.service.number, Told: d.citizenTold()}
	if p := d.prompt; p != nil {
		v.RateCase, v.Until, v.Ticket = p.caseID, p.until, p.number
		if j := slices.IndexFunc(d.known, func(c cases.Case) bool { return c.ID == p.caseID }); j >= 0 {
			c := d.known[j] // what is rated, without a word about the person
			v.Item, v.Charge, v.Express, v.State, v.Promised = c.Item.Name, c.Item.Charge, c.Item.Express, c.State, c.Promised
		}
	}
	i := d.at(d.front)
	if i < 0 || d.mode == CitizenRate || d.mode == CitizenThanks || d.mode == CitizenIdle {
		return v
	}
	c := d.tabs[i].c
	if v.Ticket == "" {
		v.Ticket = c.Ticket
	}
	v.Item, v.Charge, v.Express, v.Delivery = c.Item.Name, c.Item.Charge, c.Item.Express, c.Delivery
	v.State, v.Promised = c.State, c.Promised
	if _, halted := d.halted(c.ID); halted && d.tabs[i].corrects == "" {
		return CitizenView{Mode: CitizenIdle, WindowNo: v.WindowNo, Ticket: v.Ticket} // nothing to show that stands
	}
	if editable(c) && c.Item.ID != "" {
		v.Promised, _ = d.p.Calendar.Deadline(workday.DateOf(d.p.Clock.Now()), c.Item.Promised.Workday())
	}
	v.Facts = d.facts(c)
	for _, m := range c.Materials {
		v.Materials = append(v.Materials, CitizenMaterial{Name: m.Spec.Name, State: m.State})
	}
	return v
}

// facts are the answers as the citizen may see them.
func (d *Desk) facts(c cases.Case) []Fact {
	var out []Fact
	for _, f := range d.p.Catalogue.Form(c.Item.ID).Fields {
		if text := c.Text(f.Key); text != "" {
			out = append(out, Fact{Label: f.Label, LabelEN: f.LabelEN, Value: masked(f, text)})
		}
	}
	return out
}

// masked is an answer as a surface that faces the public shows it: what is personal is recognised, not readable.
func masked(f catalogue.Field, text string) string {
	switch {
	case f.Kind == catalogue.FieldPerson:
		return citizen.MaskIDPublic(text)
	case f.Kind == catalogue.FieldPhone:
		return citizen.MaskPhone(text)
	case !f.Personal, f.Fill == "card.nation": // a word of the card that names nobody: the citizen checks it
		return text
	case f.Kind == catalogue.FieldDate:
		return text[:min(4, len(text))] + "-**-**"
	case f.Kind == catalogue.FieldChoice, f.Kind == catalogue.FieldChoices, f.Kind == catalogue.FieldNumber:
		return text
	case strings.HasSuffix(f.Key, "address") || strings.HasSuffix(f.Key, "house"):
		return citizen.MaskAddress(text)
	case strings.Trim(text, "0123456789 -") == "":
		return citizen.MaskIDPublic(text) // an account
	}
	return citizen.MaskName(text)
}
