package play

import (
	"time"

	"onewindow/internal/morning"
	"onewindow/internal/queue"
)

// line is what the player knows of one pool.
type line struct {
	waiting map[string]morning.Visitor // by ticket id: issued by us and not yet called by us
	figures PoolFigures
	waited  time.Duration // sum of the waits of those who came
}

// arrival is a visitor who takes a number at the next kiosk and gets it on paper.
func (d *Day) arrival(v morning.Visitor) *act {
	kiosk := d.p.Kiosks[d.kiosks[d.next%len(d.kiosks)]]
	return d.act(kiosk, nil, queue.Command{Kind: queue.Issue, Category: v.Pool, Class: class(v.Kind)}, func(a queue.Answer) *act {
		if a.Ticket == nil {
			d.refused(a.Refusal)
			return nil
		}
		q := d.queues[v.Pool]
		q.waiting[a.Ticket.ID] = v
		q.figures.Arrived++
		return d.act(kiosk, nil, queue.Command{Kind: queue.Paper, Ticket: a.Ticket.ID, Paper: queue.PaperPrinted}, func(queue.Answer) *act { return nil })
	})
}

func class(k morning.Kind) queue.Class {
	switch k {
	case morning.Priority:
		return queue.Priority
	case morning.Appointment:
		return queue.Appointment
	}
	return queue.Ordinary
}

// refused looks at a no: when the hall's day has ended, so has ours.
func (d *Day) refused(r *queue.Refusal) {
	if r != nil && r.Code == queue.CodeDayClosed {
		d.closed = true
	}
}
