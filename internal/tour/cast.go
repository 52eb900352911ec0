package tour

import (
	"context"
	"fmt"
	"image"
	"os/exec"
	"path/filepath"
	"time"

	"onewindow/internal/rig"
)

// story is the small hall while the story is played on it.
type story struct {
	*Stage
	p         Params
	control   *rig.Control
	witness   *Witness
	reviewer  *Reviewer
	processes map[string]*rig.Process

	kiosk, counter, display, strip *Role
	jobs                           int // tickets the printer gave so far
	interruptions                  interruptions
	album                          []portrait
	typed                          map[string][]byte // the points of what was typed, by control
}

var wholeScreen = image.Rect(0, 0, 4920, 2420)

// role is a desktop program with its windows.
func (s *story) role(name string, windows ...*Window) *Role {
	r := &Role{name: name, mapFile: filepath.Join(s.p.Hall, name+".map"), windows: map[string]*Window{}}
	for _, w := range windows {
		r.windows[w.Title] = w
	}
	return r
}

// roles names the windows and where they stand on the virtual screen.
func (s *story) roles() {
	s.counter = s.role(rig.Counter, &Window{Title: counterTitle, Rect: image.Rect(0, 0, 1920, 1080)},
		&Window{Title: "OneWindow citizen", Rect: image.Rect(0, 1080, 1280, 1880)})
	s.display = s.role(rig.Display, &Window{Title: "OneWindow display", Rect: image.Rect(1920, 0, 3840, 1080)})
	s.strip = s.role(rig.Strip, &Window{Title: "OneWindow window 3", Rect: image.Rect(1300, 1100, 2580, 1500)})
	s.kiosk = s.role(rig.Kiosk, &Window{Title: "OneWindow kiosk", Rect: image.Rect(3840, 0, 4920, 1920)})
}

// counterTitle is the title of the clerk's window, and of what stands in its place.
const counterTitle = "OneWindow counter"

func (s *story) counterWindow() *Window { return s.counter.windows[counterTitle] }
func (s *story) citizenWindow() *Window { return s.counter.windows["OneWindow citizen"] }
func (s *story) kioskWindow() *Window   { return s.kiosk.windows["OneWindow kiosk"] }
func (s *story) displayWindow() *Window { return s.display.windows["OneWindow display"] }
func (s *story) stripWindow() *Window   { return s.strip.windows["OneWindow window 3"] }

// close ends every program in the order people would: windows, then what stands behind them.
func (s *story) close() {
	for _, name := range []string{rig.Kiosk, rig.Counter, rig.Strip, rig.Display, rig.Devsim, rig.Hall, rig.Platform} {
		if p := s.processes[name]; p != nil {
			p.Stop()
		}
	}
	if s.witness != nil {
		s.witness.Close()
	}
	s.control.Close()
	s.screen.Close()
}

// server starts one of the programs without a window.
func (s *story) server(ctx context.Context, name string) error {
	ready := map[string]string{rig.Platform: "platform: api", rig.Hall: "hall: listening", rig.Devsim: "control "}[name]
	return s.start(ctx, rig.Command{Name: name, Path: filepath.Join(s.p.Bin, name), Args: []string{"-config", filepath.Join(s.p.Hall, name+".toml")}, Ready: ready})
}

// open starts a desktop program and puts its windows in their places.
func (s *story) open(ctx context.Context, r *Role, command string, more ...string) error {
	err := s.start(ctx, rig.Command{
		Name: r.name, Path: filepath.Join(s.p.Bin, "onewindow"),
		Args: append([]string{command, "-config", filepath.Join(s.p.Hall, r.name+".toml"), "-tags-file", r.mapFile}, more...),
		Env:  s.screen.Env(), Ready: command + ": ready",
	})
	if err != nil {
		return err
	}
	return s.place(ctx, r)
}

// place puts a program's windows in their places.
func (s *story) place(ctx context.Context, r *Role) (err error) {
	for _, w := range r.windows {
		if w.id, err = s.screen.Place(ctx, s.processes[r.name].PID(), w.Title, w.Rect); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) start(ctx context.Context, c rig.Command) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	p, err := rig.Start(ctx, filepath.Join(s.p.Out, "log"), c)
	if err == nil {
		s.processes[c.Name] = p
	}
	return err
}

// stop asks a program to end; kill ends it as a power cut would.
func (s *story) stop(name string) { s.processes[name].Stop(); delete(s.processes, name) }
func (s *story) kill(name string) { s.processes[name].Kill(); delete(s.processes, name) }

// keys presses keys in the clerk's window.
func (s *story) keys(ctx context.Context, keys ...string) error {
	if err := s.screen.Focus(ctx, s.counterWindow().id); err != nil {
		return err
	}
	return s.screen.Key(ctx, keys...)
}

// shots keeps a picture of windows and says so.
func (s *story) shots(ctx context.Context, names ...any) ([]string, error) {
	var seen []string
	for i := 0; i+1 < len(names); i += 2 {
		file, err := s.Shot(ctx, names[i].(*Window), names[i+1].(string))
		if err != nil {
			return seen, err
		}
		seen = append(seen, fmt.Sprintf("![%s](%s)", names[i+1], file))
	}
	return seen, nil
}

// all runs acts until one fails.
func all(acts ...func() error) error {
	for _, act := range acts {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

// run runs one of the program's commands to its end.
func (s *story) run(ctx context.Context, args ...string) error {
	out, err := exec.CommandContext(ctx, filepath.Join(s.p.Bin, "onewindow"), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("tour: onewindow %s: %w: %s", args[0], err, out)
	}
	return nil
}
