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
		{"kiosk, displays and counter open their windows; the kiosk speaks English for a moment", s.by(func(h *hand) {
			for _, w := range []struct {
				role *Role
				name string
			}{{s.kiosk, "kiosk"}, {s.display, "display"}, {s.strip, "display"}, {s.counter, "counter"}} {
				h.do(func(ctx context.Context) error { return s.open(ctx, w.role, w.name) })
			}
			h.shows(s.kiosk, "home")
			h.shows(s.counter, "signin")
			h.shot(s.kioskWindow(), "kiosk-home")
			h.shot(s.displayWindow(), "display-empty")
			h.shot(s.citizenWindow(), "citizen-idle")
			s.kioskLanguage(h)
		})},
		{"a wrong PIN is refused in words, five lock the number, the clerk's own opens window 3", s.by(s.signInLast)},
	}, troubles: []string{"AUTH-002", "AUTH-003"}}
}
