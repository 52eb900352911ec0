package present

import (
	"strconv"
	"time"

	desk "onewindow/internal/counter"
)

func itoa(n int) string { return strconv.Itoa(n) }

// StatusLine is the strip at the bottom: what waits, whether platform and hall answer, what is safe on disk.
type StatusLine struct {
	Outbox   Mark
	Open     Act
	Stuck    Mark // "" = nothing needs a person
	Handed   Mark // "" = nothing is with an engineer
	Platform Mark
	Hall     Mark
	Saved    Mark
	Keys     Act
}

// NewStatusLine draws the strip.
func NewStatusLine(s desk.Snapshot, st State, now time.Time, w Words) StatusLine {
	l := StatusLine{
		Outbox: Mark{"outbox", w.T("status.empty"), Plain},
		Open:   Act{ID: "outbox", Label: w.T("status.open"), Key: "Ctrl U"},
		Keys:   Act{ID: "keys", Label: w.T("status.keys"), Key: "F1"},
		Saved:  Mark{"lock", w.T("status.nothingYet"), Done},
	}
	if st.Outbox {
		l.Open.Label = w.T("status.close")
	}
	if n := s.Outbox.Waiting; n > 0 {
		l.Outbox.Text = w.T("status.waiting", "n", itoa(n), "min", itoa(minutes(now.Sub(s.Outbox.Oldest))))
	}
	if n := s.Outbox.Stuck; n > 0 {
		l.Stuck = Mark{"missing", w.T("status.stuck", "n", itoa(n)), Wrong}
	}
	if n := s.Outbox.Handed; n > 0 {
		l.Handed = Mark{"transfer", w.T("status.handed", "n", itoa(n)), Careful}
	}
	l.Platform = Mark{"check", w.T("status.platform"), Done}
	if !s.Outbox.Online {
		l.Platform = Mark{"warning", withCode(since(platformAway, s.Outbox.Since.In(now.Location()), w), platformAway), Careful}
	}
	l.Hall = Mark{"hall-node", w.T("status.hall"), Done}
	if !s.Connected {
		l.Hall = Mark{"warning", w.T("status.hallAway", "time", clock(s.Heard.In(now.Location()))), Careful}
	}
	if !s.Outbox.SavedAt.IsZero() {
		l.Saved.Text = w.T("status.saved", "time", clockSeconds(s.Outbox.SavedAt.In(now.Location())))
	}
	return l
}
