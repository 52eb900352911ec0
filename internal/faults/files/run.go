package files

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onewindow/internal/faults"
	"onewindow/internal/faults/child"
	"onewindow/internal/faults/damage"
	"onewindow/internal/faults/judge"
	"onewindow/internal/faults/station"
)

// Params of a run.
type Params struct {
	Seed   uint64
	Rounds int    // kills; default 6
	Dir    string // an empty folder for this run
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
	p        Params
	rnd      *rand.Rand
	report   *faults.Report
	office   *office
	stations []*station.Seat
}

// Run plays one run to its end and judges it. An error means that the run itself could not be played.
func Run(p Params) (*faults.Report, error) {
	if p.Rounds <= 0 {
		p.Rounds = 6
	}
	begin := time.Now()
	r := &run{p: p, rnd: rand.New(rand.NewPCG(p.Seed, 0xf11e5)), report: faults.New("files", p.Seed)}
	defer r.end()
	if err := r.begin(); err != nil {
		return nil, err
	}
	for range p.Rounds {
		time.Sleep(time.Duration(100+r.rnd.IntN(500)) * time.Millisecond)
		if err := r.round(); err != nil {
			return nil, err
		}
	}
	if err := r.drain(); err != nil {
		return nil, err
	}
	err := judge.Judge(judge.Params{Platform: r.office.params.Dir, Root: p.Dir, Screens: station.Screens(r.stations)}, r.report)
	r.report.Took = time.Since(begin)
	return r.report, err
}

func (r *run) begin() error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	addr := ln.Addr().String()
	_ = ln.Close()
	r.office = &office{params: OfficeParams{Dir: filepath.Join(r.p.Dir, "platform"), Addr: addr}}
	if err := r.office.start(); err != nil {
		return err
	}
	for i := range 2 {
		name := fmt.Sprintf("W%02d", i+1)
		s := &station.Seat{Params: station.Params{Dir: filepath.Join(r.p.Dir, name), Platform: "http://" + addr, Terminal: name, Seed: r.p.Seed*10 + uint64(i), Work: true}}
		r.stations = append(r.stations, s)
		if err := s.Start(); err != nil {
			return err
		}
	}
	return nil
}

// office is the platform's process.
type office struct {
	params OfficeParams
	now    *child.Process
}

// start starts the platform and waits until it is ready.
func (o *office) start() (err error) {
	if err := os.MkdirAll(o.params.Dir, 0o700); err != nil {
		return err
	}
	if o.now, err = child.Start("office", o.params); err != nil {
		return err
	}
	if err = o.now.Said(startLimit, func(line string) bool { return line == "ready" }); err != nil {
		o.kill()
	}
	return err
}

func (o *office) kill() {
	if o.now != nil {
		o.now.Kill()
		o.now = nil
	}
}

// round kills one machine, perhaps damages one of its files, and opens it again.
func (r *run) round() error {
	at := r.rnd.IntN(1 + len(r.stations))
	kind, dir := "platform", r.office.params.Dir
	if at > 0 {
		kind, dir = "counter", r.stations[at-1].Params.Dir
		r.stations[at-1].Kill()
	} else {
		r.office.kill()
	}
	r.report.Fault(kind + " killed")
	hit := ""
	if r.rnd.IntN(3) > 0 {
		var err error
		if hit, err = r.damage(kind, dir); err != nil {
			return err
		}
	}
	r.report.Recoveries++
	if at == 0 {
		return r.reopen(hit)
	}
	if err := r.stations[at-1].Start(); err != nil {
		return fmt.Errorf("seed %d: after %q: %w", r.p.Seed, hit, err)
	}
	return nil
}

// damage spoils one file of a stopped machine and says what it did.
func (r *run) damage(kind, dir string) (string, error) {
	all := slices.DeleteFunc(damage.Below(dir), func(path string) bool {
		rel, _ := filepath.Rel(dir, path)
		return spared(kind, rel)
	})
	if len(all) == 0 {
		return "", nil
	}
	path := all[r.rnd.IntN(len(all))]
	if r.rnd.IntN(2) == 0 { // scans are many: give the few others their turn
		few := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return strings.Contains(p, "/files/") || strings.Contains(p, "/blobs/") })
		path = few[r.rnd.IntN(len(few))]
	}
	how, err := damage.File(r.rnd, path)
	if err != nil || how == "" {
		return "", err
	}
	rel, _ := filepath.Rel(dir, path)
	r.report.Fault(part(kind, rel) + ": " + how)
	return rel + ": " + how, nil
}

// spared are files whose loss is another matter: keys (their second copy is the operator's), what was set aside.
func spared(kind, rel string) bool {
	return !strings.Contains(rel, "/") && strings.HasSuffix(rel, ".key") || strings.Contains(rel, "damaged/") || strings.HasSuffix(rel, ".lock") ||
		kind == "platform" && (strings.HasSuffix(rel, "-shm") || strings.Contains(rel, "backup/"))
}

// part names a file's role in the report.
func part(kind, rel string) string {
	base := filepath.Base(rel)
	switch {
	case strings.Contains(rel, "files/") || strings.Contains(rel, "blobs/"):
		base = "scan"
	case strings.Contains(rel, "journal/"):
		base = "journal"
	}
	return kind + "'s " + base
}

// reopen starts the platform again. One whose database does not open is put back from its backup, as its own words say.
func (r *run) reopen(hit string) error {
	first := r.office.start()
	if first == nil || hit == "" {
		return first
	}
	r.report.Fault("platform restored from its backup")
	r.office.params.Restore = true
	defer func() { r.office.params.Restore = false }()
	if err := r.office.start(); err != nil {
		return fmt.Errorf("seed %d: the platform does not come back from its backup after %q (%v): %w", r.p.Seed, hit, first, err)
	}
	return nil
}

// drain lets the stations bring what they owe and ends everything.
func (r *run) drain() error {
	if err := station.Drain(r.stations, drainLimit, r.report); err != nil {
		return err
	}
	r.office.now.Stop()
	r.office.now = nil
	return nil
}

// end ends what still runs.
func (r *run) end() {
	for _, s := range r.stations {
		s.Kill()
	}
	if r.office != nil {
		r.office.kill()
	}
}
