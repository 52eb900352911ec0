package window

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"onewindow/internal/bench"
	"onewindow/internal/pki"
	"onewindow/internal/queue"
	"onewindow/internal/rig"
	"onewindow/sync/hallclient"
)

// Call measures "next" pressed until the hall's display shows the number: as its view stamps it, and as a square of 64
// by 64 pixels of the newest call is seen to change. The bare cost is the same call heard by a listener without a window.
func Call(p Params) bench.Measure {
	return measure("call-pixels", p, func(ctx context.Context, s *stage) ([]bench.Row, error) {
		l := s.lab
		c := &caller{stage: s}
		if err := c.prepare(ctx, l.Size(15, 2)+1); err != nil {
			return nil, err
		}
		defer c.close()
		for i := range l.Size(15, 2) + 1 {
			if err := c.once(ctx, i > 0); err != nil { // the first shows where to look
				return nil, err
			}
		}
		against := "the same call heard by a listener without a window"
		shift := bench.Samples{}
		for i, x := range c.seen.Subject {
			shift.Add(x - c.drawn.Subject[i])
		}
		return []bench.Row{
			c.drawn.Row("call → drawn by the hall's display", "ms", against).Noted("stamped where the view draws; from the press to the hall node's log, over its events, to the view"),
			c.seen.Row("call → pixels of the hall's display", "ms", against).Noted("64×64 pixels at %v read from the screen every %v; %.1f ms after the view's stamp (median of %d)", c.square.Min, lookEvery, shift.Median(), len(shift)),
		}, nil
	})
}

type caller struct {
	*stage
	desk, ear   *hallclient.Client
	heard       chan time.Time
	square      image.Rectangle
	drawn, seen bench.Pair
	stop        context.CancelFunc
}

// callWindow is a window of category C in the small hall.
const callWindow = 23

// announced is how long the display keeps a call on top before it shows the next: a call during that time would wait.
const announced = 5200 * time.Millisecond

// slipNumber is where the display shows the newest number at 1920×1080 (LOOK 6).
var slipNumber = image.Rect(56, 225, 760, 515)

func (c *caller) prepare(ctx context.Context, tickets int) error {
	if err := c.server(ctx, rig.Hall); err != nil {
		return err
	}
	if err := c.show(ctx, image.Pt(1920, 1080)); err != nil {
		return err
	}
	kiosk, err := c.terminal("K1", pki.Kiosk)
	if err != nil {
		return err
	}
	defer kiosk.Close()
	for range tickets {
		if err := told(kiosk.Do(ctx, queue.Command{Kind: queue.Issue, Terminal: "K1", Category: "C"})); err != nil {
			return err
		}
	}
	if c.desk, err = c.terminal(fmt.Sprintf("W%02d", callWindow), pki.Counter); err != nil {
		return err
	}
	if c.ear, err = c.terminal("D9", pki.Display); err != nil {
		return err
	}
	c.listen(ctx)
	if err := told(c.do(ctx, queue.OpenWindow)); err != nil {
		return err
	}
	return c.open(ctx, rig.Display, "display")
}

// listen follows the hall's events and says when a new number was called.
func (c *caller) listen(ctx context.Context) {
	ctx, c.stop = context.WithCancel(ctx)
	c.heard = make(chan time.Time, 8)
	go func() {
		last := ""
		for view := range c.ear.Watch(ctx) {
			for _, w := range view.Board.Windows {
				if w.No == callWindow && w.State == queue.WindowCalling && w.Ticket != nil && w.Ticket.ID != last {
					last = w.Ticket.ID
					c.heard <- time.Now()
				}
			}
		}
	}()
}

func (c *caller) close() {
	c.stop()
	c.desk.Close()
	c.ear.Close()
}

func (c *caller) do(ctx context.Context, kind queue.Kind) (queue.Answer, error) {
	return c.desk.Do(ctx, queue.Command{Kind: kind, Terminal: fmt.Sprintf("W%02d", callWindow), Window: callWindow, Operator: "0323"})
}

func told(a queue.Answer, err error) error {
	if err == nil && a.Refusal != nil {
		return a.Refusal
	}
	return err
}

// once calls, serves and finishes one number.
func (c *caller) once(ctx context.Context, counts bool) error {
	part := c.square
	if !counts {
		part = slipNumber
	}
	before, err := c.pixels.still(ctx, part, 400*time.Millisecond)
	if err != nil {
		return err
	}
	began := time.Now()
	answer := make(chan error, 1)
	go func() { answer <- told(c.do(ctx, queue.CallNext)) }()
	seen, err := c.pixels.until(ctx, part, "the display does not show the call", func(now string) bool { return now != before })
	if err = errors.Join(err, <-answer); err != nil {
		return err
	}
	var heard time.Time
	select {
	case heard = <-c.heard:
	case <-time.After(patience):
		return errors.New("bench: nobody heard the call")
	}
	if counts {
		var stamp int64
		err = c.until(ctx, rig.Display, "the display stamps nothing", func(m controls) bool {
			stamp = m.Drawn["display.call"]
			return stamp > began.UnixNano()
		})
		c.drawn.Subject.Add(bench.Milliseconds(time.Duration(stamp - began.UnixNano())))
		c.seen.Subject.Add(bench.Milliseconds(seen.Sub(began)))
		c.drawn.Bare.Add(bench.Milliseconds(heard.Sub(began)))
		c.seen.Bare.Add(bench.Milliseconds(heard.Sub(began)))
	} else {
		after, err := c.pixels.still(ctx, part, time.Second)
		if err != nil {
			return err
		}
		if c.square = busiest(part, before, after); c.square.Empty() {
			return errors.New("bench: the call changed nothing")
		}
	}
	return errors.Join(err, told(c.do(ctx, queue.Start)), told(c.do(ctx, queue.Finish)), pause(ctx, announced))
}
