package sim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"onewindow/internal/glyph"
)

// Params says which devices a Lab has and where. An empty address means that there is no such device.
type Params struct {
	Readers []ReaderParams
	Printer PrinterParams
	Scanner ScannerParams
	Control string       // loopback address of the control endpoint
	Fonts   *glyph.Fonts // loaded when nil
	Now     func() time.Time
	Log     *slog.Logger // may be nil
}

// Lab is a set of virtual devices that stand beside each other.
type Lab struct {
	Readers map[string]*Reader
	Printer *Printer // nil when there is none
	Scanner *Scanner // nil when there is none

	control string
	serve   []func(context.Context) error
	close   []func() error
}

// New takes every address, so that Addresses is right before Serve runs; Serve or Close must follow.
func New(p Params) (*Lab, error) {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Fonts == nil {
		fonts, err := glyph.Load()
		if err != nil {
			return nil, err
		}
		p.Fonts = fonts
	}
	l := &Lab{Readers: map[string]*Reader{}}
	for _, rp := range p.Readers {
		if err := l.addReader(rp, p.Log); err != nil {
			l.Close()
			return nil, err
		}
	}
	for _, add := range []func(Params) error{l.addPrinter, l.addScanner, l.addControl} {
		if err := add(p); err != nil {
			l.Close()
			return nil, err
		}
	}
	return l, nil
}

func (l *Lab) addScanner(p Params) error {
	if p.Scanner.TCP == "" {
		return nil
	}
	l.Scanner = newScanner(p.Scanner, p.Fonts, p.Log)
	ln, err := l.Scanner.listen()
	if err != nil {
		return fmt.Errorf("sim: scanner: %w", err)
	}
	l.close = append(l.close, ln.Close)
	l.serve = append(l.serve, func(ctx context.Context) error { return l.Scanner.serve(ctx, ln) })
	return nil
}

// addControl opens the control endpoint; it takes orders from this machine only.
func (l *Lab) addControl(p Params) error {
	if p.Control == "" {
		return nil
	}
	ln, err := net.Listen("tcp", p.Control)
	if err != nil {
		return fmt.Errorf("sim: control: %w", err)
	}
	l.close = append(l.close, ln.Close)
	if a, ok := ln.Addr().(*net.TCPAddr); !ok || !a.IP.IsLoopback() {
		return errors.New("sim: control must be a loopback address")
	}
	l.control = "http://" + ln.Addr().String()
	l.serve = append(l.serve, func(ctx context.Context) error { return l.serveControl(ctx, ln) })
	return nil
}

func (l *Lab) addPrinter(p Params) error {
	if p.Printer.TCP == "" {
		return nil
	}
	l.Printer = newPrinter(p.Printer, p.Fonts, p.Now, p.Log)
	ln, err := l.Printer.listen()
	if err != nil {
		return fmt.Errorf("sim: printer: %w", err)
	}
	l.close = append(l.close, ln.Close)
	l.serve = append(l.serve, func(ctx context.Context) error { return l.Printer.serve(ctx, ln) })
	return nil
}

func (l *Lab) addReader(p ReaderParams, log *slog.Logger) error {
	r := newReader(p, log)
	l.Readers[p.Name] = r
	if p.Link != "" {
		l.serve = append(l.serve, r.servePTY)
	}
	if p.TCP == "" {
		return nil
	}
	ln, err := r.listen()
	if err != nil {
		return fmt.Errorf("sim: reader %s: %w", p.Name, err)
	}
	l.close = append(l.close, ln.Close)
	l.serve = append(l.serve, func(ctx context.Context) error { return r.serveTCP(ctx, ln) })
	return nil
}

// Serve runs all devices until ctx ends or one of them fails, then closes them.
func (l *Lab) Serve(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	for _, f := range l.serve {
		all.Go(func() {
			if err := f(ctx); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	l.Close()
	return context.Cause(ctx)
}

// Close frees the addresses of a Lab that does not serve.
func (l *Lab) Close() error {
	var errs []error
	for _, f := range l.close {
		if err := f(); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
