package queue

// Instant is a point in time as Unix milliseconds. The machine counts in integers only.
type Instant int64

// Class is a ticket's class (号别).
type Class string

// The classes of GB practice: ordinary 普通号, appointment 预约号 (prefix Y), priority 优先号 (prefix V).
const (
	Ordinary    Class = "ordinary"
	Appointment Class = "appointment"
	Priority    Class = "priority"
)

// TicketState is where a ticket (号票) stands.
type TicketState string

// A ticket waits, is called, is served and is done; who does not come is passed (过号);
// who is passed for good, or taken out, is void (作废).
const (
	Waiting TicketState = "waiting"
	Calling TicketState = "calling"
	Serving TicketState = "serving"
	Done    TicketState = "done"
	Passed  TicketState = "passed"
	Void    TicketState = "void"
)

// PaperState says what became of a ticket's paper, from the printer's own word.
type PaperState string

// A number is committed before its paper is asked for; a paper is printed only when the printer says so.
const (
	PaperRequested PaperState = "requested"
	PaperPrinting  PaperState = "printing"
	PaperPrinted   PaperState = "printed"
	PaperFailed    PaperState = "failed"
	PaperReprinted PaperState = "reprinted"
	PaperNone      PaperState = "none" // the citizen noted the number and wants no paper
)

// WindowState is what a window (窗口) is doing.
type WindowState string

// A closed window has no clerk; an idle one waits for its next call.
const (
	WindowClosed  WindowState = "closed"
	WindowIdle    WindowState = "idle"
	WindowCalling WindowState = "calling"
	WindowServing WindowState = "serving"
	WindowPaused  WindowState = "paused"
)

// Category is one of the hall's kinds of business (窗口类别), named by its letter.
type Category struct {
	Code           string `json:"code"` // "A"
	Name           string `json:"name"` // 企业设立
	NameEN         string `json:"nameEn"`
	MeanServiceSec int    `json:"meanServiceSec"` // first guess until the day has its own figures
}

// WindowSpec is a window as the hall's settings name it.
type WindowSpec struct {
	No         int      `json:"no"`
	Categories []string `json:"categories"` // the longest waiting of all of them is called first
}

// Settings are the hall's rules. They enter the log as a command, never from a node's own file.
type Settings struct {
	Hall          string       `json:"hall"`
	HallEN        string       `json:"hallEn"`
	ZoneMinutes   int          `json:"zoneMinutes"` // minutes east of UTC; Fuzhou 480
	Categories    []Category   `json:"categories"`
	Windows       []WindowSpec `json:"windows"`
	PassedMinutes int          `json:"passedMinutes"` // how long a passed ticket may be called back; default 30
	MaxCalls      int          `json:"maxCalls"`      // how often a number is spoken before it must be passed; default 3
	ProgressBase  string       `json:"progressBase"`  // public address of the progress page, "https://host/p/"
}

// Ticket is one number of one day (号票).
type Ticket struct {
	ID         string      `json:"id"`     // day and number: "20261123-A001"
	Number     string      `json:"number"` // "A001"; past 999 it goes on to "A1000"
	Category   string      `json:"category"`
	Class      Class       `json:"class"`
	Item       string      `json:"item,omitempty"`      // item id when the citizen chose one: "FZ005"
	PersonKey  string      `json:"personKey,omitempty"` // keyed daily hash, hex; never sent to displays
	Token      string      `json:"token"`               // 128 random bits, base64url; the QR's tail
	Terminal   string      `json:"terminal"`            // which kiosk or counter issued it
	State      TicketState `json:"state"`
	Paper      PaperState  `json:"paper"`
	IssuedAt   Instant     `json:"issuedAt"`
	CalledAt   Instant     `json:"calledAt,omitempty"` // first call
	LastCallAt Instant     `json:"lastCallAt,omitempty"`
	StartedAt  Instant     `json:"startedAt,omitempty"`
	EndedAt    Instant     `json:"endedAt,omitempty"`
	Calls      int         `json:"calls,omitempty"`      // since it was last waiting or passed
	CalledBack bool        `json:"calledBack,omitempty"` // a second miss makes it void
	Window     int         `json:"window,omitempty"`
	Operator   string      `json:"operator,omitempty"`
}

// Kind names a command.
type Kind string

// The commands of the hall. Every one is idempotent by its id.
const (
	Configure   Kind = "configure"    // Settings
	OpenDay     Kind = "day.open"     // Day, DayKey
	CloseDay    Kind = "day.close"    //
	OpenWindow  Kind = "window.open"  // Window, Operator: a clerk sits down
	CloseWindow Kind = "window.close" // Window
	Issue       Kind = "ticket.issue" // Category, Class, Item, PersonKey, Token
	Paper       Kind = "ticket.paper" // Ticket, Paper
	CallNext    Kind = "ticket.call"  // Window
	Recall      Kind = "ticket.recall"
	CallBack    Kind = "ticket.callback" // Window, Ticket: a passed ticket is called again (召回)
	Start       Kind = "ticket.start"    // Window
	Finish      Kind = "ticket.finish"   // Window
	NoShow      Kind = "ticket.noshow"   // Window (过号)
	Pause       Kind = "window.pause"    // Window, Reason
	Resume      Kind = "window.resume"   // Window
)

