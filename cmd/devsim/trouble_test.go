package main

import (
	"io"
	"net"
	"strings"
	"testing"

	"onewindow/internal/trouble"
)

func TestAPortThatIsTakenIsNamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, flag := range []string{"-control", "-printer", "-scanner", "-reader-tcp"} {
		err := Main{Out: io.Discard, Err: io.Discard}.Run(t.Context(), []string{flag, l.Addr().String()})
		if code, w, _ := trouble.Told(err); code != "PORT-001" || !strings.Contains(w.Zh, l.Addr().String()) {
			t.Errorf("%s: %v", flag, err)
		}
	}
}
