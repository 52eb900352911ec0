package tour

import (
	"context"
	"errors"
	"fmt"
	"image"

	"onewindow/internal/cases"
	"onewindow/internal/queue"
)

// firstCase: a called ticket becomes an accepted case.
func (s *story) firstCase() chapter {
	return chapter{title: "收件受理 The first case is accepted", steps: []step{
		{"the clerk calls; hall display and window strip show A001 for window 3", s.by(s.firstCall)},
		{"the card fills the applicant, the item is found by initials, pages are scanned in; the window speaks English for a moment", s.by(func(h *hand) {
			h.do(func(ctx context.Context) error { return s.fill(ctx, restaurant()) })
			h.shot(s.counterWindow(), "counter-main")
			h.shot(s.citizenWindow(), "counter-citizen")
			s.counterLanguage(h)
		})},
		{"受理: the case is at the platform with number, dates, materials and every page", s.by(func(h *hand) {
			h.do(s.accept)
			h.shot(s.counterWindow(), "counter-accepted")
			h.shot(s.citizenWindow(), "citizen-accepted")
			h.see(s.provenFirst)
		})},
	}}
}

// stripNumber is where the number stands on the strip.
var stripNumber = image.Rect(474, 102, 1078, 306)

func (s *story) firstCall(h *hand) {
	h.do(func(ctx context.Context) error { return s.call(ctx, "A001") })
	h.do(func(ctx context.Context) error {
		return s.Reads(ctx, s.displayWindow(), image.Rect(785, 225, 1125, 505), "03")
	})
	h.do(func(ctx context.Context) error { return s.Reads(ctx, s.stripWindow(), stripNumber, "A001") })
	h.keys("F3")
	h.do(func(ctx context.Context) error {
		return s.until(ctx, "the hall node did not count the second call", func() bool {
			w, err := s.window(ctx)
			return err == nil && w.State == queue.WindowCalling && w.Ticket != nil && w.Ticket.Calls == 2
		})
	})
	h.shot(s.displayWindow(), "display-hall")
	h.shot(s.stripWindow(), "display-window")
	h.shot(s.counterWindow(), "counter-called")
	h.note("the displays' pixels read A001 and 03; the hall node counts call and recall")
}

// provenFirst checks the record of the first case against what was typed, read and scanned.
func (s *story) provenFirst(ctx context.Context) ([]string, error) {
	c, err := s.arrived(ctx, "A001", cases.Accepted)
	if err != nil {
		return nil, err
	}
	if err := restaurant().asTyped(c); err != nil {
		return nil, err
	}
	if c.Applicant.Name != "张𬭎" || c.Applicant.Verified.Time.IsZero() || len(c.Number) != 47 || c.Promised.IsZero() {
		return nil, errors.New("applicant, number or date at the platform are not those of the window")
	}
	n, size, err := s.files(ctx, c)
	if err != nil {
		return nil, err
	}
	seen := []string{
		fmt.Sprintf("platform: case %s, promised %s, form as typed, applicant as read from the chip", cases.ShortNumber(c.Number), c.Promised),
		fmt.Sprintf("platform: %d files, %d bytes, each with the digest taken when it came in", n, size),
	}
	told, err := s.paper(ctx, c, cases.AcceptanceNotice, "受理通知书", "张𬭎", "食品经营许可", c.Number)
	return append(seen, told...), err
}
