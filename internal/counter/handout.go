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
	return d.carryOut(ctx, c, c, act, cases.DeliveryRecord)
}
