package counter

import (
	"context"
	"time"

	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
)

// Desk is the counter's use cases as this window drives them. Implemented by *desk.Desk.
// No method is called on the UI goroutine if it takes a context: presenters run those in the background
// and draw again when Changed fires.
type Desk interface {
	// Snapshot is one consistent look; cheap.
	Snapshot() desk.Snapshot
	// Changed gets a value whenever Snapshot would differ (coalesced). Each call gives a channel of its own: one call a window.
	Changed() <-chan struct{}

	SignIn(ctx context.Context, operator, pin string) error
	SignOut(ctx context.Context) error

	// Queue. Finish ends the current ticket (and asks for a rating when a case was filed).
	CallNext(ctx context.Context) error // finishes the current ticket first: 办结并叫下一号
	Recall(ctx context.Context) error
	NoShow(ctx context.Context) error
	Start(ctx context.Context) error
	Finish(ctx context.Context) error
	CallBack(ctx context.Context, ticketID string) error
	Pause(ctx context.Context, reason string) error
	Resume(ctx context.Context) error

	// Cases. Starting a called ticket opens a case by itself; NewCase opens one without a ticket.
	NewCase(ctx context.Context) error
	OpenCase(ctx context.Context, caseID string) error // from work list or tab
	ParkCase(ctx context.Context) error                // 暂存: the tab stays, another comes to the front
	DropCase(ctx context.Context) error                // an empty or abandoned draft
	Search(query string) []catalogue.Item              // by code, name or pinyin initials; "" = this window's categories
	ChooseItem(ctx context.Context, itemID string) error
	SetField(ctx context.Context, key, text string) error
	ExplainField(ctx context.Context, key, reason string) error // why an answer stands that a check warns of
	TypeApplicant(ctx context.Context, name, number string) error
	UseCard(ctx context.Context, use desk.CardUse) error // answers Snapshot.Card
	FullView(ctx context.Context) error                  // the whole ID number is shown now; leaves a line in the log and in the case
	SetDelivery(ctx context.Context, way string) error   // "window" or "post"
	MarkMaterial(ctx context.Context, index int, state cases.MaterialState) error
	ScanMaterial(ctx context.Context, index int, s desk.ScanSettings) error // returns when the scan has ended
	CancelScan()
	RemovePage(ctx context.Context, index, page int) error
	PageBytes(ctx context.Context, digest string) ([]byte, error) // for thumbnails

	// Outcomes. Each gives the paper's PDF bytes when everything is on disk.
	Accept(ctx context.Context) (Outcome, error)
	AskSupplement(ctx context.Context, lacks []cases.Lack) (Outcome, error)
	Lacks() []cases.Lack // proposed from the materials that are missing
	Refuse(ctx context.Context, reason string) (Outcome, error)
	HandOut(ctx context.Context, caseID, receiver, way string) (Outcome, error)

	// The citizen's window.
	ShowCitizen(mode desk.CitizenMode)
	Rate(ctx context.Context, grade int, reasons []string) error // called by the citizen's window only
	SkipRating()

	CheckTwins(ctx context.Context) error // 已核对: the cases beside the one in front were looked at; all stand

	// The outbox, entry by entry: see desk.OutboxPeople.
	Dispute(ctx context.Context, opID string) (desk.Dispute, error)
	Correct(ctx context.Context, opID string) error // opens the case as a working copy; filing it takes the step's place
	KeepPlatform(ctx context.Context, opID, reason string) error
	HandOver(ctx context.Context, entryID string) error
	TakeBack(ctx context.Context, entryID string) error

	// Carrying by hand: see desk.Carrier. Both return when it has ended; CancelStick stops a writing.
	WriteStick(ctx context.Context, stick string) error
	ReadStick(ctx context.Context, stick string) error
	CancelStick()

	ConfirmTime(ctx context.Context, t time.Time) error // the clerk stands behind today's date (once per start)
	RetryOutbox()
	DismissNotice()
}

// Outcome is what an act gave.
type Outcome = desk.Outcome
