package kiosk

import (
	"time"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/catalogue"
	"onewindow/internal/queue"
)

// Screen is what the kiosk asks or says now: one question per screen.
type Screen string

// The screens. Issuing is the short wait for the hall; Told is one sentence with a way on.
const (
	Home     Screen = "home"
	Category Screen = "category" // which kind of business, or search
	Search   Screen = "search"   // find an item by writing
	Items    Screen = "items"    // the items of one category (guide)
	Guide    Screen = "guide"    // what one item needs
	Card     Screen = "card"     // put the card down, or another way
	Number   Screen = "number"   // type the ID number
	Issuing  Screen = "issuing"
	Ticket   Screen = "ticket" // the number is there; see TicketView.Paper
	Told     Screen = "told"
)

// Snapshot is one consistent look at the kiosk. It is a value; whoever gets it may keep it.
type Snapshot struct {
	Screen   Screen
	Now      time.Time
	Hall     api.HallView
	Elder    bool
	Low      bool // all controls in the lower part; never with Elder
	Guiding  bool // choosing for the guide, not for a number
	Query    string
	Found    []catalogue.Item
	Common   []catalogue.Item
	Examples map[string][]catalogue.Item // by category's letter, a few; shared, not to be changed
	Category queue.BoardCategory         // chosen, if Code is set
	Item     *catalogue.Item             // chosen
	Reader   devices.Status
	Printer  devices.Status
	CardLeft bool     // a card lies on the reader and its holder should take it
	Problem  *Problem // beside the question of the screen: card unreadable, number wrong
	Told     *Problem // the sentence of the screen Told
	CanRetry bool     // Told: the same may be tried again
	Ticket   *TicketView
	Left     time.Duration // until the session ends by itself
	Idle     time.Duration // how long a session may stand untouched
	Warn     bool          // the end is near and must be announced
	Priority int           // age from which a number has priority, 0 = none
	Troubles []Trouble     // what is missing now, the worst first
}

// Problem is a sentence to the citizen. It is an error too.
type Problem struct {
	Code       string
	Sentence   string
	SentenceEN string
	Number     string // the number it speaks of, to be shown large; "" = none
}

func (p *Problem) Error() string { return p.Code + " " + p.SentenceEN }

// PaperWord is what can truly be said of a ticket's paper.
type PaperWord string

// What the printer said: nothing yet, out, not out, or nothing certain.
const (
	Printing PaperWord = "printing"
	Printed  PaperWord = "printed"
	Failed   PaperWord = "failed"
	Unsure   PaperWord = "unsure"
)

// TicketView is a number that the hall has committed.
type TicketView struct {
	Slip         queue.Slip
	CategoryName string
	CategoryEN   string
	Windows      string // "1–6", without words
	Paper        PaperWord
	Why          *Problem // why there is no paper
	Reprint      bool     // the paper that is out is a second one
}
