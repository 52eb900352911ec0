package kiosk_test

import (
	"context"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/api"
	"onewindow/internal/citizen"
	kiosk "onewindow/internal/kiosk"
	"onewindow/internal/queue"
	"onewindow/internal/workday"
	ui "onewindow/ui/kiosk"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// oneHall gives A018 to whoever asks and says what it was asked.
type oneHall struct {
	view  chan api.HallView
	asked chan queue.Command
}

func (h *oneHall) Do(_ context.Context, c queue.Command) (queue.Answer, error) {
	h.asked <- c
	return queue.Answer{Ahead: 6, LowMin: 11, HighMin: 18, Windows: []int{1, 2, 3}, Ticket: &queue.Ticket{ID: "20261123-A018", Number: "A018", Category: c.Category, Token: "tok"}}, nil
}
func (h *oneHall) Watch(context.Context) <-chan api.HallView             { return h.view }
func (h *oneHall) PersonKey(_ context.Context, _ string) (string, error) { return "key", nil }

type oneReader struct{ events chan devices.CardEvent }

func (r oneReader) Status() devices.Status                         { return devices.Status{State: devices.Ready} }
func (r oneReader) Watch(context.Context) <-chan devices.CardEvent { return r.events }

type onePrinter struct{ slips chan queue.Slip }

func (p onePrinter) Status() devices.Status                      { return devices.Status{State: devices.Ready} }
func (p onePrinter) Watch(context.Context) <-chan devices.Status { return nil }
func (p onePrinter) PrintSlip(_ context.Context, s queue.Slip) error {
	p.slips <- s
	return nil
}

// The window and the real use cases together: search by initials, card on the reader, slip out, home.
func TestACitizenTakesANumberByTappingAndPuttingTheCardDown(t *testing.T) {
	kittest.App(t)
	hall := &oneHall{view: make(chan api.HallView, 1), asked: make(chan queue.Command, 8)}
	reader := oneReader{make(chan devices.CardEvent, 1)}
	printer := onePrinter{make(chan queue.Slip, 1)}
	k := kiosk.New(kiosk.Params{
		Hall: hall, Reader: reader, Printer: printer, Catalogue: list(t), Now: time.Now, Terminal: "K1", NewID: func() string { return "id" },
	})
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- k.Run(ctx) }()
	tags := kit.NewMap(t.TempDir() + "/map.json")
	pump := kit.NewPump()
	w, err := ui.New(ctx, ui.Params{Machine: k, UI: pump, Map: tags})
	if err != nil {
		t.Fatal(err)
	}
	win := kittest.Window(t, w.Content(), 1080, 1920)
	patience, done := context.WithTimeout(ctx, 20*time.Second)
	defer done()
	there := func(tag string) {
		t.Helper()
		if !pump.Until(func() bool { _, ok := tags.Look().Tags["kiosk."+tag]; return ok }, patience.Done()) {
			t.Fatalf("no %s on screen %s", tag, tags.Look().Screens["kiosk"])
		}
	}
	tap := func(tag string) {
		t.Helper()
		there(tag)
		press(t, win, tags, "kiosk."+tag)
	}
	hall.view <- api.HallView{Connected: true, Board: morning(t).Hall.Board}
	pump.Until(func() bool { return k.Snapshot().Hall.Connected }, patience.Done())
	tap("take")
	tap("find")
	for _, key := range []string{"s", "p", "j", "y"} {
		tap("key." + key)
	}
	tap("item.FZ005")
	there("card.number")
	reader.events <- devices.CardEvent{Card: &citizen.Card{Name: "张𬭎", Number: "350199198506150035", Birth: workday.Date{Year: 1985, Month: 6, Day: 15}}}
	there("noted")
	if slip := <-printer.slips; slip.Number != "A018" || slip.ItemName != "食品经营许可(新办)" || slip.Holder != "*𬭎" {
		t.Errorf("slip %+v", slip)
	}
	if c := <-hall.asked; c.Kind != queue.Issue || c.Item != "FZ005" || c.PersonKey != "key" {
		t.Errorf("asked for %+v", c)
	}
	tap("noted")
	there("take")
	stop()
	w.Close()
	if err := <-ran; err != nil {
		t.Error(err)
	}
}
