package counter

import (
	"context"
	"errors"
	"slices"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/queue"
)

// command sends one command of this window. A refusal comes back as the error. It wants hallMu.
func (d *Desk) command(ctx context.Context, cmd queue.Command) (queue.Answer, error) {
	who, err := d.who()
	if err != nil {
		return queue.Answer{}, err
	}
	cmd.Terminal, cmd.Operator, cmd.Window = who.Terminal, who.Operator, d.p.WindowNo
	ans, err := d.p.Hall.Do(ctx, cmd)
	if err == nil && ans.Refusal != nil && ans.Refusal.Code == queue.CodeWindowClosed && cmd.Kind != queue.OpenWindow {
		open := queue.Command{Kind: queue.OpenWindow, Terminal: cmd.Terminal, Operator: cmd.Operator, Window: cmd.Window}
		if ans, err = d.p.Hall.Do(ctx, open); err == nil && ans.Refusal == nil { // it was missed while the hall was away
			ans, err = d.p.Hall.Do(ctx, cmd)
		}
	}
	if err != nil {
		return ans, unheard(err)
	}
	if ans.Refusal != nil {
		return ans, ans.Refusal
	}
	return ans, nil
}

// ask is a command with nothing to do afterwards.
func (d *Desk) ask(ctx context.Context, cmd queue.Command, what, whatEN string) error {
	d.hallMu.Lock()
	defer d.hallMu.Unlock()
	if _, err := d.command(ctx, cmd); err != nil {
		return d.fail(err, what, whatEN)
	}
	d.DismissNotice()
	return nil
}

// CallNext finishes the ticket being served, if there is one, and calls the next (办结并叫下一号).
func (d *Desk) CallNext(ctx context.Context) error {
	d.mu.Lock()
	serving := d.service.ticketID != "" || boardWindow(d.hall.Board, d.p.WindowNo).State == queue.WindowServing
	d.mu.Unlock()
	if serving {
		if err := d.finish(ctx); err != nil {
			return d.fail(err, "办结", "Finishing")
		}
	}
	return d.call(ctx, queue.Command{Kind: queue.CallNext}, "叫号", "Calling")
}

// call brings another citizen: a card that was read before is not theirs.
func (d *Desk) call(ctx context.Context, cmd queue.Command, what, whatEN string) error {
	if err := d.ask(ctx, cmd, what, whatEN); err != nil {
		return err
	}
	d.mu.Lock()
	d.seen = nil
	d.mu.Unlock()
	return nil
}

// Recall calls the called ticket once more.
func (d *Desk) Recall(ctx context.Context) error {
	return d.ask(ctx, queue.Command{Kind: queue.Recall}, "重呼", "Calling again")
}

// NoShow passes the called ticket (过号).
func (d *Desk) NoShow(ctx context.Context) error {
	return d.ask(ctx, queue.Command{Kind: queue.NoShow}, "过号", "Passing the number")
}

// CallBack calls a passed ticket again (召回).
func (d *Desk) CallBack(ctx context.Context, ticketID string) error {
	return d.call(ctx, queue.Command{Kind: queue.CallBack, Ticket: ticketID}, "召回", "Calling back")
}

// Pause stops calls to this window, with a reason for the display.
func (d *Desk) Pause(ctx context.Context, reason string) error {
	return d.ask(ctx, queue.Command{Kind: queue.Pause, Reason: reason}, "暂停", "Pausing")
}

// Resume takes calls again.
func (d *Desk) Resume(ctx context.Context) error {
	return d.ask(ctx, queue.Command{Kind: queue.Resume}, "恢复叫号", "Resuming")
}

// Start begins the service of the called ticket and opens its case.
func (d *Desk) Start(ctx context.Context) error {
	d.hallMu.Lock()
	defer d.hallMu.Unlock()
	if err := d.roomForCalled(); err != nil {
		return d.fail(err, "开始办理", "Starting")
	}
	ans, err := d.command(ctx, queue.Command{Kind: queue.Start})
	if err != nil {
		return d.fail(err, "开始办理", "Starting")
	}
	d.DismissNotice()
	if ans.Ticket == nil {
		return d.NewCase(ctx)
	}
	if err := d.takeUp(ctx, *ans.Ticket); err != nil {
		return d.fail(err, "建立办件", "Opening the case")
	}
	return nil
}

