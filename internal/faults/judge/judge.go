package judge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/faults"
	"onewindow/internal/faults/station"
	"onewindow/internal/platform"
	"onewindow/internal/seal"
)

// Params is what there is to look at. Nothing of it may run any more.
type Params struct {
	Platform string                    // the platform's folder
	Root     string                    // every file below it must be sealed
	Skip     func(path string) bool    // files below Root that hold no machine's data; nil = none
	Screens  map[string][]station.Said // by terminal, oldest first
}

// Judge adds every breach it finds to the report.
func Judge(p Params, r *faults.Report) error {
	keys, _, err := seal.OpenInstallation(p.Platform)
	if err != nil {
		return err
	}
	box, err := keys.Box("platform")
	if err != nil {
		return err
	}
	taken, known, blobs, err := platform.Audit(context.Background(), p.Platform, box)
	if err != nil {
		return err
	}
	j := judge{p, r, blobs, map[string]cases.Case{}, map[string]string{}}
	for _, c := range known {
		j.known[c.ID] = c
	}
	book := j.read(taken)
	for _, terminal := range slices.Sorted(maps.Keys(p.Screens)) {
		j.station(terminal, p.Screens[terminal], book)
	}
	j.seals()
	return nil
}

type judge struct {
	p      Params
	report *faults.Report
	blobs  []string // whole at the platform
	known  map[string]cases.Case
	meant  map[string]string // by intent: the operation that was taken
}

// book is what the platform took, by operation id.
type book map[string]api.Operation

func (r *judge) read(taken []platform.Taken) book {
	out, once := book{}, r.meant
	var places []faults.Place
	for _, t := range taken {
		var op api.Operation
		if t.Verdict.Outcome != api.Accepted || json.Unmarshal(t.Offer.Payload, &op) != nil || op.Lane == "" {
			continue // a refusal, or a decision
		}
		if seal.Digest(t.Offer.Payload) != t.Offer.Digest {
			r.report.Breach(&r.report.Lost, "%s lies at the platform with other bytes", op.ID)
		}
		out[op.ID] = op
		places = append(places, faults.Place{Terminal: op.Terminal, Lane: op.Lane, Seq: op.Seq, At: t.Verdict.Position})
		intent := intentOf(op)
		if first, twice := once[intent]; twice {
			r.report.Breach(&r.report.Doubled, "%s was taken as %s and as %s", intent, first, op.ID)
		}
		once[intent] = op.ID
	}
	for _, breach := range faults.Disordered(places) {
		r.report.Breach(&r.report.Disordered, "%s", breach)
	}
	return out
}

func intentOf(op api.Operation) string {
	switch {
	case op.Act.Paper != nil:
		return op.Act.Paper.Number
	case op.Act.Rating != nil:
		return op.Act.Rating.Device
	}
	return op.ID
}

func (r *judge) station(name string, said []station.Said, b book) {
	var last station.Said
	for _, s := range said {
		if s.Kind == "owes" {
			last = s
		}
	}
	r.views(name, said, last)
	for _, s := range said {
		if s.Kind == "refused" {
			r.refused(name, s)
		}
		if s.Kind != "done" {
			continue
		}
		r.report.Operations++
		op, there := b[s.Op]
		switch {
		case there && station.ActDigest(op.Act) != s.Act:
			r.report.Breach(&r.report.Lost, "%s: %s is at the platform, but not what was confirmed", name, s.Intent)
		case there:
			r.scans(name, s, last)
		case slices.Contains(last.Held, s.Op+" "+s.Lane) && halted(last, s.Lane):
			r.report.People++
		default:
			r.report.Breach(&r.report.Lost, "%s: %s (%s, case %s) is neither at the platform nor waiting for a person; %s", name, s.Intent, s.Op, s.Lane, traceOf(said, s))
		}
	}
}

// traceOf says where an act was last seen in a station's outbox.
func traceOf(said []station.Said, act station.Said) string {
	life, seen, lost := 0, 0, ""
	for _, s := range said {
		switch {
		case s.Kind == "open":
			life++
			if s.Sentence != "" {
				lost += fmt.Sprintf("; life %d began with %q", life, s.Sentence)
			}
		case s.Kind == "owes" && slices.Contains(s.Held, act.Op+" "+act.Lane):
			seen = life
		}
	}
	return fmt.Sprintf("its outbox held it until life %d of %d%s", seen, life, lost)
}

// refused checks that what a screen refused came with a code and its sentence, and did not happen after all: the clerk does
// it again.
func (r *judge) refused(name string, s station.Said) {
	if s.Code == "" {
		r.report.Breach(&r.report.Lost, "%s: %s was refused without a sentence", name, s.Intent)
	}
	if id, there := r.meant[s.Intent]; there && s.Code != undecided {
		r.report.Breach(&r.report.Doubled, "%s: %s was refused with %s, and is at the platform as %s", name, s.Intent, s.Code, id)
	}
}

// undecided is the code of a refusal that says that it is not known what became of the act (VAULT-006).
const undecided = "VAULT-006"

// views checks that what a station shows at the end of a case it owes nothing on is what the platform holds.
func (r *judge) views(name string, said []station.Said, last station.Said) {
	shown := map[string]station.Said{}
	for _, s := range said { // the last life's word counts
		switch s.Kind {
		case "open":
			clear(shown)
		case "view":
			shown[s.Lane] = s
		}
	}
	for lane, s := range shown {
		owes := slices.ContainsFunc(last.Held, func(h string) bool { return strings.HasSuffix(h, " "+lane) })
		if truth := r.known[lane]; !owes && (truth.Revision != s.Revision || string(truth.State) != s.State) {
			r.report.Breach(&r.report.Lost, "%s shows case %s at revision %d, %s; the platform holds %d, %s", name, lane, s.Revision, s.State, truth.Revision, truth.State)
		}
	}
}

// scans checks that a scan is at the platform, or that its loss is said where it lay damaged.
func (r *judge) scans(name string, s, last station.Said) {
	for _, d := range s.Scans {
		said := slices.ContainsFunc(last.Halted, func(h string) bool { return strings.HasPrefix(h, d+" ") })
		if !slices.Contains(r.blobs, d) && !said {
			r.report.Breach(&r.report.Lost, "%s: the scan of %s is not at the platform, and nobody is told", name, s.Intent)
		}
	}
}

// halted reports whether the lane of a case stands before a person for a reason that line or disk can explain.
func halted(last station.Said, lane string) bool {
	return slices.ContainsFunc(last.Halted, func(h string) bool {
		parts := strings.Fields(h)
		return len(parts) == 3 && parts[1] == lane && !slices.Contains(faults.Impossible, parts[2])
	})
}

// seals looks for names and numbers in every file of every machine.
func (r *judge) seals() {
	for _, path := range below(r.p.Root) {
		if r.p.Skip != nil && r.p.Skip(path) {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		for _, secret := range station.Secrets() {
			if bytes.Contains(text, []byte(secret)) {
				r.report.Breach(&r.report.Unsealed, "%s holds a personal text in the clear", strings.TrimPrefix(path, r.p.Root))
				break
			}
		}
	}
}

func below(dir string) (all []string) {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			all = append(all, path)
		}
		return nil
	})
	return all
}
