package upload_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/cases"
	"onewindow/internal/platform"
	"onewindow/internal/rig"
	"onewindow/internal/seal"
	"onewindow/internal/workday"
	"onewindow/sync/transport"
	"onewindow/sync/upload"
)

// town is the real platform in a folder, to be stopped and started.
type town struct {
	t      *testing.T
	params platform.Params
	addr   string
	stop   func()
}

func newTown(t *testing.T) *town {
	t.Helper()
	box, err := seal.NewBox([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	days, err := workday.New()
	if err != nil {
		t.Fatal(err)
	}
	var ids atomic.Int64
	p := &town{t: t, params: platform.Params{
		Dir: t.TempDir(), BackupEvery: time.Hour, APIAddr: "127.0.0.1:0", WebAddr: "127.0.0.1:0", Seal: box, PublicBase: "https://hall.example/p/",
		Calendar: days, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		NewID:  func() string { return fmt.Sprintf("town-%d", ids.Add(1)) },
		Random: func(n int) []byte { b := make([]byte, n); _, _ = rand.Read(b); return b },
	}}
	p.start()
	t.Cleanup(func() { p.stop() })
	return p
}

func (p *town) start() {
	p.t.Helper()
	pf, err := platform.New(p.params)
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pf.Serve(ctx) }()
	p.addr, _ = pf.Addrs()
	p.stop = func() {
		cancel()
		if err := errors.Join(<-done, pf.Close()); err != nil {
			p.t.Error(err)
		}
	}
}

// holds fails the test unless the platform gives exactly these bytes back.
func (p *town) holds(page cases.Page, plain []byte) {
	p.t.Helper()
	r, err := http.Get("http://" + p.addr + api.PathBlobs + page.Digest)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	if got, err := io.ReadAll(r.Body); err != nil || !bytes.Equal(got, plain) {
		p.t.Errorf("the platform holds %d of %d bytes, %v", len(got), len(plain), err)
	}
}

// Scans of 2 MB over a line of 20 Mbit/s that is cut every second: all arrive whole, and what goes twice is under 5 % of
// the bytes. The full proof brings twenty; see make proof.
func TestALineCutEverySecondCostsLittle(t *testing.T) {
	t.Parallel()
	const rate, size = 20_000_000, 2 << 20
	count := 3
	if os.Getenv("ONEWINDOW_PROOF") != "" {
		count = 20
	}
	pf := newTown(t)
	line, err := rig.NewLine(pf.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	line.Shape(rate)
	client := transport.New(transport.Params{Base: "http://" + line.Addr()})
	defer client.Close()
	sender := upload.New(time.Now)
	bring := func(seed int) (broken int) {
		plain, page := scan(size + seed)
		for {
			_, err := sender.Send(t.Context(), client, page, bytes.NewReader(plain), func() {})
			if err == nil {
				pf.holds(page, plain)
				return broken
			}
			if !transport.IsUnreachable(err) {
				t.Fatal(err)
			}
			broken++
		}
	}
	bring(0) // without a cut: what a scan costs with all that is said around it
	whole := line.Carried()
	line.CutEvery(rate / 8)
	cuts := 0
	for i := range count {
		cuts += bring(1 + i)
	}
	twice := float64(line.Carried()-whole*int64(count+1)) / float64(size*count)
	t.Logf("%d scans, broken off %d times, %.1f %% of the bytes sent again", count, cuts, 100*twice)
	if cuts == 0 || twice > 0.05 {
		t.Errorf("%d cuts cost %.1f %% of the bytes, more than 5", cuts, 100*twice)
	}
}

// Both ends stop in the middle of a scan, each at its own moment, and start again: the scan goes on where it was safe,
// arrives once, and is never sent again.
func TestAScanGoesOnAfterBothEndsStartedAgain(t *testing.T) {
	t.Parallel()
	pf := newTown(t)
	plain, page := scan(9*api.ChunkSize + 1234)
	var sent atomic.Int64 // bytes of chunks that the platform answered for good
	bring := func(stopAfter int64) error {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		client := transport.New(transport.Params{Base: "http://" + pf.addr})
		defer client.Close()
		_, err := upload.New(time.Now).Send(ctx, stopper{client, &sent, stopAfter, stop}, page, bytes.NewReader(plain), func() {}) // a program's own sender: it knows nothing of the earlier
		return err
	}
	for _, after := range []int64{2 * api.ChunkSize, 5 * api.ChunkSize} {
		if err := bring(after); err == nil {
			t.Fatal("it was not stopped in the middle")
		}
		pf.stop()
		pf.start()
	}
	if err := bring(1 << 40); err != nil {
		t.Fatal(err)
	}
	pf.holds(page, plain)
	if again := sent.Load() - page.Size; again > 4*api.ChunkSize {
		t.Errorf("%d bytes were taken twice", again)
	}
	before := sent.Load()
	if err := bring(1 << 40); err != nil || sent.Load() != before {
		t.Errorf("a scan that is there was sent again: %d bytes, %v", sent.Load()-before, err)
	}
}

// stopper stops the terminal once the platform took so many bytes.
type stopper struct {
	*transport.Client
	sent  *atomic.Int64
	after int64
	stop  func()
}

func (s stopper) Do(ctx context.Context, r transport.Request) (*transport.Response, error) {
	resp, err := s.Client.Do(ctx, r)
	if err == nil && r.Method == http.MethodPut && resp.Status == http.StatusOK && s.sent.Add(r.Length) >= s.after {
		s.stop()
	}
	return resp, err
}
