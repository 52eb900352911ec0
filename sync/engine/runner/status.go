package runner

import (
	"strconv"
	"time"

	"onewindow/internal/trouble"
	"onewindow/sync/engine"
	"onewindow/sync/outbox"
)

// Status is what the line looks like right now.
type Status struct {
	Online  bool
	Since   time.Time
	NextTry time.Time       // zero: at once, or nothing to try
	Sending map[string]bool // operation ids and digests in flight
	// Attempts counts, by operation id or digest, the tries of this run and those that got an answer before.
	Attempts map[string]int
	// Why says why the platform is away, where it is a certificate's fault; zero while it answers, or simply does not.
	Why outbox.Why
	// Breaker is how the platform is treated after failures in a row.
	Breaker engine.Breaker
	// Held says why operations wait that nothing of the line holds back, by id.
	Held map[string]outbox.Why
	// Notes say in words what there is to know beside: a clock that is wild, a breaker that is not closed, news that cannot be
	// read, a limit that holds. The gravest first.
	Notes []Note
}

// Note is a reason in words. A passing one is for who looks at the outbox: nobody need do anything.
type Note struct {
	outbox.Why
	Passing bool
}

// Status is safe to call at any time.
func (r *Runner) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.p.Now()
	s := Status{Online: r.state.Online, Since: r.state.Since, Why: r.why, Sending: map[string]bool{}, Attempts: map[string]int{}, Breaker: r.state.Breaker(now)}
	for _, o := range r.state.Ops {
		s.Attempts[o.ID] = o.Attempts
	}
	for _, f := range r.state.Files {
		s.Attempts[f.Digest] = f.Attempts
	}
	for _, id := range r.state.Sending {
		s.Sending[id] = true
	}
	for _, digest := range r.state.Uploading {
		s.Sending[digest] = true
	}
	r.underway(func(id string) { s.Sending[id] = true })
	if s.NextTry = r.state.Next(now).Wake; s.NextTry.IsZero() || r.look.Before(s.NextTry) && !r.look.IsZero() {
		s.NextTry = r.look
	}
	s.Held = map[string]outbox.Why{}
	for _, id := range r.state.Beyond() {
		s.Held[id] = why("SYNC-113")
	}
	s.Notes = r.notes(s.Breaker, now)
	return s
}

func (r *Runner) notes(b engine.Breaker, now time.Time) (notes []Note) {
	say := func(passing bool, code string, pairs ...string) {
		notes = append(notes, Note{why(code, pairs...), passing})
	}
	if zh, en := r.p.Desk.Doubt(); zh != "" {
		say(false, "SYNC-115", "off", zh, "offEn", en)
	}
	until := b.Until.In(r.zone()).Format(time.TimeOnly)
	switch {
	case b.Asked:
		say(false, "SYNC-112", "time", until)
	case b.State == engine.Open && r.state.Online: // away altogether, it has a sentence of its own
		say(false, "SYNC-110", "fails", strconv.Itoa(b.Fails), "time", until)
	case b.State == engine.HalfOpen:
		say(true, "SYNC-111")
	}
	newer, broken := r.p.Feed.PutBy()
	if newer > 0 {
		say(false, "SYNC-114", "n", strconv.Itoa(newer))
	}
	if broken > 0 {
		say(false, "SYNC-117", "n", strconv.Itoa(broken))
	}
	if rate := r.p.Limits.At(now.In(r.zone())); rate > 0 && len(r.state.Uploading) > 0 {
		say(true, "SYNC-116", "rate", rateText(rate))
	}
	return notes
}

// rateText says bytes per second as a line's rate is written.
func rateText(rate int64) string {
	if kbit := rate * 8 / 1000; kbit < 1000 {
		return strconv.FormatInt(kbit, 10) + " kbit/s"
	}
	return strconv.FormatFloat(float64(rate*8)/1e6, 'g', 3, 64) + " Mbit/s"
}

// why is a reason in the words of the table of troubles.
func why(code string, pairs ...string) outbox.Why {
	w := trouble.Of(code).Clerk.Fill(pairs...)
	return outbox.Why{Code: code, Sentence: w.Zh, SentenceEN: w.En}
}
