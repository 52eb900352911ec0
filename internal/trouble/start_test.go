package trouble_test

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"onewindow/internal/trouble"
)

func TestAnAddressThatCannotBeListenedOnIsNamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, c := range []struct{ addr, code string }{
		{l.Addr().String(), "PORT-001"},
		{"192.0.2.1:7443", "PORT-002"}, // documentation's address, no machine's
	} {
		_, err := net.Listen("tcp", c.addr)
		err = trouble.AtStart(fmt.Errorf("hall: listen: %w", err))
		code, w, _ := trouble.Told(err)
		if code != c.code || !strings.Contains(w.Zh, c.addr) || !strings.Contains(w.En, c.addr) {
			t.Errorf("%s: %v", c.addr, err)
		}
	}
}

func TestAnyOtherFailureOfAStartSpeaksTooAndKeepsItsCause(t *testing.T) {
	cause := errors.New("no such thing")
	err := trouble.AtStart(cause)
	if code, w, ok := trouble.Told(err); !ok || code != "START-001" || w.Zh == "" || !errors.Is(err, cause) {
		t.Errorf("%v", err)
	}
	own := trouble.New("VAULT-001", nil)
	if trouble.AtStart(own) != error(own) || trouble.AtEnd(own) != error(own) || trouble.AtStart(nil) != nil || trouble.AtEnd(nil) != nil {
		t.Error("what speaks already was changed")
	}
	if code, _, _ := trouble.Told(trouble.AtEnd(cause)); code != "START-002" {
		t.Errorf("an end without words is %q", code)
	}
	var out strings.Builder
	trouble.Leave(&out, "hall", own)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if last, _, ok := trouble.ParseLine(lines[len(lines)-1]); !ok || last != "VAULT-001" || len(lines) != 2 {
		t.Errorf("the last words are %q", lines)
	}
}
