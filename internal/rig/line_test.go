package rig

import (
	"io"
	"net/http"
	"net/http/httptest"
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
