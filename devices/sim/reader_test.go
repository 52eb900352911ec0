package sim

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"onewindow/devices"
	"onewindow/devices/idcard"
	"onewindow/devices/idcard/idcardtest"
)

func TestReaderConformsOverTCP(t *testing.T) {
	idcardtest.Conform(t, People(), func(t *testing.T) idcardtest.Rig {
		return readerRig(t, ReaderParams{Name: "counter", TCP: "127.0.0.1:0"})
	})
}

func TestReaderConformsOverAPty(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("ptys that look like serial ports need Linux")
	}
	idcardtest.Conform(t, People(), func(t *testing.T) idcardtest.Rig {
		return readerRig(t, ReaderParams{Name: "counter", Link: filepath.Join(t.TempDir(), "reader")})
	})
}

func readerRig(t *testing.T, p ReaderParams) idcardtest.Rig {
	t.Parallel()
	lab, err := New(Params{Readers: []ReaderParams{p}})
	if err != nil {
		t.Fatal(err)
	}
	sim := lab.Readers[p.Name]
	port := p.Link
	if p.TCP != "" {
		port = "tcp://" + sim.State().TCP
	}
	driver := idcard.New(idcard.Params{Port: port, Poll: 20 * time.Millisecond, Reopen: 20 * time.Millisecond})
	run(t, lab.Serve)
	run(t, driver.Serve)
	return idcardtest.Rig{Driver: driver, Put: sim.Put, Lift: sim.Lift, Plug: sim.Plug, FailReads: sim.FailReads}
}

// run serves f until the test ends and waits for it.
func run(t *testing.T, f func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != context.Canceled {
			t.Errorf("served until %v", err)
		}
	})
}

func TestModuleAnswersLikeARealOne(t *testing.T) {
	r := newReader(ReaderParams{}, nil)
	steps := []struct {
		request []byte
		reply   []byte // after the preamble
	}{
		{[]byte{0x11, 0xFF}, []byte{0, 4, 0, 0, 0x90, 0x94}},
		{[]byte{0x20, 0x01}, []byte{0, 4, 0, 0, 0x80, 0x84}},
		{[]byte{0x20, 0x02}, []byte{0, 4, 0, 0, 0x81, 0x85}},
		{[]byte{0x30, 0x01}, []byte{0, 4, 0, 0, 0x41, 0x45}},
	}
	withCard := []struct{ request, reply []byte }{
		{[]byte{0x20, 0x01}, []byte{0, 8, 0, 0, 0x9F, 0, 0, 0, 0, 0x97}},
		{[]byte{0x20, 0x02}, []byte{0, 12, 0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0x9C}},
	}
	check := func(request, want []byte) {
		t.Helper()
		got := idcard.Encode(r.answer(request))[5:]
		if string(got) != string(want) {
			t.Errorf("% x answered % x, want % x", request, got, want)
		}
	}
	for _, s := range steps {
		check(s.request, s.reply)
	}
	r.Put(People()["zhang"])
	for _, s := range withCard {
		check(s.request, s.reply)
	}
	frame := idcard.Encode(r.answer([]byte{0x30, 0x01}))
	if len(frame) != 1295 || string(frame[5:14]) != "\x05\x08\x00\x00\x90\x01\x00\x04\x00" {
		t.Errorf("read: %d bytes, begins % x", len(frame), frame[:14])
	}
	check([]byte{0x20, 0x01}, []byte{0, 4, 0, 0, 0x80, 0x84}) // read, and not lifted
}

func TestAReaderIsToldToMisreadTheNextCards(t *testing.T) {
	r := newReader(ReaderParams{}, nil)
	r.Put(People()["zhang"])
	for body, good := range map[string]bool{`{"fail":["41"]}`: true, `{"fail":["xyz"]}`: false} {
		if err := postReader(r, httptest.NewRequest(http.MethodPost, "/reader", strings.NewReader(body))); (err == nil) != good {
			t.Errorf("%s: %v", body, err)
		}
	}
	for _, want := range []byte{0x41, 0x90} {
		r.answer([]byte{0x20, 0x01})
		r.answer([]byte{0x20, 0x02})
		if got := r.answer([]byte{0x30, 0x01}); got[2] != want {
			t.Errorf("read answers %02X, not %02X", got[2], want)
		}
	}
}

func TestAPortThatAnotherProgramHoldsIsSaidToBeSo(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("ptys that look like serial ports need Linux")
	}
	link := filepath.Join(t.TempDir(), "reader")
	lab, err := New(Params{Readers: []ReaderParams{{Name: "counter", Link: link}}})
	if err != nil {
		t.Fatal(err)
	}
	run(t, lab.Serve)
	driver := func() *idcard.Reader {
		return idcard.New(idcard.Params{Port: link, Poll: 20 * time.Millisecond, Reopen: 20 * time.Millisecond})
	}
	await := func(events <-chan devices.CardEvent, state devices.State, code string) {
		t.Helper()
		for late := time.After(time.Minute); ; {
			select {
			case e := <-events:
				if e.Status != nil && e.Status.State == state && e.Status.Code == code {
					return
				}
			case <-late:
				t.Fatalf("never %v %s", state, code)
			}
		}
	}
	other, ours := driver(), driver()
	theirs, events := other.Watch(t.Context()), ours.Watch(t.Context())
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { left <- other.Serve(ctx) }()
	await(theirs, devices.Ready, "")
	run(t, ours.Serve)
	await(events, devices.Busy, "CARD-003")
	leave()
	<-left
	await(events, devices.Ready, "")
}
