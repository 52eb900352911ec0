package files

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"onewindow/internal/faults"
	"onewindow/internal/faults/child"
	"onewindow/internal/faults/judge"
	"onewindow/internal/faults/station"
)

// Params of a run.
type Params struct {
	Seed   uint64
	Rounds int    // faults; default 8
	Dir    string // an empty folder for this run
	Plain  bool   // without disks that fail
}

const (
	startLimit = 30 * time.Second
	drainLimit = 90 * time.Second
)

// Programs are what a run kills; see child.Main.
func Programs() map[string]child.Program {
	return map[string]child.Program{"station": station.Main, "office": Office}
}

type run struct {
	p         Params
	rnd       *rand.Rand
	report    *faults.Report
	whyNoDisk string
	office    *office
	stations  []*station.Seat
	machines  []*machine
}

// Run plays one run to its end and judges it. An error means that the run itself could not be played.
func Run(p Params) (*faults.Report, error) {
	if p.Rounds <= 0 {
		p.Rounds = 8
	}
	begin := time.Now()
	r := &run{p: p, rnd: rand.New(rand.NewPCG(p.Seed, 0xf11e5)), report: faults.New(faults.Files, p.Seed)}
	defer func() { _ = r.end() }()
	if r.whyNoDisk = "they were not asked for"; !p.Plain {
		r.whyNoDisk = whyNoDisk(p.Dir)
	}
	if r.whyNoDisk != "" {
		r.report.Note("Disk full and EIO were not played: " + r.whyNoDisk)
	}
	if err := r.play(); err != nil {
		return nil, fmt.Errorf("seed %d: %w", p.Seed, err)
	}
	err := judge.Judge(judge.Params{Platform: filepath.Join(p.Dir, "platform"), Root: p.Dir, Screens: station.Screens(r.stations)}, r.report)
	r.report.Took = time.Since(begin)
	return r.report, err
}

func (r *run) play() error {
	if err := r.begin(); err != nil {
		return err
	}
	for range r.p.Rounds {
		time.Sleep(time.Duration(30+r.rnd.IntN(250)) * time.Millisecond)
		if err := r.round(); err != nil {
			return err
		}
	}
	if err := r.office.rest(); err != nil {
		return fmt.Errorf("the officer does not rest: %w", err)
	}
	if err := station.Drain(r.stations, drainLimit, r.report); err != nil {
		return err
	}
	r.office.stop()
	r.traces()
	r.unhurt()
	return r.end()
}

// traces counts what no person should ever see.
func (r *run) traces() {
	left := r.office.traces
	for _, s := range r.stations {
		left = append(left, s.Traces...)
	}
	for _, trace := range left {
		r.report.Breach(&r.report.Lost, "a program left a stack trace: %s", trace)
	}
}

// unhurt looks at the counters that nothing but kills ever met: all of their vaults' upkeep was done without a complaint, and
// they can read all they keep.
func (r *run) unhurt() {
	for _, m := range r.machines {
		if m.seat == nil || m.hurt {
			continue
		}
		for _, f := range m.seat.Failed {
			r.report.Breach(&r.report.Lost, "%s was only killed, and yet its vault complains: %s: %s %s", m.name, f.Work, f.Code, f.Sentence)
		}
		for _, h := range m.seat.Halted() {
			if strings.HasSuffix(h, " SYNC-104") || strings.HasSuffix(h, " SYNC-105") {
				r.report.Breach(&r.report.Lost, "%s was only killed, and yet it cannot read what it kept: %s", m.name, h)
			}
		}
	}
}
