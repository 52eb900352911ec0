package play

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"onewindow/internal/hall"
	"onewindow/internal/morning"
	"onewindow/internal/queue"
	"onewindow/internal/seal"
	"onewindow/sync/hallclient"
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// town is a real hall node whose clock the test turns, with simulated machines and one real counter.
type town struct {
	t       *testing.T
	at      atomic.Int64 // ms
	base    string
	counter *hallclient.Client // window 3's
}

func (w *town) now() time.Time        { return time.UnixMilli(w.at.Load()) }
func (w *town) turn(by time.Duration) { w.at.Add(by.Milliseconds()) }
func (w *town) client(name string) *hallclient.Client {
	c := hallclient.New(hallclient.Params{Nodes: []string{w.base}, Terminal: name, Now: time.Now, NewID: newID})
	w.t.Cleanup(c.Close)
	return c
}

// windows are the model's, with the third open to everybody.
func windows() []queue.WindowSpec {
	var all []queue.WindowSpec
	no := 0
	for _, p := range morning.Pools() {
		for range p.Windows {
			no++
			spec := queue.WindowSpec{No: no, Categories: []string{p.Code}}
			if no == 3 {
				spec.Categories = []string{"A", "B", "C", "D", "E"}
			}
			all = append(all, spec)
		}
	}
	return all
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{t: t}
	w.at.Store(time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("hall", 8*3600)).UnixMilli())
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	set := queue.Settings{Hall: "测试大厅", HallEN: "Test hall", ZoneMinutes: 480, Windows: windows()}
	for _, p := range morning.Pools() {
		set.Categories = append(set.Categories, queue.Category{Code: p.Code, Name: "类别" + p.Code, NameEN: "Category " + p.Code})
	}
	node, err := hall.New(hall.Params{
		Dir: t.TempDir(), Listen: "127.0.0.1:0", Settings: set, AutoOpen: true, Now: w.now, NewID: newID, Random: rand.Reader, Seal: box,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- node.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-served, node.Close()); err != nil {
			t.Error(err)
		}
	})
	select {
	case <-node.Ready():
	case <-time.After(time.Minute):
		t.Fatal("the hall was not ready in a minute")
	}
	w.base = "http://" + node.Addr().String()
	w.counter = w.client("W03")
	return w
}

func (w *town) day(tickets int) *Day {
	kiosks, counters := map[string]Hall{}, map[string]Hall{}
	for i := range 3 {
		kiosk, counter := fmt.Sprintf("K%d", i+2), fmt.Sprintf("M%d", i+1)
		kiosks[kiosk], counters[counter] = w.client(kiosk), w.client(counter)
	}
	return New(Params{Kiosks: kiosks, Counters: counters, Keep: []int{3}, Seed: 1, Tickets: tickets, From: morning.Opens, Speed: 60, Now: w.now, NewID: newID})
}

// do sends a command of the visitor's counter.
func (w *town) do(c queue.Command) queue.Answer {
	w.t.Helper()
	c.Window, c.Operator = 3, "0312"
	a, err := w.counter.Do(w.t.Context(), c)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *town) board() queue.Board {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	for v := range w.counter.Watch(ctx) {
		if v.Connected {
			return v.Board
		}
	}
	w.t.Fatal("no board")
	return queue.Board{}
}

// play lets the day's clock run for so long, the hall's with it.
func (w *town) play(d *Day, long time.Duration) {
	w.t.Helper()
	const step = 15 * time.Second
	for range long / step {
		w.turn(step)
		if err := d.advance(w.t.Context(), step); err != nil {
			w.t.Fatal(err)
		}
	}
}

func begin(t *testing.T, d *Day) {
	t.Helper()
	if err := d.open(t.Context(), t.Context()); err != nil {
		t.Fatal(err)
	}
	d.phase(Playing)
}

func TestHalfAnHourOfTheModelIsPlayedOnARealHall(t *testing.T) {
	w := newTown(t)
	d := w.day(0)
	begin(t, d)
	w.play(d, 30*time.Minute)
	f, want := d.Figures(), 0
	for _, v := range d.plan {
		if v.At <= f.Clock {
			want++
		}
	}
	arrived, there, left := 0, 0, 0
	for _, p := range f.Pools {
		arrived, left = arrived+p.Arrived, left+p.Left
		there += p.Served + p.Left + len(d.queues[p.Code].waiting)
		if paper := onPaper(d, p.Code, f.Clock); (p.Wait - paper).Abs() > 2*time.Minute {
			t.Errorf("%s: they waited %v, on paper %v", p.Code, p.Wait, paper)
		}
	}
	busy, served := 0, 0
	for _, b := range w.board().Windows {
		if b.Ticket != nil {
			busy++
		}
		served += b.Served
		if b.No == 3 && b.State != queue.WindowClosed {
			t.Error("the visitor's window was opened")
		}
	}
	if arrived != want || there+busy != want || left == 0 {
		t.Errorf("%d of %d came; %d are served, left or waiting, %d at windows; %d left", arrived, want, there, busy, left)
	}
	if got := sum(f, func(p PoolFigures) int { return p.Served }); got != served {
		t.Errorf("%d were served, the hall counts %d", got, served)
	}
}

// onPaper is the mean wait of the same day played on paper, of those of a pool who were called until then.
func onPaper(d *Day, pool string, until time.Duration) time.Duration {
	var sum time.Duration
	n := 0
	for _, s := range morning.Simulate(d.plan, map[string]int{pool: d.queues[pool].figures.Windows})[pool] {
		if s.Called <= until {
			sum, n = sum+s.Wait, n+1
		}
	}
	return sum / time.Duration(max(n, 1))
}

