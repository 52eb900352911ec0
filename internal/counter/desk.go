package counter

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/counter/offline"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
)

// Params are what a desk works with. Reader and Scanner may be nil where a window has none.
type Params struct {
	Terminal string // this machine's name: "C03"
	WindowNo int
	HallName string

	Hall    Hall
	Reader  CardReader
	Scanner Scanner
	Store   Store
	Users   Users
	Papers  Papers
	Clock   Clock

	Catalogue *catalogue.Catalogue
	Calendar  *workday.Calendar

	NewID    func() string // UUIDv7: a case's id
	NewToken func() string // 128 random bits, base64url: a progress token for a case without a ticket
	After    func(time.Duration) <-chan time.Time
	Log      *slog.Logger

	// Room says whether a new case may be begun on this machine; the error has a sentence. nil = always.
	Room func() error
	// Machine looks at the machine itself: a disk that is nearly full, say. Quick, from any goroutine; nil = nobody looks.
	Machine func() []Trouble
	// Opening is what is said once, when the program starts: that the data here was repaired, say; nil = nothing.
	Opening *Trouble

	// Carrier takes the outbox by hand; nil = this counter has none. CarryDays is after how many days a file without
	// receipts is asked about; default 3.
	Carrier   Carrier
	CarryDays int

	// Offline is how far work goes on without the platform; the zero Rules limit nothing.
	Offline offline.Rules

	RatingWait time.Duration // how long a rating prompt waits; default 60 s
	SupplyDays int           // working days an applicant has to supply; default 15
}

// Desk is one window's work. Its methods may be called from any goroutine; Serve must run for the hall, the reader
// and the store to be heard.
type Desk struct {
	p    Params
	wake chan struct{} // tells Serve that a rating prompt opened or ended

	hallMu sync.Mutex // one command to the hall at a time; taken before fileMu
	fileMu sync.Mutex // one change to the files at a time; taken before mu

	hearers hearers

	mu       sync.Mutex // guards everything below
	user     *User
	hall     HallView
	outbox   OutboxView
	unsent   []time.Time // of the outbox, see unsentActs
	carry    carrying
	tabs     []tab
	front    string // id of the case in front, "" = none
	service  service
	seen     *sighting // the card that was read last, for this citizen only
	question *question // a card of another person
	prompt   *prompt   // a rating that is being asked for
	mode     CitizenMode
	notice   *Notice
	busy     [2]string // in both languages, "" = nothing long is running
	machine  []Trouble
	scan     *ScanProgress
	stopScan context.CancelFunc
	known    []cases.Case
	like     *likeness // of the case in front, nil = not looked for
	work     []WorkRow
	workDay  workday.Date
	today    Today
	served   served
}

// tab is one open case. A tab is never changed in place: a changed copy takes its place.
type tab struct {
	c       cases.Case
	parked  bool
	touched map[string]bool // fields the clerk has been in
	tried   bool            // an acceptance was tried: say everything that is wrong

	corrects string    // id of the operation that this working copy corrects, "" = none
	stands   cases.Act // what that one says
}

// service is the ticket being served, and what was done for it.
type service struct {
	ticketID string
	number   string
	since    time.Time
	caseID   string        // the case that was last filed or handed out, "" = none yet
	moment   int           // which service moment of it
	told     cases.ActKind // the act just done off the line: the citizen hears what that means; "" = none
}

// served sums up the tickets finished since start.
type served struct {
	n     int
	total time.Duration
}

// NewDesk makes a desk; nothing runs before Serve.
func NewDesk(p Params) *Desk {
	if p.After == nil {
		p.After = time.After
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.RatingWait == 0 {
		p.RatingWait = 60 * time.Second
	}
	if p.SupplyDays == 0 {
		p.SupplyDays = 15
	}
	if p.CarryDays == 0 {
		p.CarryDays = carryDays
	}
	d := &Desk{p: p, wake: make(chan struct{}, 1), mode: CitizenIdle}
	if o := p.Opening; o != nil {
		d.notice = &Notice{Kind: NoticeWarn, Code: o.Code, Sentence: o.Sentence, SentenceEN: o.SentenceEN, At: p.Clock.Now()}
	}
	return d
}

// Changed gives a channel that gets a value whenever Snapshot would differ (coalesced). Every call gives a channel of its
// own that lives as long as the desk: call it once for each window that listens.
func (d *Desk) Changed() <-chan struct{} { return d.hearers.add() }

func (d *Desk) pulse() { d.hearers.tell() }

// hearers are those who want to know that something changed.
type hearers struct {
	mu  sync.Mutex // a lock of its own: pulses come with and without the desk's
	all []chan struct{}
}

func (h *hearers) add() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	ch := make(chan struct{}, 1)
	h.all = append(h.all, ch)
	return ch
}

