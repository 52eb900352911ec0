package rig

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// Line is the line from a terminal to the platform: a relay that can be cut, so that both ends stay alive and
// hear nothing of each other.
type Line struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	cut   bool
	there *pace // nil: as fast as it goes; see Shape
	back  *pace
	conns map[net.Conn]struct{}
	wg    sync.WaitGroup

	carried  atomic.Int64 // bytes that went there
	cutEvery atomic.Int64 // see CutEvery
}

// NewLine lays a line to an address and starts to relay.
func NewLine(to string) (*Line, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("rig: line: %w", err)
	}
	line := &Line{listener: l, to: to, conns: map[net.Conn]struct{}{}}
	line.wg.Go(line.serve)
	return line, nil
}

// Addr is this end of the line.
func (l *Line) Addr() string { return l.listener.Addr().String() }

// Cut breaks every connection and lets none through until Mend.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for c := range l.conns {
		_ = c.Close()
	}
}

// CutEvery breaks every connection each time the line has carried so many more bytes there, and lets new ones through at
// once; 0 = never. Of a shaped line, what it carries in a second is a cut every second, however busy the machine.
func (l *Line) CutEvery(bytes int64) { l.cutEvery.Store(bytes) }

// Carried is how many bytes went there, over all connections.
func (l *Line) Carried() int64 { return l.carried.Load() }

// counted counts what goes there.
type counted struct {
	net.Conn
	l *Line
}

func (c counted) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	now := c.l.carried.Add(int64(n))
	if every := c.l.cutEvery.Load(); every > 0 && now/every != (now-int64(n))/every {
		c.l.Cut()
		c.l.Mend()
	}
	return n, err
}

// Mend makes the line whole again.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = false
}

// Whole tells whether the line is whole.
func (l *Line) Whole() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.cut
}

// Close takes the line away.
func (l *Line) Close() {
	_ = l.listener.Close()
	l.Cut()
	l.wg.Wait()
}

func (l *Line) serve() {
	for {
		near, err := l.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		l.wg.Go(func() { l.relay(near) })
	}
}

// relay joins one connection to the far end until either closes or the line is cut.
func (l *Line) relay(near net.Conn) {
	defer func() { _ = near.Close() }()
	if !l.hold(near) {
		return
	}
	defer l.release(near)
	far, err := net.Dial("tcp", l.to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	if !l.hold(far) {
		return
	}
	defer l.release(far)
	done := make(chan struct{}, 2)
	carry := func(to, from net.Conn, p *pace) {
		if p == nil {
			_, _ = io.Copy(to, from)
		} else {
			pass(to, from, p)
		}
		done <- struct{}{}
	}
	there, back := l.paces()
	go carry(counted{far, l}, near, there)
	go carry(near, far, back)
	<-done
	_, _ = near.Close(), far.Close()
	<-done
}

func (l *Line) hold(c net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		return false
	}
	l.conns[c] = struct{}{}
	return true
}

func (l *Line) release(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
}
