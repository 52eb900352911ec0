package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/devices/idcard"
	"onewindow/devices/printer"
	"onewindow/devices/printer/printertest"
	"onewindow/devices/sim"
)

// start runs the program and gives what it says of itself.
func start(t *testing.T, args ...string) sim.State {
	t.Helper()
	file := filepath.Join(t.TempDir(), "addresses.json")
	r, w := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- Main{Out: w, Err: io.Discard}.Run(ctx, append(args, "-addresses", file))
		w.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	var said bytes.Buffer
	for !strings.Contains(said.String(), "control ") {
		if _, err := io.CopyN(&said, r, 1); err != nil {
			t.Fatal(err)
		}
	}
	go io.Copy(io.Discard, r)
	var s sim.State
	for deadline := time.Now().Add(5 * time.Second); ; {
		b, err := os.ReadFile(file)
		if err == nil && json.Unmarshal(b, &s) == nil {
			return s
		}
		if time.Now().After(deadline) {
			t.Fatal("no addresses were written")
		}
	}
}

func call(t *testing.T, method, url, body string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, b
}

func TestACardPutDownOverHTTPIsReadOverTheLine(t *testing.T) {
	s := start(t)
	r := idcard.New(idcard.Params{Port: "tcp://" + s.Readers["counter"].TCP, Poll: 20 * time.Millisecond})
	go r.Serve(t.Context())
	events := r.Watch(t.Context())
	if code, b := call(t, "POST", s.Control+"/card", `{"preset":"zhang"}`); code != 200 {
		t.Fatalf("%d %s", code, b)
	}
	for e := range events {
		if e.Card != nil {
			if e.Card.Name != "张𬭎" {
				t.Errorf("read %q", e.Card.Name)
			}
			return
		}
	}
}

func TestTicketsAreFetchedOverHTTP(t *testing.T) {
	s := start(t)
	p, err := printer.New(printer.Params{Addr: s.Printer.TCP, Profile: printer.Profile{QR: true, Cutter: true}})
	if err != nil {
		t.Fatal(err)
	}
	if code, _ := call(t, "POST", s.Control+"/printer", `{"paper":0}`); code != 200 || p.PrintSlip(t.Context(), printertest.Slip()) == nil {
		t.Fatal("printed on no paper")
	}
	call(t, "POST", s.Control+"/printer", `{"paper":-1}`)
	if err := p.PrintSlip(t.Context(), printertest.Slip()); err != nil {
		t.Fatal(err)
	}
	_, list := call(t, "GET", s.Control+"/printer/jobs", "")
	if !strings.Contains(string(list), "福州市政务服务大厅") {
		t.Errorf("jobs %s", list)
	}
	for ext, begins := range map[string]string{"bin": "\x1B@", "png": "\x89PNG"} {
		if code, b := call(t, "GET", s.Control+"/printer/jobs/1."+ext, ""); code != 200 || !strings.HasPrefix(string(b), begins) {
			t.Errorf("%s: %d, begins %q", ext, code, b[:min(4, len(b))])
		}
	}
}

func TestOrdersThatMakeNoSenseAreRefused(t *testing.T) {
	s := start(t)
	for _, o := range [][3]string{{"POST", "/card", `{"preset":"nobody"}`}, {"POST", "/printer", `{"papre":1}`}, {"POST", "/reader?reader=none", `{}`}, {"GET", "/printer/jobs/9.png", ""}} {
		if code, _ := call(t, o[0], s.Control+o[1], o[2]); code < 400 {
			t.Errorf("%v was taken: %d", o, code)
		}
	}
}