func sum(f Figures, of func(PoolFigures) int) int {
	n := 0
	for _, p := range f.Pools {
		n += of(p)
	}
	return n
}

func TestWhenItEndsNothingOfItRemains(t *testing.T) {
	w := newTown(t)
	d := w.day(0)
	begin(t, d)
	w.play(d, 20*time.Minute)
	left := sum(d.Figures(), func(p PoolFigures) int { return p.Left })
	d.phase(Clearing)
	if err := d.clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := sum(d.Figures(), func(p PoolFigures) int { return p.Left }); got != left {
		t.Errorf("%d are said to have left, it were %d", got, left)
	}
	b := w.board()
	for _, win := range b.Windows {
		if win.State != queue.WindowClosed {
			t.Errorf("window %d is %s", win.No, win.State)
		}
	}
	if b.Waiting != 0 || len(b.Passed) != 0 {
		t.Errorf("%d wait, %d can be called back", b.Waiting, len(b.Passed))
	}
	if n := sum(d.Figures(), func(p PoolFigures) int { return p.Waiting }); n != 0 {
		t.Errorf("the last figures speak of %d who wait", n)
	}
}

func TestTheVisitorCallsFromTheSameQueue(t *testing.T) {
	w := newTown(t)
	d := w.day(6000) // more than the windows can serve
	begin(t, d)
	w.play(d, 10*time.Minute)
	w.do(queue.Command{Kind: queue.OpenWindow})
	a := w.do(queue.Command{Kind: queue.CallNext})
	if a.Ticket == nil {
		t.Fatalf("nobody to call: %v", a.Refusal)
	}
	w.play(d, 3*time.Minute)
	if got := w.do(queue.Command{Kind: queue.Start}); got.Ticket == nil || got.Ticket.ID != a.Ticket.ID {
		t.Errorf("the number called at window 3 is not there any more: %+v", got)
	}
	w.do(queue.Command{Kind: queue.Finish})
}

func TestAVisitorsOwnNumberIsPassedElsewhereAndCanBeCalledBack(t *testing.T) {
	w := newTown(t)
	d := w.day(0)
	begin(t, d)
	w.do(queue.Command{Kind: queue.OpenWindow})
	own := w.do(queue.Command{Kind: queue.Issue, Category: "C"}).Ticket
	w.play(d, 10*time.Minute)
	if a := w.do(queue.Command{Kind: queue.CallBack, Ticket: own.ID}); a.Refusal != nil || a.Ticket.State != queue.Calling {
		t.Errorf("%s cannot be called back: %v", own.Number, a.Refusal)
	}
}

func TestSomebodyElsesWindowIsLeftAlone(t *testing.T) {
	w := newTown(t)
	other := w.client("W20")
	open := func(kind queue.Kind) queue.Answer {
		a, err := other.Do(t.Context(), queue.Command{Kind: kind, Window: 20, Operator: "0400"})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	open(queue.OpenWindow)
	d := w.day(0)
	begin(t, d)
	w.play(d, 10*time.Minute)
	if err := d.clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := open(queue.CallNext); a.Refusal == nil || a.Refusal.Code != queue.CodeNobodyWaits {
		t.Errorf("window 20 is no longer its clerk's: %+v", a.Refusal)
	}
}

// deaf is a hall that does not answer for a while; what it was asked is done or not.
type deaf struct {
	Hall
	away, late *atomic.Bool
}

func (h deaf) Do(ctx context.Context, c queue.Command) (queue.Answer, error) {
	if h.away.Load() {
		return queue.Answer{}, errors.New("no answer")
	}
	a, err := h.Hall.Do(ctx, c)
	if h.late.Load() {
		return queue.Answer{}, errors.New("the answer was lost")
	}
	return a, err
}

func TestAHallThatIsAwayStopsTheClockAndNothingIsDoneTwice(t *testing.T) {
	w := newTown(t)
	d := w.day(3000)
	var away, late atomic.Bool
	for _, machines := range []map[string]Hall{d.p.Kiosks, d.p.Counters} {
		for name, h := range machines {
			machines[name] = deaf{h, &away, &late}
		}
	}
	begin(t, d)
	w.play(d, 10*time.Minute)
	for _, trouble := range []*atomic.Bool{&away, &late} {
		trouble.Store(true)
		clock := d.Figures().Clock
		for range 3 {
			if d.advance(t.Context(), time.Minute) == nil || d.Figures().Clock != clock || d.Figures().Err == nil {
				t.Fatalf("the clock went on to %v without a hall", d.Figures().Clock)
			}
		}
		trouble.Store(false)
		w.play(d, 5*time.Minute)
	}
	if d.Figures().Err != nil {
		t.Error("the trouble outlived its cause")
	}
	var arrived int
	for _, c := range w.board().Categories {
		arrived += d.queues[c.Code].figures.Arrived
	}
	want := 0
	for _, v := range d.plan {
		if v.At <= d.Figures().Clock {
			want++
		}
	}
	if arrived != want {
		t.Errorf("%d came, the plan says %d", arrived, want)
	}
}

func TestRunPlaysPausesAndClearsUp(t *testing.T) {
	w := newTown(t)
	d := w.day(0)
	d.p.Now = time.Now
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	for d.Figures().Clock < morning.Opens+10*time.Second {
		select {
		case err := <-ended:
			t.Fatalf("it ended: %v", err)
		case <-time.After(beat):
		}
	}
	d.Pace(0)
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if f := d.Figures(); f.Phase != Ended || f.Speed != 0 {
		t.Errorf("it ended in phase %d at speed %d", f.Phase, f.Speed)
	}
	if b := w.board(); b.Waiting != 0 {
		t.Errorf("%d still wait", b.Waiting)
	}
}
