package display

import (
	"time"

	"onewindow/internal/queue"
)

// Silence is how long the hall may say nothing before the screen says that it is silent.
// The hall node sends a comment every 5 s (DESIGN.md 6).
const Silence = 12 * time.Second

// Broken is how long the line may be broken before that is said: a node that hands over to another takes less.
const Broken = 2 * time.Second

// The codes of a hall that has fallen silent, and of one that was never heard.
const (
	CodeSilent  = "HALL-103"
	CodeUnheard = "HALL-104"
)

// Phase says which of the screens is to be seen.
type Phase string

// Before the hall was ever heard; before the day is opened; open, but nobody called yet; calls; the day is closed
// and nobody is at a window any more.
const (
	Searching Phase = "searching"
	Closed    Phase = "closed"
	Quiet     Phase = "quiet"
	Calls     Phase = "calls"
	Ended     Phase = "ended"
)

// Snapshot is everything a screen draws from. It is a value; whoever gets it may keep it.
type Snapshot struct {
	Now   time.Time // this terminal's clock, in the hall's zone
	Phase Phase

	Hall, HallEN string
	Heard        time.Time     // when the hall last spoke; zero = never
	Age          time.Duration // Now less Heard, never negative
	Stale        bool          // silent for longer than Silence, or its line broken for longer than Broken

	Newest     *Call // the call on top: the announced one, else the newest; nil when there is none, or the day has ended
	Announcing bool  // Newest is being announced: it may move, it may be spoken
	Seq        int   // counts announcements; a new value starts the motion

	Earlier    []Call // newest first
	Queued     int    // calls that wait to be announced
	Categories []Category
	Waiting    int // in the whole hall
	Next       []Next
	Windows    []queue.BoardWindow
	PassedMin  int // how long a passed number may be called back
}

// Call is one call.
type Call struct {
	Number   string
	Ticket   string
	Window   int
	Category string // letter
	At       time.Time
	Times    int
	State    queue.TicketState
	Class    queue.Class // known only while the ticket is at its window
}

// Category is one line of the waiting list.
type Category struct {
	Code, Name, NameEN string
	Windows            []int
	OpenNow            int
	Waiting            int
	LowMin, HighMin    int // 0, 0 = no estimate
}

// Next is one of the three who have waited longest.
type Next struct {
	Number   string
	Category string
	Waited   time.Duration
}

// Name gives a category's names by its letter.
func (s Snapshot) Name(code string) (zh, en string) {
	for _, c := range s.Categories {
		if c.Code == code {
			return c.Name, c.NameEN
		}
	}
	return code, code
}

// Window gives one window's state; ok is false when the hall has no such window.
func (s Snapshot) Window(no int) (w queue.BoardWindow, ok bool) {
	for _, w := range s.Windows {
		if w.No == no {
			return w, true
		}
	}
	return queue.BoardWindow{No: no}, false
}
