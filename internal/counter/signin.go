package counter

import (
	"context"

	"onewindow/internal/cases"
	"onewindow/internal/queue"
)

// SignIn checks the PIN, brings back the clerk's drafts and opens the window at the hall. A hall that does not
// answer does not keep a clerk from working.
func (d *Desk) SignIn(ctx context.Context, operator, pin string) error {
	d.mu.Lock()
	here := d.user
	d.mu.Unlock()
	if here != nil && here.Operator != operator {
		return d.fail(fault("DESK-008", "这个窗口已有人登录，请先退出。", "Somebody is signed in here; sign out first.", nil), "登录", "Signing in")
	}
	u, err := d.p.Users.SignIn(ctx, operator, pin)
	if err != nil {
		return d.fail(err, "登录", "Signing in")
	}
	d.reload(ctx)
	d.mu.Lock()
	d.user = &u
	if o := d.p.Opening; o == nil || d.notice == nil || d.notice.Code != o.Code { // what is said once is read by somebody
		d.notice = nil
	}
	d.tabs, d.front = d.draftsOf(operator), ""
	d.mu.Unlock()
	d.pulse()
	d.openWindow(ctx)
	return nil
}

// draftsOf gives a clerk's own drafts as parked tabs, oldest first. It wants mu.
func (d *Desk) draftsOf(operator string) []tab {
	var out []tab
	for i := len(d.known) - 1; i >= 0; i-- {
		c := d.known[i]
		if c.State == cases.Draft && c.By.Terminal == d.p.Terminal && c.By.Operator == operator {
			out = append(out, tab{c: cases.Clone(c), parked: true})
		}
	}
	return out
}

// openWindow tells the hall who sits here, and takes up the ticket that the window may already be serving.
func (d *Desk) openWindow(ctx context.Context) {
	d.hallMu.Lock()
	ans, err := d.command(ctx, queue.Command{Kind: queue.OpenWindow})
	d.hallMu.Unlock()
	if err != nil {
		e := spoken(err, "开窗", "Opening the window")
		d.say(NoticeWarn, e.Code, e.Sentence, e.SentenceEN)
		return
	}
	if ans.Ticket != nil && ans.Ticket.State == queue.Serving {
		if err := d.takeUp(ctx, *ans.Ticket); err != nil {
			_ = d.fail(err, "恢复当前号", "Taking up the current ticket")
		}
	}
}

// SignOut closes the window and clears the screens. Drafts stay in the store.
func (d *Desk) SignOut(ctx context.Context) error {
	if _, err := d.who(); err != nil {
		return d.fail(err, "退出", "Signing out")
	}
	d.mu.Lock()
	serving := d.service.ticketID != "" || boardWindow(d.hall.Board, d.p.WindowNo).Ticket != nil && d.hall.Connected
	d.mu.Unlock()
	if serving {
		return d.fail(fault("DESK-005", "还有号在办，请先办结或过号再退出。", "A ticket is still at this window; finish it first.", nil), "退出", "Signing out")
	}
	d.CancelScan()
	d.hallMu.Lock()
	_, _ = d.command(ctx, queue.Command{Kind: queue.CloseWindow}) // a silent hall must not keep a clerk here
	d.hallMu.Unlock()
	d.fileMu.Lock() // whatever is being filed is finished first
	defer d.fileMu.Unlock()
	d.mu.Lock()
	d.user, d.tabs, d.front = nil, nil, ""
	d.service, d.seen, d.question, d.notice = service{}, nil, nil, nil
	d.mode = CitizenIdle
	d.endPrompt()
	d.mu.Unlock()
	d.pulse()
	return nil
}
