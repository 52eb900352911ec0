package counter

import (
	"context"
	"io"
	"time"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/queue"
)

// Hall is the authority over tickets, as a window reaches it. Implemented by sync/hallclient.
type Hall interface {
	// Do sends one command; the client gives it an id and a terminal if it has none. A *queue.Refusal comes
	// back inside the Answer; err means the hall could not be reached (or not understood).
	Do(ctx context.Context, cmd queue.Command) (queue.Answer, error)
	// Watch tells the newest board at once and after every change, and when contact is lost or found,
	// until ctx ends. The channel is never closed before.
	Watch(ctx context.Context) <-chan HallView
}

// HallView is what is known of the hall right now.
type HallView = api.HallView

// CardReader is an ID-card reader. Implemented by devices/idcard.
type CardReader interface {
	Status() devices.Status
	// Watch tells each card that was read, each failure and each change of status until ctx ends.
	Watch(ctx context.Context) <-chan devices.CardEvent
}

// Scanner scans pages. Implemented by devices/scanner.
type Scanner interface {
	Status() devices.Status
	// Scan runs one job and hands every page to page as it comes, then returns. Cancelling ctx stops the
	// job; pages already handed over stay.
	Scan(ctx context.Context, s ScanSettings, page func(Page) error) error
}

// ScanSettings asks for a job. Zero values mean the device's default.
type ScanSettings struct {
	Feeder bool // from the feeder only; false takes what lies in the feeder, or else on the glass
	DPI    int  // 300
	Color  bool
}

// Page is one page as it came from the scanner.
type Page struct {
	Type string // image/jpeg, image/png, application/pdf: from the bytes, not from the device's word
	Data []byte
}

// Store keeps the window's work safe on this machine. Implemented by internal/counter/store over the vault
// and the outbox. Every method that changes something returns only when it is on disk (journal, then store).
type Store interface {
	// SaveDraft keeps a case that is being worked on: a draft, or one in Supplement whose applicant came back.
	// For the latter, Case and Cases give the working copy until the next filing is committed; State and Revision stay.
	SaveDraft(ctx context.Context, c cases.Case) error
	// DropDraft forgets a draft (or the working copy of a filed case). Unknown ids are no error.
	DropDraft(ctx context.Context, id string) error
	// Commit stores the case after the act and the operation that carries the act, in one commit, and gives
	// the operation's id. The lane's next sequence number is taken inside. An act that files nothing (a rating) is put
	// on the filed case and on the working copy alike, and the working copy stays.
	Commit(ctx context.Context, after cases.Case, act cases.Act) (opID string, err error)
	Case(ctx context.Context, id string) (cases.Case, error)
	// Cases gives all cases of this terminal and those the feed brought, newest first.
	Cases(ctx context.Context) ([]cases.Case, error)
	// NextSerial takes the next case serial of this terminal's block for a day. ErrNoBlock when the platform
	// never gave this terminal a block.
	NextSerial(ctx context.Context, day string) (block string, serial int, err error)
	// PutFile seals and syncs a file and gives its content digest; putting the same bytes twice keeps one.
	PutFile(ctx context.Context, typ string, r io.Reader) (cases.Page, error)
	OpenFile(ctx context.Context, digest string) (io.ReadCloser, error)
	// Outbox is what waits, is sent or is stuck right now.
	Outbox(ctx context.Context) (OutboxView, error)
	OutboxPeople
	// RetryNow asks the runner to try at once.
	RetryNow()
	// Changed gets a value whenever cases, files or the outbox changed (coalesced).
	Changed() <-chan struct{}
}

// OutboxView is the outbox as a person sees it.
type OutboxView struct {
	Waiting int       // operations and files not yet at the platform
	Stuck   int       // rejected, conflicting or parked, and with nobody yet
	Handed  int       // with an engineer
	Oldest  time.Time // zero when nothing waits
	Online  bool      // the platform answered last time
	Since   time.Time // since when Online is what it is
	Heard   time.Time // when the platform was last heard, by this counter's clock and over restarts; zero = never
	NextTry time.Time
	Entries []OutboxEntry // waiting and stuck, oldest first
	SavedAt time.Time     // newest commit to disk
	Notes   []Trouble     // what there is to know of the line beside: it rests, a limit holds; the gravest first
	History []Ended       // what left by a person's word, newest first, as far as it is shown
}

// OutboxEntry is one line of the outbox.
type OutboxEntry struct {
	ID       string
	CaseID   string
	Act      cases.ActKind // of an operation; "" for a file
	Number   string        // case number, or ""
	Title    string        // 受理 · 社会保障卡申领与补换 C038
	TitleEN  string        // Accept · 社会保障卡申领与补换 C038
	Detail   string        // 案件 …1123 0312 0006 · 4 份材料 2.1 MB
	DetailEN string        // Case …1123 0312 0006 · 4 files 2.1 MB
	File     bool          // a scan or paper, not an operation
	Since    time.Time
	Why      string // sentence
	WhyEN    string
	Code     string // of Why
	State    string // waiting, sending, rejected, conflict, parked
	Attempts int
	Operator string
	Name     string // the operator's
	First    string // of a correction: number and name of who did what it corrects
	Handed   *Handed
	Behind   int   // later steps of the case that wait behind it
	Ways     []Way // what people can do about it
}

// Users knows who may sign in. Implemented by a local list.
type Users interface {
	// SignIn checks a PIN. *AuthError says what is wrong and how many tries are left.
	SignIn(ctx context.Context, operator, pin string) (User, error)
}

// User is a clerk.
type User struct {
	Operator string // "0312"
	Name     string
	Roles    []string
}

// Papers draws papers. Implemented by internal/papers through a small adapter. All return PDF bytes.
type Papers interface {
	Draw(ctx context.Context, kind cases.PaperKind, c cases.Case, act cases.Act) ([]byte, error)
}

// Clock gives legal time. Implemented by internal/counter/store (offset to platform or hall) over the system clock.
type Clock interface {
	Now() time.Time
	// Stamp is Now with its source, in the hall's zone, never earlier than the newest stamp that was committed here.
	// An empty Source means that nobody stands behind it: the desk then asks the clerk to confirm the date before
	// anything is filed.
	Stamp() cases.Stamp
	// ConfirmTime takes the clerk's word that it is t now. It counts until the program ends or a peer is heard; a time
	// before the newest stamp is refused.
	ConfirmTime(t time.Time) error
}
