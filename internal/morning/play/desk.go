package play

import (
	"slices"
	"time"

	"onewindow/internal/morning"
	"onewindow/internal/queue"
)

// doing is what a simulated window is at.
type doing int

const (
	lost doing = iota // what the hall thinks of it must be asked
	idle
	calling
	serving
	resting
	gone // somebody else works there
)

// desk is one simulated window with its clerk.
type desk struct {
	no, i   int // number in the hall, place in its pool
	pool    string
	hall    Hall
	doing   doing
	until   time.Duration // when the next act is due; idle: since when
	ticket  string        // id of the ticket it calls or serves
	visitor morning.Visitor
	ours    bool // the ticket is
	missing bool // who was called is not there
	spoken  int  // how often the number was called
	called  time.Duration
	busy    bool // an act is under way
}

const (
	walk  = 30 * time.Second // from the seats to the window, part of the service
	sight = 3 * time.Second  // so long a call is seen on the displays, however fast the day goes: of the real clock
	calls = 2                // before a number is passed
)

// operator signs in at every simulated window.
const operator = "M1"

// deskDue is the act of a window whose time has come; nil = none.
func (d *Day) deskDue(k *desk, now time.Duration) *act {
	rest := morning.Rests(k.i, now)
	switch {
	case k.busy, k.doing == gone, k.doing != idle && k.doing != resting && k.doing != lost && k.until > now:
		return nil
	case k.doing == lost:
		return d.sitDown(k, now)
	case k.doing == calling && !k.missing:
		return d.tell(k, queue.Start, func(queue.Answer) *act {
			k.doing, k.until = serving, k.called+k.visitor.Service
			return nil
		})
	case k.doing == calling && k.spoken < calls:
		return d.tell(k, queue.Recall, func(queue.Answer) *act {
			k.spoken, k.until = k.spoken+1, k.until+morning.Missed/calls
			return nil
		})
	case k.doing == calling:
		return d.pass(k, func() *act { return nil })
	case k.doing == serving:
		return d.finish(k)
	case k.doing == idle && rest:
		return d.tell(k, queue.Pause, func(queue.Answer) *act { k.doing = resting; return nil })
	case k.doing == resting && !rest:
		return d.tell(k, queue.Resume, func(queue.Answer) *act { k.doing, k.until = idle, now; return nil })
	}
	return nil
}

// tell is a window's command. What the hall refuses it does not do, and asks where it stands.
func (d *Day) tell(k *desk, kind queue.Kind, done func(queue.Answer) *act) *act {
	c := queue.Command{Kind: kind, Window: k.no, Operator: operator}
	if kind == queue.Pause {
		c.Reason = "交接班" // one of the reasons a counter offers
	}
	if kind == queue.CallBack {
		c.Ticket = k.ticket
	}
	return d.act(k.hall, k, c, func(a queue.Answer) *act {
		if a.Refusal == nil {
			return done(a)
		}
		d.refused(a.Refusal)
		k.doing = lost
		if a.Refusal.Code == queue.CodeOtherTerminal || a.Refusal.Code == queue.CodeNoWindow {
			k.doing, k.ticket = gone, ""
		}
		return nil
	})
}

// sitDown opens a window; whoever is still there from before is taken to have left.
func (d *Day) sitDown(k *desk, now time.Duration) *act {
	return d.tell(k, queue.OpenWindow, func(a queue.Answer) *act {
		k.doing, k.until, k.ticket, k.ours, k.missing, k.spoken = idle, now, "", false, true, calls
		if t := a.Ticket; t != nil {
			k.ticket, k.doing = t.ID, calling
			_, k.ours = d.p.Kiosks[t.Terminal]
			if t.State == queue.Serving {
				k.doing = serving
			}
		}
		return nil
	})
}

// calls are those of the windows that are free: in every pool, who has been free longest calls first, and no more
// than there are people of ours.
func (d *Day) calls(now time.Duration) []*act {
	var acts []*act
	for code, q := range d.queues {
		var free []*desk
		for _, k := range d.desks {
			if k.pool == code && k.doing == idle && !k.busy && !morning.Rests(k.i, now) {
				free = append(free, k)
			}
		}
		slices.SortStableFunc(free, func(a, b *desk) int { return int(a.until - b.until) })
		for _, k := range free[:min(len(free), len(q.waiting))] {
			acts = append(acts, d.call(k, now))
		}
	}
	return acts
}

func (d *Day) call(k *desk, now time.Duration) *act {
	return d.callNext(k, func(v morning.Visitor, known bool) *act {
		wait := now - v.At
		k.visitor, k.missing, k.spoken, k.called = v, !known || v.Left(wait), 1, now
		k.doing, k.until = calling, now+min(max(walk, sight*time.Duration(d.figures.Speed)), v.Service/2)
		if k.missing {
			k.until = now + morning.Missed/calls
			return nil
		}
		q := d.queues[k.pool]
		q.waited += wait
		q.figures.Came++
		return nil
	})
}

// callNext calls whoever is next, and tells who it is; known is false for a number that is not of this day's plan.
func (d *Day) callNext(k *desk, then func(v morning.Visitor, known bool) *act) *act {
	a := d.tell(k, queue.CallNext, func(a queue.Answer) *act {
		if a.Ticket == nil {
			return nil
		}
		k.ticket = a.Ticket.ID
		_, k.ours = d.p.Kiosks[a.Ticket.Terminal]
		q := d.queues[k.pool]
		v, known := q.waiting[k.ticket]
		delete(q.waiting, k.ticket)
		return then(v, known)
	})
	done := a.done
	a.done = func(ans queue.Answer) *act {
		if r := ans.Refusal; r != nil && r.Code == queue.CodeNobodyWaits {
			clear(d.queues[k.pool].waiting) // another window was quicker
			return nil
		}
		return done(ans)
	}
	return a
}

func (d *Day) finish(k *desk) *act {
	return d.tell(k, queue.Finish, func(queue.Answer) *act {
		k.doing, k.ticket = idle, ""
		if k.ours {
			d.queues[k.pool].figures.Served++
		}
		return nil
	})
}

// pass gives up a number. One of ours is called back and passed again, which makes it void: nobody will come for it,
// and the list of passed numbers belongs to people. then is what the window does next.
func (d *Day) pass(k *desk, then func() *act) *act {
	free := func(queue.Answer) *act {
		k.doing, k.ticket = idle, ""
		return then()
	}
	return d.tell(k, queue.NoShow, func(a queue.Answer) *act {
		if !k.ours {
			return free(a)
		}
		if d.figures.Phase == Playing {
			d.queues[k.pool].figures.Left++ // who is sent away at the end did not leave
		}
		if a.Ticket != nil && a.Ticket.State == queue.Void {
			return free(a)
		}
		return d.tell(k, queue.CallBack, func(queue.Answer) *act { return d.tell(k, queue.NoShow, free) })
	})
}
