package tour

import (
	"context"
)

// twoLanguages turns a screen into English and back while it runs, and reads one of its words each time.
func (s *story) twoLanguages(h *hand, r *Role, turn func(), w *Window, tag string, words [2]string, picture string) {
	for i, word := range words {
		turn()
		h.do(func(ctx context.Context) error { return s.saysAt(ctx, r, tag, word) })
		if i == 0 {
			h.shot(w, picture)
		}
	}
}

// counterLanguage turns both windows of the counter with the form filled; what was typed stays.
func (s *story) counterLanguage(h *hand) {
	typed := file{fields: restaurant().fields}
	h.do(func(ctx context.Context) (err error) { s.typed, err = s.asItStands(ctx, typed); return err })
	s.twoLanguages(h, s.counter, func() { h.keys("ctrl+t") }, s.counterWindow(), "counter.accept", [2]string{"Accept", "受理"}, "counter-main-en")
	h.do(func(ctx context.Context) error { return s.stillStands(ctx, typed) })
	h.note("English and back while it runs: the button says Accept, then 受理; what was typed stands point for point")
}

func (s *story) kioskLanguage(h *hand) {
	s.twoLanguages(h, s.kiosk, func() { h.tap(s.kiosk, "kiosk.lang") }, s.kioskWindow(), "kiosk.lang", [2]string{"中文", "English"}, "kiosk-home-en")
	h.note("English and back while it runs: the kiosk offers 中文, then English")
}
