package model

import (
	"encoding/json"
	"slices"

	"onewindow/internal/api"
	"onewindow/internal/faults"
)

// judge looks at what is at the platform and what is still kept, and at nothing else.
func (w *world) judge() {
	taken := w.taken()
	once := w.intents(taken)
	for _, t := range w.terminals {
		for _, a := range t.confirmed {
			w.judgeAct(t, a, once)
		}
	}
	w.judgeLanes(taken)
	w.judgeViews()
	w.hall.judge()
}

// told is an operation the platform took, as its bytes tell of it.
type told struct {
	id       string
	position uint64

	Terminal string `json:"terminal"`
	Lane     string `json:"lane"`
	Seq      uint64 `json:"seq"`
	Act      struct {
		Paper  *struct{ Number string }
		Rating *struct{ Device string }
	} `json:"act"`
}

// taken reads what lies at the platform.
func (w *world) taken() (all []told) {
	for id, a := range w.platform.book.Accepts {
		op := told{id: id, position: a.Verdict.Position}
		if a.Verdict.Outcome == api.Accepted && json.Unmarshal(a.Offer.Payload, &op) == nil { // decisions carry no payload here
			all = append(all, op)
		}
	}
	return all
}

// intents counts what was meant and taken, by what stands in the acts themselves.
func (w *world) intents(taken []told) map[string]int {
	once := map[string]int{}
	for _, op := range taken {
		intent := ""
		switch {
		case op.Act.Paper != nil:
			intent = op.Act.Paper.Number
		case op.Act.Rating != nil:
			intent = op.Act.Rating.Device
		}
		if once[intent]++; once[intent] > 1 {
			w.report.Breach(&w.report.Doubled, "%s was taken twice, the second time as %s", intent, op.id)
		}
	}
	return once
}

func (w *world) judgeAct(t *terminal, a *act, once map[string]int) {
	r := w.report
	taken, there := w.platform.book.Accepts[a.id]
	there = there && taken.Verdict.Outcome == api.Accepted
	if there && (taken.Offer.Digest != a.digest || digest(taken.Offer.Payload) != a.digest) {
		r.Breach(&r.Lost, "%s %s is at the platform with other bytes", t.name, a.id)
	}
	if !there && once[a.intent] > 0 {
		r.Breach(&r.Doubled, "%s %s was taken under another id", t.name, a.id)
	}
	if !there && !t.waitsForPeople(a) {
		r.Breach(&r.Lost, "%s %s (%s, place %d) is neither at the platform nor waiting for a person: %+v", t.name, a.id, a.lane, a.seq, t.disk.ops[a.id])
	}
	if op, kept := t.disk.ops[a.id]; kept && there && op.State.Halts() {
		r.Breach(&r.Doubled, "%s %s is taken, and yet a person is told otherwise: %s", t.name, a.id, op.Why.SentenceEN)
	}
	if there {
		for _, s := range a.scans {
			if _, kept := t.disk.files[s]; w.platform.book.Files[s] == 0 && !kept {
				r.Breach(&r.Lost, "%s of %s is nowhere", s, t.name)
			}
		}
	}
}

// waitsForPeople reports whether an act is kept, with its bytes, in a lane that halted with a sentence.
func (t *terminal) waitsForPeople(a *act) bool {
	op, kept := t.disk.ops[a.id]
	if !kept || digest(t.disk.bytes[a.id]) != a.digest {
		return false
	}
	for _, id := range t.disk.lanes[op.Lane] {
		o := t.disk.ops[id]
		if o.State.Halts() && o.Seq <= op.Seq && o.Why.Code != "" && !slices.Contains(faults.Impossible, o.Why.Code) {
			t.w.report.People++
			return true
		}
	}
	return false
}

// judgeLanes checks that the platform took each lane in its order and without a gap.
func (w *world) judgeLanes(taken []told) {
	var places []faults.Place
	for _, op := range taken {
		places = append(places, faults.Place{Terminal: op.Terminal, Lane: op.Lane, Seq: op.Seq, At: op.position})
	}
	for _, breach := range faults.Disordered(places) {
		w.report.Breach(&w.report.Disordered, "%s", breach)
	}
}

// judgeViews checks that what a terminal shows of a case it owes nothing on is what the platform holds.
func (w *world) judgeViews() {
	for _, t := range w.terminals {
		for _, id := range t.disk.known {
			truth, _, _ := w.platform.book.Case(id) // a book in memory does not fail
			if view := t.disk.cases[id]; len(t.disk.lanes[id]) == 0 && (view.Revision != truth.Revision || view.State != truth.State) {
				w.report.Breach(&w.report.Lost, "%s shows %s at revision %d, %s; the platform holds %d, %s", t.name, id, view.Revision, view.State, truth.Revision, truth.State)
			}
		}
	}
}
