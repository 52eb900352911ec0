package tour

import (
	"context"

	"onewindow/internal/cases"
)

// otherOutcomes: ask once for what is missing; refuse with a reason.
func (s *story) otherOutcomes() chapter {
	return chapter{title: "一次性告知与不予受理 The other two outcomes", steps: []step{
		{"an item without a form of its own; materials are missing: everything is asked for once, on paper", s.by(s.supplement)},
		{"not this house's business: refused with the reason, on paper", s.by(s.refusal)},
		{"who does not come is passed", s.by(s.noShow)},
	}, troubles: []string{"ITEM-001"}}
}

func (s *story) supplement(h *hand) {
	f := file{number: "B001", query: "FZ013", item: "FZ013", card: "lin", fields: [][2]string{{"applicant.phone", "13500009876"}}, papers: []int{1}}
	s.withoutCard(h, "B", f.number)
	h.do(func(ctx context.Context) error { return s.call(ctx, f.number) })
	h.do(func(ctx context.Context) error { return s.begin(ctx, f) })
	h.scene(s.counter, "counter", "ITEM-001")
	h.do(func(ctx context.Context) error { return s.complete(ctx, f) })
	h.keys("F11")
	h.find(s.counter, "counter.panel.confirm")
	h.shot(s.counterWindow(), "counter-supplement")
	h.tap(s.counter, "counter.panel.confirm")
	s.onPaper(h, f, cases.Supplement, cases.SupplementNotice, "一次性告知书")
}

func (s *story) refusal(h *hand) {
	f := file{number: "E001", query: "FZ038", item: "FZ038", card: "wu", fields: [][2]string{{"applicant.phone", "13500001111"}}}
	s.withoutCard(h, "E", f.number)
	h.do(func(ctx context.Context) error { return s.call(ctx, f.number) })
	h.do(func(ctx context.Context) error { return s.fill(ctx, f) })
	h.keys("F12")
	h.tap(s.counter, "counter.panel.template.1")
	h.shot(s.counterWindow(), "counter-refuse")
	h.tap(s.counter, "counter.panel.confirm")
	s.onPaper(h, f, cases.Refused, cases.RefusalNotice, "不予受理通知书")
}

// onPaper waits for a file's case at the platform, as it was typed, and reads its paper.
func (s *story) onPaper(h *hand, f file, state cases.State, kind cases.PaperKind, words ...string) {
	h.see(func(ctx context.Context) ([]string, error) {
		c, err := s.arrived(ctx, f.number, state)
		if err == nil {
			err = f.asTyped(c)
		}
		if err != nil {
			return nil, err
		}
		return s.paper(ctx, c, kind, words...)
	})
}

func (s *story) noShow(h *hand) {
	s.withoutCard(h, "A", "A002")
	h.do(func(ctx context.Context) error { return s.call(ctx, "A002") })
	h.moment("A002 is called and nobody comes")
	h.keys("F4")
	h.do(func(ctx context.Context) error {
		return s.until(ctx, "the hall node did not pass A002", func() bool {
			hall, err := s.witness.Hall(ctx)
			return err == nil && len(hall.Board.Passed) == 1 && hall.Board.Passed[0].Number == "A002"
		})
	})
	h.note("hall node: A002 is passed and may be called back")
}