// Command is a wish of a terminal, as it travels and as it stands in the log.
// Token and DayKey are randomness handed in by the leader before the entry is logged.
type Command struct {
	ID        string     `json:"id"` // UUIDv7
	Kind      Kind       `json:"kind"`
	Terminal  string     `json:"terminal"`
	Operator  string     `json:"operator,omitempty"`
	Window    int        `json:"window,omitempty"`
	Ticket    string     `json:"ticket,omitempty"` // ticket id
	Category  string     `json:"category,omitempty"`
	Class     Class      `json:"class,omitempty"` // empty means ordinary
	Item      string     `json:"item,omitempty"`
	PersonKey string     `json:"personKey,omitempty"`
	Paper     PaperState `json:"paper,omitempty"`
	Reason    string     `json:"reason,omitempty"`
	Day       string     `json:"day,omitempty"` // "2026-11-23"
	Settings  *Settings  `json:"settings,omitempty"`
	Token     string     `json:"token,omitempty"`
	DayKey    []byte     `json:"dayKey,omitempty"`
}

// Answer is what became of a command. A second command of the same id gets the first answer.
type Answer struct {
	ID      string   `json:"id"`
	Index   uint64   `json:"index"` // the log index that holds the command
	At      Instant  `json:"at"`
	Ticket  *Ticket  `json:"ticket,omitempty"`
	Ahead   int      `json:"ahead"` // people ahead, for an issued ticket
	LowMin  int      `json:"lowMin"`
	HighMin int      `json:"highMin"`
	Windows []int    `json:"windows,omitempty"` // windows that may call the issued ticket
	Refusal *Refusal `json:"refusal,omitempty"`
}

// Refusal is a typed no: a code for the engineer, a sentence for the person. A refusal changes nothing.
type Refusal struct {
	Code       string `json:"code"` // "QUEUE-004"
	Sentence   string `json:"sentence"`
	SentenceEN string `json:"sentenceEn"`
	Ticket     string `json:"ticket,omitempty"` // the number it speaks of, if any
}

func (r *Refusal) Error() string { return r.Code + " " + r.SentenceEN }

// Event tells that something changed, for displays and logs.
type Event struct {
	Kind   Kind    `json:"kind"`
	At     Instant `json:"at"`
	Ticket *Ticket `json:"ticket,omitempty"` // PersonKey and Token are left out
	Window int     `json:"window,omitempty"`
}

// Board is what everybody in the hall may see: numbers, never people.
type Board struct {
	Hall       string          `json:"hall"`
	HallEN     string          `json:"hallEn"`
	Day        string          `json:"day"` // "" before the day is opened
	Open       bool            `json:"open"`
	At         Instant         `json:"at"` // the machine's newest stamp
	Categories []BoardCategory `json:"categories"`
	Windows    []BoardWindow   `json:"windows"`
	Calls      []BoardCall     `json:"calls"`   // newest call first, at most 12, whatever became of the ticket (see State)
	Next       []BoardTicket   `json:"next"`    // the three longest waiting
	Passed     []BoardTicket   `json:"passed"`  // passed tickets that may still be called back, newest first
	Waiting    int             `json:"waiting"` // in the whole hall

	PassedMinutes int    `json:"passedMinutes"`          // how long a passed ticket may be called back
	ProgressBase  string `json:"progressBase,omitempty"` // public address of the progress page; a ticket's token goes behind it
}

// BoardCategory is one category's line on a display.
type BoardCategory struct {
	Code     string  `json:"code"`
	Name     string  `json:"name"`
	NameEN   string  `json:"nameEn"`
	Windows  []int   `json:"windows"` // windows serving it, by settings
	OpenNow  int     `json:"openNow"` // of these, neither closed nor paused
	Waiting  int     `json:"waiting"`
	OldestAt Instant `json:"oldestAt,omitempty"`
	LowMin   int     `json:"lowMin"` // estimate for a ticket taken now; 0,0 = no estimate
	HighMin  int     `json:"highMin"`
}

// BoardWindow is a window as everybody sees it.
type BoardWindow struct {
	No         int         `json:"no"`
	State      WindowState `json:"state"`
	Categories []string    `json:"categories"`
	Ticket     *Ticket     `json:"ticket,omitempty"` // without PersonKey and Token
	Reason     string      `json:"reason,omitempty"`
	Served     int         `json:"served"` // today
}

// BoardCall is one call on the hall's display.
type BoardCall struct {
	Number   string      `json:"number"`
	Ticket   string      `json:"ticket"`
	Window   int         `json:"window"`
	Category string      `json:"category"`
	At       Instant     `json:"at"`
	Times    int         `json:"times"`
	State    TicketState `json:"state"`
}

// BoardTicket is a ticket in a list.
type BoardTicket struct {
	ID       string  `json:"id"`
	Number   string  `json:"number"`
	Category string  `json:"category"`
	At       Instant `json:"at"` // issued, or passed
}

// Slip is what stands on a ticket's paper (号票), in words and numbers ready to print.
type Slip struct {
	Hall         string `json:"hall"`
	CategoryName string `json:"categoryName"`
	Number       string `json:"number"`
	ItemName     string `json:"itemName,omitempty"`
	Ahead        int    `json:"ahead"`
	LowMin       int    `json:"lowMin"`
	HighMin      int    `json:"highMin"`
	Windows      string `json:"windows"`          // "01–10 号"
	IssuedAt     string `json:"issuedAt"`         // "11月23日 10:06"
	Holder       string `json:"holder,omitempty"` // masked: 张*三; "" without a card
	Class        string `json:"class"`            // 普通号
	URL          string `json:"url"`              // what the QR says
	Bring        string `json:"bring,omitempty"`  // 还要带上…
	Kiosk        string `json:"kiosk"`            // 取号机 K2
	Foot         string `json:"foot"`             // "1123-A018-5C"
	Reprint      bool   `json:"reprint,omitempty"`
}
