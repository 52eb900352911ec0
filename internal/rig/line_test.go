package rig

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
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
