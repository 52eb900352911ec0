package hall

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/hashicorp/raft"

	"onewindow/internal/queue"
)

// Sealer seals what the node writes down. *seal.Box is one.
type Sealer interface {
	Seal(plain, aad []byte) []byte
	Open(sealed, aad []byte) ([]byte, error)
}

// Params makes a Node. Everything but TLS, Log and Heartbeat is needed.
type Params struct {
	Dir       string         // made if it is not there
	Listen    string         // "127.0.0.1:0" takes a free port, see Addr
	TLS       *tls.Config    // mutual TLS; nil = plain HTTP, every role allowed: tests only
	Settings  queue.Settings // the hall's manifest; enters the log when it differs from it
	AutoOpen  bool           // opens the day by itself at the first look on a calendar day
	Now       func() time.Time
	NewID     func() string // UUIDv7, for the node's own commands
	Random    io.Reader     // tokens and day keys
	Seal      Sealer
	Log       *slog.Logger
	Heartbeat time.Duration // a comment on every silent event stream this often; default 5 s
}

// Node is a running hall node. Make it with New, run it with Serve, end it with Close.
type Node struct {
	p       Params
	log     *slog.Logger
	table   *table
	machine *machine
	stores  *stores
	raft    *raft.Raft
	leads   chan bool // leadership, as raft tells it
	listen  net.Listener
	server  *http.Server
	ready   chan struct{} // closed when the log is replayed and the node leads
	ending  chan struct{} // closed by Close
	once    sync.Once
	closed  error
}

// New opens the node's log, or begins one in an empty folder, and listens. Errors are *api.Problem when a person can
// help.
func New(p Params) (*Node, error) {
	if p.Heartbeat == 0 {
		p.Heartbeat = 5 * time.Second
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("hall: folder: %w", err)
	}
	n := &Node{
		p: p, log: p.Log, table: newTable(),
		leads: make(chan bool, 8), ready: make(chan struct{}), ending: make(chan struct{}),
	}
	n.machine = &machine{table: n.table, seal: p.Seal, broken: make(chan error, 1)}
	var err error
	if n.listen, err = net.Listen("tcp", p.Listen); err != nil { // before the log is touched: another node may be at work
		return nil, fmt.Errorf("hall: listen: %w", err)
	}
	if n.stores, err = openStores(p.Dir, n.log); err != nil {
		_ = n.listen.Close()
		return nil, err
	}
	if n.raft, err = startRaft(n.stores, n.machine, n.leads, n.log); err != nil {
		return nil, errors.Join(err, n.listen.Close(), n.stores.close())
	}
	n.server = &http.Server{
		Handler: n.handler(), TLSConfig: p.TLS,
		ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute,
		ErrorLog: slog.NewLogLogger(n.log.Handler(), slog.LevelDebug),
	}
	return n, nil
}

// Addr is where the node listens.
func (n *Node) Addr() net.Addr { return n.listen.Addr() }

// Ready is closed when the node has its whole log, leads, and has put settings and day in order.
func (n *Node) Ready() <-chan struct{} { return n.ready }

// Serve answers until ctx ends or Close is called (nil), or until the node can no longer keep its promises.
// It does not close the node.
func (n *Node) Serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var wait sync.WaitGroup
	defer wait.Wait()
	defer cancel()
	wait.Go(func() { n.keep(ctx) })

	failed := make(chan error, 1)
	go func() {
		if n.p.TLS != nil {
			failed <- n.server.ServeTLS(n.listen, "", "")
		} else {
			failed <- n.server.Serve(n.listen)
		}
	}()
	select {
	case <-ctx.Done():
		return nil
	case <-n.ending:
		return nil
	case err := <-n.machine.broken:
		return err
	case err := <-failed:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return fmt.Errorf("hall: serve: %w", err)
	}
}

// Close ends streams, waits a moment for answers under way, and closes the log. Closing twice is harmless.
func (n *Node) Close() error {
	n.once.Do(func() {
		close(n.ending)
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		err := n.server.Shutdown(ctx)
		if err != nil {
			err = n.server.Close()
		}
		if l := n.listen.Close(); l != nil && !errors.Is(l, net.ErrClosed) {
			err = errors.Join(err, l)
		}
		n.closed = errors.Join(err, n.raft.Shutdown().Error(), n.stores.close())
	})
	return n.closed
}
