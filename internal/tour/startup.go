package tour

import (
	"context"

	"onewindow/internal/rig"
)

// startup: a program that ended, by itself or by force, goes on where it was.
func (s *story) startup() chapter {
	return chapter{title: "重新起来 Ended with a case in hand, and started again", steps: []step{
		{"the counter is killed (kill -9) with a case in hand; it comes back as it was typed and is accepted", s.by(func(h *hand) {
			h.do(func(ctx context.Context) error { s.kill(rig.Counter); return s.open(ctx, s.counter, "counter") })
			s.backToCase(h)
			h.do(s.accept)
		})},
	}}
}

// backToCase signs in at a counter that was ended with D001 in hand.
func (s *story) backToCase(h *hand) {
	s.signIn(h)
	h.shows(s.counter, "fill")
	h.do(func(ctx context.Context) error { return s.stillStands(ctx, project()) })
	h.note("the case that was in hand came back as it was typed, point for point")
}
