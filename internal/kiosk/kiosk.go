package kiosk

import (
	"context"
	"sync"
	"time"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/queue"
)

// Times of a session (LOOK 9: warning at 60 s, end at 90 s; elder 120 and 180) and of its last screen.
const (
	warnAfter  = 60 * time.Second
	wipeAfter  = 90 * time.Second
	ticketStay = 20 * time.Second
	failedStay = 120 * time.Second

	askTime   = 8 * time.Second  // for a number; a citizen waits
	tellTime  = 2 * time.Second  // for a report; a citizen may wait behind it
	printTime = 40 * time.Second // for one slip, with the printer's own word
	tickTime  = 250 * time.Millisecond
)

// exampleItems is how many items a screen may choose from to show what a category is about.
const exampleItems = 6

// Kiosk is one kiosk. Its methods may be called from any goroutine.
type Kiosk struct {
	p        Params
	changed  chan struct{}
	examples map[string][]catalogue.Item

	mu      sync.Mutex
	view    api.HallView
	lost    time.Time // when the line to the hall broke
	reader  devices.Status
	printer devices.Status
	cardOn  bool // a card lies on the reader, whoever's
	s       session
	reports []queue.Command // what became of papers and the hall has not confirmed
	sending bool
	told    time.Time // the second Changed was last given for the clock's sake
}

// session is everything known of the citizen who stands here. Wiping it is ending the session.
type session struct {
	serial   int // tells sessions apart
	screen   Screen
	back     []Screen
	elder    bool
	low      bool
	guiding  bool
	query    string
	found    []catalogue.Item
	category string
	item     *catalogue.Item
	card     *citizen.Card
	typed    string         // a number typed instead of the card
	issue    *queue.Command // sent and not answered: to be sent again as it is
	problem  *Problem
	told     *Problem
	retry    bool
	ticket   *TicketView
	ticketID string
	touched  time.Time
	ends     time.Time // the last screen's end; zero = by idleness
	busy     bool      // hall or printer is at work: no end now
}

// New makes a kiosk on its first screen.
func New(p Params) *Kiosk {
	k := &Kiosk{p: p, changed: make(chan struct{}, 1), examples: map[string][]catalogue.Item{}}
	for _, it := range p.Catalogue.Items() {
		if of := k.examples[it.Category]; len(of) < exampleItems {
			k.examples[it.Category] = append(of, it)
		}
	}
	k.reader, k.printer = p.Reader.Status(), p.Printer.Status()
	k.s = session{screen: Home, touched: p.Now()}
	return k
}

// Run follows hall, reader, printer and clock until ctx ends.
func (k *Kiosk) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	hall, cards, printer := k.p.Hall.Watch(ctx), k.p.Reader.Watch(ctx), k.p.Printer.Watch(ctx)
	tick := time.NewTicker(tickTime)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case v := <-hall:
			k.SeeHall(v)
			wg.Go(func() { k.SendReports(ctx) })
		case e := <-cards:
			if k.SeeCard(e) {
				wg.Go(func() { k.Issue(ctx) })
			}
		case st := <-printer:
			k.seePrinter(st)
		case <-tick.C:
			k.Tick()
		}
	}
}

// Changed gets a value whenever Snapshot would differ (coalesced).
func (k *Kiosk) Changed() <-chan struct{} { return k.changed }

func (k *Kiosk) tell() {
	select {
	case k.changed <- struct{}{}:
	default:
	}
}

// SeeHall takes in the newest word of the hall.
func (k *Kiosk) SeeHall(v api.HallView) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.seeLine(v.Connected)
	k.view = v
	k.tell()
}

func (k *Kiosk) seePrinter(st devices.Status) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.printer = st
	k.tell()
}

// Tick looks at the clock: it ends a session whose time is over.
func (k *Kiosk) Tick() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if left, _ := k.left(); left <= 0 && k.occupied() {
		k.wipe()
	}
	if second := k.p.Now().Truncate(time.Second); !second.Equal(k.told) {
		k.told = second // a countdown or the clock has moved on
		k.tell()
	}
}

// occupied: somebody may be standing here, or has left something.
func (k *Kiosk) occupied() bool {
	return !k.s.busy && (k.s.screen != Home || k.s.elder || k.s.low || k.s.card != nil)
}

// left is the time until the session ends and whether the end must be announced.
func (k *Kiosk) left() (time.Duration, bool) {
	now := k.p.Now()
	if k.s.busy {
		return wipeAfter, false
	}
	if !k.s.ends.IsZero() {
		return k.s.ends.Sub(now), false
	}
	warn, end := k.patience()
	idle := now.Sub(k.s.touched)
	return end - idle, idle >= warn && k.s.screen != Home
}

// patience is how long a session may stand untouched until its end is announced, and until it ends.
func (k *Kiosk) patience() (warn, end time.Duration) {
	if k.s.elder {
		return 2 * warnAfter, 2 * wipeAfter
	}
	return warnAfter, wipeAfter
}

// wipe ends the session: nothing of it stays.
func (k *Kiosk) wipe() {
	k.s = session{serial: k.s.serial + 1, screen: Home, touched: k.p.Now()}
	k.tell()
}

// Snapshot is one consistent look; cheap.
func (k *Kiosk) Snapshot() Snapshot {
	k.mu.Lock()
	defer k.mu.Unlock()
	left, warn := k.left()
	_, idle := k.patience()
	s := Snapshot{
		Screen: k.s.screen, Now: k.p.Now().In(k.zone()), Hall: k.view, Elder: k.s.elder, Low: k.s.low, Guiding: k.s.guiding,
		Query: k.s.query, Found: k.s.found, Item: k.s.item, Examples: k.examples,
		Reader: k.reader, Printer: k.printer, Problem: k.s.problem, Told: k.s.told, CanRetry: k.s.retry,
		Left: max(left, 0), Idle: idle, Warn: warn, Priority: k.p.PriorityAge, Troubles: k.troubles(),
	}
	s.CardLeft = k.cardOn && k.s.card == nil && (k.s.screen == Ticket || k.s.screen == Home)
	if k.s.category != "" {
		s.Category = categoryOf(k.view.Board, k.s.category)
	}
	if k.s.ticket != nil {
		t := *k.s.ticket
		s.Ticket = &t
	}
	for _, id := range k.p.Common {
		if it, ok := k.p.Catalogue.Find(id); ok {
			s.Common = append(s.Common, it)
		}
	}
	return s
}

func (k *Kiosk) zone() *time.Location {
	if k.p.Zone != nil {
		return k.p.Zone
	}
	return time.FixedZone("CST", 8*3600)
}
