package counter

import (
	"context"
	"slices"
	"strings"
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
)

// sighting remembers a card that was read for the citizen at this window, from the call to the end of the service.
type sighting struct {
	card  citizen.Card
	stamp cases.Stamp
	at    time.Time // by the desk's own clock
}

// sightingLasts is how long a reading says who stands at the window.
const sightingLasts = 15 * time.Minute

// question is a card of another person than the applicant.
type question struct {
	caseID string
	card   citizen.Card
	at     time.Time
}

func (d *Desk) hearCard(ctx context.Context, e devices.CardEvent) {
	switch {
	case e.Card != nil:
		ctx = context.WithoutCancel(ctx) // a card that was read is saved even while the program ends
		card := *e.Card
		card.Photo = nil // looked at face to face, never kept
		d.cardRead(ctx, card)
	case e.Err != nil:
		_ = d.fail(e.Err, "读身份证", "Reading the card")
	default:
		d.pulse()
	}
}

// cardRead fills the applicant of the case in front. It never overwrites another person whose card was read, nor a
// person whose number was typed: then the clerk is asked what the card is for.
func (d *Desk) cardRead(ctx context.Context, card citizen.Card) {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	if _, err := d.who(); err != nil {
		return // nobody sits here: what lies on the reader is nobody's business
	}
	stamp := d.p.Clock.Stamp() // a time without a source is better kept than none
	d.mu.Lock()
	d.seen = &sighting{card: card, stamp: stamp, at: d.p.Clock.Now()}
	d.mu.Unlock()
	d.pulse()
	t, err := d.inFront()
	if err != nil || d.changeable(t) != nil {
		d.say(NoticeDone, "", "已读卡。", "The card was read.")
		return
	}
	if other := t.c.Applicant.Number; other != card.Number && (!t.c.Applicant.Verified.Time.IsZero() || validNumber(other)) {
		if t.c.Agent != nil && t.c.Agent.Number == card.Number {
			return
		}
		d.mu.Lock()
		d.question = &question{caseID: t.c.ID, card: card, at: stamp.Time}
		d.mu.Unlock()
		d.say(NoticeWarn, "DESK-040", "这张卡不是申请人本人的。请选择：作为代理人，改为申请人，或不用。",
			"This card is not the applicant's. Choose: agent, applicant instead, or put it aside.")
		return
	}
	d.fillFrom(&t, card, stamp)
	d.finishCard(ctx, t)
}

// fillFromSeen gives a new draft the card that was read between the call and the start. It wants fileMu.
func (d *Desk) fillFromSeen(ctx context.Context) {
	d.mu.Lock()
	seen := d.seen
	d.mu.Unlock()
	t, err := d.inFront()
	if seen == nil || err != nil {
		return
	}
	d.fillFrom(&t, seen.card, seen.stamp)
	d.finishCard(ctx, t)
}

func validNumber(s string) bool {
	_, err := citizen.CheckID(s)
	return err == nil
}

func (d *Desk) finishCard(ctx context.Context, t tab) {
	d.put(t)
	if err := d.keep(ctx, t.c); err != nil {
		_ = d.fail(err, "读身份证", "Reading the card")
		return
	}
	d.say(NoticeDone, "", "已读卡，申请人已带入。", "The card was read and the applicant filled in.")
}

// fillFrom puts a card's facts into the case.
func (d *Desk) fillFrom(t *tab, card citizen.Card, stamp cases.Stamp) {
	phone := t.c.Applicant.Phone
	t.c.Applicant = cases.CardParty(card, stamp)
	t.c.Applicant.Phone = phone
	t.c.Steps = append(t.c.Steps, cases.Step{Kind: "card", At: stamp.Time, By: t.c.By.Operator, Text: "读卡核验申请人", TextEN: "Applicant's card read"})
	for _, form := range []catalogue.Form{d.p.Catalogue.Form(""), d.p.Catalogue.Form(t.c.Item.ID)} {
		for _, f := range form.Fields {
			if text := cardFact(f.Fill, card); text != "" {
				fill(&t.c, f.Key, text)
			}
		}
	}
}

