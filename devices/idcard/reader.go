package idcard

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"onewindow/devices"
	"onewindow/devices/serialport"
	"onewindow/devices/watch"
)

const (
	defaultPoll   = 300 * time.Millisecond
	defaultReopen = time.Second
	askLimit      = time.Second     // status, find, select
	readLimit     = 3 * time.Second // 1,295 bytes need 1.35 s at 9600 baud
	resends       = 2               // after a checksum or length fault
	findsToLift   = 3               // failed finds in a row that count as "lifted"
	silences      = 2               // unanswered requests in a row before the line is opened anew
)

// Params makes a Reader.
type Params struct {
	Port   string        // serial port, pty path or tcp://host:port
	Baud   int           // 115200 when 0
	Poll   time.Duration // pause between two finds; 300 ms when 0
	Reopen time.Duration // pause before a lost port is tried again; 1 s when 0
	Now    func() time.Time
	Log    *slog.Logger // may be nil; never gets anything that was read
}

// Reader is a driver for one card reader. Serve owns the line; Status and Watch may be called by anybody.
type Reader struct {
	p      Params
	status watch.Status
	events watch.Hub[devices.CardEvent]
}

// New makes a reader that is absent until Serve runs.
func New(p Params) *Reader {
	if p.Poll == 0 {
		p.Poll = defaultPoll
	}
	if p.Reopen == 0 {
		p.Reopen = defaultReopen
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	r := &Reader{p: p, status: watch.Status{Now: p.Now}}
	r.setStatus(watch.Of(lineError(&devices.Error{Kind: devices.KindAbsent})))
	return r
}

// Status is how the reader is right now.
func (r *Reader) Status() devices.Status { return r.status.Get() }

// Watch gives the reader's status at once, then every card, failure and change until ctx ends.
func (r *Reader) Watch(ctx context.Context) <-chan devices.CardEvent {
	st := r.status.Get()
	return r.events.Watch(ctx, devices.CardEvent{Status: &st})
}

func (r *Reader) setStatus(st devices.Status) {
	if r.status.Set(st) {
		now := r.status.Get()
		r.p.Log.Info("card reader", "state", now.State.String(), "code", now.Code)
		r.events.Say(devices.CardEvent{Status: &now})
	}
}

// Serve opens the port whenever it is there and polls it until ctx ends; it returns ctx's error.
func (r *Reader) Serve(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := r.visit(ctx); err != nil && ctx.Err() == nil {
			r.setStatus(watch.Of(lineError(err)))
			pause(ctx, r.p.Reopen)
		}
	}
	return ctx.Err()
}

// visit opens the port and stays on it until something ends that.
func (r *Reader) visit(ctx context.Context) error {
	port, err := serialport.Open(ctx, serialport.Params{Name: r.p.Port, Baud: r.p.Baud})
	if err != nil {
		return err
	}
	defer port.Close()
	s := &session{r: r, line: port, silent: 1} // what an earlier client left unread is drained first
	defer s.forgetCard()
	return s.run(ctx)
}

// line is what a session needs of a serialport.Port.
type line interface {
	Read([]byte) (int, error)
	Write([]byte) error
}

// session is the talk on one opened line.
type session struct {
	r       *Reader
	line    line
	frames  Frames
	onCard  bool   // a card was read and not yet counted as lifted
	misses  int    // failed finds in a row
	trouble string // code told for the card that lies there; told once
	silent  int    // unanswered requests in a row
}

// run greets the module, then polls for cards.
func (s *session) run(ctx context.Context) error {
	for greeted := false; ; pause(ctx, s.r.p.Poll) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var err error
		if !greeted {
			greeted, err = s.greet(ctx)
		} else {
			err = s.poll(ctx)
		}
		if err = s.weigh(err); err != nil {
			return err
		}
	}
}

// weigh lets single unanswered requests pass; a line error, or silence that lasts, ends the session.
func (s *session) weigh(err error) error {
	if !errors.Is(err, errSilence) {
		if err == nil {
			s.silent = 0
		}
		return err
	}
	s.silent++
	if s.silent < silences {
		return nil
	}
	return noAnswer.error(err)
}

func (s *session) greet(ctx context.Context) (bool, error) {
	sw, _, err := s.ask(ctx, cmdStatus, askLimit)
	if err != nil {
		return false, err
	}
	if sw != swDone {
		s.r.setStatus(watch.Of(swError("status", sw)))
		return false, nil
	}
	s.r.setStatus(devices.Status{State: devices.Ready})
	return true, nil
}

// poll is one round of find, select, read.
func (s *session) poll(ctx context.Context) error {
	sw, _, err := s.ask(ctx, cmdFind, askLimit)
	switch {
	case err != nil:
		return err
	case outOfService(sw):
		s.r.setStatus(watch.Of(swError("find", sw)))
		return nil
	case sw != swFound && sw != swDone:
		s.missed()
		return nil
	}
	s.r.setStatus(devices.Status{State: devices.Ready})
	s.misses = 0
	if sw, _, err = s.ask(ctx, cmdSelect, askLimit); err != nil || sw != swDone {
		return s.failed("select", sw, err)
	}
	sw, data, err := s.ask(ctx, cmdRead, readLimit)
	if err != nil || sw != swDone {
		return s.failed("read", sw, err)
	}
	card, err := decodeRead(data)
	if err != nil {
		s.tell(garbled.error(err))
		return nil
	}
	s.trouble = "" // it was read after all
	s.forgetCard()
	s.onCard = true
	s.r.events.Say(devices.CardEvent{Card: &card})
	return nil
}

// missed counts a find that found nothing. A module finds a card only once until it is lifted, so a card that
// was read counts as lifted after a few failed finds.
func (s *session) missed() {
	s.misses++
	s.r.setStatus(devices.Status{State: devices.Ready})
	if s.misses >= findsToLift {
		s.forgetCard()
	}
}

// forgetCard ends the visit of a card, read or not, if there was one.
func (s *session) forgetCard() {
	if s.onCard || s.trouble != "" {
		s.r.events.Say(devices.CardEvent{Lifted: true})
	}
	s.onCard, s.trouble = false, ""
}

// failed tells that this card could not be read.
func (s *session) failed(step string, sw byte, err error) error {
	if err != nil && !errors.Is(err, errSilence) {
		return err
	}
	if err != nil {
		s.tell(putAgain.error(err))
		return err
	}
	s.tell(swError(step, sw))
	return nil
}

// tell gives an error once as long as the same card lies there.
func (s *session) tell(e *devices.Error) {
	if s.trouble != e.Code {
		s.trouble = e.Code
		s.r.p.Log.Warn("card not read", "code", e.Code, "err", e.Err)
		s.r.events.Say(devices.CardEvent{Err: e})
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
