package tour

import (
	"context"
	"errors"
	"slices"
	"time"

	"onewindow/internal/queue"
	"onewindow/internal/rig"
)

func (s *story) signInWithAWrongPINFirst(ctx context.Context) ([]string, error) {
	if err := s.typeSignIn(ctx, "000000"); err != nil {
		return nil, err
	}
	if err := pause(ctx, time.Second); err != nil { // the refusal is slow on purpose: the hash is
		return nil, err
	}
	seen, err := s.shots(ctx, s.counterWindow(), "counter-wrong-pin")
	if err != nil {
		return seen, err
	}
	if c, err := s.counter.controls(); err != nil || c.Screens["counter"] != "signin" {
		return seen, errors.Join(errors.New("a wrong PIN opened the desk"), err)
	}
	if err := s.signIn(ctx); err != nil {
		return seen, err
	}
	err = s.until(ctx, "window 3 is not open at the hall node", func() bool {
		w, err := s.window(ctx)
		return err == nil && w.State == queue.WindowIdle
	})
	if err != nil {
		return seen, err
	}
	more, err := s.shots(ctx, s.counterWindow(), "counter-idle")
	return append(append(seen, more...), "hall node: window 3 is idle"), err
}

func (s *story) typeSignIn(ctx context.Context, pin string) error {
	return all(
		func() error { return s.Tap(ctx, s.counter, "counter.signin.operator") },
		func() error { return s.keys(ctx, "ctrl+a") },
		func() error { return s.screen.Type(ctx, "0312") },
		func() error { return s.Tap(ctx, s.counter, "counter.signin.pin") },
		func() error { return s.keys(ctx, "ctrl+a") },
		func() error { return s.screen.Type(ctx, pin) },
		func() error { return s.screen.Key(ctx, "Return") },
	)
}

// signIn signs the clerk in; on a counter that was killed the open case comes back to the front.
func (s *story) signIn(ctx context.Context) error {
	if err := s.typeSignIn(ctx, s.p.ClerkPIN); err != nil {
		return err
	}
	return s.until(ctx, "the desk does not open", func() bool {
		c, err := s.counter.controls()
		return err == nil && c.Screens["counter"] != "signin"
	})
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
