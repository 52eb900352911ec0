package sim

import (
	"context"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/devices/printer"
	"onewindow/devices/printer/printertest"
)

var look = flag.String("look", "", "folder to leave tickets and pages in, for a look")

func TestPrinterConforms(t *testing.T) {
	printertest.Conform(t, func(t *testing.T) printertest.Rig {
		t.Parallel()
		sim, driver := printerRig(t, printer.Profile{QR: true, Cutter: true}, PrinterParams{})
		run(t, driver.Serve)
		return printertest.Rig{Driver: driver, Paper: sim.SetPaper,
			Cover: func(open bool) { sim.SetFaults(PrinterFaults{Cover: open}) },
			Mute:  func(on bool) { sim.SetFaults(PrinterFaults{Mute: on}) },
			Tickets: func() int {
				n := 0
				for _, j := range sim.Jobs() {
					if j.Cut {
						n++
					}
				}
				return n
			}}
	})
}

func printerRig(t *testing.T, profile printer.Profile, p PrinterParams) (*Printer, *printer.Printer) {
	t.Helper()
	p.TCP = "127.0.0.1:0"
	lab, err := New(Params{Printer: p})
	if err != nil {
		t.Fatal(err)
	}
	run(t, lab.Serve)
	driver, err := printer.New(printer.Params{Addr: lab.Printer.State().TCP, Profile: profile, Poll: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return lab.Printer, driver
}

func TestTicketsReadBackFromTheirBytes(t *testing.T) {
	for _, tc := range []struct {
		name, holder string
		profile      printer.Profile
		sim          PrinterParams
		drawn        bool // the holder's line is dots, not text
	}{
		{"80 mm", "*小明", printer.Profile{QR: true, Cutter: true}, PrinterParams{}, false},
		{"58 mm without QR command", "*小明", printer.Profile{Width: 384, Cutter: true}, PrinterParams{Width: 384}, false},
		{"rare 𬭎", "*𬭎", printer.Profile{QR: true, Cutter: true}, PrinterParams{}, true},
		{"rare 㛃", "*㛃", printer.Profile{QR: true, Cutter: true, Charset: printer.GBK}, PrinterParams{Charset: "gbk"}, true},
		{"rare 䶮 on GBK paper", "*䶮", printer.Profile{QR: true, Cutter: true, Charset: printer.GBK}, PrinterParams{Charset: "gbk"}, false},
		{"rare 䶮 on GB 2312 paper", "*䶮", printer.Profile{QR: true, Cutter: true}, PrinterParams{}, true},
		{"rare 𬭎 on GB 18030 paper", "*𬭎", printer.Profile{QR: true, Cutter: true, Charset: printer.GB18030}, PrinterParams{Charset: "gb18030"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			sim, driver := printerRig(t, tc.profile, tc.sim)
			slip := printertest.Slip()
			slip.Holder = tc.holder
			if err := driver.PrintSlip(t.Context(), slip); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			job, err := sim.WaitJob(ctx, 1)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(job.Text, "\n")
			for _, want := range []string{slip.Hall, slip.CategoryName, "食品经营许可", "11月23日 10:06", slip.Foot, "前面还有"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in\n%s", want, text)
				}
			}
			if strings.Contains(text, tc.holder) == tc.drawn || strings.Contains(text, "▒") || len(job.Odd) > 0 || !job.Cut {
				t.Errorf("drawn %v, odd %v, cut %v\n%s", tc.drawn, job.Odd, job.Cut, text)
			}
			if tc.profile.QR != slices.Contains(job.Codes, slip.URL) {
				t.Errorf("codes %v", job.Codes)
			}
			leave(t, job)
		})
	}
}

func leave(t *testing.T, job Job) {
	if *look == "" {
		return
	}
	f, err := os.Create(filepath.Join(*look, strings.ReplaceAll(filepath.Base(t.Name()), " ", "-")+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, job.Paper); err != nil {
		t.Fatal(err)
	}
}
