package kiosk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/kiosk"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
)

// world is a kiosk with a hall, a reader, a printer and a clock that the test holds.
type world struct {
	t     *testing.T
	k     *kiosk.Kiosk
	hall  *hall
	out   *paper
	now   time.Time
	lines []string // what happened at hall and printer, in order
	mu    sync.Mutex
}

func (w *world) log(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, fmt.Sprintf(format, args...))
}

// hall is a hall node played by hand over the real machine's answers.
type hall struct {
	w       *world
	away    bool
	answer  func(queue.Command) queue.Answer
	seen    []queue.Command
	keyFail bool
}

func (h *hall) Do(_ context.Context, c queue.Command) (queue.Answer, error) {
	h.seen = append(h.seen, c)
	if h.away {
		return queue.Answer{}, errors.New("no route")
	}
	if c.Kind == queue.Paper {
		h.w.log("hall: paper %s", c.Paper)
		return queue.Answer{ID: c.ID}, nil
	}
	h.w.log("hall: issue %s %s %s", c.Category, c.Item, c.PersonKey)
	return h.answer(c), nil
}

func (h *hall) Watch(context.Context) <-chan api.HallView { return nil }

func (h *hall) PersonKey(_ context.Context, number string) (string, error) {
	if h.keyFail {
		return "", errors.New("no key")
	}
	return "key-of-" + number[len(number)-4:], nil
}

type paper struct {
	w     *world
	fail  error
	slips []queue.Slip
	held  func() // what happens while the printer is at work
}

func (p *paper) Status() devices.Status                      { return devices.Status{State: devices.Ready} }
func (p *paper) Watch(context.Context) <-chan devices.Status { return nil }
func (p *paper) PrintSlip(_ context.Context, s queue.Slip) error {
	if p.held != nil {
		p.held()
	}
	if p.fail != nil {
		p.w.log("printer: %v", p.fail.(*devices.Error).Code)
		return p.fail
	}
	p.w.log("printer: %s reprint %v", s.Number, s.Reprint)
	p.slips = append(p.slips, s)
	return nil
}

type reader struct{}

func (reader) Status() devices.Status                         { return devices.Status{State: devices.Ready} }
func (reader) Watch(context.Context) <-chan devices.CardEvent { return nil }

func list(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	items, err := os.ReadFile("../../assets/catalogue/catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	form, err := os.ReadFile("../../assets/catalogue/forms.json")
	if err != nil {
		t.Fatal(err)
	}
	initials := map[string]string{"食品经营许可(新办)": "spjyxkxb"}
	c, err := catalogue.Load(items, form, func(name string) (string, string) { return "", initials[name] })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return worldOf(t, list(t))
}

func worldOf(t *testing.T, items *catalogue.Catalogue) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 23, 2, 6, 0, 0, time.UTC)}
	w.hall = &hall{w: w, answer: func(c queue.Command) queue.Answer {
		return queue.Answer{ID: c.ID, Ahead: 6, LowMin: 11, HighMin: 18, Windows: []int{1, 2, 3, 4, 5, 6}, Ticket: &queue.Ticket{
			ID: "20261123-A018", Number: "A018", Category: c.Category, Class: c.Class, Item: c.Item, Token: "tok", IssuedAt: queue.Instant(w.now.UnixMilli()),
		}}
	}}
	w.out = &paper{w: w}
	n := 0
	w.k = kiosk.New(kiosk.Params{
		Hall: w.hall, Reader: reader{}, Printer: w.out, Catalogue: items, Terminal: "K1",
		Now:   func() time.Time { return w.now },
		NewID: func() string { n++; return fmt.Sprintf("id-%d", n) }, Common: []string{"FZ018", "FZ005"}, PriorityAge: 65,
	})
	w.k.SeeHall(open())
	return w
}

func open() api.HallView {
	return api.HallView{Connected: true, Board: queue.Board{
		Hall: "福州市政务服务大厅", Open: true, Day: "2026-11-23", ProgressBase: "https://hall.example/p/",
		Categories: []queue.BoardCategory{
			{Code: "A", Name: "企业设立", NameEN: "Company set-up", Windows: []int{1, 2, 3, 4, 5, 6}, OpenNow: 4},
			{Code: "E", Name: "通关外贸", NameEN: "Customs and trade"},
		},
	}}
}

func (w *world) pass(d time.Duration) {
	w.now = w.now.Add(d)
	w.k.Tick()
}

func (w *world) card(number string, birth int) bool {
	return w.k.SeeCard(devices.CardEvent{Card: &citizen.Card{Name: "张𬭎", Number: number, Birth: workday.Date{Year: birth, Month: 6, Day: 15}}})
}

func (w *world) on(want kiosk.Screen) kiosk.Snapshot {
	w.t.Helper()
	s := w.k.Snapshot()
	if s.Screen != want {
		w.t.Fatalf("screen %s, want %s (told %v, problem %v)", s.Screen, want, s.Told, s.Problem)
	}
	return s
}

func (w *world) happened(want ...string) {
	w.t.Helper()
	if fmt.Sprint(w.lines) != fmt.Sprint(want) {
		w.t.Errorf("happened:\n%q\nwant:\n%q", w.lines, want)
	}
}