func (h *hearers) tell() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ch := range h.all {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// statusEvery is how often devices without events of their own are looked at.
const statusEvery = 2 * time.Second

// Serve listens to hall, reader and store until ctx ends, and gives ctx's error.
func (d *Desk) Serve(ctx context.Context) error {
	hall := d.p.Hall.Watch(ctx)
	var cards <-chan devices.CardEvent
	if d.p.Reader != nil {
		cards = d.p.Reader.Watch(ctx)
	}
	d.reload(ctx)
	d.lookAtMachine()
	tick := d.p.After(statusEvery)
	d.lookAtSticks(ctx)
	var timeout <-chan time.Time
	var scanner devices.Status
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case v, ok := <-hall:
			if !ok {
				hall = nil
				continue
			}
			d.hearHall(ctx, v)
		case e, ok := <-cards:
			if !ok {
				cards = nil
				continue
			}
			d.hearCard(ctx, e)
		case <-d.p.Store.Changed():
			d.reload(ctx)
		case <-d.wake:
			timeout = d.promptTimeout()
		case <-timeout:
			timeout = nil
			d.expirePrompt()
		case <-tick:
			if now := d.scannerStatus(); now != scanner {
				scanner = now
				d.pulse()
			}
			d.lookAtMachine()
			tick = d.p.After(statusEvery)
			d.lookAtSticks(ctx)
		}
	}
}

// lookAtMachine asks what is wrong with this machine now.
func (d *Desk) lookAtMachine() {
	if d.p.Machine == nil {
		return
	}
	now := d.p.Machine()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.Equal(now, d.machine) {
		d.machine = now
		d.pulse()
	}
}

func (d *Desk) scannerStatus() devices.Status {
	if d.p.Scanner == nil {
		return devices.Status{}
	}
	return d.p.Scanner.Status()
}

func (d *Desk) readerStatus() devices.Status {
	if d.p.Reader == nil {
		return devices.Status{}
	}
	return d.p.Reader.Status()
}

// hearHall takes the newest look at the hall. A hall that comes back while a clerk sits here gets the window opened
// again; that also brings back the ticket that was being served.
func (d *Desk) hearHall(ctx context.Context, v HallView) {
	d.mu.Lock()
	back := v.Connected && d.user != nil && !d.hall.Connected && boardWindow(v.Board, d.p.WindowNo).State == queue.WindowClosed
	d.hall = v
	d.mu.Unlock()
	d.pulse()
	if back {
		d.openWindow(ctx)
	}
}

// reload reads cases and outbox from the store.
func (d *Desk) reload(ctx context.Context) {
	known, err := d.p.Store.Cases(ctx)
	box, err2 := d.p.Store.Outbox(ctx)
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.pulse()
	if err2 == nil {
		d.outbox, d.unsent = box, unsentActs(box)
	}
	if err == nil {
		d.known, d.like = known, nil
		d.workDay = workday.Date{} // rows are made at the next look
		d.refreshTabs()
	}
	if ctx.Err() == nil && (err != nil || err2 != nil) {
		d.setNotice(NoticeFail, fault("DESK-006", "读取本机资料没有成功。", "The data on this machine could not be read.", nil))
	}
}

// refreshTabs brings news of filed cases into their tabs; what is being worked on stays as it is. A case whose step did
// not stand goes back to what does.
func (d *Desk) refreshTabs() {
	for i, t := range d.tabs {
		j := slices.IndexFunc(d.known, func(c cases.Case) bool { return c.ID == t.c.ID })
		if j < 0 {
			continue
		}
		_, halted := d.halted(t.c.ID)
		back := halted && t.corrects == "" && d.known[j].Revision < t.c.Revision
		if back || d.known[j].Revision > t.c.Revision {
			t.c, t.corrects, t.stands = cases.Clone(d.known[j]), "", cases.Act{}
			d.tabs[i] = t
		} else if j >= 0 && cases.Filed(t.c) { // a notice moves no revision
			t.c.Twins = cases.Clone(d.known[j]).Twins
			d.tabs[i] = t
		}
	}
}

// fail turns an error into a sentence on the screen and gives it back with its code.
func (d *Desk) fail(err error, what, whatEN string) error {
	e := spoken(err, what, whatEN)
	kind := NoticeFail
	var no *queue.Refusal
	if errors.As(err, &no) { // nobody waits, nothing is called: nothing has gone wrong
		kind = NoticeWarn
	}
	d.mu.Lock()
	d.setNotice(kind, e)
	d.mu.Unlock()
	d.pulse()
	d.p.Log.Warn("desk", "what", whatEN, "code", e.Code)
	return e
}

// setNotice wants mu.
func (d *Desk) setNotice(kind NoticeKind, e *Error) {
	d.notice = &Notice{Kind: kind, Code: e.Code, Sentence: e.Sentence, SentenceEN: e.SentenceEN, At: d.p.Clock.Now()}
}

func (d *Desk) say(kind NoticeKind, code, zh, en string) {
	d.mu.Lock()
	d.setNotice(kind, fault(code, zh, en, nil))
	d.mu.Unlock()
	d.pulse()
}

// saying reports whether the notice is this one.
func (d *Desk) saying(code string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.notice != nil && d.notice.Code == code
}

// DismissNotice takes the notice away.
func (d *Desk) DismissNotice() {
	d.mu.Lock()
	d.notice = nil
	d.mu.Unlock()
	d.pulse()
}

// online reports whether the platform answered last time.
func (d *Desk) online() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.outbox.Online
}

// who is the hand of the clerk who sits here.
func (d *Desk) who() (cases.Who, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.user == nil {
		return cases.Who{}, fault("DESK-004", "请先登录。", "Sign in first.", nil)
	}
	return cases.Who{Operator: d.user.Operator, Name: d.user.Name, Terminal: d.p.Terminal, Window: d.p.WindowNo}, nil
}

func boardWindow(b queue.Board, no int) queue.BoardWindow {
	for _, w := range b.Windows {
		if w.No == no {
			return w
		}
	}
	return queue.BoardWindow{No: no, State: queue.WindowClosed}
}
