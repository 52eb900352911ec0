package queue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Longest fields of a command, in bytes.
const (
	maxName   = 64
	maxReason = 240
	maxKey    = 128
)

// Check says whether a command is in form, whatever the state it meets; nil means it is. What is out of form
// never enters a log.
func (c Command) Check() *Refusal {
	for _, f := range []struct {
		name, value string
		longest     int
	}{
		{"id", c.ID, maxName}, {"terminal", c.Terminal, maxName}, {"operator", c.Operator, maxName},
		{"ticket", c.Ticket, maxName}, {"category", c.Category, maxName}, {"item", c.Item, maxName},
		{"personKey", c.PersonKey, maxKey}, {"reason", c.Reason, maxReason}, {"day", c.Day, maxName}, {"token", c.Token, maxKey},
	} {
		if len(f.value) > f.longest {
			return malformed(f.name)
		}
	}
	switch {
	case c.ID == "":
		return malformed("id")
	case c.Terminal == "":
		return malformed("terminal")
	case !knownKind(c.Kind):
		return malformed("kind")
	case !knownClass(c.Class):
		return malformed("class")
	case c.Kind == Paper && !knownPaper(c.Paper):
		return malformed("paper")
	case c.Kind == OpenWindow && c.Operator == "":
		return malformed("operator")
	case c.Kind == Configure && c.Settings == nil:
		return malformed("settings")
	case len(c.DayKey) > maxKey:
		return malformed("dayKey")
	}
	return nil
}

func knownKind(k Kind) bool {
	switch k {
	case Configure, OpenDay, CloseDay, OpenWindow, CloseWindow, Issue, Paper,
		CallNext, Recall, CallBack, Start, Finish, NoShow, Pause, Resume:
		return true
	}
	return false
}

func knownClass(c Class) bool {
	return c == "" || c == Ordinary || c == Appointment || c == Priority
}

func knownPaper(p PaperState) bool {
	switch p {
	case PaperRequested, PaperPrinting, PaperPrinted, PaperFailed, PaperReprinted, PaperNone:
		return true
	}
	return false
}

// print is a short digest of what the terminal asked for. What the leader adds is left out: a command sent again
// meets another leader and other randomness, and is the same wish.
func (c Command) print() string {
	c.Token, c.DayKey = "", nil
	text, err := json.Marshal(c)
	if err != nil { // a Command holds nothing that JSON cannot say
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}
