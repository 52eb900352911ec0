package tour

import (
	"context"
	"errors"
	"fmt"

	"onewindow/internal/rig"
)

// morning opens the hall.
func (s *story) morning() chapter {
	return chapter{title: "大厅开门 The hall opens", steps: []step{
		{"platform, hall node and simulated devices start and answer", func(ctx context.Context) ([]string, error) {
			err := all(
				func() error { return s.server(ctx, rig.Platform) },
				func() error { return s.server(ctx, rig.Hall) },
				func() error { return s.server(ctx, rig.Devsim) },
			)
			if err != nil {
				return nil, err
			}
			hall, err := s.witness.Hall(ctx)
			if err != nil {
				return nil, err
			}
			if !hall.Board.Open {
				return nil, errors.New("the hall node's day is not open")
			}
			_, err = s.witness.Book(ctx)
			return []string{"hall node: day " + hall.Board.Day + " open, " + fmt.Sprint(len(hall.Board.Windows)) + " windows", "platform: feed answers over mutual TLS"}, err
		}},
		{"kiosk, displays and counter open their windows", func(ctx context.Context) ([]string, error) {
			err := all(
				func() error { return s.open(ctx, s.kiosk, "kiosk") },
				func() error { return s.open(ctx, s.display, "display") },
				func() error { return s.open(ctx, s.strip, "display") },
				func() error { return s.open(ctx, s.counter, "counter") },
				func() error { return s.Shows(ctx, s.kiosk, "kiosk", "home") },
				func() error { return s.Shows(ctx, s.counter, "counter", "signin") },
			)
			if err != nil {
				return nil, err
			}
			return s.shots(ctx, s.kioskWindow(), "kiosk-home", s.displayWindow(), "display-empty", s.citizenWindow(), "citizen-idle")
		}},
		{"a wrong PIN is refused in words, five lock the number, the clerk's own opens window 3", s.by(s.signInLast)},
	}, troubles: []string{"AUTH-002", "AUTH-003"}}
}
