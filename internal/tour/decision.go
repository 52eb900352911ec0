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
		{"the reviewer reads the file in the console and grants it", s.review},
		{"the result reaches the window's work list and is handed to 张𬭎, whose card is read", s.by(s.handOut)},
		{"the citizen rates on the citizen's window", s.by(func(h *hand) {
			h.keys("ctrl+e")
			h.tap(s.counter, "citizen.grade.1")
			h.shot(s.citizenWindow(), "citizen-rated")
			h.moment("the citizen has chosen a grade")
			h.tap(s.counter, "citizen.submit")
			h.do(func(ctx context.Context) error {
				return s.until(ctx, "the platform has no grade", func() bool {
					book, err := s.witness.Book(ctx)
					c, ok := book.ByTicket("A001")
					return err == nil && ok && len(c.Ratings) == 1 && c.Ratings[0].Grade == 1
				})
			})
			h.note("platform: grade 1, sent by the citizen's window")
		})},
		{"the progress page behind the ticket's QR tells how it went, without a name", s.progress},
	}}
}

// review is the department's part: what the console shows, and the decision.
func (s *story) review(ctx context.Context) (seen []string, err error) {
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
	if seen, err = s.console(ctx, c.ID); err != nil {
		return seen, err
	}
	if err := s.reviewer.Decide(ctx, c.ID, "grant", "申请材料齐全，经营场所布局符合要求，准予许可。"); err != nil {
		return seen, err
	}
	if c, err = s.arrived(ctx, "A001", cases.Granted); err != nil {
		return seen, err
	}
	more, err := s.paper(ctx, c, cases.ResultDocument, "食品经营许可", "张𬭎")
	return append(seen, more...), err
}

func (s *story) handOut(h *hand) {
	var c cases.Case
	h.do(func(ctx context.Context) (err error) { c, err = s.arrived(ctx, "A001", cases.Granted); return err })
	h.keys("ctrl+l")
	h.tap(s.counter, "counter.work.row."+c.ID)
	h.shot(s.counterWindow(), "counter-worklist")
	h.moment("the result stands on the work list")
	h.do(func(ctx context.Context) error { return s.control.Put(ctx, "counter", "zhang") })
	h.tap(s.counter, "counter.work.main")
	h.shows(s.counter, "handout")
	h.shot(s.counterWindow(), "counter-handout")
	h.keys("F10")
	h.shows(s.counter, "filed")
	h.do(func(ctx context.Context) error { return s.control.Lift(ctx, "counter") })
	h.see(func(ctx context.Context) ([]string, error) {
		c, err := s.arrived(ctx, "A001", cases.HandedOut)
		if err != nil {
			return nil, err
		}
		if c.HandOut == nil || !c.HandOut.Verified {
			return nil, errors.New("the delivery record does not say that the receiver's card was read")
		}
		return s.paper(ctx, c, cases.DeliveryRecord, "送达回证", "张𬭎")
	})
	h.note("platform: handed out, receiver verified by card")
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
