package counter

import (
	"context"
	"time"

	"onewindow/internal/cases"
)

// trust is the clerk's word for the date, given once per start.
type trust struct {
	given  bool
	offset time.Duration // the clerk's time minus the clock's
}

// tolerance is how far a trusted clock may lie behind the newest stamp before somebody must look at it.
const tolerance = 10 * time.Minute

// stamp gives the legal time of an act: the clock's, when somebody stands behind it; else the clerk's, once confirmed.
// It is never earlier than the newest stamp known here.
func (d *Desk) stamp() (cases.Stamp, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, newest := d.p.Clock.Stamp(), d.newest()
	if d.trust.given && !sound(s, newest) {
		s = cases.Stamp{Time: s.Time.Add(d.trust.offset), Source: cases.FromClerk}
	}
	switch {
	case s.Source == "":
		return cases.Stamp{}, fault("TIME-001", "本机时间还没有核对，请先确认今天的日期和时间。",
			"Nobody stands behind this clock yet; confirm today's date and time first.", nil)
	case !sound(s, newest):
		return cases.Stamp{}, fault("TIME-002", "本机时间比已办的件还早，请确认今天的日期和时间。",
			"This clock is behind what was filed already; confirm today's date and time.", nil)
	case s.Time.Before(newest):
		s.Time = newest.In(s.Time.Location())
	}
	return s, nil
}

// sound reports whether a stamp can be used as it is: somebody stands behind it, and it is not far behind the newest.
func sound(s cases.Stamp, newest time.Time) bool {
	return s.Source != "" && newest.Sub(s.Time) <= tolerance
}

// newest is the latest stamp of this terminal's own cases. It wants mu.
func (d *Desk) newest() time.Time {
	var last time.Time
	for _, c := range d.known {
		for _, s := range []cases.Stamp{c.ReceivedAt, c.AcceptedAt} {
			if c.By.Terminal == d.p.Terminal && s.Time.After(last) {
				last = s.Time
			}
		}
	}
	return last
}

// ConfirmTime takes the clerk's word for the time. It may not lie before what was filed already.
func (d *Desk) ConfirmTime(ctx context.Context, t time.Time) error {
	if _, err := d.who(); err != nil {
		return d.fail(err, "确认时间", "Confirming the time")
	}
	d.mu.Lock()
	newest := d.newest()
	if !t.Before(newest) {
		d.trust = trust{given: true, offset: t.Sub(d.p.Clock.Stamp().Time)}
		d.notice = nil
	}
	d.mu.Unlock()
	d.pulse()
	if t.Before(newest) {
		return d.fail(fault("TIME-003", "这个时间比已办的件还早，请再核对。", "This time is before what was filed already; check it again.", nil), "确认时间", "Confirming the time")
	}
	who, _ := d.who()
	d.p.Log.Info("time confirmed by the clerk", "operator", who.Operator, "terminal", who.Terminal)
	return nil
}

// needsTime reports whether a filing would be refused for want of a time. It wants mu.
func (d *Desk) needsTime() bool {
	return !d.trust.given && !sound(d.p.Clock.Stamp(), d.newest())
}
