package window

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"onewindow/internal/bench"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
	"onewindow/internal/tour"
	"onewindow/sync/hallclient"
)

// stage is a virtual screen with one program's windows, and a small hall behind it.
type stage struct {
	dir     string
	lab     *bench.Lab
	addrs   rig.Addresses
	control *rig.Control
	running []*rig.Process

	screen *tour.Screen
	pixels *pixels
	hand   *hand
}

func newStage(l *bench.Lab, p Params) (*stage, error) {
	dir, err := l.Folder("hall")
	if err != nil {
		return nil, err
	}
	addrs, err := p.Hall(dir)
	if err != nil {
		return nil, err
	}
	return &stage{dir: dir, lab: l, addrs: addrs, control: rig.NewControl(addrs.ControlAddr)}, nil
}

// show opens the virtual screen.
func (s *stage) show(ctx context.Context, size image.Point) (err error) {
	if s.screen, err = tour.OpenScreen(ctx, tour.ScreenParams{Dir: s.dir, Size: size}); err != nil {
		return err
	}
	s.pixels = &pixels{size, s.screen.Look}
	s.hand, err = newHand(s.screen)
	return err
}

// hide takes the screen away.
func (s *stage) hide() {
	if s.hand != nil {
		s.hand.close()
	}
	if s.screen != nil {
		s.screen.Close()
	}
	s.hand, s.pixels, s.screen = nil, nil, nil
}

// close ends the programs, the last started first, and the screen.
func (s *stage) close() {
	for i := len(s.running) - 1; i >= 0; i-- {
		s.running[i].Stop()
	}
	s.control.Close()
	s.hide()
}

// server starts one of the programs without a window.
func (s *stage) server(ctx context.Context, name string) error {
	ready := map[string]string{rig.Hall: "hall: listening", rig.Devsim: "control ", rig.Platform: "platform: api"}[name]
	return s.start(ctx, rig.Command{Name: name, Path: s.lab.Program(name), Args: []string{"-config", filepath.Join(s.dir, name+".toml")}, Ready: ready})
}

// window is how a desktop program is opened at the screen's corner; role is its file, command what it is.
func (s *stage) window(role, command string, more ...string) rig.Command {
	args := []string{command, "-config", filepath.Join(s.dir, role+".toml"), "-tags-file", s.mapFile(role), "-x", "0", "-y", "0"}
	return rig.Command{Name: role, Path: s.lab.Program("onewindow"), Args: append(args, more...), Env: s.screen.Env(), Ready: command + ": ready"}
}

func (s *stage) mapFile(role string) string { return filepath.Join(s.dir, role+".map") }

// open opens a program's window and waits until it stands still.
func (s *stage) open(ctx context.Context, role, command string, more ...string) error {
	if err := s.start(ctx, s.window(role, command, more...)); err != nil {
		return err
	}
	whole := image.Rectangle{Max: s.pixels.size}
	if _, err := s.pixels.until(ctx, whole, "the window shows nothing", func(now string) bool { return !even(now) }); err != nil {
		return err
	}
	return pause(ctx, time.Second) // the window manager gives it the keyboard
}

func (s *stage) start(ctx context.Context, c rig.Command) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	p, err := rig.Start(ctx, s.dir, c)
	if err == nil {
		s.running = append(s.running, p)
	}
	return err
}

// terminal is a client of the hall under a machine's name.
func (s *stage) terminal(name string, role pki.Role) (*hallclient.Client, error) {
	a, err := pki.OpenAuthority(filepath.Join(s.dir, "pki"))
	if err != nil {
		return nil, err
	}
	files, err := a.Machine(pki.Peer{Name: name, Role: role, Hall: rig.HallCode})
	if err != nil {
		return nil, err
	}
	conf, err := pki.Load(files)
	if err != nil {
		return nil, err
	}
	return hallclient.New(hallclient.Params{Nodes: []string{"https://" + s.addrs.HallAddr}, TLS: conf, Terminal: name, Now: time.Now, NewID: s.lab.NewID}), nil
}

