package tour

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	_ "embed"
)

//go:embed openbox.xml
var openboxConfig []byte

// Screen is a virtual screen with a window manager and a finger: Xvfb, openbox and xdotool. Its eye reads the memory in
// which Xvfb draws, which costs nothing.
type Screen struct {
	display string
	xvfb    *exec.Cmd
	wm      *exec.Cmd
	memory  string // the folder of the screen's memory
	frame   *frame
}

// ScreenParams describe a virtual screen.
type ScreenParams struct {
	Dir  string // for the window manager's file
	Size image.Point
}

// NewScreen starts a virtual screen on a free display number, for the whole tour: counter and display side by side,
// the kiosk beside them, and the small windows below.
func NewScreen(ctx context.Context, dir string) (*Screen, error) {
	return OpenScreen(ctx, ScreenParams{Dir: dir, Size: wholeScreen.Max})
}

// OpenScreen starts a virtual screen of any size on a free display number.
func OpenScreen(ctx context.Context, p ScreenParams) (*Screen, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("tour: %w", err)
	}
	defer func() { _ = r.Close() }()
	memory, err := screenMemory()
	if err != nil {
		_ = w.Close()
		return nil, err
	}
	s := &Screen{memory: memory, xvfb: exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", p.Size.X, p.Size.Y), "-fbdir", memory, "-nocursor", "-nolisten", "tcp", "-noreset")}
	s.xvfb.ExtraFiles = []*os.File{w}
	if err := s.xvfb.Start(); err != nil {
		_ = w.Close()
		s.Close()
		return nil, fmt.Errorf("tour: the virtual screen did not start (package xvfb): %w", err)
	}
	_ = w.Close()
	_ = r.SetReadDeadline(time.Now().Add(20 * time.Second))
	number := make([]byte, 16)
	n, err := r.Read(number)
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("tour: the virtual screen gave no number: %w", err)
	}
	s.display = ":" + strings.TrimSpace(string(number[:n]))
	if s.frame, err = openFrame(filepath.Join(memory, "Xvfb_screen0")); err != nil {
		s.Close()
		return nil, err
	}
	return s, s.manage(ctx, p.Dir)
}

// manage starts the window manager with a file of ours: no frames, windows where they ask to be.
func (s *Screen) manage(ctx context.Context, dir string) error {
	rc := filepath.Join(dir, "openbox.xml")
	if err := os.WriteFile(rc, openboxConfig, 0o600); err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	s.wm = exec.Command("openbox", "--config-file", rc, "--sm-disable")
	s.wm.Env = append(os.Environ(), s.Env()...)
	if err := s.wm.Start(); err != nil {
		s.wm = nil
		s.Close()
		return fmt.Errorf("tour: the window manager did not start (package openbox): %w", err)
	}
	// Ready when it answers for the screen.
	for {
		if _, err := s.run(ctx, "xdotool", "get_desktop"); err == nil {
			return nil
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			s.Close()
			return fmt.Errorf("tour: the window manager is not ready: %w", err)
		}
	}
}

// Env is what a program needs to open its windows here.
func (s *Screen) Env() []string {
	return []string{"DISPLAY=" + s.display, "FYNE_SCALE=1", "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1"}
}

// Close takes the screen away.
func (s *Screen) Close() {
	for _, c := range []*exec.Cmd{s.wm, s.xvfb} {
		if c != nil && c.Process != nil {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
	}
	if s.frame != nil {
		_ = s.frame.Close()
	}
	if s.memory != "" {
		_ = os.RemoveAll(s.memory)
	}
}

// Tap moves the finger there, presses and lets go, as a person does. The first tap in a fresh window is lost
// if the pointer never moved inside it: hence two moves.
func (s *Screen) Tap(ctx context.Context, p image.Point) error {
	x, y := strconv.Itoa(p.X), strconv.Itoa(p.Y)
	_, err := s.run(ctx, "xdotool", "mousemove", strconv.Itoa(p.X-3), y, "mousemove", x, y, "sleep", "0.05",
		"mousedown", "1", "sleep", "0.08", "mouseup", "1")
	return err
}

// Type types text into whatever has the focus. Text the keyboard has no keys for is pasted, as a clerk pastes a name.
func (s *Screen) Type(ctx context.Context, text string) error {
	if strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		_, err := s.run(ctx, "xdotool", "type", "--delay", "20", "--", text)
		return err
	}
	// xclip leaves a child behind that serves the text until the next copy; it ends with the screen.
	clip := exec.CommandContext(ctx, "xclip", "-selection", "clipboard", "-in")
	clip.Env = append(os.Environ(), s.Env()...)
	clip.Stdin = strings.NewReader(text)
	if err := clip.Run(); err != nil {
		return fmt.Errorf("tour: the clipboard (package xclip): %w", err)
	}
	for { // on a busy machine the child serves it a moment later
		if out, err := s.run(ctx, "xclip", "-selection", "clipboard", "-out"); err == nil && out == text {
			return s.Key(ctx, "ctrl+v")
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// Wheel turns the wheel over a point, down for positive clicks.
func (s *Screen) Wheel(ctx context.Context, p image.Point, clicks int) error {
	button := "5"
	if clicks < 0 {
		button, clicks = "4", -clicks
	}
	_, err := s.run(ctx, "xdotool", "mousemove", strconv.Itoa(p.X), strconv.Itoa(p.Y), "click", "--repeat", strconv.Itoa(clicks), "--delay", "30", button)
	return err
}

// Key presses a key or a combination: "F2", "ctrl+l".
func (s *Screen) Key(ctx context.Context, keys ...string) error {
	_, err := s.run(ctx, "xdotool", append([]string{"key", "--delay", "40", "--"}, keys...)...)
	return err
}

// Focus gives a window the keyboard.
func (s *Screen) Focus(ctx context.Context, window string) error {
	_, err := s.run(ctx, "xdotool", "windowactivate", "--sync", window)
	return err
}

// Place moves a process's newest visible window of that title, waits until it stands there, and gives its id.
func (s *Screen) Place(ctx context.Context, pid int, title string, r image.Rectangle) (string, error) {
	for {
		out, err := s.run(ctx, "xdotool", "search", "--onlyvisible", "--all", "--pid", strconv.Itoa(pid), "--name", "^"+title+"$")
		if ids := strings.Fields(out); err == nil && len(ids) > 0 {
			id := ids[len(ids)-1]
			_, err := s.run(ctx, "xdotool", "windowmove", "--sync", id, strconv.Itoa(r.Min.X), strconv.Itoa(r.Min.Y))
			return id, err
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return "", fmt.Errorf("tour: no window %q: %w", title, err)
		}
	}
}

// Size gives a window's size.
func (s *Screen) Size(ctx context.Context, window string) (image.Point, error) {
	var size image.Point
	out, err := s.run(ctx, "xdotool", "getwindowgeometry", "--shell", window)
	for _, line := range strings.Fields(out) {
		_, _ = fmt.Sscanf(line, "WIDTH=%d", &size.X)
		_, _ = fmt.Sscanf(line, "HEIGHT=%d", &size.Y)
	}
	return size, err
}

// Look takes a picture of a part of the screen.
func (s *Screen) Look(_ context.Context, r image.Rectangle) (*image.RGBA, error) {
	return s.frame.part(r)
}

func (s *Screen) run(ctx context.Context, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), s.Env()...)
	var out, problem bytes.Buffer
	c.Stdout, c.Stderr = &out, &problem
	if err := c.Run(); err != nil {
		return "", errors.Join(fmt.Errorf("tour: %s: %w", name, err), errors.New(strings.TrimSpace(problem.String())))
	}
	return out.String(), nil
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
