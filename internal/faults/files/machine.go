package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/faults/child"
	"onewindow/internal/faults/disk"
	"onewindow/internal/faults/station"
	"onewindow/internal/rig/port"
)

// machine is one computer of the run: a program on a disk.
type machine struct {
	kind string // "platform" or "counter", in the report
	name string // in the story of a run that broke the promise
	disk *disk.Disk
	real string        // the folder below the disk
	hurt bool          // whether anything but a kill ever met it
	seat *station.Seat // a counter's; nil = the platform
	program
}

// met says in which work of its upkeep a counter was killed; "" for none.
func (m *machine) met() string {
	if m.seat == nil || m.seat.Met == "" {
		return ""
	}
	return " in its " + m.seat.Met
}

// program is what runs on a machine.
type program interface {
	Start() error
	Kill()
	Alive() bool
	Ended() <-chan struct{}
}

// lay makes a machine's disk below root and gives where its program sees it. Without a disk of our own it is a plain folder.
func (r *run) lay(kind, name string) (m *machine, dir string, err error) {
	m = &machine{kind: kind, name: name, real: filepath.Join(r.p.Dir, name)}
	if r.whyNoDisk != "" {
		return m, m.real, os.MkdirAll(m.real, 0o700)
	}
	at := filepath.Join(r.p.Dir, "mounted", name)
	m.disk, err = disk.Mount(m.real, at)
	return m, at, err
}

// whyNoDisk says why this machine cannot mount a disk that fails; "" when it can.
func whyNoDisk(dir string) string {
	d, err := disk.Mount(filepath.Join(dir, "trial"), filepath.Join(dir, "trial-mounted"))
	if err != nil {
		return err.Error()
	}
	if err := d.Close(); err != nil {
		return err.Error()
	}
	return ""
}

// office is the platform's process.
type office struct {
	params OfficeParams
	now    *child.Process
	traces []string
}

// Start starts the platform and waits until it is ready.
func (o *office) Start() (err error) {
	if err := os.MkdirAll(o.params.Dir, 0o700); err != nil {
		return err
	}
	if o.now, err = child.Start("office", o.params); err != nil {
		return err
	}
	if err = o.now.Said(startLimit, func(line string) bool { return line == "ready" }); err != nil {
		o.Kill()
	}
	return err
}

// rest has the officer decide nothing more: what he decides behind the counters' last look they could not show.
func (o *office) rest() error {
	if err := o.now.Tell("rest"); err != nil {
		return err
	}
	return o.now.Said(startLimit, func(line string) bool { return line == "resting" })
}

// Kill ends it without a word.
func (o *office) Kill() { o.over((*child.Process).Kill) }

// stop asks it to end.
func (o *office) stop() { o.over((*child.Process).Stop) }

func (o *office) over(end func(*child.Process) []string) {
	if o.now == nil {
		return
	}
	end(o.now)
	if trace := o.now.Crash(); trace != "" {
		o.traces = append(o.traces, trace)
	}
	o.now = nil
}

// Alive reports whether it runs.
func (o *office) Alive() bool {
	if o.now == nil {
		return false
	}
	select {
	case <-o.now.Done():
		return false
	default:
		return true
	}
}

// Ended closes when it ended by itself.
func (o *office) Ended() <-chan struct{} { return o.now.Done() }

// putBack starts a platform whose database does not open from its backup, as its own words say.
func (o *office) putBack() error {
	o.params.Restore = true
	defer func() { o.params.Restore = false }()
	return o.Start()
}

// restoreOffered reports whether an error is the platform's advice to put its backup back.
func restoreOffered(err error) bool { return err != nil && strings.Contains(err.Error(), "-restore") }

// begin lays the machines and starts their programs.
func (r *run) begin() error {
	addr, err := port.Reserve()
	if err != nil {
		return err
	}
	m, dir, err := r.lay("platform", "platform")
	if err != nil {
		return err
	}
	r.office = &office{params: OfficeParams{Dir: dir, Addr: addr}}
	m.program = r.office
	r.machines = append(r.machines, m)
	var upkeep time.Time // of every other run: where copies are made all the time, nothing hangs on the journal
	if r.p.Seed%2 == 1 {
		upkeep = time.Now()
	}
	for i := range 2 {
		name := fmt.Sprintf("W%02d", i+1)
		m, dir, err := r.lay("counter", name)
		if err != nil {
			return err
		}
		s := &station.Seat{Params: station.Params{Dir: dir, Platform: "http://" + addr, Terminal: name, Seed: r.p.Seed*10 + uint64(i), Work: true, Pause: 3 * time.Millisecond, Upkeep: upkeep}}
		m.program, m.seat = s, s
		r.stations, r.machines = append(r.stations, s), append(r.machines, m)
	}
	for _, m := range r.machines {
		if err := m.Start(); err != nil {
			return err
		}
	}
	return nil
}

// end ends what still runs and takes the disks away.
func (r *run) end() (err error) {
	for _, m := range r.machines {
		if m.program != nil {
			m.Kill()
		}
		if m.disk != nil {
			err = errors.Join(err, m.disk.Close())
			m.disk = nil
		}
	}
	return err
}