// controls mirrors the file a window program writes; see ui/kit's Map.
type controls struct {
	Screens map[string]string `json:"screens"`
	Tags    map[string]struct {
		X, Y, W, H int
	} `json:"tags"`
	Drawn map[string]int64 `json:"drawn"`
}

func (s *stage) controls(role string) (controls, error) {
	raw, err := os.ReadFile(s.mapFile(role))
	if err != nil {
		return controls{}, err
	}
	var c controls
	return c, json.Unmarshal(raw, &c)
}

// until waits until a program's map is as it should be.
func (s *stage) until(ctx context.Context, role, what string, is func(controls) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if c, err := s.controls(role); err == nil && is(c) {
			return nil
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return fmt.Errorf("bench: %s: %w", what, err)
		}
	}
}

// shows waits until a role shows a screen.
func (s *stage) shows(ctx context.Context, role, screen string) error {
	return s.until(ctx, role, role+" does not show "+screen, func(c controls) bool { return c.Screens[role] == screen })
}

// find waits until a control is there and stands still, and gives its middle.
func (s *stage) find(ctx context.Context, role, tag string) (image.Point, error) {
	var at image.Point
	var since time.Time
	err := s.until(ctx, role, "there is no "+tag, func(c controls) bool {
		t, ok := c.Tags[tag]
		now := image.Pt(t.X+t.W/2, t.Y+t.H/2)
		if !ok || now != at {
			at, since = now, time.Now()
			return false
		}
		return time.Since(since) > 120*time.Millisecond
	})
	return at, err
}

// tap presses a control.
func (s *stage) tap(ctx context.Context, role, tag string) error {
	at, err := s.find(ctx, role, tag)
	if err != nil {
		return err
	}
	if err := s.hand.down(ctx, at); err != nil {
		return err
	}
	_, err = s.hand.up()
	return err
}

// hand is one xdotool that waits for its next move, so that a tap costs no start of a program.
type hand struct {
	tool *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Writer
}

func newHand(screen *tour.Screen) (*hand, error) {
	h := &hand{tool: exec.Command("xdotool", "-")}
	h.tool.Env = append(os.Environ(), screen.Env()...)
	var err error
	if h.in, err = h.tool.StdinPipe(); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	h.out = bufio.NewWriter(h.in)
	if err := h.tool.Start(); err != nil {
		return nil, fmt.Errorf("bench: xdotool: %w", err)
	}
	return h, nil
}

func (h *hand) close() {
	_ = h.in.Close()
	_ = h.tool.Wait()
}

func (h *hand) do(lines ...string) error {
	for _, l := range lines {
		if _, err := h.out.WriteString(l + "\n"); err != nil {
			return fmt.Errorf("bench: xdotool: %w", err)
		}
	}
	if err := h.out.Flush(); err != nil {
		return fmt.Errorf("bench: xdotool: %w", err)
	}
	return nil
}

// down puts the finger on a point and leaves it there as long as a finger takes.
func (h *hand) down(ctx context.Context, at image.Point) error {
	move := func(x int) string { return fmt.Sprintf("mousemove %d %d", x, at.Y) }
	if err := h.do(move(at.X-3), move(at.X)); err != nil {
		return err
	}
	return errors.Join(pause(ctx, 60*time.Millisecond), h.do("mousedown 1"), pause(ctx, 80*time.Millisecond))
}

// up lifts the finger and gives when.
func (h *hand) up() (time.Time, error) {
	at := time.Now()
	return at, h.do("mouseup 1")
}

// keys presses keys one after the other: "F2", "ctrl+n".
func (h *hand) keys(names ...string) error {
	for _, n := range names {
		if err := h.do("key " + n); err != nil {
			return err
		}
	}
	return nil
}

// write types plain text.
func (h *hand) write(text string) error { return h.do("type --delay 25 " + text) }
