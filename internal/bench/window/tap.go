package window

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"onewindow/internal/bench"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/rig"
)

// Tap measures a finger lifted from the kiosk's last question until the ticket's first byte is worked on at the printer.
// The bare cost is the hall node's answer to the same command, asked without a window.
func Tap(p Params) bench.Measure {
	return measure("tap", p, func(ctx context.Context, s *stage) ([]bench.Row, error) {
		l := s.lab
		if err := errors.Join(s.server(ctx, rig.Hall), s.server(ctx, rig.Devsim)); err != nil {
			return nil, err
		}
		if err := s.show(ctx, image.Pt(1080, 1920)); err != nil {
			return nil, err
		}
		if err := s.open(ctx, rig.Kiosk, "kiosk"); err != nil {
			return nil, err
		}
		bare, err := s.terminal("K9", pki.Kiosk)
		if err != nil {
			return nil, err
		}
		defer bare.Close()
		var jobs int
		subject := func(ctx context.Context) (time.Duration, error) { jobs++; return s.ticket(ctx, jobs) }
		issue := func(ctx context.Context) error {
			return told(bare.Do(ctx, queue.Command{Kind: queue.Issue, Terminal: "K9", Category: "A"}))
		}
		if _, err := subject(ctx); err != nil { // connections and fonts
			return nil, err
		}
		if err := issue(ctx); err != nil {
			return nil, err
		}
		pair, err := bench.Duel(ctx, l.Size(20, 2),
			func(ctx context.Context, s *bench.Samples) error {
				took, err := subject(ctx)
				s.Add(bench.Milliseconds(took))
				return err
			},
			func(ctx context.Context, s *bench.Samples) error {
				began := time.Now()
				err := issue(ctx)
				s.Took(began)
				return err
			})
		if err != nil {
			return nil, err
		}
		row := pair.Row("tap at the kiosk → first byte at the printer", "ms", "the hall node's answer to the same command")
		return []bench.Row{row.Noted("from the finger lifted; the number is in the hall's log before it is printed")}, nil
	})
}

// ticket takes a number without a card, and gives how long the printer waited for it after the last tap.
func (s *stage) ticket(ctx context.Context, n int) (time.Duration, error) {
	for _, act := range []func() error{
		func() error { return s.shows(ctx, rig.Kiosk, "home") },
		func() error { return s.tap(ctx, rig.Kiosk, "kiosk.take") },
		func() error { return s.tap(ctx, rig.Kiosk, "kiosk.category.A") },
	} {
		if err := act(); err != nil {
			return 0, err
		}
	}
	at, err := s.find(ctx, rig.Kiosk, "kiosk.card.without")
	if err != nil {
		return 0, err
	}
	if err := s.hand.down(ctx, at); err != nil {
		return 0, err
	}
	lifted, err := s.hand.up()
	if err != nil {
		return 0, err
	}
	job, err := s.printed(ctx, n)
	if err != nil {
		return 0, err
	}
	return time.Unix(0, job.Began).Sub(lifted), errors.Join(s.shows(ctx, rig.Kiosk, "ticket"), s.tap(ctx, rig.Kiosk, "kiosk.noted"))
}

// printed waits for the printer's n-th ticket.
func (s *stage) printed(ctx context.Context, n int) (rig.Job, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		jobs, err := s.control.Jobs(ctx)
		if err != nil {
			return rig.Job{}, err
		}
		if len(jobs) >= n {
			return jobs[n-1], nil
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return rig.Job{}, fmt.Errorf("bench: the printer has no ticket %d: %w", n, err)
		}
	}
}
