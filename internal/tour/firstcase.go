package tour

import (
	"context"
	"errors"
	"fmt"
	"image"

	"onewindow/internal/cases"
)

// firstCase: a called ticket becomes an accepted case.
func (s *story) firstCase() chapter {
	return chapter{title: "收件受理 The first case is accepted", steps: []step{
		{"the clerk calls; hall display and window strip show A001 for window 3", func(ctx context.Context) ([]string, error) {
			err := all(
				func() error { return s.call(ctx, "A001") },
				func() error { return s.Reads(ctx, s.displayWindow(), image.Rect(785, 225, 1125, 505), "03") },
				func() error { return s.Reads(ctx, s.stripWindow(), stripNumber, "A001") },
				func() error { return s.keys(ctx, "F3") },
			)
			if err != nil {
				return nil, err
			}
			err = s.until(ctx, "the hall node did not count the second call", func() bool {
				w, err := s.window(ctx)
				return err == nil && w.Ticket != nil && w.Ticket.Calls == 2
			})
			if err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.displayWindow(), "display-hall", s.stripWindow(), "display-window", s.counterWindow(), "counter-called")
			return append(seen, "the displays' pixels read A001 and 03; the hall node counts call and recall"), err
		}},
		{"the card fills the applicant, the item is found by initials, pages are scanned in", func(ctx context.Context) ([]string, error) {
			if err := s.fill(ctx, restaurant()); err != nil {
				return nil, err
			}
			return s.shots(ctx, s.counterWindow(), "counter-main", s.citizenWindow(), "counter-citizen")
		}},
		{"受理: the case is at the platform with number, dates, materials and every page", func(ctx context.Context) ([]string, error) {
			if err := s.accept(ctx); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.counterWindow(), "counter-accepted", s.citizenWindow(), "citizen-accepted")
			if err != nil {
				return seen, err
			}
			c, err := s.arrived(ctx, "A001", cases.Accepted)
			if err != nil {
				return seen, err
			}
			told, err := s.provenFirst(ctx, c)
			return append(seen, told...), err
		}},
	}}
}

// stripNumber is where the number stands on the strip.
var stripNumber = image.Rect(474, 102, 1078, 306)

// provenFirst checks the record of the first case against what was typed, read and scanned.
func (s *story) provenFirst(ctx context.Context, c cases.Case) ([]string, error) {
	form := map[string]string{}
	for _, v := range c.Form {
		form[v.Key] = v.Text
	}
	for _, f := range restaurant().fields {
		if form[f[0]] != f[1] {
			return nil, fmt.Errorf("the platform's form says something else for %s", f[0])
		}
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
