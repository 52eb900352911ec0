package main

import (
	"context"
	"sync"

	"onewindow/internal/morning"
	"onewindow/internal/morning/play"
	"onewindow/internal/trouble"
	"onewindow/ui/demo"
)

// firstSpeed is how fast a busy morning begins.
const firstSpeed = 10

// rush is one busy morning of the demonstration.
type rush struct {
	day    *play.Day
	cancel context.CancelFunc
	done   chan struct{}
	hangUp func()

	mu   sync.Mutex
	last int   // speed before a pause
	err  error // how it ended
}

// Start implements demo.Lab: a busy morning, unless there is one already. It outlives the act that began it.
func (s *show) Start(ctx context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closing || s.rush.playing() {
		return
	}
	day, hangUp, err := newDay(s.dir, s.addrs, s.seed, firstSpeed, morning.Opens)
	if err != nil {
		s.notice = &demo.Notice{Key: "demo.morning.failed"}
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &rush{day: day, cancel: cancel, done: make(chan struct{}), hangUp: hangUp, last: firstSpeed}
	s.rush = r
	go r.play(ctx)
}

func (r *rush) play(ctx context.Context) {
	defer close(r.done)
	defer r.hangUp()
	err := r.day.Run(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
}

func (r *rush) playing() bool {
	if r == nil {
		return false
	}
	select {
	case <-r.done:
		return false
	default:
		return true
	}
}

// end ends it and waits until it has cleared up.
func (r *rush) end() {
	r.cancel()
	<-r.done
}

// Pace implements demo.Lab.
func (s *show) Pace(_ context.Context, speed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rush == nil {
		return
	}
	s.rush.day.Pace(speed)
	if speed > 0 {
		s.rush.mu.Lock()
		s.rush.last = speed
		s.rush.mu.Unlock()
	}
}

// Stop implements demo.Lab.
func (s *show) Stop(context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rush != nil {
		s.rush.cancel()
	}
}

// state is the busy morning for the panel.
func (r *rush) state() demo.Morning {
	if r == nil {
		return demo.Morning{}
	}
	f := r.day.Figures()
	r.mu.Lock()
	m := demo.Morning{Phase: phaseName(f.Phase), Clock: clockOf(f.Clock), Speed: f.Speed, Last: r.last}
	err := r.err
	r.mu.Unlock()
	if err == nil {
		err = f.Err
	}
	if code, words, ok := trouble.Told(err); ok {
		m.Zh, m.En, m.Code = words.Zh, words.En, code
	}
	for _, p := range f.Pools {
		m.Pools = append(m.Pools, demo.Pool{
			Code: p.Code, Name: p.Name, NameEN: p.NameEN, Arrived: p.Arrived, Waiting: p.Waiting, Served: p.Served, Left: p.Left,
			Came: p.Came, Wait: p.Wait, Expected: p.Expected, Expects: p.Expects,
		})
	}
	return m
}

func phaseName(p play.Phase) string {
	switch p {
	case play.Opening:
		return "opening"
	case play.Playing:
		return "playing"
	case play.Clearing:
		return "clearing"
	}
	return "ended"
}
