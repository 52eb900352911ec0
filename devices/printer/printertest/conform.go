package printertest

import (
	"context"
	"errors"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/internal/queue"
)

// Driver is the port every driver of a ticket printer implements.
type Driver interface {
	Status() devices.Status
	Watch(ctx context.Context) <-chan devices.Status
	PrintSlip(ctx context.Context, slip queue.Slip) error
}

// Rig is one driver with a hand on its printer, which is well and full of paper. The driver is served already.
type Rig struct {
	Driver  Driver
	Paper   func(lines int) // -1 plenty
	Cover   func(open bool)
	Mute    func(on bool)
	Tickets func() int // whole tickets so far
}

// Slip is the ticket of the drawing.
func Slip() queue.Slip {
	return queue.Slip{Hall: "福州市政务服务大厅", CategoryName: "企业设立", Number: "A018", ItemName: "食品经营许可(新办)", Ahead: 6, LowMin: 8, HighMin: 14,
		Windows: "01–10 号", IssuedAt: "11月23日 10:06", Holder: "*小明", Class: "普通号", URL: "https://hall.example/p/AAAAAAAAAAAAAAAAAAAAAA",
		Bring: "申请书；设备设施、布局、流程文件。营业执照和身份证信息不用交", Kiosk: "取号机 K2", Foot: "1123-A018-5C"}
}

// Conform runs the suite; rig makes a fresh rig.
func Conform(t *testing.T, rig func(*testing.T) Rig) {
	t.Run("a ticket is printed and said to be", func(t *testing.T) {
		r := rig(t)
		if err := r.Driver.PrintSlip(t.Context(), Slip()); err != nil {
			t.Fatal(err)
		}
		if n := r.Tickets(); n != 1 {
			t.Fatalf("%d tickets", n)
		}
	})
	for name, c := range map[string]struct {
		spoil func(Rig)
		code  string
		part  bool
	}{
		"no paper":                    {func(r Rig) { r.Paper(0) }, "PRN-002", false},
		"cover open":                  {func(r Rig) { r.Cover(true) }, "PRN-003", false},
		"paper ends in the middle":    {func(r Rig) { r.Paper(9) }, "PRN-008", true},
		"a printer that says nothing": {func(r Rig) { r.Mute(true) }, "PRN-007", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := rig(t)
			c.spoil(r)
			err := r.Driver.PrintSlip(t.Context(), Slip())
			var de *devices.Error
			if !errors.As(err, &de) || de.Code != c.code || de.Sentence == "" || de.SentenceEN == "" {
				t.Fatalf("got %v, want %s", err, c.code)
			}
			if errors.Is(err, devices.ErrPartly) != c.part {
				t.Errorf("paper may have moved: %v, want %v", !c.part, c.part)
			}
			if n := r.Tickets(); n != 0 {
				t.Errorf("%d whole tickets", n)
			}
		})
	}
	t.Run("after new paper the next ticket comes out", func(t *testing.T) {
		r := rig(t)
		r.Paper(9)
		if r.Driver.PrintSlip(t.Context(), Slip()) == nil {
			t.Fatal("printed on no paper")
		}
		r.Paper(-1)
		if err := r.Driver.PrintSlip(t.Context(), Slip()); err != nil || r.Tickets() == 0 { // some printers finish the torn one too
			t.Fatalf("%v, %d tickets", err, r.Tickets())
		}
	})
	t.Run("the status is told as it changes", func(t *testing.T) {
		r := rig(t)
		ch := r.Driver.Watch(t.Context())
		await(t, ch, devices.Ready, "")
		r.Paper(0)
		await(t, ch, devices.Attention, "PRN-002")
		r.Paper(-1)
		await(t, ch, devices.Ready, "")
	})
}

func await(t *testing.T, ch <-chan devices.Status, state devices.State, code string) {
	t.Helper()
	limit := time.After(10 * time.Second)
	for {
		select {
		case st := <-ch:
			if st.State == state && st.Code == code && !st.Since.IsZero() {
				return
			}
		case <-limit:
			t.Fatalf("never %v %s", state, code)
		}
	}
}
