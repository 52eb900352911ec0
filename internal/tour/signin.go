package tour

import (
	"context"
	"errors"
	"slices"
	"time"

	"onewindow/internal/queue"
	"onewindow/internal/rig"
)

// nobody is an operator's number that nobody has. It is answered and locked like any other.
const nobody = "0999"

// signInLast tries a number nobody has until it is locked, then signs the clerk in; all with the keyboard.
func (s *story) signInLast(h *hand) {
	s.typeSignIn(h, nobody, "000000")
	h.scene(s.counter, "counter", "AUTH-002")
	h.do(s.tryUntilLocked)
	h.scene(s.counter, "counter", "AUTH-003")
	h.keys("shift+Tab", "ctrl+a")
	s.typeSignIn(h, clerk, s.p.ClerkPIN)
	s.desk(h)
	h.do(func(ctx context.Context) error {
		return s.until(ctx, "window 3 is not open at the hall node", func() bool {
			w, err := s.window(ctx)
			return err == nil && w.State == queue.WindowIdle
		})
	})
	h.note("hall node: window 3 is idle")
	h.shot(s.counterWindow(), "counter-idle")
}

// tryUntilLocked types wrong PINs, as somebody does who sees that it was of no use, until the window says more than that.
func (s *story) tryUntilLocked(ctx context.Context) error {
	for range 10 {
		err := all(
			func() error { return s.keys(ctx, "ctrl+a") },
			func() error { return s.screen.Type(ctx, "000000") },
			func() error { return s.keys(ctx, "Return") },
			func() error { return pause(ctx, time.Second) }, // the answer is slow on purpose: the hash is
		)
		if err != nil {
			return err
		}
		if c, err := s.counter.controls(); err == nil {
			if _, locked := c.Tags["counter.trouble.AUTH-003"]; locked {
				return nil
			}
		}
	}
	return errors.New("ten wrong PINs do not lock a number")
}

// clerk is the operator's number of the small hall's clerk.
const clerk = "0312"

// typeSignIn types into the sign-in, whose first field has the focus.
func (s *story) typeSignIn(h *hand, operator, pin string) {
	h.keys("ctrl+a")
	h.types(operator)
	h.keys("Tab", "ctrl+a")
	h.types(pin)
	h.keys("Return")
}

// desk waits until the desk stands in place of the sign-in.
func (s *story) desk(h *hand) {
	h.do(func(ctx context.Context) error {
		return s.until(ctx, "the desk does not open", func() bool {
			c, err := s.counter.controls()
			return err == nil && c.Screens["counter"] != "signin"
		})
	})
}

// signIn signs the clerk in at a counter that has just been opened; a case that was open comes back to the front.
func (s *story) signIn(h *hand) {
	h.shows(s.counter, "signin")
	h.moment("the counter asks who signs in")
	s.typeSignIn(h, clerk, s.p.ClerkPIN)
	s.desk(h)
}

// window is window 3 as the hall node knows it.
func (s *story) window(ctx context.Context) (queue.BoardWindow, error) {
	hall, err := s.witness.Hall(ctx)
	if err != nil {
		return queue.BoardWindow{}, err
	}
	i := slices.IndexFunc(hall.Board.Windows, func(w queue.BoardWindow) bool { return w.No == rig.WindowNo })
	if i < 0 {
		return queue.BoardWindow{}, errors.New("the hall node has no window 3")
	}
	return hall.Board.Windows[i], nil
}