// fill puts a card's value in. Who the person is comes from the chip, always; another answer that a clerk typed
// stays, and keeps the card's word beside it.
func fill(c *cases.Case, key, text string) {
	i := slices.IndexFunc(c.Form, func(v cases.Value) bool { return v.Key == key })
	if i < 0 {
		c.Form = append(c.Form, cases.Value{Key: key, Text: text, Source: cases.FromCard})
		return
	}
	v := &c.Form[i]
	identity := key == keyName || key == keyNumber
	if v.Text == "" || v.Text == text || v.Source == cases.FromCard || identity {
		v.Text, v.Was, v.Source = text, "", cases.FromCard
		return
	}
	v.Was, v.Source = text, cases.Changed
}

func cardFact(fill string, c citizen.Card) string {
	switch fill {
	case "card.name":
		return c.Name
	case "card.number":
		return strings.ToUpper(c.Number)
	case "card.address":
		return c.Address
	case "card.birth":
		return c.Birth.String()
	case "card.nation":
		return citizen.NationName(c.Nation)
	case "card.sex":
		if c.Sex == citizen.Male || c.Sex == citizen.Female {
			return c.Sex.Word()
		}
	}
	return ""
}

// UseCard answers what the card of another person is for.
func (d *Desk) UseCard(ctx context.Context, use CardUse) error {
	d.mu.Lock()
	q := d.question
	d.mu.Unlock()
	if q == nil {
		return nil
	}
	if use == CardIgnore {
		d.closeQuestion()
		return nil
	}
	err := d.edit(ctx, "使用这张卡", "Using the card", func(t *tab) error {
		if t.c.ID != q.caseID {
			return fault("DESK-041", "读卡后换了办件，请重新读卡。", "The case changed after the reading; read the card again.", nil)
		}
		stamp := d.p.Clock.Stamp()
		stamp.Time = q.at
		switch use {
		case CardAgent:
			agent := cases.CardParty(q.card, stamp)
			t.c.Agent = &agent
			askAttorney(&t.c)
			t.c.Steps = append(t.c.Steps, cases.Step{Kind: "card", At: q.at, By: t.c.By.Operator, Text: "读卡核验代理人", TextEN: "Agent's card read"})
		case CardApplicant:
			t.c.Applicant = cases.Party{}
			t.c.Form = slices.DeleteFunc(t.c.Form, func(v cases.Value) bool { return v.Source == cases.FromCard })
			d.fillFrom(t, q.card, stamp)
		default:
			return fault("DESK-042", "没有这样的用法。", "There is no such use of a card.", nil)
		}
		return nil
	})
	if err == nil {
		d.closeQuestion()
	}
	return err
}

func (d *Desk) closeQuestion() {
	d.mu.Lock()
	d.question, d.notice = nil, nil
	d.mu.Unlock()
	d.pulse()
}

// FullView leaves the trace that somebody looked at a whole ID number: a line in the log and, while the case is the
// window's, a step in the case. Neither holds the number.
func (d *Desk) FullView(ctx context.Context) error {
	t, err := d.inFront()
	if err != nil {
		return d.fail(err, "看全号", "Full view")
	}
	who, err := d.who()
	if err != nil {
		return d.fail(err, "看全号", "Full view")
	}
	d.p.Log.Info("full view of an ID number", "case", t.c.ID, "operator", who.Operator, "terminal", who.Terminal)
	if d.changeable(t) != nil {
		return nil
	}
	return d.edit(ctx, "看全号", "Full view", func(t *tab) error {
		t.c.Steps = append(t.c.Steps, cases.Step{Kind: "view", At: d.p.Clock.Now(), By: who.Operator, Text: "查看全号", TextEN: "Whole number looked at"})
		return nil
	})
}

// verified reports whether the card of one of these people was read here just now. It wants mu.
func (d *Desk) verified(c cases.Case) (name string, agent, ok bool) {
	switch {
	case d.seen == nil || d.p.Clock.Now().Sub(d.seen.at).Abs() > sightingLasts:
		return "", false, false
	case d.seen.card.Number == c.Applicant.Number:
		return d.seen.card.Name, false, true
	case c.Agent != nil && d.seen.card.Number == c.Agent.Number:
		return d.seen.card.Name, true, true
	}
	return "", false, false
}
