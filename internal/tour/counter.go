package tour

import (
	"context"
	"fmt"
	"image"
	"strings"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/queue"
)

// formArea is the part of the clerk's window in which the form's fields are seen.
var formArea = image.Rect(328, 250, 848, 955)

// call calls the next ticket and sees it on the displays and at the hall node.
func (s *story) call(ctx context.Context, number string) error {
	if err := s.keys(ctx, "F2"); err != nil {
		return err
	}
	err := s.until(ctx, "the hall node did not call "+number, func() bool {
		w, err := s.window(ctx)
		return err == nil && w.State == queue.WindowCalling && w.Ticket != nil && w.Ticket.Number == number
	})
	if err != nil {
		return err
	}
	return all(
		func() error { return s.Shows(ctx, s.counter, "counter", "called") },
		func() error { return s.Reads(ctx, s.displayWindow(), image.Rect(60, 225, 750, 505), number) },
	)
}

// fill begins the service of the ticket that was called and fills its case as far as f says.
func (s *story) fill(ctx context.Context, f file) error {
	return all(func() error { return s.begin(ctx, f) }, func() error { return s.complete(ctx, f) })
}

// begin opens the case of the ticket that was called, with its item.
func (s *story) begin(ctx context.Context, f file) error {
	return all(
		func() error { return s.keys(ctx, "F5") },
		func() error { return s.item(ctx, f) },
		func() error { return s.Shows(ctx, s.counter, "counter", "fill") },
	)
}

// complete fills the case that was begun.
func (s *story) complete(ctx context.Context, f file) error {
	err := all(
		func() error { return s.moment(ctx, f.number+"'s form is empty") },
		func() error { return s.applicant(ctx, f) },
		func() error { return s.form(ctx, f) },
		func() error { return s.moment(ctx, f.number+"'s form is filled") },
	)
	if err != nil {
		return err
	}
	return s.materials(ctx, f)
}

// form fills the fields and picks the choices.
func (s *story) form(ctx context.Context, f file) error {
	for _, field := range f.fields {
		if err := s.field(ctx, "counter.field."+field[0], field[1]); err != nil {
			return err
		}
	}
	for _, c := range f.choices {
		if err := s.pick(ctx, "counter.field."+c); err != nil {
			return err
		}
	}
	return nil
}

// item finds the item by what the clerk types, unless the citizen chose it at the kiosk.
func (s *story) item(ctx context.Context, f file) error {
	if f.query == "" {
		return nil
	}
	return all(
		func() error { return s.Shows(ctx, s.counter, "counter", "pick") },
		func() error { return s.Tap(ctx, s.counter, "counter.itemSearch") },
		func() error { return s.screen.Type(ctx, f.query) },
		func() error { return s.found(ctx, "counter.item.", f.item) },
		func() error { return s.keys(ctx, "Return") },
	)
}

// found waits until a search offers what is wanted first.
func (s *story) found(ctx context.Context, prefix, wanted string) error {
	return s.until(ctx, wanted+" is not found", func() bool {
		c, err := s.counter.controls()
		if err != nil {
			return false
		}
		first, top := "", 0
		for tag, at := range c.Tags {
			if id, ok := strings.CutPrefix(tag, prefix); ok && (first == "" || at.Y < top) {
				first, top = id, at.Y
			}
		}
		return first == wanted
	})
}

// applicant reads a card at the counter, or types who it is.
func (s *story) applicant(ctx context.Context, f file) error {
	if f.card != "" {
		return all(
			func() error { return s.control.Put(ctx, "counter", f.card) },
			func() error { _, err := s.Find(ctx, s.counter, "counter.fullView"); return err },
			func() error { return s.control.Lift(ctx, "counter") },
		)
	}
	return all(
		func() error { return s.keys(ctx, "ctrl+h") },
		func() error { return s.Tap(ctx, s.counter, "counter.panel.name") },
		func() error { return s.screen.Type(ctx, f.name) },
		func() error { return s.Tap(ctx, s.counter, "counter.panel.number") },
		func() error { return s.screen.Type(ctx, f.id) },
		func() error { return s.Tap(ctx, s.counter, "counter.panel.confirm") },
		func() error { return s.Shows(ctx, s.counter, "counter", "fill") },
	)
}

func (s *story) field(ctx context.Context, tag, text string) error {
	return all(
		func() error { return s.enter(ctx, tag) },
		func() error { return s.keys(ctx, "ctrl+a") },
		func() error { return s.screen.Type(ctx, text) },
		func() error { return s.screen.Key(ctx, "Tab") },
	)
}

