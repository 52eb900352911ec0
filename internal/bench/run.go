package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Measure is one thing that can be measured. Run gives its rows; a result that is wrong is an error.
type Measure struct {
	Name   string // one word, for choosing: "ticket"
	Screen bool   // needs a screen
	Run    func(ctx context.Context, l *Lab) ([]Row, error)
}

// Params is what a run needs.
type Params struct {
	Dir      string   // for everything the measures write; on the disk to be measured; emptied by the caller
	Bin      string   // folder of the built programs
	Drain    []string // command of the draining program, see Drain
	Quick    bool     // small figures, for a test
	Screen   bool     // there is a screen
	Measures []Measure
	Now      func() time.Time
	NewID    func() string // UUIDv7
	Live     io.Writer     // hears what is being measured, and each row
}

// Lab is where a measure works.
type Lab struct {
	Dir   string // this measure's own folder
	Bin   string // folder of the built programs
	Quick bool
	NewID func() string // UUIDv7

	drain []string
	live  io.Writer
}

// Size is how much to do: full, or little when the run is quick.
func (l *Lab) Size(full, quick int) int {
	if l.Quick {
		return quick
	}
	return full
}

// Say tells whoever watches what is happening.
func (l *Lab) Say(format string, a ...any) { _, _ = fmt.Fprintf(l.live, "  "+format+"\n", a...) }

// Program is the path of a built program: "hall", "platform", "devsim", "onewindow".
func (l *Lab) Program(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(l.Bin, name)
}

// Folder makes a folder of this measure.
func (l *Lab) Folder(name string) (string, error) {
	dir := filepath.Join(l.Dir, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("bench: %w", err)
	}
	return dir, nil
}

// Run plays the measures in order. A measure that fails does not end the run; the report says why it gave nothing.
func Run(ctx context.Context, p Params) (Report, error) {
	r := Report{At: p.Now(), Quick: p.Quick, Machine: machine(p.Dir), Failed: map[string]string{}, Skipped: map[string]string{}}
	for _, m := range p.Measures {
		if m.Screen && !p.Screen {
			r.Skipped[m.Name] = "there is no screen"
			continue
		}
		_, _ = fmt.Fprintln(p.Live, m.Name)
		rows, err := p.play(ctx, m)
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		if err != nil {
			r.Failed[m.Name] = strings.ReplaceAll(err.Error(), p.Dir, "…")
			_, _ = fmt.Fprintf(p.Live, "  FAILED: %v\n", err)
		}
		for _, row := range rows {
			_, _ = fmt.Fprintln(p.Live, "  "+row.line(0))
		}
		r.Rows = append(r.Rows, rows...)
	}
	return r, nil
}

// play runs one measure in a folder of its own, which goes afterwards.
func (p Params) play(ctx context.Context, m Measure) (rows []Row, err error) {
	l := &Lab{Dir: filepath.Join(p.Dir, m.Name), Bin: p.Bin, Quick: p.Quick, NewID: p.NewID, drain: p.Drain, live: p.Live}
	if err := os.MkdirAll(l.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	runtime.GC() // the one before leaves its garbage to nobody
	rows, err = m.Run(ctx, l)
	if err == nil { // what failed stays to be looked at
		err = os.RemoveAll(l.Dir)
	}
	return rows, err
}

// Failures is an error that names the measures which gave nothing, nil if there are none.
func (r Report) Failures() error {
	var all []error
	for name, why := range r.Failed {
		all = append(all, fmt.Errorf("%s: %s", name, why))
	}
	return errors.Join(all...)
}
