package sim

import (
	"bytes"
	"image/jpeg"
	"testing"
	"time"

	"onewindow/devices/scanner"
	"onewindow/devices/scanner/scannertest"
	"onewindow/internal/counter"
)

func TestScannerConforms(t *testing.T) {
	scannertest.Conform(t, func(t *testing.T) scannertest.Rig {
		sim, driver := scannerRig(t)
		set := func(f func(*ScannerFaults)) {
			st := sim.State().ScannerFaults
			f(&st)
			sim.SetFaults(st)
		}
		return scannertest.Rig{Driver: driver,
			Feed:   func(n int) { set(func(f *ScannerFaults) { f.Feeder = n }) },
			JamAt:  func(n, at int) { set(func(f *ScannerFaults) { f.Feeder, f.JamAt = n, at }) },
			Wait:   func(n int) { set(func(f *ScannerFaults) { f.Waits = n }) },
			Slow:   func(d time.Duration) { set(func(f *ScannerFaults) { f.SlowMS = int(d.Milliseconds()) }) },
			Busy:   func(on bool) { set(func(f *ScannerFaults) { f.Busy = on }) },
			Unplug: func() { set(func(f *ScannerFaults) { f.Gone = true }) }}
	})
}

func scannerRig(t *testing.T) (*Scanner, *scanner.Scanner) {
	lab, err := New(Params{Scanner: ScannerParams{TCP: "127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	run(t, lab.Serve)
	driver := scanner.New(scanner.Params{URL: lab.Scanner.State().URL, Poll: 10 * time.Millisecond, Retry: time.Millisecond})
	run(t, driver.Serve)
	return lab.Scanner, driver
}

func TestAPageAt300DPIIsARealPage(t *testing.T) {
	_, driver := scannerRig(t)
	err := driver.Scan(t.Context(), counter.ScanSettings{}, func(p counter.Page) error {
		img, err := jpeg.Decode(bytes.NewReader(p.Data))
		if err != nil {
			return err
		}
		if b := img.Bounds(); b.Dx() != 2480 || b.Dy() != 3508 {
			t.Errorf("A4 at 300 dpi is %v", b)
		}
		if n := len(p.Data); n < 300<<10 || n > 2<<20 {
			t.Errorf("a page of %d bytes", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
