package tour

import (
	"context"
	"errors"
	"fmt"

	"onewindow/internal/cases"
	"onewindow/internal/rig"
)

// lineCut: the platform goes away and work goes on.
func (s *story) lineCut() chapter {
	return chapter{title: "断网照办 The platform is away, work goes on", steps: []step{
		{"the platform is stopped; a third case is accepted", func(ctx context.Context) ([]string, error) {
			s.stop(rig.Platform)
			err := all(
				func() error { return s.call(ctx, "C002") },
				func() error { return s.fill(ctx, pension()) },
				func() error { return s.accept(ctx) },
			)
			if err != nil {
				return nil, err
			}
			return s.shots(ctx, s.counterWindow(), "counter-offline-accepted")
		}},
		{"a fourth, with an applicant who brought no card", func(ctx context.Context) ([]string, error) {
			return nil, all(
				func() error { return s.call(ctx, "D001") },
				func() error { return s.fill(ctx, project()) },
				func() error { return s.accept(ctx) },
			)
		}},
		{"the outbox says what waits and why", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.keys(ctx, "ctrl+u") }, func() error { _, err := s.Find(ctx, s.counter, "counter.outbox.close"); return err }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-outbox")
			return seen, errors.Join(err, s.keys(ctx, "Escape"))
		}},
		{"the counter is killed (kill -9), started again, and knows what it owes", func(ctx context.Context) ([]string, error) {
			s.kill(rig.Counter)
			err := all(
				func() error { return s.open(ctx, s.counter, "counter") },
				func() error { return s.Shows(ctx, s.counter, "counter", "signin") },
				func() error { return s.signIn(ctx) },
				func() error { return s.keys(ctx, "ctrl+u") },
				func() error { _, err := s.Find(ctx, s.counter, "counter.outbox.close"); return err },
			)
			if err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-outbox-after-kill")
			return seen, errors.Join(err, s.keys(ctx, "Escape"))
		}},
	}}
}

// lineBack: everything arrives once.
func (s *story) lineBack() chapter {
	return chapter{title: "恢复上传 The platform returns", steps: []step{
		{"four cases, each once, every page byte for byte", func(ctx context.Context) ([]string, error) {
			if err := s.server(ctx, rig.Platform); err != nil {
				return nil, err
			}
			var seen []string
			for _, number := range []string{"A001", "C001", "C002", "D001"} {
				c, err := s.arrived(ctx, number, cases.Accepted)
				if err != nil {
					return seen, err
				}
				if c.Revision != 1 {
					return seen, fmt.Errorf("the platform took %d acts for %s, not one", c.Revision, number)
				}
				n, size, err := s.files(ctx, c)
				if err != nil {
					return seen, err
				}
				seen = append(seen, fmt.Sprintf("%s: one acceptance, %d files, %d bytes", number, n, size))
			}
			book, err := s.witness.Book(ctx)
			if err != nil {
				return seen, err
			}
			if len(book.Cases) != 4 {
				return seen, fmt.Errorf("the platform holds %d cases, not four", len(book.Cases))
			}
			for number, name := range map[string]string{"C002": "刘䶮", "D001": "福州闽江示例仓储有限公司"} {
				c, _ := book.ByTicket(number)
				told, err := s.paper(ctx, c, cases.AcceptanceNotice, name, "待线上核验")
				seen = append(seen, told...)
				if err != nil {
					return seen, err
				}
			}
			return seen, nil
		}},
	}}
}
