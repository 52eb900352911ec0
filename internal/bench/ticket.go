package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/rig"
	"onewindow/sync/hallclient"
)

const againstAppend = "%d at once appending the same bytes to one file, synced each time"

// Ticket measures a number given by the hall node over mutual TLS, on disk in its replicated log before the answer.
func Ticket() Measure {
	return Measure{Name: "ticket", Run: func(ctx context.Context, l *Lab) ([]Row, error) {
		w, err := newWorld(l)
		if err != nil {
			return nil, err
		}
		node, err := w.start(ctx, rig.Hall)
		if err != nil {
			return nil, err
		}
		defer node.Stop()
		bare, err := openSynced(filepath.Join(l.Dir, "append.log"))
		if err != nil {
			return nil, err
		}
		t := &tickets{world: w, bare: bare}
		var rows []Row
		for _, load := range []struct{ hands, each, rounds int }{{1, 50, 8}, {20, 20, 5}, {64, 10, 5}} {
			more, err := t.load(ctx, load.hands, l.Size(load.each, 2), l.Size(load.rounds, 1))
			if err != nil {
				return nil, err
			}
			rows = append(rows, more...)
		}
		return rows, bare.close()
	}}
}

type tickets struct {
	world *world
	bare  *syncedFile
	given once
}

// load measures so many kiosks at once.
func (t *tickets) load(ctx context.Context, hands, each, rounds int) ([]Row, error) {
	kiosks, err := t.world.terminals(hands, "K1", pki.Kiosk)
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, k := range kiosks {
			k.Close()
		}
	}()
	if _, _, err := together(hands, 1, func(hand, i int) error { return t.issue(ctx, kiosks[hand], i) }); err != nil { // the handshakes
		return nil, err
	}
	bytes, err := entryBytes(issueOf(0))
	if err != nil {
		return nil, err
	}
	var rate Pair
	turn := func(rate *Samples, work func(hand, i int) error) func(context.Context, *Samples) error {
		return func(_ context.Context, s *Samples) error {
			took, all, err := together(hands, each, work)
			*s = append(*s, took...)
			rate.Add(float64(len(took)) / all.Seconds())
			return err
		}
	}
	p, err := Duel(ctx, rounds,
		turn(&rate.Subject, func(hand, i int) error { return t.issue(ctx, kiosks[hand], i) }),
		turn(&rate.Bare, func(int, int) error { return t.bare.append(bytes) }))
	if err != nil {
		return nil, err
	}
	name, against := fmt.Sprintf("ticket issued, %d at once", hands), fmt.Sprintf(againstAppend, hands)
	rows := []Row{p.Row(name, "ms", against)}
	if hands > 1 {
		rows = append(rows, rate.Row(name+", rate", "/s", against).counted(len(p.Subject)))
	}
	return rows, nil
}

// counted gives the row with the number of pieces of work behind it.
func (r Row) counted(n int) Row {
	r.N = n
	return r
}

func issueOf(i int) queue.Command {
	return queue.Command{Kind: queue.Issue, Terminal: "K1", Category: string("ABCDE"[i%5])}
}

// issue takes one number; one that was given before is an error.
func (t *tickets) issue(ctx context.Context, k *hallclient.Client, i int) error {
	a, err := k.Do(ctx, issueOf(i))
	switch {
	case err != nil:
		return err
	case a.Refusal != nil:
		return a.Refusal
	case a.Ticket == nil:
		return errors.New("bench: an issued ticket has no number")
	}
	return t.given.note(a.Ticket.ID)
}
