package bench

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/internal/api"
	"onewindow/internal/pki"
	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
	"onewindow/sync/feed"
	"onewindow/sync/outbox"
	"onewindow/sync/transport"
)

// Drained is what a draining program says of itself.
type Drained struct {
	Ops    int     `json:"ops"`    // the platform took
	Files  int     `json:"files"`  // whole and synced there
	Bytes  int64   `json:"bytes"`  // of the files
	AllMS  float64 `json:"allMs"`  // from the start until the last verdict was on this disk
	FileMS float64 `json:"fileMs"` // of that, since the first file was asked about
	PeakMB float64 `json:"peakMb"` // the most memory of its own the process had while draining
	AllMB  float64 `json:"allMb"`  // and with the pages of mapped files that the system may take back
}

// Drain is a program of its own: it opens a counter's vault as the counter does, sends what the vault owes, and tells
// on out how long it took. It ends when the platform has everything and this disk knows.
func Drain(ctx context.Context, args []string, out io.Writer) error {
	var dir, base string
	var files pki.Files
	flags := flag.NewFlagSet("bench-drain", flag.ContinueOnError)
	flags.StringVar(&dir, "vault", "", "the vault")
	flags.StringVar(&base, "platform", "", "the platform's address")
	flags.StringVar(&files.CA, "ca", "", "the authority's certificate")
	flags.StringVar(&files.Cert, "cert", "", "this machine's certificate")
	flags.StringVar(&files.Key, "key", "", "and its key")
	if err := flags.Parse(args); err != nil {
		return err
	}
	identity, err := pki.Load(files)
	if err != nil {
		return err
	}
	s, err := openSafe(ctx, dir)
	if err != nil {
		return err
	}
	client := transport.New(transport.Params{Base: base, TLS: identity, UserAgent: "bench"})
	d, err := s.drain(ctx, &countedLine{Client: client, rang: make(chan struct{}, 1)})
	client.Close()
	if err = errors.Join(err, s.close()); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(d)
}

// countedLine counts what the platform takes.
type countedLine struct {
	*transport.Client
	ops, files atomic.Int64
	rang       chan struct{}
	first      sync.Once
	firstFile  time.Time
	whole      sync.Map // paths of files that are there
}

// JSON is the client's, counting good verdicts.
func (c *countedLine) JSON(ctx context.Context, method, path string, in, out any) error {
	err := c.Client.JSON(ctx, method, path, in, out)
	if resp, ok := out.(*api.OpsResponse); ok && err == nil {
		for _, v := range resp.Verdicts {
			if v.Outcome.Taken() {
				c.ops.Add(1)
			}
		}
		c.ring()
	}
	return err
}

// Do is the client's, counting files that became whole.
func (c *countedLine) Do(ctx context.Context, r transport.Request) (*transport.Response, error) {
	if strings.HasPrefix(r.Path, api.PathBlobs) {
		c.first.Do(func() { c.firstFile = time.Now() })
	}
	resp, err := c.Client.Do(ctx, r)
	if err == nil && r.Method == http.MethodPut && resp.Header.Get(api.HeaderBlobPosition) != "" {
		if _, again := c.whole.LoadOrStore(r.Path, true); !again { // several chunks of one file may be answered so
			c.files.Add(1)
			c.ring()
		}
	}
	return resp, err
}

func (c *countedLine) ring() {
	select {
	case c.rang <- struct{}{}:
	default:
	}
}

// drain sends everything the vault owes and gives how long that took.
func (s *safe) drain(ctx context.Context, line *countedLine) (Drained, error) {
	ops, files, _, err := s.store.Owed().Load()
	if err != nil {
		return Drained{}, err
	}
	d := Drained{}
	for _, op := range ops {
		if op.State == outbox.Waiting {
			d.Ops++
		}
	}
	for _, f := range files {
		if f.State == outbox.Waiting {
			d.Files, d.Bytes = d.Files+1, d.Bytes+f.Size
		}
	}
	exchange := runner.New(runner.Params{Terminal: clerk.Terminal, Outbox: s.store.Owed(), Files: s.store, Desk: s.store, Line: line, Now: time.Now,
		Feed: feed.New(feed.Params{Vault: s.vault, Shelf: s.store, Line: line}), Log: slog.New(slog.DiscardHandler),
		Settings: engine.Settings{Random: rand.Float64}})
	s.store.Follow(exchange)
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	peak := watchMemory(ctx)
	began := time.Now()
	go func() { ended <- exchange.Serve(ctx) }()
	err = s.wait(ctx, line, exchange, &d, began)
	stop()
	if served := <-ended; !errors.Is(served, context.Canceled) {
		err = errors.Join(err, served)
	}
	d.PeakMB, d.AllMB = <-peak, status("VmHWM:")
	return d, errors.Join(err, s.nothingOwed())
}

// wait waits until the last operation's and the last file's verdict are on this disk, and notes the time.
func (s *safe) wait(ctx context.Context, line *countedLine, exchange *runner.Runner, d *Drained, began time.Time) error {
	for line.ops.Load() < int64(d.Ops) || line.files.Load() < int64(d.Files) {
		select {
		case <-line.rang:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for len(exchange.Status().Sending) > 0 { // what was answered is shown when it is on this disk
		time.Sleep(100 * time.Microsecond)
	}
	d.AllMS = Milliseconds(time.Since(began))
	if d.Files > 0 {
		d.FileMS = Milliseconds(time.Since(line.firstFile))
	}
	return nil
}

// nothingOwed is an error if anything still waits or was refused: then the figures mean nothing.
func (s *safe) nothingOwed() error {
	ops, files, _, err := s.store.Owed().Load()
	for _, op := range ops {
		if op.State != outbox.Accepted {
			return fmt.Errorf("bench: an operation is %s: %s", op.State, op.Why.Code)
		}
	}
	for _, f := range files {
		if f.State != outbox.Accepted {
			return fmt.Errorf("bench: a file is %s: %s", f.State, f.Why.Code)
		}
	}
	return err
}

// watchMemory looks at this process's own memory many times a second until ctx ends, and then gives the most it saw, in
// MB: pages of the mapped store are left out, for they are the system's to take back.
func watchMemory(ctx context.Context) <-chan float64 {
	peak := make(chan float64, 1)
	go func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		most := status("RssAnon:")
		for {
			select {
			case <-tick.C:
				most = max(most, status("RssAnon:"))
			case <-ctx.Done():
				peak <- most
				return
			}
		}
	}()
	return peak
}

// status is a line of this process's status as Linux tells it (proc(5)), in MB.
func status(name string) float64 {
	text, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name); ok {
			kb, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			return kb / 1024
		}
	}
	return 0
}
