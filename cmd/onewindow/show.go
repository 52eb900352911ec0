package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"onewindow/devices/sim"
	"onewindow/internal/rig"
	"onewindow/ui/demo"
	"onewindow/ui/kit"
)

// Time limits of the show: of a program's start on a slow machine, and of one look at the devices.
const (
	startLimit = time.Minute
	lookLimit  = 3 * time.Second
)

// show is the running small hall: its programs, the line between counter and platform, and the devices' steering.
// It is the panel's Lab.
type show struct {
	dir, tags, self, log string
	words                *kit.Words
	addrs                rig.Addresses
	spots                map[string]spot
	system               float64 // the scale the system gives to windows
	line                 *rig.Line
	control              *rig.Control

	acts sync.Mutex // one start or stop at a time

	mu      sync.Mutex
	running map[string]*rig.Process
	gone    []string // programs that ended by themselves
	opening string   // the program being started
	trouble string   // what went wrong last, in words
	closing bool
}

func newShow(dir, tags string, words *kit.Words) (*show, error) {
	addrs, err := smallHall(dir)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	s := &show{dir: dir, tags: tags, self: self, log: filepath.Join(dir, "log"), words: words, addrs: addrs, running: map[string]*rig.Process{}}
	for _, d := range []string{s.log, tags} {
		if d == "" {
			continue
		}
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("demo: %w", err)
		}
	}
	w, h, scale, ok := workArea()
	if !ok {
		w, h = 1920, 1080
	}
	s.spots, s.system = tiling(w, h), scale
	if s.line, err = rig.NewLine(addrs.APIAddr); err != nil {
		return nil, err
	}
	s.control = rig.NewControl(addrs.ControlAddr)
	return s, nil
}

// open starts every program. One that does not start is said on the panel, and the others go on.
func (s *show) open(ctx context.Context) error {
	for _, c := range s.programs() {
		if ctx.Err() != nil {
			return nil
		}
		s.setOpening(c.Name)
		_ = s.start(ctx, c.Name) // the panel says it
	}
	s.setOpening("")
	return nil
}

func (s *show) setOpening(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opening = name
}

// start starts one program and keeps an eye on it.
func (s *show) start(ctx context.Context, name string) error {
	s.acts.Lock()
	defer s.acts.Unlock()
	if s.process(name) != nil {
		return nil
	}
	all := s.programs()
	c := all[slices.IndexFunc(all, func(c rig.Command) bool { return c.Name == name })]
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	p, err := rig.Start(limited, s.log, c)
	if err != nil {
		return s.lost(name, "demo.notstarted", err)
	}
	s.mu.Lock()
	s.running[name] = p
	s.gone = slices.DeleteFunc(s.gone, func(g string) bool { return g == name })
	s.mu.Unlock()
	go func() {
		<-p.Done()
		if s.process(name) == p { // nobody asked for it
			_ = s.lost(name, "demo.ended", nil)
		}
	}()
	return nil
}

// lost keeps in mind that a program is not there though it should be.
func (s *show) lost(name, why string, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, name)
	if s.closing {
		return err
	}
	s.trouble = s.words.T(why, "program", s.words.T("demo.program."+name), "log", filepath.Join(s.log, name+".log"))
	if !slices.Contains(s.gone, name) {
		s.gone = append(s.gone, name)
	}
	return errors.Join(errors.New(s.trouble), err)
}

func (s *show) process(name string) *rig.Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running[name]
}

// stop ends programs that run, all at once, and waits for them.
func (s *show) stop(names ...string) {
	s.acts.Lock()
	defer s.acts.Unlock()
	var all sync.WaitGroup
	for _, name := range names {
		s.mu.Lock()
		p := s.running[name]
		delete(s.running, name)
		s.mu.Unlock()
		if p != nil {
			all.Go(p.Stop)
		}
	}
	all.Wait()
}

