package counter

import (
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
)

// Snapshot is everything a counter's screens draw from: one consistent look at the desk.
// It is a value; whoever gets it may keep it.
type Snapshot struct {
	Hall      string
	WindowNo  int
	User      *User // nil = nobody has signed in
	Window    queue.BoardWindow
	Board     queue.Board
	Connected bool      // the hall node answers
	Heard     time.Time // when it last spoke
	Tabs      []Tab     // open cases, in order
	Current   *CaseView // the tab in front; nil = none
	Citizen   CitizenView
	Reader    devices.Status
	Scanner   devices.Status
	Outbox    OutboxView
	Carry     CarryView     // taking the outbox to the platform by hand
	Scan      *ScanProgress // a scan is running
	Notice    *Notice       // the newest thing to say, nil = nothing
	Busy      string        // a long act is running, in words; "" = none
	BusyEN    string        // the same in English
	Today     Today
	Work      []WorkRow     // work list, see Group
	Card      *CardQuestion // a card of another person waits for the clerk's word (UseCard), nil = none
	NeedsTime bool          // nobody stands behind the clock: ConfirmTime before anything is filed
	Devices   Devices       // which devices this window should have
	Machine   []Trouble     // what is wrong with this machine itself, the gravest first
	Now       time.Time     // the desk's clock at this look
}

// Devices says what a window is fitted out with: what it never had is not missed.
type Devices struct{ Reader, Scanner bool }

// Trouble is what a clerk must know of on every screen until it is over: the disk is nearly full, say.
type Trouble struct {
	Code       string
	Sentence   string
	SentenceEN string
}

// CardQuestion asks what a card is for that belongs to somebody else than the applicant.
type CardQuestion struct {
	Name   string // masked
	Number string // masked
	At     time.Time
}

// CardUse answers a CardQuestion.
type CardUse string

// A card of another person makes an agent, replaces the applicant, or is put aside.
const (
	CardAgent     CardUse = "agent"
	CardApplicant CardUse = "applicant"
	CardIgnore    CardUse = "ignore"
)

// Tab is one open case.
type Tab struct {
	CaseID string
	Ticket string
	Title  string // item name, "" = none chosen
	Active bool
	Parked bool // 暂存
}

// CaseView is the case in front with what the screen needs beside it.
type CaseView struct {
	Case        cases.Case
	Form        catalogue.Form
	FieldErrors map[string]string // field key → sentence; only for fields that were touched or block an outcome
	// FieldErrorsEN are the same in English; FieldWarnings holds the keys of those that do not block.
	FieldErrorsEN map[string]string
	FieldWarnings map[string]bool
	FieldCodes    map[string]string // field key → code of its sentence
	Filled        int               // required and optional fields with a value
	Auto          int               // of these, filled by card or shared data
	Missing       []string          // why 受理 is blocked, sentences; empty = may be accepted
	MissingEN     []string          // the same in English, same order
	LegalBy       workday.Date      // if accepted now
	PromisedBy    workday.Date      // if accepted now
	OnTheSpot     bool
	CardReadAt    time.Time // zero = not verified by card
	SeenAt        time.Time // the applicant's or agent's card was read for the citizen who is here now; zero = it was not
	ReadOnly      bool      // filed already: nothing can be changed here
	Upload        Upload    // of its acceptance
	// Stuck is the step that the platform did not take; nil = none. The case is then what the platform has.
	Stuck      *OutboxEntry
	Correcting bool // Stuck is being corrected here
	// Twins are other open cases of the same applicant and item to be looked at, newest first; CheckTwins says that a
	// filed case's were.
	Twins []TwinView
}

// Upload says whether the platform has an acceptance already.
type Upload string

// An acceptance waits for the platform, was not taken by it, or is there; "" = the case was not accepted.
const (
	UploadWaiting Upload = "waiting"
	UploadStuck   Upload = "stuck"
	UploadDone    Upload = "done"
)

// ScanProgress tells how a running scan gets on.
type ScanProgress struct {
	CaseID   string
	Material int
	Pages    int // pages that came so far
	Since    time.Time
}

// NoticeKind says what kind of thing a notice is.
type NoticeKind string

// Notices: done things vanish by themselves; the others stay until the next act.
const (
	NoticeDone NoticeKind = "done"
	NoticeWarn NoticeKind = "warn"
	NoticeFail NoticeKind = "fail"
)

// Notice is one sentence to the clerk.
type Notice struct {
	Kind       NoticeKind
	Code       string // for the engineer; "" when done
	Sentence   string
	SentenceEN string
	At         time.Time
}

// Today counts this window's day.
type Today struct {
	Served  int
	MeanMin int
	Rated   int // answered with grade 1 or 2
	Unrated int
}

// WorkGroup orders the work list.
type WorkGroup string

// Groups of the work list: results waiting to be handed out, corrections asked, supplements awaited, under review, ended.
const (
	GroupHandOut    WorkGroup = "handout"
	GroupCorrection WorkGroup = "correction"
	GroupSupplement WorkGroup = "supplement"
	GroupReview     WorkGroup = "review"
	GroupDraft      WorkGroup = "draft"
	GroupEnded      WorkGroup = "ended"
)

// WorkRow is one line of the work list.
type WorkRow struct {
	Group       WorkGroup
	CaseID      string
	Ticket      string
	Number      string // shortened
	Item        string
	Dept        string
	Applicant   string // masked
	ApplicantID string // masked
	State       cases.State
	Deadline    workday.Date
	DaysLeft    int    // working days to Deadline; negative = overdue
	Result      string // the result's name when it came
	Stuck       bool   // a step of it came back and needs a person
	Twin        bool   // another open case of the same applicant and item is to be looked at
}

// CitizenMode says what the citizen's window shows.
type CitizenMode string

// The citizen's window: greeting, check what is submitted, accepted with date, rate, thanks.
const (
	CitizenIdle   CitizenMode = "idle"
	CitizenCheck  CitizenMode = "check"
	CitizenDone   CitizenMode = "done"
	CitizenRate   CitizenMode = "rate"
	CitizenThanks CitizenMode = "thanks"
)

// CitizenView is what the citizen's window shows. Everything personal in it is masked already.
type CitizenView struct {
	Mode      CitizenMode
	State     cases.State // of the case shown or rated: what "done" means
	Ticket    string
	WindowNo  int
	Item      string
	Charge    string
	Express   bool
	Facts     []Fact // masked
	Materials []CitizenMaterial
	Promised  workday.Date
	Delivery  string
	RateCase  string    // case id to be rated
	Until     time.Time // when a rating prompt ends by itself
	Told      Trouble   // what the platform's absence means to the citizen now; zero = nothing
}

// Fact is a label and a value.
type Fact struct{ Label, LabelEN, Value string }

// CitizenMaterial is one material on the citizen's window.
type CitizenMaterial struct {
	Name  string
	State cases.MaterialState
}

// Outcome is what an act gave: the case after it and its paper, both on disk.
type Outcome struct {
	Case  cases.Case
	Paper *cases.IssuedPaper
	PDF   []byte
}
