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
		{"the platform is stopped; a third case is accepted", s.by(func(h *hand) {
			h.do(func(context.Context) error { s.stop(rig.Platform); return nil })
			h.scene(s.counter, "counter", "SYNC-101")
			h.do(func(ctx context.Context) error { return s.call(ctx, "C002") })
			h.do(func(ctx context.Context) error { return s.fill(ctx, pension()) })
			h.do(s.accept)
			h.shot(s.counterWindow(), "counter-offline-accepted")
		})},
		{"a fourth is begun, with an applicant who brought no card", s.by(func(h *hand) {
			h.do(func(ctx context.Context) error { return s.call(ctx, "D001") })
			h.do(func(ctx context.Context) error { return s.fill(ctx, project()) })
			h.do(func(ctx context.Context) (err error) { s.typed, err = s.asItStands(ctx, project()); return err })
		})},
		{"the outbox says what waits and why", s.by(func(h *hand) {
			s.outbox(h, "counter-outbox")
		})},
	}, troubles: []string{"SYNC-101"}}
}

// outbox looks into the outbox and shuts it.
func (s *story) outbox(h *hand, picture string) {
	h.keys("ctrl+u")
	h.find(s.counter, "counter.outbox.close")
	h.shot(s.counterWindow(), picture)
	h.keys("Escape")
}

// lineBack: everything arrives once.
func (s *story) lineBack() chapter {
	return chapter{title: "恢复上传 The platform returns", steps: []step{
		{"the counter is killed (kill -9) once more, started again, and knows what it owes", s.by(func(h *hand) {
			h.do(func(ctx context.Context) error { s.kill(rig.Counter); return s.open(ctx, s.counter, "counter") })
			s.signIn(h)
			s.outbox(h, "counter-outbox-after-kill")
		})},
		{"four cases, each once, every page byte for byte", s.by(s.allArrived)},
	}}
}

func (s *story) allArrived(h *hand) {
	h.do(func(ctx context.Context) error { return s.server(ctx, rig.Platform) })
	h.content(s.counter, "counter", "SYNC-101")
	for _, f := range []file{restaurant(), socialCard(), pension(), project()} {
		h.see(func(ctx context.Context) ([]string, error) { return s.arrivedOnce(ctx, f) })
	}
	h.do(func(ctx context.Context) error {
		book, err := s.witness.Book(ctx)
		if err == nil && len(book.Cases) != 4 {
			err = fmt.Errorf("the platform holds %d cases, not four", len(book.Cases))
		}
		return err
	})
	s.onPaper(h, pension(), cases.Accepted, cases.AcceptanceNotice, "刘䶮", "待线上核验")
	s.onPaper(h, project(), cases.Accepted, cases.AcceptanceNotice, "福州闽江示例仓储有限公司", "待线上核验")
}

// arrivedOnce tells whether the platform took one act for a file, word for word and page for page.
func (s *story) arrivedOnce(ctx context.Context, f file) ([]string, error) {
	c, err := s.arrived(ctx, f.number, cases.Accepted)
	if err != nil {
		return nil, err
	}
	if c.Revision != 1 {
		return nil, fmt.Errorf("the platform took %d acts for %s, not one", c.Revision, f.number)
	}
	n, size, err := s.files(ctx, c)
	if err := errors.Join(err, f.asTyped(c)); err != nil {
		return nil, err
	}
	return []string{fmt.Sprintf("%s: one acceptance, as typed, %d files, %d bytes", f.number, n, size)}, nil
}
