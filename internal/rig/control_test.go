package rig

import (
	"strings"
	"testing"
	"time"

	"onewindow/devices/sim"
)

func TestTheControlSteersTheSimulators(t *testing.T) {
	lab, err := sim.New(sim.Params{Readers: []sim.ReaderParams{{Name: "kiosk", TCP: "127.0.0.1:0"}}, Control: "127.0.0.1:0", Printer: sim.PrinterParams{TCP: "127.0.0.1:0"}, Scanner: sim.ScannerParams{TCP: "127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = lab.Serve(t.Context()) }()
	c := NewControl(strings.TrimPrefix(lab.State().Control, "http://"))
	defer c.Close()
	for what, err := range map[string]error{
		"card": c.Put(t.Context(), "kiosk", "zhang"), "cover": c.Cover(t.Context(), true), "paper": c.Paper(t.Context(), 0), "feeder": c.Feed(t.Context(), 3, 2, time.Millisecond),
		"jam":  c.Jam(t.Context(), true),
		"mute": c.Set(t.Context(), "reader/kiosk", "mute", true), "near end": c.Set(t.Context(), "printer", "nearEnd", true), "slow": c.Set(t.Context(), "scanner", "slowMs", 2000), "unreadable": c.Misread(t.Context(), "kiosk", true),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	s, err := c.State(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if lab.Scanner.State().Feeder != 3 || lab.Scanner.State().JamAt != 2 {
		t.Errorf("the feeder stands so: %+v", lab.Scanner.State())
	}
	if s.Readers["kiosk"].Card != "张𬭎" || !s.Printer.Cover || s.Printer.Paper != 0 || !s.Scanner.Jammed ||
		!s.Readers["kiosk"].Mute || !s.Printer.NearEnd || s.Scanner.SlowMS != 2000 {
		t.Errorf("the devices stand so: %+v", s)
	}
	if err := c.Put(t.Context(), "kiosk", "nobody"); err == nil {
		t.Error("a card nobody has was put down")
	}
}
