package tour

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"net"
	"os"
	"path/filepath"
	"time"

	"onewindow/internal/config"
	"onewindow/internal/pki"
	"onewindow/internal/rig"
)

// startup: what keeps a program from starting is said in a window, and trying again goes on where it was.
func (s *story) startup() chapter {
	return chapter{title: "起不来 What keeps a program from starting", steps: []step{
		{"the counter is killed (kill -9) with a case in hand; its file has faults, then its certificate has expired; trying again opens it", s.by(s.badStarts)},
		{"a second counter on the same data is refused, and the first goes on", s.by(s.secondInstance)},
		{"a counter that never heard the time, on a small disk, says so; back with its own data, the case in hand is accepted", s.by(s.newMachine)},
		{"a hall's node whose address is taken: the demonstration's panel says so", s.by(s.portTaken)},
	}, troubles: []string{"CONF-001", "CERT-001", "VAULT-001", "CLOCK-001", "VAULT-008", "PORT-001"}}
}

// badStarts: two reasons one after the other, each mended while the window stands.
func (s *story) badStarts(h *hand) {
	s.kill(rig.Counter)
	file := &damaged{paths: []string{s.hallFile("counter.toml")}}
	cert := &damaged{paths: []string{s.hallFile("pki/W03.pem"), s.hallFile("pki/W03.key")}}
	h.do(func(context.Context) error { return file.damage(s.rewrite("window = 3", `window = "three"`)) })
	h.do(func(context.Context) error { return cert.damage(s.expired) })
	door := s.role(rig.Counter, &Window{Title: counterTitle, Rect: s.counterWindow().Rect})
	h.do(func(ctx context.Context) error { return s.openDoor(ctx, door, "counter.toml") })
	h.scene(door, "doorway", "CONF-001")
	h.do(func(context.Context) error { return file.mend() })
	h.tap(door, "doorway.retry")
	h.scene(door, "doorway", "CERT-001")
	h.do(func(context.Context) error { return cert.mend() })
	h.tap(door, "doorway.retry")
	h.shows(s.counter, "signin")
	h.do(func(ctx context.Context) error { return s.place(ctx, s.counter) })
	s.backToCase(h)
}

// backToCase signs in at a counter that was ended with D001 in hand.
func (s *story) backToCase(h *hand) {
	s.signIn(h)
	h.shows(s.counter, "fill")
	h.do(func(ctx context.Context) error { return s.stillStands(ctx, project()) })
	h.note("the case that was in hand came back as it was typed, point for point")
}

// openDoor starts a counter that will show one window only, its doorway, in the place of the clerk's.
func (s *story) openDoor(ctx context.Context, r *Role, file string) error {
	err := s.start(ctx, rig.Command{
		Name: r.name, Path: filepath.Join(s.p.Bin, "onewindow"), Env: s.screen.Env(),
		Args: []string{"counter", "-config", s.hallFile(file), "-tags-file", r.mapFile},
	})
	if err != nil {
		return err
	}
	return s.placeAsItIs(ctx, r, counterTitle)
}

// placeAsItIs puts a window in its place, whatever its size is.
func (s *story) placeAsItIs(ctx context.Context, r *Role, title string) (err error) {
	w := r.windows[title]
	if w.id, err = s.screen.Place(ctx, s.processes[r.name].PID(), w.Title, w.Rect); err != nil {
		return err
	}
	size, err := s.screen.Size(ctx, w.id)
	w.Rect = image.Rectangle{Min: w.Rect.Min, Max: w.Rect.Min.Add(size)}
	return err
}

// rewrite changes a line of the counter's file.
func (s *story) rewrite(line, into string) func() error {
	return func() error {
		path := s.hallFile("counter.toml")
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("tour: %w", err)
		}
		if !bytes.Contains(text, []byte(line)) {
			return fmt.Errorf("tour: the counter's file has no line %q", line)
		}
		return os.WriteFile(path, bytes.Replace(text, []byte(line), []byte(into), 1), 0o600)
	}
}

// expired makes the counter's certificate anew, good until yesterday.
func (s *story) expired() error {
	authority, err := pki.OpenAuthority(s.hallFile("pki"))
	if err != nil {
		return err
	}
	_, err = authority.Issue(pki.Peer{Name: "W03", Role: pki.Counter, Hall: rig.HallCode}, time.Now().AddDate(-1, 0, -1), time.Now().AddDate(0, 0, -1))
	return err
}

