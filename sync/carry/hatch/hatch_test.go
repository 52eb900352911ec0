package hatch_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/pki"
	"onewindow/internal/seal"
	"onewindow/internal/trouble"
	"onewindow/internal/vault"
	"onewindow/sync/carry"
	"onewindow/sync/carry/hatch"
	"onewindow/sync/carry/station"
	"onewindow/sync/outbox"
)

// counter is a running counter's vault, owing one act with a scan, behind its hatch.
type counter struct {
	dir      string
	platform *pki.Paper
	stop     func()
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	a, err := pki.OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	paper := func(name string, role pki.Role) *pki.Paper {
		f, err1 := a.Machine(pki.Peer{Name: name, Role: role})
		conf, err2 := pki.Load(f)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		p, err := pki.PaperOf(conf)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	keys, err := seal.NewKeys(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	c := &counter{dir: t.TempDir(), platform: paper("P1", pki.Platform)}
	v, err := vault.Open(t.Context(), vault.Params{Dir: filepath.Join(c.dir, "vault"), Keys: keys, Now: time.Now, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	page, err := v.PutFile(t.Context(), "image/jpeg", io.LimitReader(rand.Reader, 6<<20))
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(t.Context(), func(tx *vault.Tx) error {
		_, err := outbox.New(v).Append(tx, outbox.Draft{Lane: "case-1", Files: []cases.Page{page}, Build: func(seq uint64) api.Operation {
			return api.Operation{ID: "op-1", Schema: 1, Kind: cases.ActRate, Lane: "case-1", Seq: seq, Blobs: []string{page.Digest}}
		}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := station.New(station.Params{Vault: v, Paper: paper("W03", pki.Counter), Now: time.Now, NewID: func() string { return "e" }, Take: station.Offline(v, time.Now)})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- hatch.New(c.dir, s, log).Serve(ctx) }()
	c.stop = func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Serve: %v", err)
		}
		_ = v.Close()
		c.stop = func() {}
	}
	t.Cleanup(func() { c.stop() })
	return c
}

// find waits until the hatch is open.
func (c *counter) find(t *testing.T) *hatch.Remote {
	t.Helper()
	for t.Context().Err() == nil {
		if r, err := hatch.Find(t.Context(), c.dir); err == nil {
			return r
		}
	}
	t.Fatal("no hatch")
	return nil
}

func TestARunningCounterWritesItsFileForATechnician(t *testing.T) {
	c := newCounter(t)
	r := c.find(t)
	owed, err := r.Owed()
	if err != nil || len(owed.Ops) != 1 || len(owed.Load.Files) != 1 || owed.Load.Bytes() < 6<<20 {
		t.Fatalf("%+v %v", owed, err)
	}
	stick, told := t.TempDir(), int64(0)
	w, err := r.Export(t.Context(), station.Export{Dir: stick, To: &c.platform.Key.PublicKey, Progress: func(done, _ int64) { told = done }})
	if err != nil || len(w.Files) != 1 || w.Scans != 1 || told != w.Bytes {
		t.Fatalf("%+v, told %d, %v", w, told, err)
	}
	f, err := os.Open(filepath.Join(stick, w.Files[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if in, err := carry.Open(f, carry.Outbox, c.platform, time.Now()); err != nil || in.Header.Ops != 1 {
		t.Error(err)
	}
	// A refusal keeps its code and its words.
	_, err = r.Import(t.Context(), filepath.Join(stick, w.Files[0]))
	if code, words, _ := trouble.Told(err); code != carry.CodeWrongKind || words != trouble.Of(code).Clerk {
		t.Errorf("%v", err)
	}
	if _, err = r.Export(t.Context(), station.Export{Dir: filepath.Join(stick, "none"), To: &c.platform.Key.PublicKey}); err == nil {
		t.Error("written where there is no stick")
	}
	c.stop()
	if _, err := hatch.Find(t.Context(), c.dir); err == nil {
		t.Error("a counter that ended is found")
	}
}

func TestAnExportIsGivenUpWithItsCommand(t *testing.T) {
	c := newCounter(t)
	r := c.find(t)
	ctx, cancel := context.WithCancel(t.Context())
	stick := t.TempDir()
	_, err := r.Export(ctx, station.Export{Dir: stick, To: &c.platform.Key.PublicKey, Progress: func(int64, int64) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	// One thing at a time: this answer comes after the other has ended.
	if _, err := r.Owed(); err != nil {
		t.Fatal(err)
	}
	c.stop()
	left, err := os.ReadDir(stick)
	for _, e := range left {
		if filepath.Ext(e.Name()) != carry.Extension { // it may have been whole by then
			t.Errorf("left behind: %s", e.Name())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestNobodyIsServedWithoutTheSecret(t *testing.T) {
	c := newCounter(t)
	c.find(t)
	file := filepath.Join(c.dir, "hatch")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var at struct{ Addr, Secret string }
	if err := json.Unmarshal(text, &at); err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{`{"ask":"owed"}`, `{"ask":"owed","secret":"` + at.Secret[1:] + `"}`, "GET / HTTP/1.1", "{"} {
		conn, err := net.Dial("tcp", at.Addr)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(conn, said+"\n"); err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(conn); len(got) > 0 {
			t.Errorf("%s is answered %s", said, got)
		}
		_ = conn.Close()
	}
}
