package hatch

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"onewindow/sync/carry/station"
)

const dialLimit = 2 * time.Second

// Remote is a running counter, reached through its hatch. Paths are those of this machine, absolute.
type Remote struct{ at address }

// Find reaches the counter whose folder is dir. An error means that none answers there.
func Find(ctx context.Context, dir string) (*Remote, error) {
	text, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		return nil, err
	}
	r := &Remote{}
	if err := json.Unmarshal(text, &r.at); err != nil {
		return nil, fmt.Errorf("hatch: %w", err)
	}
	conn, err := r.dial(ctx) // a counter that was killed leaves its file
	if err != nil {
		return nil, err
	}
	return r, conn.Close()
}

func (r *Remote) dial(ctx context.Context) (net.Conn, error) {
	return (&net.Dialer{Timeout: dialLimit}).DialContext(ctx, "tcp", r.at.Addr)
}

// Owed is station.Station's.
func (r *Remote) Owed() (station.Owed, error) {
	end, err := r.ask(context.Background(), request{Ask: askOwed}, nil)
	if err != nil || end.Owed == nil {
		return station.Owed{}, err
	}
	return *end.Owed, nil
}

// Export is station.Station's.
func (r *Remote) Export(ctx context.Context, e station.Export) (station.Written, error) {
	to, err := x509.MarshalPKIXPublicKey(e.To)
	if err != nil {
		return station.Written{}, fmt.Errorf("hatch: %w", err)
	}
	end, err := r.ask(ctx, request{Ask: askExport, Dir: e.Dir, To: to, MostSize: e.MostSize}, e.Progress)
	if err != nil || end.Written == nil {
		return station.Written{}, err
	}
	return *end.Written, nil
}

// Import is station.Station's.
func (r *Remote) Import(ctx context.Context, path string) (station.Taken, error) {
	end, err := r.ask(ctx, request{Ask: askImport, File: path}, nil)
	if err != nil || end.Taken == nil {
		return station.Taken{}, err
	}
	return *end.Taken, nil
}

var errSilent = errors.New("hatch: the counter ended before it answered; nothing is lost, ask again")

// ask asks and follows the answer to its end.
func (r *Remote) ask(ctx context.Context, q request, progress func(done, all int64)) (line, error) {
	conn, err := r.dial(ctx)
	if err != nil {
		return line{}, err
	}
	defer func() { _ = conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	q.Secret = r.at.Secret
	if err := send(conn, q); err != nil {
		return line{}, err
	}
	in := json.NewDecoder(bufio.NewReader(conn))
	for {
		var l line
		if err := in.Decode(&l); err != nil {
			return line{}, errors.Join(ctx.Err(), errSilent)
		}
		if l.End {
			return l, l.err()
		}
		if progress != nil {
			progress(l.Done, l.All)
		}
	}
}
