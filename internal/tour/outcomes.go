package tour

import (
	"context"

	"onewindow/internal/cases"
)

// otherOutcomes: ask once for what is missing; refuse with a reason.
func (s *story) otherOutcomes() chapter {
	return chapter{title: "一次性告知与不予受理 The other two outcomes", steps: []step{
		{"materials are missing: everything is asked for once, on paper", func(ctx context.Context) ([]string, error) {
			if _, err := s.withoutCard(ctx, "B", "B001"); err != nil {
				return nil, err
			}
			f := file{number: "B001", query: "FZ013", item: "FZ013", card: "lin", fields: [][2]string{{"applicant.phone", "13500009876"}}, papers: []int{1}}
			if err := all(func() error { return s.call(ctx, f.number) }, func() error { return s.fill(ctx, f) }, func() error { return s.keys(ctx, "F11") },
				func() error { _, err := s.Find(ctx, s.counter, "counter.panel.confirm"); return err }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-supplement")
			if err != nil {
				return seen, err
			}
			if err := s.Tap(ctx, s.counter, "counter.panel.confirm"); err != nil {
				return seen, err
			}
			c, err := s.arrived(ctx, f.number, cases.Supplement)
			if err != nil {
				return seen, err
			}
			more, err := s.paper(ctx, c, cases.SupplementNotice, "一次性告知书")
			return append(seen, more...), err
		}},
		{"not this house's business: refused with the reason, on paper", func(ctx context.Context) ([]string, error) {
			if _, err := s.withoutCard(ctx, "E", "E001"); err != nil {
				return nil, err
			}
			f := file{number: "E001", query: "FZ038", item: "FZ038", card: "wu", fields: [][2]string{{"applicant.phone", "13500001111"}}}
			if err := all(func() error { return s.call(ctx, f.number) }, func() error { return s.fill(ctx, f) }, func() error { return s.keys(ctx, "F12") },
				func() error { return s.Tap(ctx, s.counter, "counter.panel.template.1") }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-refuse")
			if err != nil {
				return seen, err
			}
			if err := s.Tap(ctx, s.counter, "counter.panel.confirm"); err != nil {
				return seen, err
			}
			c, err := s.arrived(ctx, f.number, cases.Refused)
			if err != nil {
				return seen, err
			}
			more, err := s.paper(ctx, c, cases.RefusalNotice, "不予受理通知书")
			return append(seen, more...), err
		}},
		{"who does not come is passed", func(ctx context.Context) ([]string, error) {
			if _, err := s.withoutCard(ctx, "A", "A002"); err != nil {
				return nil, err
			}
			if err := all(func() error { return s.call(ctx, "A002") }, func() error { return s.keys(ctx, "F4") }); err != nil {
				return nil, err
			}
			return []string{"hall node: A002 is passed and may be called back"}, s.until(ctx, "the hall node did not pass A002", func() bool {
				hall, err := s.witness.Hall(ctx)
				return err == nil && len(hall.Board.Passed) == 1 && hall.Board.Passed[0].Number == "A002"
			})
		}},
	}}
}