// secondInstance starts the counter once more beside the one that runs.
func (s *story) secondInstance(h *hand) {
	second := s.role("second", &Window{Title: counterTitle, Rect: image.Rect(1920, 1330, 3840, 2410)})
	h.do(func(ctx context.Context) error { return s.openDoor(ctx, second, "counter.toml") })
	h.scene(second, "doorway", "VAULT-001")
	h.tap(second, "doorway.quit")
	h.do(func(ctx context.Context) error {
		select {
		case <-s.processes[second.name].Done():
			delete(s.processes, second.name)
			return nil
		case <-time.After(patience):
			return errors.New("tour: the second counter does not leave")
		}
	})
	h.shows(s.counter, "fill") // the first goes on where it was
}

// newMachine: the counter with a fresh folder, as a machine that was just put there, while nobody can tell it the time.
func (s *story) newMachine(h *hand) {
	file := &damaged{paths: []string{s.hallFile("counter.toml")}}
	h.do(func(ctx context.Context) error {
		s.kill(rig.Counter)
		s.kill(rig.Hall)
		return errors.Join(
			file.damage(s.rewrite(`dir = "counter"`, `dir = "fresh"`)),
			s.rewrite("#low_mb = 2048", "low_mb = 99999999")(),
			s.open(ctx, s.counter, "counter"))
	})
	s.signIn(h)
	h.scene(s.counter, "counter", "CLOCK-001")
	h.keys("Escape")
	h.scene(s.counter, "counter", "VAULT-008")
	h.do(func(ctx context.Context) error {
		s.kill(rig.Counter)
		return errors.Join(file.mend(), s.server(ctx, rig.Hall), s.open(ctx, s.counter, "counter"))
	})
	s.backToCase(h)
	h.do(s.accept)
}

// portTaken starts a demonstration of its own, whose hall node finds its address taken.
func (s *story) portTaken(h *hand) {
	dir := filepath.Join(s.p.Out, "demo")
	panel := s.role("panel", &Window{Title: "OneWindow demo", Rect: image.Rect(3880, 0, 4340, 2000)})
	panel.mapFile = filepath.Join(dir, "demo.json")
	var port net.Listener
	h.do(func(ctx context.Context) error {
		if err := s.run(ctx, "setup", "-dir", dir); err != nil {
			return err
		}
		taken, err := config.LoadHall(filepath.Join(dir, "hall.toml"))
		if err != nil {
			return err
		}
		other, err := net.Listen("tcp", taken.Listen)
		if err != nil {
			return fmt.Errorf("tour: %w", err)
		}
		port = other
		return s.start(ctx, rig.Command{Name: panel.name, Path: filepath.Join(s.p.Bin, "onewindow"), Args: []string{"demo", "-dir", dir, "-tags-dir", dir}, Env: s.screen.Env()})
	})
	h.do(func(ctx context.Context) error {
		return errors.Join(s.placeAsItIs(ctx, panel, "OneWindow demo"), s.opened(ctx, panel))
	})
	h.scene(panel, "demo", "PORT-001")
	h.do(func(context.Context) error { s.stop(panel.name); return port.Close() })
}

// opened waits until a demonstration has said what it could not open and opened the rest, whose windows lie over its panel.
func (s *story) opened(ctx context.Context, panel *Role) error {
	err := s.until(ctx, "the demonstration is still opening", func() bool {
		c, err := panel.controls()
		_, opening := c.Tags["demo.opening"]
		_, told := c.Tags["demo.trouble.PORT-001"]
		return err == nil && told && !opening
	})
	return errors.Join(err, s.screen.Focus(ctx, panel.windows["OneWindow demo"].id))
}

func (s *story) hallFile(name string) string { return filepath.Join(s.p.Hall, name) }

// damaged is some files that are not as they should be for a while.
type damaged struct {
	paths []string
	good  [][]byte
}

// damage keeps the files and lets how spoil them.
func (d *damaged) damage(how func() error) error {
	for _, p := range d.paths {
		text, err := os.ReadFile(p)
		if err != nil {
			return fmt.Errorf("tour: %w", err)
		}
		d.good = append(d.good, text)
	}
	return how()
}

// mend puts the files back as they were.
func (d *damaged) mend() error {
	for i, p := range d.paths {
		if err := os.WriteFile(p, d.good[i], 0o600); err != nil {
			return fmt.Errorf("tour: %w", err)
		}
	}
	return nil
}
