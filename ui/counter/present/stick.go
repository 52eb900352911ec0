package present

import (
	"fmt"
	"time"

	desk "onewindow/internal/counter"
)

// Stick is the foot of the outbox's drawer: what waits, carried to the platform by hand, and the receipts brought back.
// The zero value: this counter carries nothing by hand.
type Stick struct {
	Say   Mark    // what came of it, or what is to be known
	Why   string  // why nothing can be done now; "" = it can
	Share float32 // of what is being written, 0…1; negative = nothing is
	Write Act
	Read  Act
	Stop  Act // empty = nothing that can be stopped
}

// carriedFor is how long the word on what was written or read stands before what is still awaited takes its place.
const carriedFor = 10 * time.Minute

// NewStick draws the foot.
func NewStick(s desk.Snapshot, now time.Time, w Words) Stick {
	c := s.Carry
	if !c.Possible {
		return Stick{}
	}
	f := Stick{
		Say: stickMark(c, now, w), Share: -1,
		Write: Act{ID: "stick.write", Label: w.T("stick.write"), Key: "Ctrl B", Icon: "upload", Role: Secondary},
		Read:  Act{ID: "stick.read", Label: w.T("stick.read"), Key: "Ctrl J", Role: Secondary},
	}
	switch {
	case c.Running != nil:
		f.Write.Blocked, f.Read.Blocked = w.T("stick.busy"), w.T("stick.busy")
		if !c.Running.Reading {
			f.Share = float32(c.Running.Done) / float32(max(c.Running.All, 1))
			f.Stop = Act{ID: "stick.stop", Label: w.T("stick.stop"), Key: "Esc", Role: Secondary}
		}
		return f
	case len(c.Sticks) == 0:
		f.Why = w.T("stick.none")
		f.Write.Blocked, f.Read.Blocked = f.Why, f.Why
	case len(s.Outbox.Entries) == 0:
		f.Write.Blocked = w.T("outbox.empty")
	}
	return f
}

func stickMark(c desk.CarryView, now time.Time, w Words) Mark {
	switch {
	case c.Running != nil && c.Running.Reading:
		return Mark{"upload", w.T("stick.reading"), Data}
	case c.Running != nil:
		return Mark{"upload", w.T("stick.writing", "done", megabytes(c.Running.Done), "all", megabytes(c.Running.All)), Data}
	case c.Done != nil && now.Sub(c.Done.At) < carriedFor:
		return Mark{"done", w.Pick(c.Done.Sentence, c.Done.SentenceEN), Done}
	case c.Awaited != nil:
		at := c.Awaited.At.In(now.Location()).Format("01-02 15:04")
		return Mark{"clock", w.T("stick.awaited", "time", at, "n", itoa(c.Awaited.Acts)), Careful}
	}
	return Mark{"transfer", w.T("stick.hint"), Plain}
}

// StickChoices are the sticks that are there, with what is free on each.
func StickChoices(sticks []desk.Stick, w Words) []Choice {
	var out []Choice
	for _, s := range sticks {
		out = append(out, Choice{Value: s.Path, Label: w.T("stick.choice", "name", s.Name, "free", megabytes(s.Free))})
	}
	return out
}

func megabytes(n int64) string {
	if n >= 10<<30 {
		return fmt.Sprintf("%d GB", n>>30)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
