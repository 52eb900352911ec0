package window

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"time"

	"onewindow/devices/idcard"
	"onewindow/devices/serialport"
	"onewindow/internal/bench"
	"onewindow/internal/rig"
)

// Card measures an ID card put on the counter's reader until the applicant stands on the clerk's screen. The bare cost
// is the exchange itself on the line of another reader: find, select, read at 115200 baud, and nothing after it.
func Card(p Params) bench.Measure {
	return measure("card", p, func(ctx context.Context, s *stage) ([]bench.Row, error) {
		l := s.lab
		c := &reading{stage: s}
		if err := c.prepare(ctx, p); err != nil {
			return nil, err
		}
		defer func() { _ = c.line.Close() }()
		if _, err := c.subject(ctx); err != nil { // the first shows where to look
			return nil, err
		}
		pair, err := bench.Duel(ctx, l.Size(20, 2),
			func(ctx context.Context, s *bench.Samples) error {
				took, err := c.subject(ctx)
				s.Add(bench.Milliseconds(took))
				return err
			},
			func(ctx context.Context, s *bench.Samples) error {
				took, err := c.bare(ctx)
				s.Add(bench.Milliseconds(took))
				return err
			})
		if err != nil {
			return nil, err
		}
		row := pair.Row("card on the reader → applicant on the screen", "ms", "find, select and read on the same kind of line, the bytes alone")
		return []bench.Row{row.Noted("64×64 pixels at %v; the driver asks for a card every 300 ms, so half of that is waiting to be asked; the case is on disk before it is shown", c.square.Min)}, nil
	})
}

type reading struct {
	*stage
	square image.Rectangle
	line   *serialport.Port // to the kiosk's reader, which no kiosk holds here
}

// facts is where the counter shows who the applicant is at 1920×1080: the top of the citizen's column (LOOK 6).
var facts = image.Rect(1552, 60, 1920, 180)

// prepare opens the counter and signs the clerk in.
func (c *reading) prepare(ctx context.Context, p Params) error {
	if err := errors.Join(c.server(ctx, rig.Platform), c.server(ctx, rig.Hall), c.server(ctx, rig.Devsim)); err != nil {
		return err
	}
	if err := c.show(ctx, image.Pt(1920, 1080)); err != nil {
		return err
	}
	if err := c.open(ctx, rig.Counter, "counter", "-citizen-x", "0", "-citizen-y", "0"); err != nil {
		return err
	}
	if err := c.signIn(ctx, p); err != nil {
		return err
	}
	if err := pause(ctx, time.Second); err != nil {
		return err
	}
	line, err := serialport.Open(ctx, serialport.Params{Name: filepath.Join(c.dir, "dev", "kiosk"), Baud: 115200})
	c.line = line
	return err
}

// signIn signs the clerk in. The counter opens two windows, and on a busy machine the keyboard may come to the right one only
// after the first taps: then it types again.
func (c *reading) signIn(ctx context.Context, p Params) (err error) {
	for range 3 {
		for _, act := range []func() error{
			func() error { return c.tap(ctx, rig.Counter, "counter.signin.operator") },
			func() error { return c.hand.keys("ctrl+a") },
			func() error { return c.hand.write(p.Operator) },
			func() error { return c.tap(ctx, rig.Counter, "counter.signin.pin") },
			func() error { return c.hand.keys("ctrl+a") },
			func() error { return c.hand.write(p.PIN) },
			func() error { return c.hand.keys("Return") },
		} {
			if err := act(); err != nil {
				return err
			}
		}
		once, cancel := context.WithTimeout(ctx, 6*time.Second)
		err = c.until(once, rig.Counter, "the desk does not open", func(m controls) bool { s := m.Screens["counter"]; return s != "" && s != "signin" })
		cancel()
		if err == nil {
			return nil
		}
	}
	return err
}

// subject opens a case, puts the card down, waits for the applicant, and throws the draft away.
func (c *reading) subject(ctx context.Context) (time.Duration, error) {
	if err := c.hand.keys("ctrl+n"); err != nil {
		return 0, err
	}
	if err := c.shows(ctx, "counter", "pick"); err != nil {
		return 0, err
	}
	part := c.square
	if part.Empty() {
		part = facts
	}
	before, err := c.pixels.still(ctx, part, 500*time.Millisecond)
	if err != nil {
		return 0, err
	}
	if err := c.control.Put(ctx, "counter", "zhang"); err != nil {
		return 0, err
	}
	began := time.Now()
	seen, err := c.pixels.until(ctx, part, "the applicant is not shown", func(now string) bool { return now != before })
	if err != nil {
		return 0, err
	}
	if _, err := c.find(ctx, rig.Counter, "counter.fullView"); err != nil {
		return 0, err
	}
	if c.square.Empty() {
		after, err := c.pixels.still(ctx, part, 500*time.Millisecond)
		if err != nil {
			return 0, err
		}
		c.square = busiest(part, before, after)
	}
	return seen.Sub(began), c.tidy(ctx)
}

// tidy lifts the card and drops the draft.
func (c *reading) tidy(ctx context.Context) error {
	for _, act := range []func() error{
		func() error { return c.control.Lift(ctx, "counter") },
		func() error { return c.hand.keys("ctrl+w") },
		func() error { return c.tap(ctx, rig.Counter, "counter.panel.confirm") },
		func() error {
			return c.until(ctx, rig.Counter, "the draft is still there", func(m controls) bool { return m.Screens["counter"] == "idle" })
		},
		func() error { return pause(ctx, 1200*time.Millisecond) }, // until the reader believes that the card is gone
	} {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

// Requests of the exchange (facts of the SAM protocol: CMD PARA).
var exchange = [][]byte{{0x20, 0x01}, {0x20, 0x02}, {0x30, 0x01}}

// bare reads the same card on the kiosk's reader with nothing but its bytes.
func (c *reading) bare(ctx context.Context) (took time.Duration, err error) {
	if err := c.control.Put(ctx, "kiosk", "zhang"); err != nil {
		return 0, err
	}
	began := time.Now()
	var last []byte
	for _, request := range exchange {
		if last, err = ask(c.line, request); err != nil {
			return 0, err
		}
	}
	took = time.Since(began)
	if len(last) < 256 || !slices.Equal(last[:3], []byte{0, 0, 0x90}) {
		return 0, fmt.Errorf("bench: the bare exchange gave %d bytes and no card", len(last))
	}
	return took, c.control.Lift(ctx, "kiosk")
}

type line interface {
	Read([]byte) (int, error)
	Write([]byte) error
}

// ask sends one request and gives the reply's body.
func ask(l line, request []byte) ([]byte, error) {
	if err := l.Write(idcard.Encode(request)); err != nil {
		return nil, err
	}
	var frames idcard.Frames
	buf := make([]byte, 4096)
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		n, err := l.Read(buf)
		if err != nil {
			return nil, err
		}
		frames.Feed(buf[:n])
		if body, ok, err := frames.Next(); ok || err != nil {
			return body, err
		}
	}
	return nil, errors.New("bench: the reader does not answer")
}