// enter taps a field until the frame of the focus stands around it: the form may still have been moving.
func (s *story) enter(ctx context.Context, tag string) error {
	for range 4 {
		if err := all(func() error { return s.bring(ctx, tag) }, func() error { return s.Tap(ctx, s.counter, tag) }); err != nil {
			return err
		}
		for range 15 {
			if s.focused(ctx, tag) {
				return nil
			}
			if err := pause(ctx, 100*time.Millisecond); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("tour: %s does not take the focus", tag)
}

// focused tells whether the frame of the focus (LOOK.md 2) stands where a control is.
func (s *story) focused(ctx context.Context, tag string) bool {
	at, err := s.Find(ctx, s.counter, tag)
	if err != nil {
		return false
	}
	img, err := s.screen.Look(ctx, at)
	if err != nil {
		return false
	}
	n := 0
	for i := 0; i+3 < len(img.Pix); i += 4 {
		r, g, b := img.Pix[i], img.Pix[i+1], img.Pix[i+2]
		if r > 150 && g > 90 && g < 150 && b < 70 { // its orange, blended with what lies beneath
			n++
		}
	}
	return n > at.Dx()/2
}

// pick presses a chip until it stands there picked: a picked chip carries a check mark and is wider. Like a person, it
// presses again when nothing came of the first press.
func (s *story) pick(ctx context.Context, tag string) error {
	if err := s.bring(ctx, tag); err != nil {
		return err
	}
	before, err := s.still(ctx, tag)
	if err != nil {
		return err
	}
	for range 3 {
		if err := s.Tap(ctx, s.counter, tag); err != nil {
			return err
		}
		for range 15 {
			if now, err := s.Find(ctx, s.counter, tag); err != nil || now.Dx() > before.Dx() {
				return err
			}
			if err := pause(ctx, 100*time.Millisecond); err != nil {
				return err
			}
		}
	}
	return fmt.Errorf("tour: %s cannot be picked", tag)
}

// bring turns the wheel over the form until a control stands still inside it.
func (s *story) bring(ctx context.Context, tag string) error {
	middle := image.Pt((formArea.Min.X+formArea.Max.X)/2, (formArea.Min.Y+formArea.Max.Y)/2)
	return s.until(ctx, "the form does not scroll to "+tag, func() bool {
		at, err := s.still(ctx, tag)
		if err != nil {
			return false
		}
		if at.In(formArea) {
			return true
		}
		clicks := 3
		if at.Min.Y < formArea.Min.Y {
			clicks = -3
		}
		_ = s.screen.Wheel(ctx, middle, clicks) // what it did is looked at next
		return false
	})
}

// still gives a control's place once it has not moved for a moment.
func (s *story) still(ctx context.Context, tag string) (image.Rectangle, error) {
	last := image.Rectangle{}
	for {
		at, err := s.Find(ctx, s.counter, tag)
		if err != nil || at == last {
			return at, err
		}
		last = at
		if err := pause(ctx, 200*time.Millisecond); err != nil {
			return at, err
		}
	}
}

// materials takes materials in: each row is pressed where it stands still, and believed when it offers to take it back.
func (s *story) materials(ctx context.Context, f file) error {
	for _, way := range []struct {
		name string
		rows []int
	}{{"paper", f.papers}, {"shared", f.shared}, {"defer", f.deferred}} {
		for _, n := range way.rows {
			taken := func() error { _, err := s.Find(ctx, s.counter, fmt.Sprintf("counter.material.%d.undo", n)); return err }
			if err := all(func() error { return s.pressMaterial(ctx, n, way.name) }, taken); err != nil {
				return err
			}
		}
	}
	for _, n := range f.scans {
		if err := s.scan(ctx, n); err != nil {
			return err
		}
		// The page is in when the row offers to look at it.
		if _, err := s.Find(ctx, s.counter, fmt.Sprintf("counter.material.%d.view", n)); err != nil {
			return err
		}
	}
	return nil
}

// scan presses a material's scan until the scanner has given a page of it.
func (s *story) scan(ctx context.Context, n int) error {
	before, err := s.control.Scanned(ctx)
	if err != nil {
		return err
	}
	return all(func() error { return s.pressMaterial(ctx, n, "scan") }, func() error { return s.scanned(ctx, before) })
}

// scanned waits until the scanner has drawn more pages than so many.
func (s *story) scanned(ctx context.Context, before int) error {
	return s.until(ctx, "the scanner gave no page", func() bool {
		now, err := s.control.Scanned(ctx)
		return err == nil && now > before
	})
}

// pressMaterial presses one of a material's acts where it stands still.
func (s *story) pressMaterial(ctx context.Context, n int, what string) error {
	tag := fmt.Sprintf("counter.material.%d.%s", n, what)
	return all(func() error { _, err := s.still(ctx, tag); return err }, func() error { return s.Tap(ctx, s.counter, tag) })
}

// accept presses 受理 and waits until the window shows the filed case.
func (s *story) accept(ctx context.Context) error {
	return all(func() error { return s.keys(ctx, "F10") }, func() error { return s.Shows(ctx, s.counter, "counter", "filed") })
}

// arrived waits for a ticket's case at the platform in a state.
func (s *story) arrived(ctx context.Context, number string, state cases.State) (cases.Case, error) {
	var c cases.Case
	err := s.until(ctx, fmt.Sprintf("the platform has no case of %s that is %s", number, state), func() bool {
		book, err := s.witness.Book(ctx)
		if err != nil {
			return false
		}
		var ok bool
		c, ok = book.ByTicket(number)
		return ok && c.State == state
	})
	return c, err
}
