package serialport

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"onewindow/devices"
)

// tape plays reads back: each takes a while and gives bytes or an error.
type tape struct {
	clock time.Time
	reads []read
}

type read struct {
	takes time.Duration
	bytes string
	err   error
}

func (t *tape) Read(b []byte) (int, error) {
	r := t.reads[0]
	t.reads = t.reads[1:]
	t.clock = t.clock.Add(r.takes)
	return copy(b, r.bytes), r.err
}
func (t *tape) Write(b []byte) (int, error) { return len(b), nil }
func (t *tape) Close() error                { return nil }

func TestSilenceIsToldFromAbsence(t *testing.T) {
	slow, fast := read{takes: 103 * time.Millisecond, err: io.EOF}, read{err: io.EOF}
	byte1 := read{bytes: "x"}
	for _, tc := range []struct {
		name  string
		reads []read
		gone  bool
	}{
		{"slow ends of file are silence for ever", []read{slow, slow, slow, slow}, false},
		{"three quick ones running mean unplugged", []read{fast, fast, fast}, true},
		{"two quick ones do not", []read{fast, fast, slow, fast, fast}, false},
		{"a byte between starts the count anew", []read{fast, fast, byte1, fast, fast}, false},
		{"any other error is final", []read{{err: errors.New("input/output error")}}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tp := &tape{reads: tc.reads}
			p := &Port{line: &wire{rw: tp, now: func() time.Time { return tp.clock }}, unlock: func() {}}
			var err error
			for len(tp.reads) > 0 && err == nil {
				_, err = p.Read(make([]byte, 8))
			}
			if (code(err) == "LINE-002") != tc.gone {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestTCPLine(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p, err := Open(context.Background(), Params{Name: "tcp://" + l.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	peer, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, p, peer)
	peer.Close()
	if _, err := p.Read(make([]byte, 1)); code(err) != "LINE-002" {
		t.Fatalf("peer left: %v", err)
	}
}

func TestNothingThere(t *testing.T) {
	for _, name := range []string{"/dev/no-such-port", "tcp://127.0.0.1:1"} {
		_, err := Open(context.Background(), Params{Name: name})
		var de *devices.Error
		if !errors.As(err, &de) || de.Kind != devices.KindAbsent || de.Sentence == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// exchange proves that bytes pass unchanged both ways and that silence is no error.
func exchange(t *testing.T, p *Port, peer io.ReadWriter) {
	t.Helper()
	frame := []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, '\r', '\n', 0x11, 0x13, 0xFF}
	if err := p.Write(frame); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(frame))
	if _, err := io.ReadFull(peer, got); err != nil || string(got) != string(frame) {
		t.Fatalf("% x %v", got, err)
	}
	if _, err := peer.Write(frame); err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(frame); {
		k, err := p.Read(got[n:])
		if err != nil {
			t.Fatal(err)
		}
		n += k
	}
	if string(got) != string(frame) {
		t.Fatalf("% x", got)
	}
	if n, err := p.Read(got); n != 0 || err != nil {
		t.Fatalf("silence gave %d %v", n, err)
	}
}

func code(err error) string {
	var de *devices.Error
	if errors.As(err, &de) {
		return de.Code
	}
	return ""
}

func TestStuckWriteIsAbandoned(t *testing.T) {
	r, w, err := os.Pipe() // nobody reads, the buffer fills
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p := &Port{line: &wire{rw: w, now: time.Now}, unlock: func() {}, limit: 20 * time.Millisecond}
	for err == nil {
		err = p.Write(make([]byte, 4096))
	}
	if code(err) != "LINE-004" {
		t.Fatalf("got %v", err)
	}
	if _, err := p.Read(nil); code(err) != "LINE-004" {
		t.Errorf("read after: %v", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}
