package present

import (
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/citizen"
	desk "onewindow/internal/counter"
)

// Dispute is one act in two versions, side by side, with what each means.
type Dispute struct {
	Title string
	Note  string // the platform's word
	Ours  Version
	Other Version
	Redo  Act // on top of what the platform has
	Again Act // the same bytes once more; empty where that is of no use
	Keep  Act // the platform's
}

// Version is one side.
type Version struct {
	Head  string
	Mark  Mark
	Facts []Fact
	Means string
}

// NewDispute draws both versions.
func NewDispute(d desk.Dispute, now time.Time, w Words) Dispute {
	out := Dispute{Title: w.T("dispute.title"), Note: whatHappened(d.Entry, desk.OutboxView{Online: true}, now, w), Ours: ours(d, now, w), Other: theirs(d, now, w)}
	if a, ok := way(d.Entry, desk.WayCorrect, w); ok {
		out.Redo = a
		out.Redo.Key, out.Redo.Label = "1", w.T("dispute.redo")
	}
	if a, ok := way(d.Entry, desk.WayRetry, w); ok && a.Blocked == "" {
		out.Again = a
		out.Again.Key = "2"
	}
	if a, ok := way(d.Entry, desk.WayKeep, w); ok {
		out.Keep = a
	}
	return out
}

// ours is what this window did, by whom, when.
func ours(d desk.Dispute, now time.Time, w Words) Version {
	a := d.Act
	zh, en := cases.ActName(a.Kind)
	v := Version{Head: w.T("dispute.ours"), Mark: Mark{"paper", w.Pick(zh, en), Careful}, Means: w.T("dispute.means." + kindKey(a.Kind))}
	v.Facts = []Fact{{w.T("dispute.who"), madeBy(d.Entry, w)}, {w.T("dispute.when"), sinceDay(a.At.Time, now, w)}}
	switch {
	case a.HandOut != nil:
		v.Facts = append(v.Facts, Fact{w.T("dispute.receiver"), join(citizen.MaskName(a.HandOut.Receiver), w.T("way."+a.HandOut.Way))}, Fact{w.T("dispute.document"), first(a.HandOut.Document, "—")})
	case a.Rating != nil:
		v.Facts = append(v.Facts, Fact{w.T("dispute.grade"), itoa(a.Rating.Grade)})
	case a.Filing != nil:
		v.Facts = append(v.Facts, Fact{w.T("filed.applicant"), join(citizen.MaskName(a.Filing.Applicant.Name), citizen.MaskID(a.Filing.Applicant.Number))})
		v.Facts = append(v.Facts, filingFact(a, w))
	}
	return v
}

func filingFact(a cases.Act, w Words) Fact {
	switch {
	case a.Kind == cases.ActAccept:
		return Fact{w.T("filed.promised"), shortDay(w, a.Filing.Promised)}
	case a.Kind == cases.ActSupplement:
		return Fact{w.T("filed.supplyBy"), shortDay(w, a.Filing.SupplyBy)}
	}
	return Fact{w.T("filed.reason"), first(a.Reason, "—")}
}

// kindKey is an act's key in the words.
func kindKey(k cases.ActKind) string {
	switch k {
	case cases.ActAccept, cases.ActSupplement, cases.ActRefuse, cases.ActHandOut, cases.ActRate:
		return string(k)
	}
	return "other"
}

// theirs is what the platform has, and from when that is.
func theirs(d desk.Dispute, now time.Time, w Words) Version {
	v := Version{Head: w.T("dispute.theirs", "time", sinceDay(d.AsOf, now, w))}
	if !d.Known {
		v.Mark, v.Means = Mark{"missing", w.T("dispute.unknown"), Wrong}, w.T("dispute.means.unknown")
		if d.Entry.Code == "OPS-016" {
			v.Means = w.T("dispute.means.forgotten")
		}
		v.Facts = []Fact{{w.T("dispute.has"), w.T("dispute.nothing")}}
		return v
	}
	v.Mark, v.Means = stateMark(d.Truth.State, w), w.T("dispute.means.known", "state", StateWord(d.Truth.State, w))
	if d.Lacks {
		v.Mark, v.Means = Mark{"missing", w.T("dispute.lacks"), Wrong}, w.T("dispute.means.forgotten")
	}
	if n := len(d.Truth.Steps); n > 0 {
		s := d.Truth.Steps[n-1]
		v.Facts = append(v.Facts, Fact{w.T("dispute.who"), s.By}, Fact{w.T("dispute.when"), sinceDay(s.At, now, w)}, Fact{w.T("dispute.last"), w.Pick(s.Text, s.TextEN)})
	}
	if o := d.Truth.HandOut; o != nil {
		v.Facts = append(v.Facts, Fact{w.T("dispute.receiver"), join(citizen.MaskName(o.Receiver), w.T("way."+o.Way))})
	} else if dec := d.Truth.Decision; dec != nil {
		v.Facts = append(v.Facts, Fact{w.T("dispute.document"), first(dec.Number, "—")})
	}
	return v
}
