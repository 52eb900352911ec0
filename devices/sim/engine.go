package sim

import (
	"context"
	"fmt"
	"sync/atomic"
)

// engine is the printer's interpreter: it works through the receive buffer, one command at a time.
type engine struct {
	printer   *Printer
	ctx       context.Context
	in        *queue
	out       *answers
	automatic atomic.Bool

	ended chan struct{}

	sheet *paper
	job   Job
	style style
	line  []typed
	qr    string
	qrDot int
}

// style is what the next character looks like.
type style struct {
	w, h    int
	bold    bool
	reverse bool
	align   byte
	chinese bool
	spacing int
}

func plainStyle() style { return style{w: 1, h: 1, chinese: true, spacing: lineDots} }

// run interprets until the client has gone; what was printed and not cut off is kept as a torn ticket.
func (e *engine) run() {
	defer close(e.ended)
	e.reset()
	for {
		b, err := e.next()
		if err == nil {
			err = e.one(b)
		}
		if err != nil {
			e.finish(false)
			return
		}
	}
}

func (e *engine) reset() {
	e.sheet = newPaper(e.printer.p.Width, e.printer.fonts)
	e.job, e.line, e.style, e.qrDot = Job{}, nil, plainStyle(), 3
}

// next takes a byte off the buffer and keeps it for the record.
func (e *engine) next() (byte, error) {
	b, err := e.in.ReadByte()
	if err == nil {
		if len(e.job.Raw) == 0 {
			e.job.Began = e.printer.now()
		}
		e.job.Raw = append(e.job.Raw, b)
	}
	return b, err
}

func (e *engine) take(n int) ([]byte, error) {
	out := make([]byte, n)
	for i := range out {
		b, err := e.next()
		if err != nil {
			return nil, err
		}
		out[i] = b
	}
	return out, nil
}

func (e *engine) odd(b ...byte) { e.job.Odd = append(e.job.Odd, fmt.Sprintf("% X", b)) }

// one interprets one command or character.
func (e *engine) one(b byte) error {
	switch b {
	case 0x0A:
		return e.flush()
	case 0x0D, 0x00:
		return nil
	case 0x1B:
		return e.esc()
	case 0x1C:
		return e.fs()
	case 0x1D:
		return e.gs()
	}
	if b < 0x20 {
		e.odd(b)
		return nil
	}
	return e.character(b)
}

func (e *engine) esc() error {
	c, err := e.next()
	if err != nil {
		return err
	}
	if c == 0x40 {
		e.style, e.line = plainStyle(), nil
		return nil
	}
	if c == 0x32 {
		e.style.spacing = lineDots
		return nil
	}
	a, err := e.take(map[byte]int{0x70: 3, 0x24: 2, 0x5C: 2, 0x63: 2}[c] + one(c != 0x70 && c != 0x24 && c != 0x5C && c != 0x63))
	if err != nil {
		return err
	}
	switch c {
	case 0x33:
		e.style.spacing = int(a[0])
	case 0x45, 0x47:
		e.style.bold = a[0]&1 == 1
	case 0x61:
		e.style.align = a[0] % 48
	case 0x64:
		if err := e.flush(); err != nil {
			return err
		}
		return e.feed(int(a[0]) * e.style.spacing)
	case 0x4A:
		return e.feed(int(a[0]))
	case 0x21:
		e.style.w, e.style.h = 1+int(a[0]>>5&1), 1+int(a[0]>>4&1)
	case 0x2D, 0x4D, 0x52, 0x74, 0x20, 0x70, 0x24, 0x5C, 0x63:
	default:
		e.odd(0x1B, c)
	}
	return nil
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (e *engine) fs() error {
	c, err := e.next()
	if err != nil {
		return err
	}
	switch c {
	case 0x26, 0x2E:
		e.style.chinese = c == 0x26
		return nil
	case 0x21, 0x2D:
		a, err := e.take(1)
		if err == nil && c == 0x21 {
			e.style.w, e.style.h = 1+int(a[0]>>2&1), 1+int(a[0]>>3&1)
		}
		return err
	case 0x57:
		a, err := e.take(1)
		if err == nil {
			e.style.w, e.style.h = 1+int(a[0]&1), 1+int(a[0]&1)
		}
		return err
	case 0x53:
		_, err := e.take(2)
		return err
	}
	e.odd(0x1C, c)
	return nil
}

func (e *engine) gs() error {
	c, err := e.next()
	if err != nil {
		return err
	}
	switch c {
	case 0x28:
		return e.function()
	case 0x76:
		return e.raster()
	case 0x56:
		return e.cut()
	}
	a, err := e.take(1 + one(c == 0x4C || c == 0x57))
	if err != nil {
		return err
	}
	switch c {
	case 0x21:
		e.style.w, e.style.h = int(a[0]>>4&7)+1, int(a[0]&7)+1
	case 0x42:
		e.style.reverse = a[0]&1 == 1
	case 0x61:
		e.automatic.Store(a[0] != 0)
		if a[0] != 0 {
			e.out.write(e.printer.asb())
		}
	case 0x72:
		if st := e.printer.State(); !st.Mute {
			e.out.write([]byte{byte(one(st.NearEnd))*0x03 | byte(one(st.Paper == 0))*0x0C})
		}
	case 0x4C, 0x57, 0x48, 0x68, 0x77, 0x66:
	default:
		e.odd(0x1D, c)
	}
	return nil
}

// cut feeds to the knife and ends the ticket.
func (e *engine) cut() error {
	a, err := e.take(1)
	if err != nil {
		return err
	}
	feed := 0
	if a[0] == 0x41 || a[0] == 0x42 {
		n, err := e.take(1)
		if err != nil {
			return err
		}
		feed = int(n[0])
	}
	if err := e.feed(feed + 8); err != nil {
		return err
	}
	e.finish(true)
	return nil
}

func (e *engine) finish(cut bool) {
	if e.sheet.height() > 0 {
		e.job.Cut, e.job.Paper = cut, e.sheet.image()
		e.printer.keep(e.job)
	}
	style := e.style
	e.reset()
	e.style = style
}

func (e *engine) feed(dots int) error {
	if err := e.printer.advance(e.ctx, dots); err != nil {
		return err
	}
	e.sheet.feed(dots)
	return nil
}
