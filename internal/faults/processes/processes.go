package processes

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"onewindow/internal/faults"
	"onewindow/internal/faults/child"
	"onewindow/internal/faults/judge"
	"onewindow/internal/faults/station"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
)

// Params of a run.
type Params struct {
	Seed  uint64
	Kills int
	Dir   string // an empty folder for this run
	Bin   string // where the programs hall and platform lie

	Said func(kills int) // after each kill; may be nil
}

// Programs are what a run kills beside those in Bin; see child.Main.
func Programs() map[string]child.Program { return map[string]child.Program{"station": station.Main} }

const (
	startLimit = 2 * time.Minute // a busy disk is no failure
	drainLimit = 3 * time.Minute
	lineBits   = 20_000_000 // a neighbourhood station's line, a second

	// Clerks who pressed keys without a pause would fill their vaults with years of work before a thousand kills are over, and
	// make more than the line carries.
	actPause = 80 * time.Millisecond

	upkeepLimit = 400 * time.Millisecond // how long a kill waits for a work of a vault's upkeep to begin
)

type run struct {
	p       Params
	rnd     *rand.Rand
	report  *faults.Report
	addrs   rig.Addresses
	line    *rig.Line
	servers map[string]*rig.Process
	places  []*station.Seat
}

// Run plays one run to its end and judges it. When ctx ends no more is killed, and what was played is judged. An error means
// that the run itself could not be played.
func Run(ctx context.Context, p Params) (*faults.Report, error) {
	begin := time.Now()
	r := &run{p: p, rnd: rand.New(rand.NewPCG(p.Seed, 0x9c5)), report: faults.New(faults.Processes, p.Seed), servers: map[string]*rig.Process{}}
	defer r.end()
	if err := r.begin(); err != nil {
		return nil, err
	}
	if err := r.kills(ctx); err != nil {
		return nil, err
	}
	r.line.Shape(0) // what is still owed may be hours of such a line
	if err := station.Drain(r.places, drainLimit, r.report); err != nil {
		return nil, err
	}
	for _, p := range r.servers {
		p.Stop()
	}
	r.numbers()
	r.upkeep()
	logs := func(path string) bool { return strings.HasSuffix(path, ".toml") }
	err := judge.Judge(judge.Params{Platform: filepath.Join(p.Dir, "platform"), Root: p.Dir, Skip: logs, Screens: station.Screens(r.places)}, r.report)
	r.report.Took = time.Since(begin)
	return r.report, err
}

// kills kills as often as was asked for, or until ctx ends: whoever ends it at the keyboard may have ended a counter, too.
func (r *run) kills(ctx context.Context) error {
	for n := range r.p.Kills {
		time.Sleep(time.Duration(10+r.rnd.IntN(240)) * time.Millisecond)
		err := r.kill()
		if ctx.Err() != nil {
			r.report.Note(fmt.Sprintf("Broken off after %d of %d kills.", n+1, r.p.Kills))
			break
		}
		if err != nil {
			return err
		}
		if r.p.Said != nil {
			r.p.Said(n + 1)
		}
	}
	return nil
}

func (r *run) begin() (err error) {
	clerk, officer := rig.Person{Operator: "0312", Name: "林", PIN: seal.HashPIN("246810")}, rig.Person{Operator: "1001", Name: "王", PIN: seal.HashPIN("135790")}
	if r.addrs, err = rig.Write(rig.Params{Dir: r.p.Dir, Clerk: clerk, Reviewer: officer}); err != nil {
		return err
	}
	if r.line, err = rig.NewLine(r.addrs.APIAddr); err != nil {
		return err
	}
	r.line.Shape(lineBits)
	begun := time.Now()
	for _, name := range []string{rig.Platform, rig.Hall} {
		if err := r.serve(name); err != nil {
			return err
		}
	}
	for _, terminal := range append([]string{"W03"}, rig.CrowdCounters()[:2]...) {
		identity := rig.Identity(r.p.Dir, terminal)
		pl := &station.Seat{Params: station.Params{Dir: filepath.Join(r.p.Dir, "station-"+terminal), Platform: "https://" + r.line.Addr(), Terminal: terminal,
			Seed: r.p.Seed, Work: true, Pause: actPause, TLS: &identity, Hall: []string{"https://" + r.addrs.HallAddr}, Upkeep: begun}}
		r.places = append(r.places, pl)
		if err := pl.Start(); err != nil {
			return err
		}
	}
	return nil
}

// serve starts the platform or the hall node.
func (r *run) serve(name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	ready := map[string]string{rig.Hall: "hall: listening", rig.Platform: "platform: api"}[name]
	p, err := rig.Start(ctx, r.p.Dir, r.command(name, ready))
	if err != nil {
		return fmt.Errorf("seed %d: %s does not start: %w", r.p.Seed, name, err)
	}
	r.servers[name] = p
	return nil
}

