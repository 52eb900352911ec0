package counter

import (
	"slices"
	"strconv"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/counter/offline"
	"onewindow/internal/trouble"
)

// unsentActs gives when each act that waits for the platform was done, oldest first. Files are not counted, they follow
// their acts; what stands before a person is no line's fault.
func unsentActs(box OutboxView) []time.Time {
	var out []time.Time
	for _, e := range box.Entries {
		if !e.File && (e.State == "waiting" || e.State == "sending") {
			out = append(out, e.Since)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// situation is how this counter stands to its platform now. It wants mu.
func (d *Desk) situation() offline.Situation {
	return offline.Situation{Now: d.p.Clock.Now(), Online: d.outbox.Online, Heard: d.outbox.Heard, Unsent: d.unsent}
}

// mayBegin says whether the limits let a new case be begun.
func (d *Desk) mayBegin() error {
	d.mu.Lock()
	ruling := d.p.Offline.Begin(d.situation())
	d.mu.Unlock()
	if !ruling.Stops() {
		return nil
	}
	return told(boundCode(ruling), nil, boundWords(ruling)...)
}

// mayAct says whether the limits let an act be done on a case. Nothing has been changed when they do not.
func (d *Desk) mayAct(k cases.ActKind, c cases.Case) error {
	d.mu.Lock()
	ruling := d.p.Offline.Act(k, d.situation(), begunAt(k, c))
	d.mu.Unlock()
	if !ruling.Stops() {
		return nil
	}
	code := "LIMIT-006"
	switch {
	case ruling.Level == offline.Forbidden:
		code = "LIMIT-005"
	case ruling.By == offline.ByUnsent:
		code = "LIMIT-007"
	}
	return told(code, nil, append(boundWords(ruling), actWords(k)...)...)
}

// begunAt is when the work that an act ends was begun: a file when its draft was opened, anything else now.
func begunAt(k cases.ActKind, c cases.Case) time.Time {
	if k == cases.ActHandOut || len(c.Steps) == 0 {
		return time.Time{}
	}
	if i := slices.IndexFunc(c.Steps, func(s cases.Step) bool { return s.Kind == "open" }); i >= 0 {
		return c.Steps[i].At
	}
	return c.Steps[0].At
}

// boundCode is a bound on new cases that is near or reached.
func boundCode(r offline.Ruling) string {
	switch {
	case r.Level == offline.Near && r.By == offline.ByAge:
		return "LIMIT-001"
	case r.Level == offline.Near:
		return "LIMIT-002"
	case r.By == offline.ByAge:
		return "LIMIT-003"
	}
	return "LIMIT-004"
}

func boundWords(r offline.Ruling) []string {
	if r.By == offline.ByUnsent {
		return []string{"n", strconv.Itoa(r.Unsent), "most", strconv.Itoa(r.MostUnsent)}
	}
	age, ageEN := offline.Span(r.Age)
	most, mostEN := offline.Span(r.MostAge)
	return []string{"age", age, "ageEn", ageEN, "most", most, "mostEn", mostEN}
}

func actWords(k cases.ActKind) []string {
	zh, en := cases.ActName(k)
	return []string{"act", zh, "actEn", en}
}

// limitTroubles are the limits as a clerk must know of them on every screen. It wants mu.
func (d *Desk) limitTroubles() []Trouble {
	s := d.situation()
	if d.p.Offline.Accept.Forbidden && !s.Online {
		return []Trouble{troubleOf("LIMIT-005", actWords(cases.ActAccept)...)}
	}
	r := d.p.Offline.Begin(s)
	if r.Level == offline.Free {
		return nil
	}
	return []Trouble{troubleOf(boundCode(r), boundWords(r)...)}
}

func troubleOf(code string, pairs ...string) Trouble {
	w := trouble.Of(code).Clerk.Fill(pairs...)
	return Trouble{Code: code, Sentence: w.Zh, SentenceEN: w.En}
}

// citizenTold is what the citizen at the window hears of the platform's absence now; the zero Trouble: nothing. It wants mu.
func (d *Desk) citizenTold() Trouble {
	code := ""
	switch s := d.situation(); d.mode {
	case CitizenIdle:
		if r := d.p.Offline.Begin(s); r.Stops() {
			code = boundCode(r)
		}
	case CitizenCheck, CitizenDone:
		if !s.Online && !d.p.Offline.Accept.Forbidden {
			code = offline.Told(cases.ActAccept)
		}
	}
	if told := offline.Told(d.service.told); told != "" && (d.mode == CitizenIdle || d.mode == CitizenDone) {
		code = told
	}
	if code == "" {
		return Trouble{}
	}
	w := trouble.Of(code).ForCitizen()
	return Trouble{Code: code, Sentence: w.Zh, SentenceEN: w.En}
}

// sayDone says that an act is done. Off the line it stays on the screen with what the citizen is to be told, and the
// citizen's window tells it too for as long as this service lasts; of an acceptance that window alone.
func (d *Desk) sayDone(k cases.ActKind, zh, en string) {
	away := !d.online()
	d.mu.Lock()
	if d.service.told = ""; away && k != cases.ActAccept {
		d.service.told = k
	}
	d.mu.Unlock()
	if !away || k == cases.ActAccept {
		d.say(NoticeDone, "", zh, en)
		return
	}
	w := trouble.Of(offline.Told(k)).Clerk
	d.say(NoticeWarn, offline.Told(k), zh+w.Zh, en+" "+w.En)
}
