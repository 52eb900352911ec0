package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onewindow/devices/sim"
	"onewindow/internal/rig"
	"onewindow/ui/demo"
)

// standing is a show with real simulators and no other program but those a test starts.
func standing(t *testing.T) *show {
	t.Helper()
	lab, err := sim.New(sim.Params{
		Readers: []sim.ReaderParams{{Name: "counter", TCP: "127.0.0.1:0"}, {Name: "kiosk", TCP: "127.0.0.1:0"}},
		Printer: sim.PrinterParams{TCP: "127.0.0.1:0"}, Scanner: sim.ScannerParams{TCP: "127.0.0.1:0"}, Control: "127.0.0.1:0",
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = lab.Serve(t.Context()) }()
	line, err := rig.NewLine("127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Close)
	dir := t.TempDir()
	s := &show{dir: dir, log: dir, self: "/bin/false", line: line, system: 1, opened: true,
		control: rig.NewControl(strings.TrimPrefix(lab.State().Control, "http://")),
		running: map[string]*rig.Process{rig.Devsim: {}}}
	t.Cleanup(s.control.Close)
	return s
}

func TestEverySwitchOfThePanelTurnsItsSimulator(t *testing.T) {
	s := standing(t)
	for name, values := range demo.Devices() {
		for _, v := range values {
			s.Set(t.Context(), name, v)
			got := s.State(t.Context())
			if at, known := got.Now[name]; !known || at != v || got.Notice != nil {
				t.Errorf("%s was set to %d and stands at %d (known: %v), %+v", name, v, at, known, got.Notice)
			}
		}
	}
}

func TestCardsAreLaidAndLifted(t *testing.T) {
	s := standing(t)
	for _, card := range s.State(t.Context()).Cards {
		s.PutCard(t.Context(), "kiosk", card.Preset)
		if got := s.State(t.Context()).On["kiosk"]; got != card.Preset || card.Name == "" {
			t.Errorf("%q was laid down, %q lies there", card.Preset, got)
		}
	}
	s.PutCard(t.Context(), "kiosk", "")
	if got := s.State(t.Context()).On["kiosk"]; got != "" {
		t.Errorf("%q still lies there", got)
	}
	s.Set(t.Context(), "line", 0)
	if s.line.Whole() || s.State(t.Context()).Now["line"] != 0 {
		t.Error("the line is not cut")
	}
}

func TestAProgramThatDoesNotStartSaysWhyInItsOwnWords(t *testing.T) {
	s := standing(t)
	script := filepath.Join(s.dir, "hall")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho 'PORT-001 端口被占用。 · The port is taken.' >&2\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.self = filepath.Join(s.dir, "onewindow")
	s.Set(t.Context(), "program.hall", 1)
	got := s.State(t.Context())
	if n := got.Notice; n == nil || n.Code != "PORT-001" || n.Program != rig.Hall || n.En != "The port is taken." || got.Now["program.hall"] != 0 {
		t.Fatalf("the panel is told %+v", n)
	}
	s.Set(t.Context(), "program.kiosk", 1) // does not start either, and says nothing
	if n := s.State(t.Context()).Notice; n == nil || n.Program != rig.Kiosk || n.Zh != "" {
		t.Errorf("the panel is told %+v", n)
	}
}
