package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/pki"
)

const file = `
dir = "hall"
listen = "127.0.0.1:0"
auto_open = true
[tls]
ca = "pki/ca.pem"
cert = "pki/H1.pem"
key = "pki/H1.key"
[settings]
name = "测试大厅"
zone_minutes = 480
[[settings.category]]
name = '业务'
code = "A"
[[settings.window]]
no = 1
categories = ["A"]
`

func TestTheProgramServesWhatItsFileSays(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "hall.toml"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	counter := identities(t, filepath.Join(dir, "pki"))
	out, in := io.Pipe()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		err := Main{Out: in, Err: io.Discard}.Run(ctx, []string{"-config", filepath.Join(dir, "hall.toml")})
		_ = in.CloseWithError(io.EOF)
		ended <- err
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "hall: listening on ")
	if !ok {
		t.Fatalf("it said %q (%v) and ended with %v", line, err, <-ended)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: counter}}
	defer client.CloseIdleConnections()
	resp, err := client.Get("https://" + addr + api.PathState)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var s api.HallState
	if err := json.NewDecoder(resp.Body).Decode(&s); err != nil || s.Board.Hall != "测试大厅" || !s.Board.Open {
		t.Errorf("board %+v, error %v", s.Board, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func identities(t *testing.T, dir string) *tls.Config {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	a, err := pki.OpenAuthority(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Machine(pki.Peer{Name: "H1", Role: pki.HallNode, Hall: "350100"}, "127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	f, err := a.Machine(pki.Peer{Name: "W03", Role: pki.Counter, Hall: "350100"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := pki.Load(f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
