package counter

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/queue"
)

// NewCase opens a case without a ticket.
func (d *Desk) NewCase(ctx context.Context) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	if err := d.openDraft(ctx, nil); err != nil {
		return d.fail(err, "新建办件", "Opening a case")
	}
	return nil
}

// openDraft opens a draft, for a ticket or for none, and brings it to the front. It wants fileMu.
func (d *Desk) openDraft(ctx context.Context, t *queue.Ticket) error {
	who, err := d.who()
	if err != nil {
		return err
	}
	if err := d.room(); err != nil {
		return err
	}
	now := d.p.Clock.Now()
	c := cases.Case{ID: d.p.NewID(), State: cases.Draft, Delivery: "window", By: who}
	if t != nil {
		c.Ticket, c.TicketID, c.Token = t.Number, t.ID, t.Token
		issued := time.UnixMilli(int64(t.IssuedAt)).In(now.Location())
		c.Steps = append(c.Steps, cases.Step{Kind: "ticket", At: issued, By: t.Terminal, Text: "取号 " + t.Number, TextEN: "Ticket " + t.Number})
		if it, ok := d.p.Catalogue.Find(t.Item); ok && t.Item != "" {
			setItem(&c, it)
		}
	}
	if c.Token == "" {
		c.Token = d.p.NewToken()
	}
	c.Steps = append(c.Steps, cases.Step{Kind: "open", At: now, By: who.Operator, Text: "建立草稿", TextEN: "Draft opened"})
	d.show(tab{c: c})
	d.sayFormless(c.Item.ID)
	return d.keep(ctx, c)
}

// room says whether a new case may be begun: the disk must take it, and the limits on what is unsent.
func (d *Desk) room() error {
	if d.p.Room != nil {
		if err := d.p.Room(); err != nil {
			return err
		}
	}
	return d.mayBegin()
}

// keep saves a draft; it stays on the screen when that fails.
func (d *Desk) keep(ctx context.Context, c cases.Case) error {
	if err := d.p.Store.SaveDraft(ctx, c); err != nil {
		return fault("DESK-007", "草稿没能存到本机，内容还在屏幕上，请再提交一次这一项。",
			"The draft could not be saved here; it is still on the screen. Enter this once more.", err)
	}
	return nil
}

// show brings a tab to the front, as a new one or in the place of its old self.
func (d *Desk) show(t tab) {
	t.parked = false
	d.put(t)
	d.mu.Lock()
	if d.front != t.c.ID {
		d.question = nil
	}
	d.front = t.c.ID
	d.mu.Unlock()
	d.pulse()
}

// put stores a changed tab.
func (d *Desk) put(t tab) {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.pulse()
	if i := d.at(t.c.ID); i >= 0 {
		d.tabs[i] = t
		return
	}
	d.tabs = append(d.tabs, t)
}

// at finds a tab by its case, -1 without one. It wants mu.
func (d *Desk) at(caseID string) int {
	return slices.IndexFunc(d.tabs, func(t tab) bool { return t.c.ID == caseID })
}

// inFront gives a copy of the tab in front that may be changed freely.
func (d *Desk) inFront() (tab, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.user == nil {
		return tab{}, fault("DESK-004", "请先登录。", "Sign in first.", nil)
	}
	i := d.at(d.front)
	if i < 0 {
		return tab{}, fault("DESK-002", "没有打开的办件。", "No case is open.", nil)
	}
	t := d.tabs[i]
	t.c, t.touched = cases.Clone(t.c), maps.Clone(t.touched)
	if t.touched == nil {
		t.touched = map[string]bool{}
	}
	return t, nil
}

// editable reports whether a case is still the window's to change.
func editable(c cases.Case) bool { return c.State == cases.Draft || c.State == cases.Supplement }

// edit changes the case in front and saves it. What was changed stays on the screen even when saving fails.
func (d *Desk) edit(ctx context.Context, what, whatEN string, change func(t *tab) error) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	t, err := d.inFront()
	if err == nil {
		err = d.changeable(t)
	}
	if err == nil {
		err = change(&t)
	}
	if err != nil {
		return d.fail(err, what, whatEN)
	}
	d.put(t)
	if err := d.keep(ctx, t.c); err != nil {
		return d.fail(err, what, whatEN)
	}
	return nil
}

// OpenCase brings a case to the front, from a tab or from the work list.
func (d *Desk) OpenCase(ctx context.Context, caseID string) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	if _, err := d.who(); err != nil {
		return d.fail(err, "打开办件", "Opening the case")
	}
	d.mu.Lock()
	var t tab
	i := d.at(caseID)
	if i >= 0 {
		t = d.tabs[i]
	}
	d.mu.Unlock()
	if i < 0 {
		c, err := d.p.Store.Case(ctx, caseID)
		if err != nil {
			return d.fail(err, "打开办件", "Opening the case")
		}
		t = tab{c: c}
	}
	d.show(t)
	return nil
}

// ParkCase puts the case in front aside (暂存): its tab stays, the next case that is not parked comes to the front.
func (d *Desk) ParkCase(ctx context.Context) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	t, err := d.inFront()
	if err != nil {
		return d.fail(err, "暂存", "Parking")
	}
	if d.changeable(t) == nil {
		if err := d.keep(ctx, t.c); err != nil {
			return d.fail(err, "暂存", "Parking")
		}
	}
	t.parked = true
	d.put(t)
	d.mu.Lock()
	d.nextFront()
	d.mu.Unlock()
	d.pulse()
	return nil
}

// nextFront wants mu.
func (d *Desk) nextFront() {
	d.front, d.question = "", nil
	if i := slices.IndexFunc(d.tabs, func(t tab) bool { return !t.parked }); i >= 0 {
		d.front = d.tabs[i].c.ID
	}
}

// dropCorrection gives a correction up: the case is what the platform has, and its step stays in the outbox.
func (d *Desk) dropCorrection(ctx context.Context, t tab) error {
	err := d.p.Store.DropDraft(ctx, t.c.ID)
	truth, err2 := d.p.Store.Case(ctx, t.c.ID)
	if err := errors.Join(err, err2); err != nil {
		return d.fail(err, "放弃更正", "Giving the correction up")
	}
	d.giveUp(t.corrects, &truth)
	d.DismissNotice()
	return nil
}

// DropCase throws a draft away, or closes the tab of a case that was filed; without a ticket, that ends its service
// and the citizen is asked to rate.
func (d *Desk) DropCase(ctx context.Context) error {
	d.fileMu.Lock()
	defer d.fileMu.Unlock()
	t, err := d.inFront()
	if err != nil {
		return d.fail(err, "关闭办件", "Closing the case")
	}
	if t.corrects != "" {
		return d.dropCorrection(ctx, t)
	}
	if t.c.State == cases.Draft && d.changeable(t) == nil {
		if err := d.p.Store.DropDraft(ctx, t.c.ID); err != nil {
			return d.fail(err, "删除草稿", "Dropping the draft")
		}
	}
	d.mu.Lock()
	d.tabs = slices.DeleteFunc(slices.Clone(d.tabs), func(x tab) bool { return x.c.ID == t.c.ID })
	if s := d.service; s.ticketID == "" && s.caseID == t.c.ID {
		d.service = service{}
		d.openPrompt(s)
	}
	d.nextFront()
	d.mu.Unlock()
	d.pulse()
	return nil
}
