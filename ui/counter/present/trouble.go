package present

import (
	"time"

	"onewindow/devices"
	desk "onewindow/internal/counter"
	"onewindow/internal/trouble"
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
	return Trouble{Code: hallSilent, Text: since(hallSilent, s.Heard.In(now.Location()), w)}, true
}

// PlatformTrouble is the silence of the platform, with what waits for it; ok is false while it answers.
func PlatformTrouble(s desk.Snapshot, now time.Time, w Words) (t Trouble, ok bool) {
	if s.Outbox.Online {
		return Trouble{}, false
	}
	text := since(platformAway, s.Outbox.Since.In(now.Location()), w)
	if n := s.Outbox.Waiting; n > 0 {
		text += w.T("trouble.waiting", "n", itoa(n))
	}
	return Trouble{Code: platformAway, Text: text}, true
}

// CitizenTrouble is what concerns the citizen at the window now: without the hall nobody is called, without the platform
// their code leads nowhere yet. The zero value: nothing.
func CitizenTrouble(s desk.Snapshot, w Words) Trouble {
	told := Trouble{Code: s.Citizen.Told.Code, Text: w.Pick(s.Citizen.Told.Sentence, s.Citizen.Told.SentenceEN)}
	switch mode(s.Citizen) {
	case desk.CitizenIdle:
		if told.Code != "" {
			return told
		}
		if !s.Connected {
			return Trouble{Code: hallSilent, Text: sentenceOf(trouble.Of(hallSilent).ForCitizen(), w)}
		}
	case desk.CitizenCheck, desk.CitizenDone:
		if told.Code != "" {
			return told
		}
		if !s.Outbox.Online {
			return Trouble{Code: platformAway, Text: sentenceOf(trouble.Of(platformAway).ForCitizen(), w)}
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
		t := Trouble{Code: clockAlone, Text: sentenceOf(trouble.Of(clockAlone).Clerk, w)}
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
		out = append(out, deviceTrouble(s.Reader, readerAway, w))
	}
	if s.Devices.Scanner && troubled(s.Scanner) && s.Scan == nil {
		out = append(out, deviceTrouble(s.Scanner, scannerAway, w))
	}
	return out
}

// troubled reports whether a device cannot be used until somebody does something. One that is busy with our own work is
// not; one that another program holds says so with a code.
func troubled(d devices.Status) bool {
	return d.State == devices.Absent || d.State == devices.Attention || d.State == devices.Busy && d.Code == "CARD-003"
}

// deviceTrouble is what a device says of itself; one that never spoke is absent.
func deviceTrouble(d devices.Status, code string, w Words) Trouble {
	return Trouble{Code: first(d.Code, code), Text: first(w.Pick(d.Sentence, d.SentenceEN), sentenceOf(trouble.Of(code).Clerk, w))}
}

func sentenceOf(t trouble.Words, w Words) string { return w.Pick(t.Zh, t.En) }

// since is a code's sentence with the time from which it holds, if there is one.
func since(code string, t time.Time, w Words) string {
	text := sentenceOf(trouble.Of(code).Clerk, w)
	if t.IsZero() || t.Year() < 2000 {
		return text
	}
	return w.T("trouble.since", "time", clock(t), "what", text)
}
