package countertest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"onewindow/assets"
	"onewindow/devices"
	"onewindow/internal/cases"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/counter"
	"onewindow/internal/pinyin"
	"onewindow/internal/trouble"
	"onewindow/internal/workday"
)

// World is a desk with everything around it.
type World struct {
	Desk    *counter.Desk
	Params  counter.Params
	Hall    *Hall
	Store   *Store
	Reader  *Reader
	Scanner *Scanner
	Sticks  *Sticks
	Papers  *Papers
	Clock   *Clock

	mu  sync.Mutex
	ids int
}

// Operator and PIN sign in at window 3 of the test hall.
const (
	Operator = "0312"
	PIN      = "246810"
	WindowNo = 3
	Terminal = "C03"
)

// New makes a world in which nobody has signed in and Serve does not run yet; see Serve.
func New(t testing.TB) *World {
	t.Helper()
	return With(Catalogue(t), Calendar(t))
}

// With is New with a catalogue and a calendar that were loaded before, for tests that make many worlds.
func With(list *catalogue.Catalogue, days *workday.Calendar) *World {
	w := &World{Clock: NewClock(), Reader: NewReader(), Scanner: &Scanner{}, Sticks: &Sticks{}, Papers: &Papers{}}
	w.Hall = NewHall(w.Clock)
	w.Store = NewStore()
	w.Params = counter.Params{
		Terminal: Terminal, WindowNo: WindowNo, HallName: "福州市政务服务大厅",
		Hall: w.Hall, Reader: w.Reader, Scanner: w.Scanner, Store: w.Store, Papers: w.Papers, Clock: w.Clock, Carrier: w.Sticks,
		Users: &counter.LocalUsers{Now: w.Clock.Now, Verify: func(hash, pin string) bool { return hash == "#"+pin },
			Accounts: []counter.Account{{User: counter.User{Operator: Operator, Name: "陈晓"}, Hash: "#" + PIN},
				{User: counter.User{Operator: "0313", Name: "林岚"}, Hash: "#" + PIN}}},
		Catalogue: list, Calendar: days,
		NewID: w.id("case"), NewToken: w.id("token"), After: w.Clock.After,
	}
	w.Desk = counter.NewDesk(w.Params)
	return w
}

// Restart makes a new desk over the same world, as after a crash.
func (w *World) Restart() { w.Desk = counter.NewDesk(w.Params) }

// Serve runs the desk until the test ends, or until stop is called.
func (w *World) Serve(t testing.TB) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = w.Desk.Serve(ctx) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// Until waits for the desk to look as wanted, and fails the test when it never does.
func (w *World) Until(t testing.TB, what string, ok func(counter.Snapshot) bool) counter.Snapshot {
	t.Helper()
	changed := w.Desk.Changed()
	deadline := time.After(10 * time.Second)
	for {
		if s := w.Desk.Snapshot(); ok(s) {
			return s
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("never saw: %s", what)
		}
	}
}

func (w *World) id(kind string) func() string {
	return func() string {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.ids++
		return fmt.Sprintf("%s-%d", kind, w.ids)
	}
}

