package tour

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"onewindow/internal/cases"
)

// decision: a department decides, the window hands the result out, the citizen rates.
func (s *story) decision() chapter {
	return chapter{title: "审批出件 A department decides, the window hands out", steps: []step{
		{"the reviewer reads the file in the console and grants it", func(ctx context.Context) ([]string, error) {
			c, err := s.arrived(ctx, "A001", cases.Accepted)
			if err != nil {
				return nil, err
			}
			if err := s.reviewer.SignIn(ctx, "1001", s.p.ReviewerPIN); err != nil {
				return nil, err
			}
			page, err := s.reviewer.Case(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			for _, w := range []string{"食品经营许可", "86.5", "张𬭎"} {
				if !strings.Contains(page, w) {
					return nil, fmt.Errorf("the console's page does not show %q", w)
				}
			}
			seen, err := s.console(ctx, c.ID)
			if err != nil {
				return seen, err
			}
			if err := s.reviewer.Decide(ctx, c.ID, "grant", "申请材料齐全，经营场所布局符合要求，准予许可。"); err != nil {
				return nil, err
			}
			c, err = s.arrived(ctx, "A001", cases.Granted)
			if err != nil {
				return nil, err
			}
			more, err := s.paper(ctx, c, cases.ResultDocument, "食品经营许可", "张𬭎")
			return append(seen, more...), err
		}},
		{"the result reaches the window's work list and is handed to 张𬭎, whose card is read", s.handOut},
		{"the citizen rates on the citizen's window", func(ctx context.Context) ([]string, error) {
			if err := all(func() error { return s.keys(ctx, "ctrl+e") }, func() error { return s.Tap(ctx, s.counter, "citizen.grade.1") }); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.citizenWindow(), "citizen-rated")
			if err != nil {
				return seen, err
			}
			if err := s.Tap(ctx, s.counter, "citizen.submit"); err != nil {
				return seen, err
			}
			err = s.until(ctx, "the platform has no grade", func() bool {
				book, err := s.witness.Book(ctx)
				c, ok := book.ByTicket("A001")
				return err == nil && ok && len(c.Ratings) == 1 && c.Ratings[0].Grade == 1
			})
			return append(seen, "platform: grade 1, sent by the citizen's window"), err
		}},
		{"the progress page behind the ticket's QR tells how it went, without a name", s.progress},
	}}
}

func (s *story) handOut(ctx context.Context) ([]string, error) {
	c, err := s.arrived(ctx, "A001", cases.Granted)
	if err != nil {
		return nil, err
	}
	err = all(
		func() error { return s.keys(ctx, "ctrl+l") },
		func() error { return s.Tap(ctx, s.counter, "counter.work.row."+c.ID) },
	)
	if err != nil {
		return nil, err
	}
	seen, err := s.shots(ctx, s.counterWindow(), "counter-worklist")
	if err != nil {
		return seen, err
	}
	err = all(
		func() error { return s.control.Put(ctx, "counter", "zhang") },
		func() error { return s.Tap(ctx, s.counter, "counter.work.main") },
		func() error { return s.Shows(ctx, s.counter, "counter", "handout") },
	)
	if err != nil {
		return seen, err
	}
	more, err := s.shots(ctx, s.counterWindow(), "counter-handout")
	seen = append(seen, more...)
	if err != nil {
		return seen, err
	}
	err = all(
		func() error { return s.keys(ctx, "F10") },
		func() error { return s.Shows(ctx, s.counter, "counter", "filed") },
		func() error { return s.control.Lift(ctx, "counter") },
	)
	if err != nil {
		return seen, err
	}
	c, err = s.arrived(ctx, "A001", cases.HandedOut)
	if err != nil {
		return seen, err
	}
	if c.HandOut == nil || !c.HandOut.Verified {
		return seen, errors.New("the delivery record does not say that the receiver's card was read")
	}
	more, err = s.paper(ctx, c, cases.DeliveryRecord, "送达回证", "张𬭎")
	return append(append(seen, more...), "platform: handed out, receiver verified by card"), err
}

func (s *story) progress(ctx context.Context) ([]string, error) {
	book, err := s.witness.Book(ctx)
	if err != nil {
		return nil, err
	}
	c, _ := book.ByTicket("A001")
	page, err := s.reviewer.Progress(ctx, c.Token)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(page, c.Item.Name) || strings.Contains(page, c.Applicant.Name) || strings.Contains(page, c.Applicant.Number) {
		return nil, errors.New("the progress page lacks the item, or names the citizen")
	}
	return []string{"the page shows the item and its way; it names nobody in full"}, nil
}
