package kiosk

import (
	"time"

	"onewindow/devices"
	"onewindow/internal/trouble"
)

// hallGrace is how long the hall's line may be broken before it is said: a node that hands over to another takes less.
const hallGrace = time.Second

// Part is a part of the hall that this machine cannot do its work without.
type Part string

// The parts, the one that matters most first.
const (
	PartHall    Part = "hall"
	PartReader  Part = "reader"
	PartPrinter Part = "printer"
)

// Trouble says that a part is missing now, and what the citizen can do instead. It goes away by itself.
type Trouble struct {
	Part Part
	Problem
}

// troubles are the parts that are missing now, the one that matters most first.
func (k *Kiosk) troubles() []Trouble {
	var out []Trouble
	if !k.view.Connected && k.p.Now().Sub(k.lost) >= hallGrace {
		out = append(out, Trouble{PartHall, *k.noContact()})
	}
	for _, d := range []struct {
		part   Part
		status devices.Status
	}{{PartReader, k.reader}, {PartPrinter, k.printer}} {
		if missing(d.status) {
			out = append(out, Trouble{d.part, missed(d.part, d.status)})
		}
	}
	return out
}

// missed says what a missing device means for whoever stands here. A reader's trouble has its sentence for citizens. A
// printer's is about a ticket that did not come; before there is one, what happened is said, and where the number will be.
func missed(part Part, st devices.Status) Problem {
	e := trouble.Of(st.Code)
	if e.Code == "" {
		return Problem{Code: st.Code, Sentence: st.Sentence, SentenceEN: st.SentenceEN}
	}
	w := e.ForCitizen()
	if part == PartPrinter {
		what, _ := e.Clerk.Split()
		w = trouble.Words{Zh: what.Zh + "号码会显示在屏幕上，请您记下。", En: what.En + " Your number will be on the screen: note it."}
	}
	return *problem(st.Code, w.Zh, w.En)
}

// missing tells that a device cannot do its work. One that is busy with what this machine asked of it names no code.
func missing(st devices.Status) bool { return st.Code != "" && st.State != devices.Ready }

// seeLine keeps when the line to the hall broke.
func (k *Kiosk) seeLine(connected bool) {
	if k.view.Connected && !connected {
		k.lost = k.p.Now()
	}
}
