package tour

import (
	"context"
)

// hand does one thing after the other until one fails; what follows a failure is not done. It keeps what was seen.
type hand struct {
	s    *story
	ctx  context.Context
	seen []string
	err  error
}

// by makes a step's play of what a hand does.
func (s *story) by(play func(h *hand)) func(ctx context.Context) ([]string, error) {
	return func(ctx context.Context) ([]string, error) {
		h := &hand{s: s, ctx: ctx}
		play(h)
		return h.seen, h.err
	}
}

// do does something that tells nothing but whether it went well.
func (h *hand) do(act func(ctx context.Context) error) {
	if h.err == nil {
		h.err = act(h.ctx)
	}
}

// see does something that tells what was seen.
func (h *hand) see(act func(ctx context.Context) ([]string, error)) {
	if h.err == nil {
		var more []string
		more, h.err = act(h.ctx)
		h.seen = append(h.seen, more...)
	}
}

// note tells something that the step has proved.
func (h *hand) note(what string) {
	if h.err == nil {
		h.seen = append(h.seen, what)
	}
}

func (h *hand) tap(r *Role, tags ...string) {
	for _, tag := range tags {
		h.do(func(ctx context.Context) error { return h.s.Tap(ctx, r, tag) })
	}
}

func (h *hand) find(r *Role, tag string) {
	h.do(func(ctx context.Context) error { _, err := h.s.Find(ctx, r, tag); return err })
}

func (h *hand) shows(r *Role, screen string) {
	h.do(func(ctx context.Context) error { return h.s.Shows(ctx, r, r.name, screen) })
}

// keys presses keys in the clerk's window.
func (h *hand) keys(keys ...string) {
	h.do(func(ctx context.Context) error { return h.s.keys(ctx, keys...) })
}

func (h *hand) types(text string) {
	h.do(func(ctx context.Context) error { return h.s.screen.Type(ctx, text) })
}

func (h *hand) shot(w *Window, name string) {
	h.see(func(ctx context.Context) ([]string, error) { return h.s.shots(ctx, w, name) })
}

// scene pictures a trouble that a role now tells in words.
func (h *hand) scene(r *Role, role, code string) {
	h.see(func(ctx context.Context) ([]string, error) { return h.s.scene(ctx, r, role, code) })
}

// content waits until a role complains no more.
func (h *hand) content(r *Role, role string, codes ...string) {
	h.do(func(ctx context.Context) error { return h.s.content(ctx, r, role, codes...) })
}

// moment is a point at which the story may be interrupted.
func (h *hand) moment(at string) {
	h.do(func(ctx context.Context) error { return h.s.moment(ctx, at) })
}
