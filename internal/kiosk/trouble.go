package kiosk

import (
	"time"

	"onewindow/devices"
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

// missed says what a missing device means. A reader's trouble is the citizen's: there are other ways to say who one is. A
// printer's is the staff's; once a number has no paper, the ticket's own screen says it to the citizen.
func missed(part Part, st devices.Status) Problem {
	if p := told(st.Code); part == PartReader && p.Sentence != "" {
		return *p
	}
	return Problem{Code: st.Code, Sentence: st.Sentence, SentenceEN: st.SentenceEN}
}

// missing tells that a device cannot do its work. One that is busy with what this machine asked of it names no code.
func missing(st devices.Status) bool { return st.Code != "" && st.State != devices.Ready }

// seeLine keeps when the line to the hall broke.
func (k *Kiosk) seeLine(connected bool) {
	if k.view.Connected && !connected {
		k.lost = k.p.Now()
	}
}