// close ends everything: those who ask before those who answer.
func (s *show) close() {
	s.mu.Lock()
	s.closing = true
	s.mu.Unlock()
	s.stop(rig.Counter, rig.Kiosk, rig.Strip, rig.Display)
	s.stop(rig.Hall)
	s.stop(rig.Devsim)
	s.stop(rig.Platform)
	s.line.Close()
	s.control.Close()
}

// State is how everything stands, for the panel.
func (s *show) State(ctx context.Context) demo.State {
	out := demo.State{
		Line: s.line.Whole(), Console: "https://" + s.addrs.WebAddr,
		SignIn: s.words.T("demo.signin", "clerk", demoClerkPIN, "reviewer", demoReviewerPIN),
	}
	people := sim.People()
	for _, preset := range demoPeople {
		out.Cards = append(out.Cards, demo.Card{Preset: preset, Name: people[preset].Name})
	}
	if s.process(rig.Devsim) != nil {
		s.look(ctx, &out)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out.Hall = s.running[rig.Hall] != nil
	out.Gone = slices.Clone(s.gone)
	out.LastError = s.trouble
	if s.opening != "" {
		out.Note = s.words.T("demo.opening", "program", s.words.T("demo.program."+s.opening))
	}
	return out
}

// demoPeople are the cards on the panel: rare characters, an ordinary name, somebody old and a child.
var demoPeople = []string{"zhang", "chen", "liu", "wang", "lin", "wu"}

func (s *show) look(ctx context.Context, out *demo.State) {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	d, err := s.control.State(ctx)
	if err != nil {
		return
	}
	reader := func(name string) demo.Reader {
		r := demo.Reader{Plugged: d.Readers[name].Plugged}
		for preset, card := range sim.People() {
			if card.Name == d.Readers[name].Card {
				r.Card = preset
			}
		}
		return r
	}
	out.Counter, out.Kiosk = reader("counter"), reader("kiosk")
	out.Paper, out.Cover, out.Printed, out.Jam = d.Printer.Paper != 0, d.Printer.Cover, d.Printer.Jobs, d.Scanner.Jammed
}

// did keeps what came of an act for the panel, in words.
func (s *show) did(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trouble = ""
	if err != nil {
		s.trouble = s.words.T("demo.failed", "log", filepath.Join(s.log, rig.Devsim+".log"))
		return errors.New(s.trouble)
	}
	return nil
}

// PutCard implements demo.Lab.
func (s *show) PutCard(ctx context.Context, reader, preset string) error {
	if preset == "" {
		return s.did(s.control.Lift(ctx, reader))
	}
	return s.did(s.control.Put(ctx, reader, preset))
}

// Plug implements demo.Lab.
func (s *show) Plug(ctx context.Context, reader string, in bool) error {
	return s.did(s.control.Plug(ctx, reader, in))
}

// Paper implements demo.Lab.
func (s *show) Paper(ctx context.Context, in bool) error {
	lines := 0
	if in {
		lines = -1
	}
	return s.did(s.control.Paper(ctx, lines))
}

// Cover implements demo.Lab.
func (s *show) Cover(ctx context.Context, open bool) error { return s.did(s.control.Cover(ctx, open)) }

// Jam implements demo.Lab.
func (s *show) Jam(ctx context.Context, jammed bool) error { return s.did(s.control.Jam(ctx, jammed)) }

// Line implements demo.Lab.
func (s *show) Line(_ context.Context, whole bool) error {
	if whole {
		s.line.Mend()
	} else {
		s.line.Cut()
	}
	return s.did(nil)
}

// Hall implements demo.Lab.
func (s *show) Hall(ctx context.Context, running bool) error {
	if running {
		return s.Reopen(ctx, rig.Hall)
	}
	s.stop(rig.Hall)
	return s.did(nil)
}

// Reopen implements demo.Lab.
func (s *show) Reopen(ctx context.Context, program string) error {
	if err := s.start(ctx, program); err != nil {
		return err
	}
	return s.did(nil)
}
