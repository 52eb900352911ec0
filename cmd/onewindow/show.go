package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"onewindow/internal/morning"
	"onewindow/internal/rig"
	"onewindow/internal/trouble"
	"onewindow/ui/demo"
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
	addrs                rig.Addresses
	tiles                tiles
	seed                 uint64  // of the busy morning
	hours                []int   // its plan
	system               float64 // the scale the system gives to windows
	line                 *rig.Line
	control              *rig.Control

	acts sync.Mutex // one start or stop at a time

	mu      sync.Mutex
	running map[string]*rig.Process
	gone    []string // programs that ended by themselves
	opened  bool     // every program has had its first start
	opening string   // the program being started
	notice  *demo.Notice
	closing bool
	rush    *rush // the busy morning; nil = none yet
}

func newShow(dir, tags string, seed uint64) (*show, error) {
	addrs, err := smallHall(dir)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	s := &show{dir: dir, tags: tags, self: self, log: filepath.Join(dir, "log"), addrs: addrs, seed: seed, hours: morning.New(seed, morning.Tickets).Hours(), running: map[string]*rig.Process{}}
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
	s.tiles, s.system = tiling(w, h), scale
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
		s.start(ctx, c.Name)
	}
	s.setOpening("")
	s.mu.Lock()
	s.opened = true
	s.mu.Unlock()
	return nil
}

func (s *show) setOpening(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opening = name
}

// start starts one program and keeps an eye on it.
func (s *show) start(ctx context.Context, name string) {
	s.acts.Lock()
	defer s.acts.Unlock()
	if s.process(name) != nil {
		return
	}
	all := s.programs()
	c := all[slices.IndexFunc(all, func(c rig.Command) bool { return c.Name == name })]
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	p, err := rig.Start(limited, s.log, c)
	if err != nil {
		s.lost(name, "demo.notstarted", err)
		return
	}
	s.mu.Lock()
	s.running[name] = p
	s.mended(name)
	s.gone = slices.DeleteFunc(s.gone, func(g string) bool { return g == name })
	s.mu.Unlock()
	go func() {
		<-p.Done()
		if s.process(name) == p { // nobody asked for it
			s.lost(name, "demo.ended", p.Err())
		}
	}()
}

// lost keeps in mind that a program is not there though it should be, and why, in its own words if it left any.
func (s *show) lost(name, why string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.running, name)
	if s.closing {
		return
	}
	code, words, _ := trouble.Told(err)
	s.notice = &demo.Notice{Key: why, Program: name, Log: s.logOf(name), Zh: words.Zh, En: words.En, Code: code}
	if !slices.Contains(s.gone, name) {
		s.gone = append(s.gone, name)
	}
}

// mended takes back what was said of a program. The lock is held.
func (s *show) mended(name string) {
	if s.notice != nil && s.notice.Program == name {
		s.notice = nil
	}
}

func (s *show) logOf(name string) string { return filepath.Join(s.log, name+".log") }

func (s *show) process(name string) *rig.Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running[name]
}

// stop ends programs that run, all at once, and waits for them.
func (s *show) stop(names ...string) { s.end((*rig.Process).Stop, names...) }

func (s *show) end(how func(*rig.Process), names ...string) {
	s.acts.Lock()
	defer s.acts.Unlock()
	var all sync.WaitGroup
	for _, name := range names {
		s.mu.Lock()
		p := s.running[name]
		delete(s.running, name)
		s.gone = slices.DeleteFunc(s.gone, func(g string) bool { return g == name })
		s.mended(name)
		s.mu.Unlock()
		if p != nil {
			all.Go(func() { how(p) })
		}
	}
	all.Wait()
}

// close ends everything: those who ask before those who answer.
func (s *show) close() {
	s.mu.Lock()
	s.closing = true
	rush := s.rush
	s.mu.Unlock()
	if rush != nil {
		rush.end()
	}
	s.stop(rig.Counter, rig.Kiosk, rig.Strip, rig.Display)
	s.stop(rig.Hall)
	s.stop(rig.Devsim)
	s.stop(rig.Platform)
	s.line.Close()
	s.control.Close()
}
