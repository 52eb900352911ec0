package window

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"time"

	"onewindow/internal/bench"
	"onewindow/internal/rig"
)

// Start measures each window from the start of its program to its first frame, its memory and its work while nothing
// happens, beside a browser that shows the picture of the same window over the whole of a screen of the same size.
func Start(p Params) bench.Measure {
	return measure("windows", p, func(ctx context.Context, s *stage) ([]bench.Row, error) {
		l := s.lab
		if err := errors.Join(s.server(ctx, rig.Platform), s.server(ctx, rig.Hall), s.server(ctx, rig.Devsim)); err != nil {
			return nil, err
		}
		var rows []bench.Row
		for _, w := range opened {
			l.Say("%s", w.name)
			more, err := s.beside(ctx, w)
			if err != nil {
				return rows, fmt.Errorf("%s: %w", w.name, err)
			}
			rows = append(rows, more...)
		}
		return rows, nil
	})
}

// window is one kind of window: its program, its size, and a square of it that has something on it.
type window struct {
	name, role, command string
	more                []string
	size                image.Point
	mark                image.Point
}

// opened are the windows in the sizes of LOOK 6. Each has the program's mark, or a number, at the square.
var opened = []window{
	{"counter", rig.Counter, "counter", []string{"-citizen-x", "0", "-citizen-y", "0"}, image.Pt(1920, 1080), image.Pt(0, 0)},
	{"kiosk", rig.Kiosk, "kiosk", nil, image.Pt(1080, 1920), image.Pt(56, 36)},
	{"hall display", rig.Display, "display", nil, image.Pt(1920, 1080), image.Pt(50, 20)},
	{"window strip", rig.Strip, "display", nil, image.Pt(1280, 400), image.Pt(100, 100)},
}

// figures are what one program gave, start by start.
type figures struct {
	start, memory, work bench.Samples
}

// beside starts window and browser in turns, each on a screen of its own, and looks at them while nothing happens.
func (s *stage) beside(ctx context.Context, w window) ([]bench.Row, error) {
	var ours, theirs figures
	picture := filepath.Join(s.dir, w.role+".png")
	if err := s.portrait(ctx, w, picture); err != nil { // the first start warms the disk's cache, too
		return nil, err
	}
	var b *browser
	if installed() {
		b = &browser{dir: s.dir, picture: picture}
		if err := b.warm(ctx, s, w); err != nil {
			return nil, err
		}
	}
	for i := range s.lab.Size(7, 1) {
		look := i < s.lab.Size(3, 1) // looking takes long
		if err := s.round(ctx, w, &ours, b, &theirs, look); err != nil {
			return nil, err
		}
	}
	against := "chromium --kiosk with the same picture"
	if b == nil {
		against = "chromium is not installed"
	}
	row := func(what, unit string, a, b bench.Samples) bench.Row {
		r := bench.Pair{Subject: a, Bare: b}.Row(w.name+", "+what, unit, against)
		return r.Noted("%s; browser %s; both drawn by the processor, there is no graphics card behind a virtual screen", spread(a), spread(b))
	}
	return []bench.Row{
		row("start to first frame", "ms", ours.start, theirs.start),
		row("memory", "MB", ours.memory, theirs.memory),
		row("work while idle", "% of a core", ours.work, theirs.work),
	}, nil
}

// spread is the range of figures.
func spread(s bench.Samples) string {
	if len(s) == 0 {
		return "not measured"
	}
	least, most := s[0], s[0]
	for _, x := range s {
		least, most = min(least, x), max(most, x)
	}
	return fmt.Sprintf("%.3g to %.3g", least, most)
}

// round starts both and, if it shall look, looks at both in the same moments: a busy machine slows both alike.
func (s *stage) round(ctx context.Context, w window, ours *figures, b *browser, theirs *figures, look bool) (err error) {
	mine, err := s.opened(ctx, w.size)
	if err != nil {
		return err
	}
	defer mine.hide()
	took, process, err := mine.first(ctx, w)
	if err != nil {
		return err
	}
	defer process.Stop()
	ours.start.Add(bench.Milliseconds(took))
	programs := map[int]*figures{process.PID(): ours}
	if b != nil {
		other, err := s.opened(ctx, w.size)
		if err != nil {
			return err
		}
		defer other.hide()
		took, pid, err := b.open(ctx, other, w)
		if err != nil {
			return err
		}
		defer b.close()
		theirs.start.Add(bench.Milliseconds(took))
		programs[pid] = theirs
	}
	if !look {
		return nil
	}
	return idle(ctx, s.lab, programs)
}

// idle lets programs stand for a moment, then counts their memory and their work over ten seconds.
func idle(ctx context.Context, l *bench.Lab, programs map[int]*figures) error {
	if err := pause(ctx, time.Duration(l.Size(4000, 500))*time.Millisecond); err != nil {
		return err
	}
	before := map[int]time.Duration{}
	began := time.Now()
	for pid := range programs {
		before[pid] = family(pid).work()
	}
	if err := pause(ctx, time.Duration(l.Size(10, 1))*time.Second); err != nil {
		return err
	}
	for pid, f := range programs {
		all := family(pid)
		f.work.Add(100 * float64(all.work()-before[pid]) / float64(time.Since(began)))
		bytes, err := all.memory()
		if err != nil {
			return err
		}
		f.memory.Add(float64(bytes) / (1 << 20))
	}
	return nil
}

// opened is a screen of its own on the same hall.
func (s *stage) opened(ctx context.Context, size image.Point) (*stage, error) {
	mine := &stage{dir: s.dir, lab: s.lab, addrs: s.addrs, control: s.control}
	if err := mine.show(ctx, size); err != nil {
		mine.hide()
		return nil, err
	}
	return mine, nil
}

// first starts a window and waits for its first frame.
func (s *stage) first(ctx context.Context, w window) (time.Duration, *rig.Process, error) {
	c := s.window(w.role, w.command, w.more...)
	c.Ready = ""                         // its pixels say it
	c.Args = slices.Delete(c.Args, 3, 5) // no map of its controls: writing that is work
	began := time.Now()
	p, err := rig.Start(ctx, s.dir, c)
	if err != nil {
		return 0, nil, err
	}
	seen, err := s.drawn(ctx, w)
	if err != nil {
		p.Stop()
		return 0, nil, err
	}
	return seen.Sub(began), p, nil
}

// drawn waits until a window has drawn something.
func (s *stage) drawn(ctx context.Context, w window) (time.Time, error) {
	square := image.Rectangle{Min: w.mark, Max: w.mark.Add(image.Pt(side, side))}
	return s.pixels.until(ctx, square, "the window draws nothing", func(now string) bool { return !even(now) })
}

// portrait keeps a picture of a window, for the browser to show.
func (s *stage) portrait(ctx context.Context, w window, path string) error {
	mine, err := s.opened(ctx, w.size)
	if err != nil {
		return err
	}
	defer mine.hide()
	_, p, err := mine.first(ctx, w)
	if err != nil {
		return err
	}
	defer p.Stop()
	if err := pause(ctx, 2*time.Second); err != nil {
		return err
	}
	img, err := mine.screen.Look(ctx, image.Rectangle{Max: w.size})
	if err != nil {
		return err
	}
	return writePNG(path, img)
}
