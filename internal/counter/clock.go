package counter

import (
	"context"
	"time"

	"onewindow/internal/cases"
)

// stamp gives the legal time of an act, or asks for the clerk's word when nobody stands behind the clock.
func (d *Desk) stamp() (cases.Stamp, error) {
	s := d.p.Clock.Stamp()
	if s.Source == "" {
		return cases.Stamp{}, told("CLOCK-001", nil)
	}
	return s, nil
}

// ConfirmTime takes the clerk's word for the time, once per start.
func (d *Desk) ConfirmTime(ctx context.Context, t time.Time) error {
	who, err := d.who()
	if err == nil {
		err = d.p.Clock.ConfirmTime(t)
	}
	if err != nil {
		return d.fail(err, "确认时间", "Confirming the time")
	}
	d.p.Log.Info("time confirmed by the clerk", "operator", who.Operator, "terminal", who.Terminal)
	d.DismissNotice()
	return nil
}
