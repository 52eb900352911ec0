package hatch

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"onewindow/internal/durable"
	"onewindow/sync/carry/station"
)

const (
	askLimit   = 10 * time.Second // for the first line
	maxRequest = 64 << 10
	tellEvery  = 1 << 20 // bytes between two words on how far it is
)

// Hatch is the counter's end.
type Hatch struct {
	dir     string
	secret  string
	station *station.Station
	log     *slog.Logger
	busy    sync.Mutex // one thing at a time
}

// New makes the hatch of a counter whose folder is dir.
func New(dir string, s *station.Station, log *slog.Logger) *Hatch {
	return &Hatch{dir: dir, secret: rand.Text(), station: s, log: log}
}

// Serve answers until ctx ends, and lets what is under way end.
func (h *Hatch) Serve(ctx context.Context) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	text, err := json.Marshal(address{l.Addr().String(), h.secret})
	if err == nil {
		err = durable.Replace(filepath.Join(h.dir, fileName), text, 0o600)
	}
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer func() { _ = os.Remove(filepath.Join(h.dir, fileName)) }()
	var all sync.WaitGroup
	defer all.Wait()
	for {
		conn, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		}
		all.Go(func() { h.serve(ctx, conn) })
	}
}

func (h *Hatch) serve(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	_ = conn.SetReadDeadline(time.Now().Add(askLimit))
	in := bufio.NewReader(io.LimitReader(conn, maxRequest))
	first, err := in.ReadBytes('\n')
	var r request
	if err != nil || json.Unmarshal(first, &r) != nil || subtle.ConstantTimeCompare([]byte(r.Secret), []byte(h.secret)) != 1 {
		return // nobody we know
	}
	_ = conn.SetReadDeadline(time.Time{})
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // whoever asked says no more: when the connection ends, so does the wish
		_, _ = in.ReadByte()
		cancel()
	}()
	h.busy.Lock()
	defer h.busy.Unlock()
	end := h.do(ctx, conn, r)
	end.End = true
	h.log.Info("outbox by hand", "ask", r.Ask, "code", end.Code, "err", end.Err)
	_ = send(conn, end)
}

// do does what is asked.
func (h *Hatch) do(ctx context.Context, out io.Writer, r request) (end line) {
	var err error
	switch r.Ask {
	case askOwed:
		var o station.Owed
		o, err = h.station.Owed()
		end.Owed = &o
	case askExport:
		var w station.Written
		e := station.Export{Dir: r.Dir, MostSize: r.MostSize, Progress: teller(out)}
		if e.To, err = r.to(); err == nil {
			w, err = h.station.Export(ctx, e)
		}
		end.Written = &w
	case askImport:
		var t station.Taken
		t, err = h.station.Import(ctx, r.File)
		end.Taken = &t
	default:
		err = errors.New("hatch: nothing of that kind")
	}
	if err != nil {
		end = line{}
		end.fail(err)
	}
	return end
}

// teller says now and then how far it is.
func teller(out io.Writer) func(done, all int64) {
	var last int64
	return func(done, all int64) {
		if done-last >= tellEvery || done == all {
			last = done
			_ = send(out, line{Done: done, All: all}) // who is gone is found by reading
		}
	}
}
