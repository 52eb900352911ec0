package present

import (
	"time"

	"onewindow/devices"
	desk "onewindow/internal/counter"
)

// Trouble is something that is wrong around the window, in words, for as long as it lasts.
type Trouble struct {
	Code string
	Text string
	Act  Act // what mends it here; empty = nothing does
}

// Codes of what this window finds out by itself.
const (
	hallSilent   = "HALL-101"
	platformAway = "SYNC-101"
	readerAway   = "CARD-001"
	scannerAway  = "SCAN-001"
	clockAlone   = "CLOCK-001"
)

// HallTrouble is the silence of the hall; ok is false while it answers.
func HallTrouble(s desk.Snapshot, now time.Time, w Words) (t Trouble, ok bool) {
	if s.Connected {
		return Trouble{}, false
	}
	text := w.T("hall.never")
	if !s.Heard.IsZero() {
		text = w.T("hall.away", "time", clock(s.Heard.In(now.Location())))
	}
	return Trouble{Code: hallSilent, Text: text}, true
}

// PlatformTrouble is the silence of the platform, with what waits for it; ok is false while it answers.
func PlatformTrouble(s desk.Snapshot, now time.Time, w Words) (t Trouble, ok bool) {
	if s.Outbox.Online {
		return Trouble{}, false
	}
	text := platformMark(s.Outbox, now, w).Text
	if n := s.Outbox.Waiting; n > 0 {
		text += " " + w.T("trouble.waiting", "n", itoa(n))
	}
	return Trouble{Code: platformAway, Text: text}, true
}

// CitizenTrouble is what concerns the citizen at the window now: without the hall nobody is called, without the platform
// their code leads nowhere yet. The zero value: nothing.
func CitizenTrouble(s desk.Snapshot, w Words) Trouble {
	switch mode(s.Citizen) {
	case desk.CitizenIdle:
		if !s.Connected {
			return Trouble{Code: hallSilent, Text: w.T("citizen.hallAway")}
		}
	case desk.CitizenCheck, desk.CitizenDone:
		if !s.Outbox.Online {
			return Trouble{Code: platformAway, Text: w.T("citizen.platformAway")}
		}
	}
	return Trouble{}
}

// Troubles are those without a place of their own on the screen: devices, the clock, this machine. Before somebody
// signed in, hall and platform are among them.
func Troubles(s desk.Snapshot, now time.Time, w Words) []Trouble {
	var out []Trouble
	for _, m := range s.Machine {
		out = append(out, Trouble{Code: m.Code, Text: w.Pick(m.Sentence, m.SentenceEN)})
	}
	if s.NeedsTime {
		t := Trouble{Code: clockAlone, Text: w.T("time.alone")}
		if s.User != nil {
			t.Act = Act{ID: "confirmTime", Label: w.T("time.ask"), Role: Quiet}
		}
		out = append(out, t)
	}
	if s.User == nil {
		if t, ok := HallTrouble(s, now, w); ok {
			out = append(out, t)
		}
		if t, ok := PlatformTrouble(s, now, w); ok {
			out = append(out, t)
		}
	}
	if s.Devices.Reader && troubled(s.Reader) {
		out = append(out, deviceTrouble(s.Reader, readerAway, "column.noReader", w))
	}
	if s.Devices.Scanner && troubled(s.Scanner) && s.Scan == nil {
		out = append(out, deviceTrouble(s.Scanner, scannerAway, "why.noScanner", w))
	}
	return out
}

// troubled reports whether a device cannot be used until somebody does something. One that is busy with our own work is
// not; one that another program holds says so with a code.
func troubled(d devices.Status) bool {
	return d.State == devices.Absent || d.State == devices.Attention || d.State == devices.Busy && d.Code == "CARD-003"
}

func deviceTrouble(d devices.Status, code, words string, w Words) Trouble {
	return Trouble{Code: first(d.Code, code), Text: first(w.Pick(d.Sentence, d.SentenceEN), w.T(words))}
}
