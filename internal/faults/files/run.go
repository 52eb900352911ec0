package files

import (
	"encoding/json"
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

// machine is one of the three, with its folder.
type machine struct {
	name   string
	dir    string
	office *OfficeParams // one of these two
	place  *station.Params
	now    *child.Process
	life   int
	said   []station.Said // everything its screen ever showed
}

type run struct {
	p        Params
	rnd      *rand.Rand
	report   *faults.Report
	office   *machine
	stations []*machine
	spoilt   map[string]bool // base names of scans that were damaged
}

// Run plays one run to its end and judges it. An error means that the run itself could not be played.
func Run(p Params) (*faults.Report, error) {
	if p.Rounds <= 0 {
		p.Rounds = 6
	}
	begin := time.Now()
	r := &run{p: p, rnd: rand.New(rand.NewPCG(p.Seed, 0xf11e5)), report: faults.New("files", p.Seed), spoilt: map[string]bool{}}
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
	screens := map[string][]station.Said{}
	for _, m := range r.stations {
		screens[m.name] = m.said
	}
	err := judge.Judge(judge.Params{Platform: r.office.dir, Root: p.Dir, Screens: screens}, r.report)
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
	r.office = &machine{name: "platform", dir: filepath.Join(r.p.Dir, "platform")}
	r.office.office = &OfficeParams{Dir: r.office.dir, Addr: addr}
	for i := range 2 {
		m := &machine{name: fmt.Sprintf("W%02d", i+1)}
		m.dir = filepath.Join(r.p.Dir, m.name)
		m.place = &station.Params{Dir: m.dir, Platform: "http://" + addr, Terminal: m.name, Seed: r.p.Seed*10 + uint64(i), Work: true}
		r.stations = append(r.stations, m)
	}
	for _, m := range append([]*machine{r.office}, r.stations...) {
		if err := os.MkdirAll(m.dir, 0o700); err != nil {
			return err
		}
		if err := m.start(); err != nil {
			return err
		}
	}
	return nil
}

// start starts a machine and waits for its first word.
func (m *machine) start() error {
	m.life++
	if m.place != nil {
		m.place.Life = m.life
	}
	var c *child.Process
	var err error
	if m.office != nil {
		c, err = child.Start("office", m.office)
	} else {
		c, err = child.Start("station", m.place)
	}
	if err != nil {
		return err
	}
	m.now = c
	err = c.Said(startLimit, func(line string) bool { return line == "ready" || strings.Contains(line, `"open"`) })
	if err != nil {
		m.over(c.Kill())
	}
	return err
}

// over takes note of what an ended life said.
func (m *machine) over(lines []string) {
	m.now = nil
	for _, l := range lines {
		var s station.Said
		if json.Unmarshal([]byte(l), &s) == nil {
			m.said = append(m.said, s)
		}
	}
}

// round kills one machine, perhaps damages one of its files, and opens it again.
func (r *run) round() error {
	m := append([]*machine{r.office}, r.stations...)[r.rnd.IntN(1+len(r.stations))]
	r.report.Fault(m.kind() + " killed")
	m.over(m.now.Kill())
	hit := ""
	if r.rnd.IntN(3) > 0 {
		var err error
		if hit, err = r.damage(m); err != nil {
			return err
		}
	}
	r.report.Recoveries++
	return r.reopen(m, hit)
}

func (m *machine) kind() string {
	if m.office != nil {
		return "platform"
	}
	return "counter"
}

// damage spoils one file of a stopped machine and says what it did.
func (r *run) damage(m *machine) (string, error) {
	all := slices.DeleteFunc(filesBelow(m.dir), func(path string) bool {
		rel, _ := filepath.Rel(m.dir, path)
		return spared(m.kind(), rel)
	})
	if len(all) == 0 {
		return "", nil
	}
	path := all[r.rnd.IntN(len(all))]
	if r.rnd.IntN(2) == 0 { // scans are many: give the few others their turn
		few := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return strings.Contains(p, "/files/") || strings.Contains(p, "/blobs/") })
		path = few[r.rnd.IntN(len(few))]
	}
	kind, err := damage(r.rnd, path)
	if err != nil || kind == "" {
		return "", err
	}
	rel, _ := filepath.Rel(m.dir, path)
	r.spoilt[filepath.Base(path)] = true
	what := part(m.kind(), rel)
	r.report.Fault(what + ": " + kind)
	return rel + ": " + kind, nil
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

// reopen starts a machine again. A platform whose database does not open is put back from its backup, as its own words say.
func (r *run) reopen(m *machine, hit string) error {
	err := m.start()
	if err == nil {
		return nil
	}
	if m.office == nil || hit == "" {
		r.report.Breach(&r.report.Lost, "%s does not open again after %q: %v", m.name, hit, err)
		return fmt.Errorf("seed %d: %s does not open again after %q: %w", r.p.Seed, m.name, hit, err)
	}
	first := err
	r.report.Fault("platform restored from its backup")
	m.office.Restore = true
	defer func() { m.office.Restore = false }()
	if err := m.start(); err != nil {
		return fmt.Errorf("seed %d: the platform does not come back from its backup after %q (%v): %w", r.p.Seed, hit, first, err)
	}
	return nil
}

// drain lets the stations bring what they owe, without making more, and ends everything.
func (r *run) drain() error {
	for _, m := range r.stations {
		m.over(m.now.Stop())
		m.place.Work = false
		if err := m.start(); err != nil {
			return err
		}
	}
	for _, m := range r.stations {
		calm := 0
		err := m.now.Said(drainLimit, func(line string) bool {
			var s station.Said
			if json.Unmarshal([]byte(line), &s) == nil && s.Kind == "owes" {
				if calm++; s.Waiting > 0 {
					calm = 0
				}
			}
			return calm >= 10
		})
		if err != nil {
			r.report.Breach(&r.report.Lost, "%s still owes something: %v", m.name, err)
		}
	}
	for _, m := range append(slices.Clone(r.stations), r.office) {
		m.over(m.now.Stop())
	}
	return nil
}

// end ends what still runs.
func (r *run) end() {
	for _, m := range append(slices.Clone(r.stations), r.office) {
		if m != nil && m.now != nil {
			m.now.Kill()
		}
	}
}
