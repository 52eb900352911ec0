package main

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/pki"
	"onewindow/internal/trouble"
)

func TestWhatKeepsTheProgramFromStartingIsSaidToAPerson(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, c := range []struct {
		name  string
		code  string
		says  []string // in both languages
		spoil func(t *testing.T, dir string) []string
	}{
		{"the port is taken", "PORT-001", []string{l.Addr().String()}, func(*testing.T, string) []string { return []string{"-listen", l.Addr().String()} }},
		{"the file has two faults", "CONF-001", []string{"hall.toml", "listne", "settings.name"}, func(t *testing.T, dir string) []string {
			write(t, filepath.Join(dir, "hall.toml"), strings.NewReplacer("listen =", "listne =", `name = "测试大厅"`, "").Replace(file))
			return nil
		}},
		{"the certificate has expired", "CERT-001", nil, func(t *testing.T, dir string) []string {
			a, err := pki.OpenAuthority(filepath.Join(dir, "pki"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Issue(pki.Peer{Name: "H1", Role: pki.HallNode, Hall: "350100"}, time.Now().Add(-48*time.Hour), time.Now().Add(-24*time.Hour), "127.0.0.1"); err != nil {
				t.Fatal(err)
			}
			return nil
		}},
		{"the key lies open", "SEAL-011", nil, func(t *testing.T, dir string) []string {
			if err := os.MkdirAll(filepath.Join(dir, "hall"), 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "hall", "wrap.key"), strings.Repeat("x", 32))
			if err := os.Chmod(filepath.Join(dir, "hall", "wrap.key"), 0o644); err != nil {
				t.Fatal(err)
			}
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "hall.toml"), file)
			identities(t, filepath.Join(dir, "pki"))
			more := c.spoil(t, dir)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			err := Main{Out: io.Discard, Err: io.Discard}.Run(ctx, append([]string{"-config", filepath.Join(dir, "hall.toml")}, more...))
			code, w, ok := trouble.Told(err)
			if !ok || code != c.code {
				t.Fatalf("it ended with %v", err)
			}
			for _, s := range c.says {
				if !strings.Contains(w.Zh, s) || !strings.Contains(w.En, s) {
					t.Errorf("%+v does not name %s", w, s)
				}
			}
			if last, _, ok := trouble.ParseLine(trouble.Line(err)); !ok || last != c.code {
				t.Errorf("its last line is %q", trouble.Line(err))
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