func (r *run) command(name, ready string) rig.Command {
	return rig.Command{Name: name, Path: filepath.Join(r.p.Bin, name), Args: []string{"-config", filepath.Join(r.p.Dir, name+".toml")}, Ready: ready}
}

// kill ends one of the programs, perhaps after something happened to the line, and brings it back.
func (r *run) kill() error {
	r.spoil()
	r.report.Recoveries++
	again := r.rnd.IntN(5) == 0
	if i := r.rnd.IntN(2 + len(r.places)); i < len(r.places) {
		return r.killCounter(r.places[i], again)
	} else if i == len(r.places) {
		return r.killServer(rig.Platform, "platform", again)
	}
	return r.killServer(rig.Hall, "hall node", again)
}

// spoil lets the line be cut for a moment, or fall silent: then nothing is heard on the connections of that moment for as
// long as the counters keep them.
func (r *run) spoil() {
	switch n := r.rnd.IntN(16); {
	case n < 4:
		r.report.Fault("line cut")
		r.line.Cut()
	case n < 5:
		r.report.Fault("half-open line")
		r.line.Silence()
	default:
		return
	}
	time.Sleep(time.Duration(r.rnd.IntN(200)) * time.Millisecond)
	r.line.Mend()
}

// killCounter kills a counter and starts it again; with again it is killed once more while it starts, or now and then in the
// work its vault does in its first quiet moment.
func (r *run) killCounter(s *station.Seat, again bool) error {
	r.killed(s)
	switch {
	case again:
		if err := s.Begin(); err != nil {
			return err
		}
		r.moment()
		r.report.Fault("counter killed while it started")
		s.Kill()
	case r.rnd.IntN(3) == 0:
		if err := s.Start(); err != nil {
			return err
		}
		works := []string{station.UpkeepCopy, station.UpkeepRotate, station.UpkeepRetire, station.UpkeepSmall}
		s.AwaitUpkeep(works[r.rnd.IntN(len(works))], upkeepLimit)
		time.Sleep(time.Duration(r.rnd.IntN(30)) * time.Millisecond)
		r.killed(s)
	}
	return s.Start()
}

// killed kills a counter and tells in what.
func (r *run) killed(s *station.Seat) {
	s.Kill()
	in := ""
	if s.Met != "" {
		in = " in its " + s.Met
	}
	r.report.Fault("counter killed" + in)
}

func (r *run) killServer(name, said string, again bool) error {
	r.report.Fault(said + " killed")
	r.servers[name].Kill()
	if again {
		p, err := rig.Start(context.Background(), r.p.Dir, r.command(name, ""))
		if err != nil {
			return err
		}
		r.moment()
		r.report.Fault(said + " killed while it started")
		p.Kill()
	}
	return r.serve(name)
}

// moment is a part of the time a program takes to start.
func (r *run) moment() { time.Sleep(time.Duration(r.rnd.IntN(120)) * time.Millisecond) }

// numbers checks the hall's numbers: each given once, none out of nothing, and the row never went back.
func (r *run) numbers() {
	wishes, given := map[string]bool{}, map[string]string{}
	highest := 0
	for _, pl := range r.places {
		for _, s := range pl.Shown {
			switch s.Kind {
			case "wish":
				wishes[s.Intent] = true
			case "number":
				r.report.Operations++
				if other, twice := given[s.Number]; twice && other != s.Intent {
					r.report.Breach(&r.report.Doubled, "number %s was given twice", s.Number)
				}
				given[s.Number] = s.Intent
				serial, _ := strconv.Atoi(strings.TrimLeft(s.Number, "A"))
				highest = max(highest, serial)
			}
		}
	}
	if highest > len(wishes) {
		r.report.Breach(&r.report.Doubled, "the numbers go to %d for %d wishes", highest, len(wishes))
	}
	if missing := highest - len(given); missing > len(wishes)-len(given) {
		r.report.Breach(&r.report.Lost, "%d numbers went to nobody", missing)
	}
}

// upkeep says what was not done of a vault's upkeep: nothing stood in its way.
func (r *run) upkeep() {
	for _, pl := range r.places {
		for _, s := range pl.Shown {
			if s.Kind == "open" && s.Sentence != "" {
				r.report.Breach(&r.report.Lost, "%s was only killed, and opens with %q", pl.Params.Terminal, s.Sentence)
			}
		}
		for _, f := range pl.Failed {
			r.report.Breach(&r.report.Lost, "a work of the upkeep of %s's vault, %s, was not done: %s %s", pl.Params.Terminal, f.Work, f.Code, f.Sentence)
		}
	}
}

func (r *run) end() {
	for _, pl := range r.places {
		pl.Kill()
	}
	for _, p := range r.servers {
		p.Stop()
	}
	if r.line != nil {
		r.line.Close()
	}
}
