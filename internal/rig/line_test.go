package rig

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestACutLineCarriesNothingAndAMendedOneDoes(t *testing.T) {
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") }))
	defer far.Close()
	line, err := NewLine(far.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	say := func() error {
		r, err := http.Get("http://" + line.Addr())
		if err == nil {
			_ = r.Body.Close()
		}
		return err
	}
	if err := say(); err != nil {
		t.Fatal(err)
	}
	line.Cut()
	if say() == nil || line.Whole() {
		t.Error("a cut line carried a request")
	}
	line.Mend()
	if err := say(); err != nil {
		t.Error(err)
	}
}

func TestAShapedLineCarriesWhatItIsTo(t *testing.T) {
	const size, rate = 256 << 10, 8 << 20 // 256 KiB at 8 Mbit/s: a quarter of a second
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, size)) }))
	defer far.Close()
	line, err := NewLine(far.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	line.Shape(rate)
	began := time.Now()
	r, err := http.Get("http://" + line.Addr())
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, r.Body)
	_ = r.Body.Close()
	if err != nil || n != size {
		t.Fatalf("%d bytes, %v", n, err)
	}
	if took := time.Since(began); took < 230*time.Millisecond {
		t.Errorf("it carried %d bytes in %v", n, took)
	}
}

func TestASilentLineSwallowsTheAnswersAndTellsNobody(t *testing.T) {
	far, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = far.Close() }()
	line, err := NewLine(far.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	joined := func() (near, there net.Conn) {
		near, err := net.Dial("tcp", line.Addr())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = near.Close() })
		if there, err = far.Accept(); err != nil {
			t.Fatal(err)
		}
		return near, there
	}
	carries := func(from, to net.Conn) {
		t.Helper()
		got := make([]byte, 1)
		if _, err := from.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(to, got); err != nil {
			t.Fatal(err)
		}
	}
	near, there := joined()
	carries(near, there)
	carries(there, near)
	line.Silence()
	carries(near, there)
	_, _ = there.Write([]byte("swallowed"))
	_ = there.Close()
	heard := make(chan error, 1)
	go func() {
		n, err := near.Read(make([]byte, 1))
		heard <- fmt.Errorf("%d bytes, %w", n, err)
	}()
	line.Cut()
	line.Mend()
	again, beyond := joined() // the mended line is a good one, to those who come anew
	carries(again, beyond)
	carries(beyond, again)
	for range 100 { // its own end may go on talking
		if _, err := near.Write(make([]byte, 1<<10)); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case err := <-heard:
		t.Fatalf("the near end heard: %v", err)
	default:
	}
	line.Close()
	if err := <-heard; !strings.HasPrefix(err.Error(), "0 bytes") {
		t.Error(err)
	}
}
