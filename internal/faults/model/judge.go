package model

import (
	"encoding/json"
	"slices"

	"onewindow/internal/api"
	"onewindow/internal/faults"
)

// judge looks at what is at the platform and what is still kept, and at nothing else.
func (w *world) judge() {
	once := w.intents()
	for _, t := range w.terminals {
		for _, a := range t.confirmed {
			w.judgeAct(t, a, once)
		}
	}
	w.judgeLanes()
	w.judgeViews()
	w.hall.judge()
}

// intents counts what was meant and taken, by what stands in the acts themselves.
func (w *world) intents() map[string]int {
	once := map[string]int{}
	for id, a := range w.platform.book.Accepts {
		var op api.Operation
		if a.Verdict.Outcome != api.Accepted || json.Unmarshal(a.Offer.Payload, &op) != nil {
			continue // decisions carry no payload here
		}
		intent := ""
		switch {
		case op.Act.Paper != nil:
			intent = op.Act.Paper.Number
		case op.Act.Rating != nil:
			intent = op.Act.Rating.Device
		}
		if once[intent]++; once[intent] > 1 {
			w.report.Breach(&w.report.Doubled, "%s was taken twice, the second time as %s", intent, id)
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
func (w *world) judgeLanes() {
	var taken []faults.Place
	for _, a := range w.platform.book.Accepts {
		var op api.Operation
		if a.Verdict.Outcome == api.Accepted && json.Unmarshal(a.Offer.Payload, &op) == nil { // decisions carry no payload here
			taken = append(taken, faults.Place{Terminal: op.Terminal, Lane: op.Lane, Seq: op.Seq, At: a.Verdict.Position})
		}
	}
	for _, breach := range faults.Disordered(taken) {
		w.report.Breach(&w.report.Disordered, "%s", breach)
	}
}

// judgeViews checks that what a terminal shows of a case it owes nothing on is what the platform holds.
func (w *world) judgeViews() {
	for _, t := range w.terminals {
		for _, id := range t.disk.known {
			truth := w.platform.book.Cases[id]
			if view := t.disk.cases[id]; len(t.disk.lanes[id]) == 0 && (view.Revision != truth.Revision || view.State != truth.State) {
				w.report.Breach(&w.report.Lost, "%s shows %s at revision %d, %s; the platform holds %d, %s", t.name, id, view.Revision, view.State, truth.Revision, truth.State)
			}
		}
	}
}
