package hall

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"onewindow/internal/queue"
)

// keepEvery is how often the node looks whether settings and day are in order.
const keepEvery = 20 * time.Second

// keep waits for leadership, puts things in order, and keeps them so until ctx ends.
func (n *Node) keep(ctx context.Context) {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	leads, whole, ready := false, false, false
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.ending:
			return
		case leads = <-n.leads:
			whole = false
		case <-tick.C:
		}
		if !leads {
			continue
		}
		if !whole {
			// Everything that was ever answered must be on the table before the first new answer.
			if err := n.raft.Barrier(logWait).Error(); err != nil {
				n.log.Warn("hall: log is not ready", "err", err)
				continue
			}
			whole = true
		}
		n.tidy()
		if !ready {
			ready = true
			close(n.ready)
		}
	}
}

// tidy opens the day and enters the manifest's settings, each only if needed. A new day comes before new settings,
// because yesterday's tickets may stand in their way; the very first settings come before everything.
func (n *Node) tidy() {
	if n.unset() {
		n.configure()
	}
	if n.p.AutoOpen {
		n.openToday()
	}
	n.configure()
}

func (n *Node) unset() (is bool) {
	n.table.read(func(s *queue.State) { is = len(s.Settings().Windows) == 0 })
	return is
}

func (n *Node) configure() {
	same := false
	n.table.read(func(s *queue.State) { same = equal(s.Settings(), n.p.Settings.WithDefaults()) })
	if same {
		return
	}
	set := n.p.Settings
	n.report("settings", n.own(queue.Command{Kind: queue.Configure, Settings: &set}))
}

// openToday opens the calendar day once; a day the staff closed stays closed.
func (n *Node) openToday() {
	zone := time.FixedZone("hall", n.p.Settings.ZoneMinutes*60)
	today, last := n.p.Now().In(zone).Format(time.DateOnly), ""
	n.table.read(func(s *queue.State) { last, _ = s.Day() })
	if last >= today {
		return
	}
	n.report("day", n.own(queue.Command{Kind: queue.OpenDay}))
}

func (n *Node) report(what string, err error) {
	if err != nil {
		n.log.Warn("hall: the node's own command failed", "about", what, "err", err)
		return
	}
	n.log.Info("hall: put in order", "about", what)
}

func equal(a, b queue.Settings) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && slices.Equal(x, y)
}
