package sim

import (
	"context"
	"io"
	"net"
	"testing"
	"time"

	"onewindow/devices/printer"
	"onewindow/devices/printer/printertest"
)

func TestRealTimeRequestsAreTakenOutWhereverTheyStand(t *testing.T) {
	var f realTimeFilter
	var rest, asked []byte
	for _, b := range []byte{'a', 0x10, 0x04, 0x01, 0x10, 0x10, 0x04, 0x04, 0x10, 0x04, 0x09, 'z'} { // byte by byte
		r, a := f.split([]byte{b})
		rest, asked = append(rest, r...), append(asked, a...)
	}
	if string(rest) != "a\x10\x10\x04\x09z" || string(asked) != "\x01\x04" {
		t.Errorf("rest % x, asked % x", rest, asked)
	}
}

func TestStatusIsSentUnaskedWhileSwitchedOn(t *testing.T) {
	sim, _ := printerRig(t, printer.Profile{}, PrinterParams{})
	conn, err := net.Dial("tcp", sim.State().TCP)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	conn.Write([]byte{0x1D, 0x61, 0xFF})
	expect := func(want string) {
		t.Helper()
		got := make([]byte, len(want))
		if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
			t.Fatalf("% x %v, want % x", got, err, want)
		}
	}
	expect("\x10\x00\x00\x00")
	sim.SetFaults(PrinterFaults{Cover: true})
	expect("\x38\x00\x00\x00") // facts 2.2: cover open
	sim.SetPaper(0)
	expect("\x38\x00\x0F\x00")
	sim.SetFaults(PrinterFaults{})
	expect("\x18\x00\x0F\x00") // facts 2.2: paper out
}

func TestATornTicketIsKeptAsFarAsItCame(t *testing.T) {
	sim, driver := printerRig(t, printer.Profile{QR: true, Cutter: true}, PrinterParams{})
	sim.SetPaper(9)
	if driver.PrintSlip(t.Context(), printertest.Slip()) == nil {
		t.Fatal("printed on nine lines of paper")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	job, err := sim.WaitJob(ctx, 1)
	if err != nil || job.Cut || job.Paper.Rect.Dy() > 9*lineDots || job.Paper.Rect.Dy() == 0 {
		t.Fatalf("cut %v, %v", job.Cut, err)
	}
}
