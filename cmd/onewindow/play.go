package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"onewindow/internal/config"
	"onewindow/internal/trouble"
	"onewindow/ui/doorway"
	"onewindow/ui/kit"
)

// opening makes a role's parts and gives what opens its windows. Making may take its time and happens anywhere, opening
// happens on the UI goroutine. It may be asked again when it failed, or when what it opened has ended.
type opening func(p *program, conf config.Terminal) (windows func() error, err error)

// stage is where a desktop program plays its role, or says at a doorway why it does not. Its methods belong to the UI
// goroutine, except where they say otherwise.
type stage struct {
	*program // of the whole run: its context ends when the program is asked to end
	flags    roleFlags
	open     opening
	conf     config.Terminal // the newest file that could be read

	mu     sync.Mutex
	act    *program // the newest try: its context ends with the role
	failed error    // why the doorway is open; nil while the role is played

	running bool // Fyne has started
	door    *doorway.Door
	window  fyne.Window // the doorway's
}

// playRole plays a role until the program is asked to end. Whatever keeps the role from starting, or ends it, opens a doorway
// that says so and lets a person try again; the error is what it said last if it was left that way.
func playRole(ctx context.Context, name string, f roleFlags, open opening) error {
	s := &stage{program: newProgram(ctx, name, f), flags: f, open: open}
	s.serve("controls", func(ctx context.Context) error { return s.controls.Follow(ctx, s.ui, 50*time.Millisecond) })
	s.app.Lifecycle().SetOnStarted(func() {
		s.running = true
		s.ready()
	})
	s.show(s.prepare())
	s.hold()
	s.mu.Lock()
	act, failed := s.act, s.failed
	s.mu.Unlock()
	if cause := context.Cause(s.ctx); !errors.Is(cause, context.Canceled) {
		failed = errors.Join(failed, trouble.AtEnd(cause))
	}
	return errors.Join(failed, trouble.AtEnd(act.end()))
}

// prepare makes the parts of a new try, from any goroutine, when all of the try before has ended.
func (s *stage) prepare() (windows func() error, err error) {
	s.mu.Lock()
	before := s.act
	s.mu.Unlock()
	if before != nil {
		if err := before.end(); err != nil {
			s.log.Error("closing", "err", err)
		}
	}
	p := s.another()
	s.mu.Lock()
	s.act = p
	s.mu.Unlock()
	conf, err := config.LoadTerminal(s.flags.config, config.Role(s.name))
	if err != nil {
		return nil, err
	}
	s.conf = conf
	return s.open(p, conf)
}

// show opens the role's windows, or the doorway.
func (s *stage) show(windows func() error, err error) {
	if err == nil {
		err = windows()
	}
	if err != nil {
		s.fail(trouble.AtStart(err))
		return
	}
	s.mu.Lock()
	s.failed = nil
	act := s.act
	s.mu.Unlock()
	s.shut()
	s.ready()
	go s.watch(act)
}

// ready tells whoever started the program that its windows are open.
func (s *stage) ready() {
	if s.running && s.door == nil {
		fmt.Printf("%s: ready\n", s.name)
	}
}

// watch waits for the end of a role: with the program, or because a part of it failed.
func (s *stage) watch(act *program) {
	<-act.ctx.Done()
	cause := context.Cause(act.ctx)
	if s.ctx.Err() != nil || errors.Is(cause, context.Canceled) {
		s.cancel(nil)
		return
	}
	s.ui.Do(func() {
		s.fail(trouble.AtEnd(cause))
		for _, role := range []string{"counter", "citizen", "kiosk", "display", "strip"} {
			s.controls.Leave(role)
		}
		act.closeWindows() // after the doorway is open: Fyne ends with the last window
	})
}

// fail says at the doorway why the role is not played.
func (s *stage) fail(err error) {
	trouble.Leave(os.Stderr, "onewindow", err)
	fmt.Printf("%s: doorway\n", s.name)
	s.mu.Lock()
	s.failed = err
	act := s.act
	s.mu.Unlock()
	go act.end() // what it holds is free for the next try, here or elsewhere
	if s.door != nil {
		s.door.Set(troubles(err))
		return
	}
	words, wordsErr := kit.NewWords(language(s.conf), "kit", "doorway")
	if wordsErr != nil { // a build without its words cannot say anything
		s.cancel(errors.Join(err, wordsErr))
		return
	}
	s.door = doorway.New(doorway.Params{Role: s.name, Words: words, Troubles: troubles(err), Retry: s.retry, Quit: func() { s.cancel(nil) }, Map: s.controls})
	s.window = s.program.window("OneWindow "+s.name, s.door.Content(), doorSize(s.name, s.conf.Window), s.conf.Screen, 0, 0)
	s.door.Attach(s.window)
}

// retry plays the role anew.
func (s *stage) retry() {
	go func() {
		windows, err := s.prepare()
		s.ui.Do(func() { s.show(windows, err) })
	}()
}

// shut closes the doorway.
func (s *stage) shut() {
	if s.door == nil {
		return
	}
	s.door.Close()
	s.controls.Leave("doorway")
	s.window.Close()
	s.door, s.window = nil, nil
}

// doorSize is the size of the role's own screen, or of a clerk's second one. A display with a window's number is a strip.
func doorSize(role string, window int) fyne.Size {
	switch {
	case role == "kiosk":
		return fyne.NewSize(1080, 1920)
	case role == "display" && window > 0:
		return fyne.NewSize(1280, 400)
	case role == "display":
		return fyne.NewSize(1920, 1080)
	}
	return fyne.NewSize(1280, 800)
}

// troubles are the reasons in an error, as a doorway shows them: one, or every fault of a configuration file.
func troubles(err error) []doorway.Trouble {
	var all []doorway.Trouble
	for _, f := range config.FaultsOf(err) {
		all = append(all, doorway.Trouble{Code: config.Code, Zh: f.Sentence, En: f.SentenceEN, Detail: f.Where()})
	}
	if len(all) > 1 {
		return all
	}
	code, w, _ := trouble.Told(err)
	one := doorway.Trouble{Code: code, Zh: w.Zh, En: w.En}
	if len(all) == 1 { // the whole sentence says what the one fault means
		one.Detail = all[0].Detail
	}
	return []doorway.Trouble{one}
}
