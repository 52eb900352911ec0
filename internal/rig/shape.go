package rig

import (
	"net"
	"sync"
	"time"
)

// Shape lets each direction of the line carry so many bits a second, all connections together; 0 = as fast as it goes.
// It counts for connections made from now on.
func (l *Line) Shape(bitsPerSecond int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.there, l.back = newPace(bitsPerSecond), newPace(bitsPerSecond)
}

// paces gives the line's two directions.
func (l *Line) paces() (there, back *pace) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.there, l.back
}

// pace spreads bytes over time: all connections of one direction share it.
type pace struct {
	perByte time.Duration
	mu      sync.Mutex
	free    time.Time // when the line has carried what it was given
}

func newPace(bitsPerSecond int) *pace {
	if bitsPerSecond <= 0 {
		return nil
	}
	return &pace{perByte: 8 * time.Second / time.Duration(bitsPerSecond)}
}

// late is how far a sleep may overshoot without the line's losing that time; an idle line saves up no more.
const late = 5 * time.Millisecond

// carry waits until the line has carried n more bytes.
func (p *pace) carry(n int) {
	p.mu.Lock()
	if oldest := time.Now().Add(-late); p.free.Before(oldest) {
		p.free = oldest
	}
	p.free = p.free.Add(time.Duration(n) * p.perByte)
	until := p.free
	p.mu.Unlock()
	time.Sleep(time.Until(until))
}

// packet is what a shaped line carries at a time: small, so that its pace is even.
const packet = 4 << 10

// pass carries bytes from one end to the other until either closes.
func pass(to, from net.Conn, p *pace) {
	buf := make([]byte, packet)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			p.carry(n)
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
