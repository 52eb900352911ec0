package countertest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"onewindow/internal/api"
	"onewindow/internal/counter"
	"onewindow/internal/queue"
)

// Hall is the real queue machine behind counter.Hall. The test issues tickets and cuts the line.
type Hall struct {
	clock *Clock

	mu       sync.Mutex
	state    *queue.State
	n        uint64
	cut      bool
	why      api.Problem // why it is cut, where the line knows
	watchers []chan counter.HallView
	done     []queue.Command
}

// NewHall is open for the day; window 3 serves A and B, window 4 serves C.
func NewHall(clock *Clock) *Hall {
	h := &Hall{clock: clock, state: queue.New()}
	h.apply(queue.Command{Kind: queue.Configure, Settings: &queue.Settings{
		Hall: "福州市政务服务大厅", HallEN: "Fuzhou Government Service Hall", ZoneMinutes: 480,
		Categories: []queue.Category{
			{Code: "A", Name: "企业设立", NameEN: "Company setup", MeanServiceSec: 900},
			{Code: "B", Name: "经营管理", NameEN: "Business", MeanServiceSec: 720},
			{Code: "C", Name: "社会事务", NameEN: "Social affairs", MeanServiceSec: 540}},
		Windows: []queue.WindowSpec{{No: 3, Categories: []string{"A", "B"}}, {No: 4, Categories: []string{"C"}}},
	}})
	h.apply(queue.Command{Kind: queue.OpenDay, Day: clock.Now().Format("2006-01-02"), DayKey: []byte("0123456789abcdef0123456789abcdef")})
	return h
}

// apply wants mu, or nobody else around.
func (h *Hall) apply(c queue.Command) queue.Answer {
	h.n++
	if c.ID == "" {
		c.ID = h.uuid()
	}
	if c.Terminal == "" {
		c.Terminal = "K1"
	}
	return h.state.Apply(queue.Entry{Index: h.n, At: queue.Instant(h.clock.Now().UnixMilli()), Command: c})
}

// uuid makes a UUIDv7 of the clock's time.
func (h *Hall) uuid() string {
	ms := h.clock.Now().UnixMilli()
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", ms>>16, ms&0xffff, h.n)
}

// Issue gives a ticket at a kiosk.
func (h *Hall) Issue(category, item string) queue.Ticket {
	h.mu.Lock()
	defer h.mu.Unlock()
	ans := h.apply(queue.Command{Kind: queue.Issue, Category: category, Item: item, Token: fmt.Sprintf("ticket-token-%d", h.n)})
	h.tell()
	if ans.Ticket == nil {
		return queue.Ticket{}
	}
	return *ans.Ticket
}

// Cut takes the line away, or gives it back.
func (h *Hall) Cut(cut bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cut, h.why = cut, api.Problem{}
	h.tell()
}

// CutBecause takes the line away for a reason that the line knows.
func (h *Hall) CutBecause(why api.Problem) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cut, h.why = true, why
	h.tell()
}

// Done lists the commands that were sent.
func (h *Hall) Done() []queue.Command {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]queue.Command(nil), h.done...)
}

// Board is the hall's board now.
func (h *Hall) Board() queue.Board { h.mu.Lock(); defer h.mu.Unlock(); return h.board() }

// board wants mu.
func (h *Hall) board() queue.Board {
	return h.state.Board(queue.Instant(h.clock.Now().UnixMilli()))
}

// Do applies a command.
func (h *Hall) Do(_ context.Context, cmd queue.Command) (queue.Answer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.cut {
		if h.why.Code != "" {
			return queue.Answer{}, &h.why
		}
		return queue.Answer{}, errors.New("the line is cut")
	}
	h.done = append(h.done, cmd)
	ans := h.apply(cmd)
	h.tell()
	return ans, nil
}

// Watch tells the board now and after every change.
func (h *Hall) Watch(ctx context.Context) <-chan counter.HallView {
	h.mu.Lock()
	defer h.mu.Unlock()
	ch := make(chan counter.HallView, 1)
	h.watchers = append(h.watchers, ch)
	h.tell()
	return ch
}

// tell puts the newest board into every channel, over an older one that nobody took. It wants mu.
func (h *Hall) tell() {
	v := counter.HallView{Board: h.board(), Index: h.n, Heard: h.clock.Now(), Connected: !h.cut, Why: h.why}
	for _, ch := range h.watchers {
		select {
		case <-ch:
		default:
		}
		ch <- v
	}
}
