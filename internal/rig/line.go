package rig

import (
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// Line is the line from a terminal to the platform: a relay that can be cut, or fall silent, so that both ends stay alive
// and hear nothing of each other.
type Line struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	cut   bool
	mute  bool  // see Silence
	there *pace // nil: as fast as it goes; see Shape
	back  *pace
	conns map[net.Conn]*atomic.Bool // open ones → whether the line fell silent on them
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
	line := &Line{listener: l, to: to, conns: map[net.Conn]*atomic.Bool{}}
	line.wg.Go(line.serve)
	return line, nil
}

// Addr is this end of the line.
func (l *Line) Addr() string { return l.listener.Addr().String() }

// Cut breaks every connection that is not silent and lets none through until Mend.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for c, silent := range l.conns {
		if !silent.Load() {
			_ = c.Close()
		}
	}
}

// Silence makes every connection half open, and those that are made until Mend: what the near end sends arrives, what the
// far end answers is swallowed, and the near end hears of nothing, not even that the far end is gone. Bytes are missing
// then, so a connection stays silent until the near end lets go of it.
func (l *Line) Silence() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mute = true
	for _, silent := range l.conns {
		silent.Store(true)
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
	l.cut, l.mute = false, false
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
	l.mu.Lock()
	l.cut = true
	for c := range l.conns {
		_ = c.Close()
	}
	l.mu.Unlock()
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

// relay joins one connection to the far end until either closes or the line is cut; a silent one until the near end closes.
func (l *Line) relay(near net.Conn) {
	defer func() { _ = near.Close() }()
	silent := new(atomic.Bool)
	if !l.hold(near, silent) {
		return
	}
	defer l.release(near)
	far, err := net.Dial("tcp", l.to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	if !l.hold(far, silent) {
		return
	}
	defer l.release(far)
	there, back := l.paces()
	over := make(chan struct{}) // the near end has nothing more to say
	go func() {
		carry(sent{counted{far, l}, silent}, near, there)
		close(over)
	}()
	answered := make(chan struct{})
	go func() {
		carry(heard{near, silent}, far, back)
		close(answered)
	}()
	select {
	case <-over:
	case <-answered:
		if silent.Load() {
			<-over
		}
	}
	_, _ = near.Close(), far.Close()
	<-over
	<-answered
}

func carry(to, from net.Conn, p *pace) {
	if p == nil {
		_, _ = io.Copy(to, from)
	} else {
		pass(to, from, p)
	}
}

// sent is the far end as the near one knows it: once the line is silent it takes everything, there or gone.
type sent struct {
	net.Conn
	silent *atomic.Bool
}

func (s sent) Write(b []byte) (int, error) {
	n, err := s.Conn.Write(b)
	if err != nil && s.silent.Load() {
		return len(b), nil
	}
	return n, err
}

// heard is the near end as the far one knows it: once the line is silent nothing gets there.
type heard struct {
	net.Conn
	silent *atomic.Bool
}

func (h heard) Write(b []byte) (int, error) {
	if h.silent.Load() {
		return len(b), nil
	}
	return h.Conn.Write(b)
}

func (l *Line) hold(c net.Conn, silent *atomic.Bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		return false
	}
	if l.mute {
		silent.Store(true)
	}
	l.conns[c] = silent
	return true
}

func (l *Line) release(c net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
}
