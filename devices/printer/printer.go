package printer

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"onewindow/devices"
	"onewindow/devices/watch"
	"onewindow/internal/glyph"
	"onewindow/internal/queue"
)

const (
	defaultPoll  = 3 * time.Second
	defaultLimit = 20 * time.Second
)

// Params makes a Printer.
type Params struct {
	Addr    string // host:9100
	Profile Profile
	Fonts   *glyph.Fonts  // loaded when nil
	Poll    time.Duration // pause between two looks at the status; 3 s when 0
	Limit   time.Duration // how long a ticket may take; 20 s when 0
	Now     func() time.Time
	Log     *slog.Logger // may be nil; never gets what was printed
}

// Printer is a driver for one printer. It connects for each look and each ticket, because such printers serve
// one client at a time. All methods may be called by anybody.
type Printer struct {
	p      Params
	status watch.Status
	line   chan struct{} // holds one token: who has it may connect
}

// New makes a printer that is absent until somebody looks. It fails only when the bundled font does.
func New(p Params) (*Printer, error) {
	if p.Fonts == nil {
		fonts, err := glyph.Load()
		if err != nil {
			return nil, err
		}
		p.Fonts = fonts
	}
	if p.Poll == 0 {
		p.Poll = defaultPoll
	}
	if p.Limit == 0 {
		p.Limit = defaultLimit
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	pr := &Printer{p: p, status: watch.Status{Now: p.Now}, line: make(chan struct{}, 1)}
	pr.line <- struct{}{}
	pr.status.Set(watch.Of(absent(nil)))
	return pr, nil
}

// Status is how the printer was when last looked at.
func (p *Printer) Status() devices.Status { return p.status.Get() }

// Watch gives the status now and after every change until ctx ends.
func (p *Printer) Watch(ctx context.Context) <-chan devices.Status { return p.status.Watch(ctx) }

// Serve looks at the printer again and again until ctx ends; it returns ctx's error.
func (p *Printer) Serve(ctx context.Context) error {
	for {
		p.Look(ctx)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(p.p.Poll):
		}
	}
}

// Look asks the printer how it is.
func (p *Printer) Look(ctx context.Context) devices.Status {
	if p.take(ctx) != nil {
		return p.Status()
	}
	defer p.give()
	t, err := dial(ctx, p.p.Addr)
	if err != nil {
		return p.set(ctx, condition{}, err)
	}
	defer t.close()
	c, err := t.condition()
	return p.set(ctx, c, err)
}

// PrintSlip prints a ticket; nil means that the printer said it is out. The error is a *devices.Error that says
// why not; errors.Is(err, devices.ErrPartly) tells that paper may have moved. Without that, nothing was printed.
func (p *Printer) PrintSlip(ctx context.Context, slip queue.Slip) error {
	job, err := layout(p.p.Profile, p.p.Fonts, slip)
	if err != nil {
		return devices.NewError(devices.KindProtocol, codeContents, err)
	}
	return p.print(ctx, job)
}

// print sends one job and waits for the printer's word on it.
func (p *Printer) print(ctx context.Context, job []byte) error {
	ctx, cancel := context.WithTimeout(ctx, p.p.Limit)
	defer cancel()
	if err := p.take(ctx); err != nil {
		return silent(err)
	}
	defer p.give()
	t, err := dial(ctx, p.p.Addr)
	if err != nil {
		p.set(ctx, condition{}, err)
		return asError(err)
	}
	defer t.close()
	before, err := t.condition()
	if p.set(ctx, before, err); err != nil {
		return asError(err)
	}
	if e := before.trouble(); e != nil {
		return e
	}
	p.status.Set(devices.Status{State: devices.Busy})
	err = t.run(ctx, job)
	after, lookErr := t.condition()
	if lookErr != nil && err == nil {
		err = lookErr
	}
	p.set(ctx, after, lookErr)
	return p.verdict(after, err)
}

// verdict turns the end of a job into what the caller is told. The job's bytes were on their way: whatever went
// wrong, paper may have moved.
func (p *Printer) verdict(after condition, err error) error {
	e := after.trouble()
	switch {
	case e != nil && err != nil:
	case e != nil && (after.paperOut || after.cover):
		return nil // the queued answer came: the ticket is out, and the roll ended or the cover was opened behind it
	case e == nil && err != nil:
		e = stopped(nil)
	case e == nil:
		return nil
	}
	if e.Code == codePaper {
		e = attention(codeTorn, nil) // it began with paper
	}
	e.Err = errors.Join(devices.ErrPartly, err)
	p.p.Log.Warn("ticket not printed", "code", e.Code, "err", err)
	return e
}

func (p *Printer) set(ctx context.Context, c condition, err error) devices.Status {
	st := c.status()
	if err != nil {
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return p.Status() // our own hurry says nothing about the printer
		}
		st = watch.Of(asError(err))
	}
	if p.status.Set(st) {
		p.p.Log.Info("ticket printer", "state", st.State.String(), "code", st.Code)
	}
	return p.Status()
}

func asError(err error) *devices.Error {
	var de *devices.Error
	if errors.As(err, &de) {
		return de
	}
	return silent(err)
}

func (p *Printer) take(ctx context.Context) error {
	select {
	case <-p.line:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Printer) give() { p.line <- struct{}{} }
