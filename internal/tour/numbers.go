package tour

import (
	"context"
	"fmt"
)

// numbers: citizens take numbers.
func (s *story) numbers() chapter {
	return chapter{title: "取号 Citizens take numbers", steps: []step{
		{"张𬭎 chooses 企业设立, puts the ID card down and gets A001 on paper", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") }, func() error { return s.Shows(ctx, s.kiosk, "kiosk", "category") }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-category")
			if err != nil {
				return seen, err
			}
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.category.A") }, func() error { return s.Shows(ctx, s.kiosk, "kiosk", "card") }); err != nil {
				return seen, err
			}
			more, err := s.shots(ctx, s.kioskWindow(), "kiosk-card")
			seen = append(seen, more...)
			if err != nil {
				return seen, err
			}
			if err := s.control.Put(ctx, "kiosk", "zhang"); err != nil {
				return seen, err
			}
			more, err = s.ticket(ctx, "A001", "*𬭎")
			return append(seen, more...), err
		}},
		{"the printer is out of paper: 陈㛃's number is shown, nothing is pretended, and it prints once there is paper", s.noPaper},
		{"刘䶮 searches the item by pinyin initials", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") }, func() error { return s.Tap(ctx, s.kiosk, "kiosk.find") }); err != nil {
				return nil, err
			}
			for _, key := range []string{"l", "h", "j", "y"} {
				if err := s.Tap(ctx, s.kiosk, "kiosk.key."+key); err != nil {
					return nil, err
				}
			}
			if _, err := s.Find(ctx, s.kiosk, "kiosk.item.FZ022"); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-search")
			if err != nil {
				return seen, err
			}
			if err := all(func() error { return s.Tap(ctx, s.kiosk, "kiosk.item.FZ022") }, func() error { return s.control.Put(ctx, "kiosk", "liu") }); err != nil {
				return seen, err
			}
			more, err := s.ticket(ctx, "C002", "*䶮")
			return append(seen, more...), err
		}},
		{"a citizen without a card takes a number for 投资建设", func(ctx context.Context) ([]string, error) { return s.withoutCard(ctx, "D", "D001") }},
		{"the same person gets no second number in the same category", s.secondNumber},
	}}
}

func (s *story) withoutCard(ctx context.Context, category, number string) ([]string, error) {
	err := all(
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.category."+category) },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.card.without") },
	)
	if err != nil {
		return nil, err
	}
	return s.ticket(ctx, number, "")
}

func (s *story) secondNumber(ctx context.Context) ([]string, error) {
	err := all(
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.category.A") },
		func() error { return s.Shows(ctx, s.kiosk, "kiosk", "card") },
		func() error { return s.control.Put(ctx, "kiosk", "zhang") },
		func() error { return s.Shows(ctx, s.kiosk, "kiosk", "told") },
	)
	if err != nil {
		return nil, err
	}
	seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-second-number")
	if err != nil {
		return seen, err
	}
	hall, err := s.witness.Hall(ctx)
	if err != nil {
		return seen, err
	}
	if hall.Board.Waiting != 4 {
		return seen, fmt.Errorf("the hall node counts %d waiting, not 4", hall.Board.Waiting)
	}
	return append(seen, "hall node: still 4 waiting"), all(
		func() error { return s.control.Lift(ctx, "kiosk") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.home") },
		func() error { return s.Shows(ctx, s.kiosk, "kiosk", "home") },
	)
}

func (s *story) noPaper(ctx context.Context) ([]string, error) {
	err := all(
		func() error { return s.control.Paper(ctx, 0) },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.take") },
		func() error { return s.Tap(ctx, s.kiosk, "kiosk.item.FZ023") },
		func() error { return s.control.Put(ctx, "kiosk", "chen") },
		func() error { _, err := s.Find(ctx, s.kiosk, "kiosk.reprint"); return err },
	)
	if err != nil {
		return nil, err
	}
	seen, err := s.shots(ctx, s.kioskWindow(), "kiosk-ticket-failed")
	if err != nil {
		return seen, err
	}
	if err := all(func() error { return s.control.Paper(ctx, -1) }, func() error { return s.Tap(ctx, s.kiosk, "kiosk.reprint") }); err != nil {
		return seen, err
	}
	more, err := s.ticket(ctx, "C001", "*㛃")
	return append(seen, more...), err
}
