package tour

import (
	"context"
	"fmt"
	"image"

	"onewindow/internal/cases"
)

// secondCase: the next citizen, with the platform there.
func (s *story) secondCase() chapter {
	return chapter{title: "办结并叫下一号 The next citizen", steps: []step{
		{"F2 ends the first service and calls C001; the citizen's window asks for a grade and takes 先不评 for an answer", func(ctx context.Context) ([]string, error) {
			if err := s.call(ctx, "C001"); err != nil {
				return nil, err
			}
			if _, err := s.Find(ctx, s.counter, "citizen.grade.1"); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.citizenWindow(), "citizen-rate")
			if err != nil {
				return seen, err
			}
			return seen, s.Tap(ctx, s.counter, "citizen.skip")
		}},
		{"陈㛃's case is accepted", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.fill(ctx, socialCard()) }, func() error { return s.accept(ctx) }); err != nil {
				return nil, err
			}
			c, err := s.arrived(ctx, "C001", cases.Accepted)
			if err != nil {
				return nil, err
			}
			return s.paper(ctx, c, cases.AcceptanceNotice, "受理通知书", "陈㛃")
		}},
		{"the reader is unplugged and plugged in again without a restart", s.replug},
	}}
}

func (s *story) replug(ctx context.Context) ([]string, error) {
	if err := s.control.Plug(ctx, "counter", false); err != nil {
		return nil, err
	}
	// The clerk's window must say so; the driver notices within a few polls.
	if err := s.changes(ctx, s.counterWindow(), deviceRows); err != nil {
		return nil, fmt.Errorf("the window does not show that the reader is gone: %w", err)
	}
	seen, err := s.shots(ctx, s.counterWindow(), "counter-no-reader")
	if err != nil {
		return seen, err
	}
	return seen, s.control.Plug(ctx, "counter", true)
}

// deviceRows is where the clerk's window tells how its devices are.
var deviceRows = image.Rect(1560, 280, 1910, 370)
