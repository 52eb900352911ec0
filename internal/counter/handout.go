package counter

import (
	"context"
	"strings"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
)

// HandOut gives a result that came to its receiver, with a delivery record (送达回证). The receiver counts as verified
// when the card read during this service is the applicant's or the agent's. An empty receiver is the person of the card.
func (d *Desk) HandOut(ctx context.Context, caseID, receiver, way string) (Outcome, error) {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	d.setBusy("正在登记出件", "Handing out …")
	defer d.setBusy("", "")
	out, err := d.handOut(ctx, caseID, strings.TrimSpace(receiver), way)
	if err != nil {
		return Outcome{}, d.fail(err, "出件登记", "Handing out")
	}
	d.done(ctx, out)
	d.sayDone(cases.ActHandOut, "结果已出件，送达回证已存。", "The result was handed out; the delivery record is kept.")
	return out, nil
}

func (d *Desk) handOut(ctx context.Context, caseID, receiver, way string) (Outcome, error) {
	who, err := d.who()
	if err != nil {
		return Outcome{}, err
	}
	c, err := d.p.Store.Case(ctx, caseID)
	if err != nil {
		return Outcome{}, err
	}
	if err := d.mayAct(cases.ActHandOut, c); err != nil {
		return Outcome{}, err
	}
	stamp, err := d.stamp()
	if err != nil {
		return Outcome{}, err
	}
	t, err := d.forHandOut(c)
	if err != nil {
		return Outcome{}, err
	}
	made := cases.Delivery{Receiver: receiver, Way: way, At: stamp, By: who}
	if c.Decision != nil {
		made.Document = c.Decision.Number
	}
	d.mu.Lock()
	name, agent, ok := d.verified(c)
	d.mu.Unlock()
	if ok && way != cases.WayPost && (receiver == "" || citizen.FoldName(receiver) == citizen.FoldName(name)) {
		made.Receiver, made.Verified = name, true
		if agent {
			made.Way = cases.WayAgent
		}
	}
	act := cases.Act{Kind: cases.ActHandOut, At: stamp, By: who, HandOut: &made}
	if t.corrects != "" {
		act.Reason = "更正 " + hand(t.stands.By) + " 的出件登记"
	}
	return d.carryOut(ctx, t, c, act, cases.DeliveryRecord)
}

// forHandOut gives a case as it is to be handed out: for the first time, or anew in place of a hand-out that came back.
func (d *Desk) forHandOut(c cases.Case) (tab, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := tab{c: c}
	if i := d.at(c.ID); i >= 0 && d.tabs[i].stands.Kind == cases.ActHandOut {
		t.corrects, t.stands = d.tabs[i].corrects, d.tabs[i].stands
	}
	if _, halted := d.halted(c.ID); halted && t.corrects == "" {
		return tab{}, told("SYNC-121", nil)
	}
	return t, nil
}
