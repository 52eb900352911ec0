package files

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"

	"onewindow/internal/api"
	"onewindow/internal/faults"
	"onewindow/internal/platform"
	"onewindow/internal/seal"
)

// judge compares what the screens said with what lies at the platform and in the outboxes, and looks for what lies open.
func (r *run) judge() error {
	keys, _, err := seal.OpenInstallation(r.office.dir)
	if err != nil {
		return err
	}
	box, err := keys.Box("platform")
	if err != nil {
		return err
	}
	taken, _, blobs, err := platform.Audit(context.Background(), r.office.dir, box)
	if err != nil {
		return err
	}
	book := r.read(taken)
	for _, m := range r.stations {
		r.judgeStation(m, book, blobs)
	}
	r.judgeSeals()
	return nil
}

// book is what the platform took, by operation id.
type book map[string]api.Operation

func (r *run) read(taken []platform.Taken) book {
	out, once := book{}, map[string]string{}
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
	r.report.Disordered = append(r.report.Disordered, faults.Disordered(places)...)
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

func (r *run) judgeStation(m *machine, b book, blobs []string) {
	var last Said
	for _, s := range m.said {
		if s.Kind == "owes" {
			last = s
		}
	}
	for _, s := range m.said {
		if s.Kind != "done" {
			continue
		}
		r.report.Operations++
		op, there := b[s.Op]
		switch {
		case there && actDigest(op.Act) != s.Act:
			r.report.Breach(&r.report.Lost, "%s: %s is at the platform, but not what was confirmed", m.name, s.Intent)
		case there:
			r.judgeScans(m, s, blobs, last)
		case slices.Contains(last.Held, s.Op) && halted(last, s.Lane):
			r.report.People++
		default:
			r.report.Breach(&r.report.Lost, "%s: %s (%s, case %s) is neither at the platform nor waiting for a person", m.name, s.Intent, s.Op, s.Lane)
		}
	}
}

// judgeScans checks that a scan is at the platform, or that its loss is said where it lay damaged.
func (r *run) judgeScans(m *machine, s Said, blobs []string, last Said) {
	for _, d := range s.Scans {
		said := slices.ContainsFunc(last.Halted, func(h string) bool { return strings.HasPrefix(h, d+" ") })
		if !slices.Contains(blobs, d) && !said {
			r.report.Breach(&r.report.Lost, "%s: the scan of %s is not at the platform, and nobody is told", m.name, s.Intent)
		}
	}
}

// halted reports whether the lane of a case stands before a person for a reason that line or disk can explain.
func halted(last Said, lane string) bool {
	return slices.ContainsFunc(last.Halted, func(h string) bool {
		parts := strings.Fields(h)
		return len(parts) == 3 && parts[1] == lane && !slices.Contains(faults.Impossible, parts[2])
	})
}

// judgeSeals looks for names and numbers in every file of every machine.
func (r *run) judgeSeals() {
	for _, path := range filesBelow(r.p.Dir) {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		for _, secret := range []string{SecretName, SecretNumber, SecretForm} {
			if bytes.Contains(text, []byte(secret)) {
				r.report.Breach(&r.report.Unsealed, "%s holds a personal text in the clear", strings.TrimPrefix(path, r.p.Dir))
				break
			}
		}
	}
}
