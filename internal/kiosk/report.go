package kiosk

import (
	"context"

	"onewindow/internal/queue"
)

// report tells the hall what became of a ticket's paper, in order; what cannot be told now is told later.
func (k *Kiosk) report(ctx context.Context, ticket string, paper queue.PaperState) {
	k.mu.Lock()
	k.reports = append(k.reports, queue.Command{
		ID: k.p.NewID(), Kind: queue.Paper, Terminal: k.p.Terminal, Ticket: ticket, Paper: paper,
	})
	k.mu.Unlock()
	k.SendReports(ctx)
}

// SendReports tells the hall what it has not confirmed yet. A refused report is settled too: the hall knows better.
func (k *Kiosk) SendReports(ctx context.Context) {
	for {
		k.mu.Lock()
		if k.sending || len(k.reports) == 0 {
			k.mu.Unlock()
			return
		}
		k.sending = true
		cmd := k.reports[0]
		k.mu.Unlock()

		ask, cancel := context.WithTimeout(ctx, tellTime)
		_, err := k.p.Hall.Do(ask, cmd)
		cancel()

		k.mu.Lock()
		k.sending = false
		if err == nil {
			k.reports = k.reports[1:]
		}
		k.mu.Unlock()
		if err != nil {
			return
		}
	}
}