// Catalogue is the shipped catalogue.
func Catalogue(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	c, err := catalogue.Load(file(t, "catalogue/catalogue.json"), file(t, "catalogue/forms.json"), pinyin.Index)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Calendar is the shipped calendar of 2025 and 2026.
func Calendar(t testing.TB) *workday.Calendar {
	t.Helper()
	c, err := workday.New(file(t, "calendar/calendar-2025.json"), file(t, "calendar/calendar-2026.json"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := assets.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Zhang and Lin are two people who exist nowhere.
func Zhang() citizen.Card {
	return citizen.Card{Kind: citizen.ResidentCard, Name: "张𬭎", Sex: citizen.Male, Nation: "01", Number: "350199198506150035",
		Birth: workday.Date{Year: 1985, Month: 6, Day: 15}, Address: "福州市鼓楼区八一七北路示例巷 12 号"}
}

// Lin is another person.
func Lin() citizen.Card {
	return citizen.Card{Kind: citizen.ResidentCard, Name: "林㛃", Sex: citizen.Female, Nation: "22", Number: "350199200112120044",
		Birth: workday.Date{Year: 2001, Month: 12, Day: 12}, Address: "福州市台江区示例路 3 号"}
}

// Clock is a clock the test turns.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	source cases.TimeSource
	timers []timer
}

type timer struct {
	at time.Time
	ch chan time.Time
}

// NewClock starts at 10:00 on Monday 23 November 2026, in Fuzhou, trusted.
func NewClock() *Clock {
	return &Clock{now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("+08", 8*3600)), source: cases.FromPeer}
}

// Now is the time.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

// Stamp is the time with its source.
func (c *Clock) Stamp() cases.Stamp {
	c.mu.Lock()
	defer c.mu.Unlock()
	return cases.Stamp{Time: c.now, Source: c.source}
}

// ConfirmTime implements counter.Clock: the clock is set and stands on the clerk's word.
func (c *Clock) ConfirmTime(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Before(c.now) {
		w := trouble.Of("CLOCK-002").Clerk
		return &counter.Error{Code: "CLOCK-002", Sentence: w.Zh, SentenceEN: w.En}
	}
	c.now, c.source = t, cases.FromClerk
	return nil
}

// Trust sets who stands behind the clock; "" = nobody.
func (c *Clock) Trust(s cases.TimeSource) { c.mu.Lock(); defer c.mu.Unlock(); c.source = s }

// Turn moves the clock and fires what is due.
func (c *Clock) Turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	kept := c.timers[:0]
	for _, t := range c.timers {
		if t.at.After(c.now) {
			kept = append(kept, t)
		} else {
			t.ch <- c.now
		}
	}
	c.timers = kept
}

// After is time.After on this clock.
func (c *Clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if d <= 0 {
		ch <- c.now
		return ch
	}
	c.timers = append(c.timers, timer{c.now.Add(d), ch})
	return ch
}

// Reader is a card reader the test puts cards on.
type Reader struct {
	mu     sync.Mutex
	status devices.Status
	events chan devices.CardEvent
}

// NewReader is ready.
func NewReader() *Reader {
	return &Reader{status: devices.Status{State: devices.Ready}, events: make(chan devices.CardEvent, 16)}
}

// Status is what the test set.
func (r *Reader) Status() devices.Status { r.mu.Lock(); defer r.mu.Unlock(); return r.status }

// SetStatus changes the reader's state.
func (r *Reader) SetStatus(s devices.Status) {
	r.mu.Lock()
	r.status = s
	r.mu.Unlock()
	r.events <- devices.CardEvent{Status: &s}
}

// Put puts a card on the reader.
func (r *Reader) Put(c citizen.Card) { r.events <- devices.CardEvent{Card: &c} }

// Fail makes a reading fail.
func (r *Reader) Fail(err error) { r.events <- devices.CardEvent{Err: err} }

// Watch gives what the test does.
func (r *Reader) Watch(context.Context) <-chan devices.CardEvent { return r.events }

// Scanner gives the pages the test loaded.
type Scanner struct {
	mu    sync.Mutex
	pages []counter.Page
	err   error
	gate  chan struct{} // each page waits for a value, when set
}

// Load puts pages into the scanner; err ends the job after them.
func (s *Scanner) Load(err error, pages ...counter.Page) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages, s.err = pages, err
}

// Gate makes each page wait until the test sends a value.
func (s *Scanner) Gate() chan<- struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate = make(chan struct{})
	return s.gate
}

// Status is always ready.
func (s *Scanner) Status() devices.Status { return devices.Status{State: devices.Ready} }

// Scan hands over the loaded pages.
func (s *Scanner) Scan(ctx context.Context, _ counter.ScanSettings, page func(counter.Page) error) error {
	s.mu.Lock()
	pages, err, gate := s.pages, s.err, s.gate
	s.mu.Unlock()
	for _, p := range pages {
		if gate != nil {
			select {
			case <-gate:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := page(p); err != nil {
			return err
		}
	}
	return err
}

// Papers draws a paper that says what it is.
type Papers struct {
	mu  sync.Mutex
	err error
}

// Fail makes drawing fail until it is called with nil.
func (p *Papers) Fail(err error) { p.mu.Lock(); defer p.mu.Unlock(); p.err = err }

// Draw gives bytes that name the paper and the case.
func (p *Papers) Draw(_ context.Context, kind cases.PaperKind, c cases.Case, act cases.Act) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil {
		return nil, p.err
	}
	return fmt.Appendf(nil, "%%PDF %s %s %s %s %s", kind, c.Number, act.Paper.Number, c.Promised, act.At.Time), nil
}