// Finish ends the current ticket; the citizen is asked to rate when something was filed or handed out.
func (d *Desk) Finish(ctx context.Context) error {
	if err := d.finish(ctx); err != nil {
		return d.fail(err, "办结", "Finishing")
	}
	d.DismissNotice()
	return nil
}

// roomForCalled says whether the called ticket's case may be begun, before the hall is told that it was. One that was
// begun already needs no room.
func (d *Desk) roomForCalled() error {
	d.mu.Lock()
	t := boardWindow(d.hall.Board, d.p.WindowNo).Ticket
	begun := false
	if t != nil {
		_, begun = d.ofTicket(t.ID)
	}
	d.mu.Unlock()
	if begun {
		return nil
	}
	return d.room()
}

func (d *Desk) finish(ctx context.Context) error {
	d.hallMu.Lock()
	_, err := d.command(ctx, queue.Command{Kind: queue.Finish})
	d.hallMu.Unlock()
	var no *queue.Refusal
	if err != nil && !(errors.As(err, &no) && no.Code == queue.CodeNotServing) {
		return err
	}
	d.endService(ctx)
	return nil
}

// takeUp makes a ticket the one being served: its case comes to the front, or a new one is opened for it.
func (d *Desk) takeUp(ctx context.Context, t queue.Ticket) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	d.mu.Lock()
	d.endPrompt()
	if d.service.ticketID != t.ID {
		d.service = service{ticketID: t.ID, number: t.Number, since: d.startOf(t)}
		d.question = nil
	}
	d.mode = CitizenIdle
	c, found := d.ofTicket(t.ID)
	d.mu.Unlock()
	d.pulse()
	if !found {
		err := d.openDraft(ctx, &t)
		d.fillFromSeen(ctx)
		return err
	}
	d.show(tab{c: c})
	return nil
}

// startOf is when the hall began a ticket's service: a counter that was started again counts on from there.
func (d *Desk) startOf(t queue.Ticket) time.Time {
	if t.StartedAt == 0 {
		return d.p.Clock.Now()
	}
	return time.UnixMilli(int64(t.StartedAt))
}

// ofTicket finds the newest case of a ticket among tabs and known cases. It wants mu.
func (d *Desk) ofTicket(id string) (cases.Case, bool) {
	for _, t := range d.tabs {
		if t.c.TicketID == id {
			return cases.Clone(t.c), true
		}
	}
	if i := slices.IndexFunc(d.known, func(c cases.Case) bool { return c.TicketID == id }); i >= 0 {
		return cases.Clone(d.known[i]), true
	}
	return cases.Case{}, false
}

// endService puts the citizen's things away: the rating prompt opens if something was done, empty drafts go,
// work that is not finished is parked, filed cases leave their tabs, and nobody's card is remembered.
func (d *Desk) endService(ctx context.Context) {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	d.mu.Lock()
	s := d.service
	if s.ticketID != "" {
		d.served.n++
		d.served.total += max(0, d.p.Clock.Now().Sub(s.since)) // the hall's clock may run a little ahead
	}
	d.service, d.seen, d.question = service{}, nil, nil
	d.mode = CitizenIdle
	if s.caseID != "" {
		d.openPrompt(s)
	}
	var drop []string
	d.tabs = slices.DeleteFunc(d.tabs, func(t tab) bool {
		mine := t.c.TicketID == s.ticketID && s.ticketID != "" || t.c.ID == d.front
		if mine && emptyDraft(t.c) {
			drop = append(drop, t.c.ID)
		}
		return mine && (emptyDraft(t.c) || cases.Filed(t.c) && t.c.State != cases.Supplement)
	})
	for i := range d.tabs {
		if d.tabs[i].c.ID == d.front {
			d.tabs[i].parked = true
		}
	}
	d.front = ""
	d.mu.Unlock()
	for _, id := range drop {
		_ = d.p.Store.DropDraft(ctx, id) // an empty draft that stays is harmless
	}
	d.pulse()
}

// emptyDraft reports whether nothing would be lost with a draft.
func emptyDraft(c cases.Case) bool {
	if cases.Filed(c) || c.Item.ID != "" || c.Applicant.Name != "" || c.Applicant.Number != "" {
		return false
	}
	return !slices.ContainsFunc(c.Form, func(v cases.Value) bool { return v.Text != "" })
}
