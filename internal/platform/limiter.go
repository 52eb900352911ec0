package platform

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// addressOf is the address a request came from; one network behind one address counts as one.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// limiter lets every address have a burst and then one more each refill.
type limiter struct {
	now    func() time.Time
	burst  float64
	refill time.Duration
	mu     sync.Mutex
	left   map[string]*allowance
}

type allowance struct {
	left float64
	at   time.Time
}

const maxAddresses = 20_000

func newLimiter(now func() time.Time, burst int, refill time.Duration) *limiter {
	return &limiter{now: now, burst: float64(burst), refill: refill, left: map[string]*allowance{}}
}

func (l *limiter) allow(address string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	a := l.left[address]
	if a == nil {
		if len(l.left) >= maxAddresses {
			l.forget(now)
		}
		a = &allowance{left: l.burst, at: now}
		l.left[address] = a
	}
	if gone := now.Sub(a.at); gone > 0 {
		a.left = min(l.burst, a.left+float64(gone)/float64(l.refill))
	}
	a.at = now
	if a.left < 1 {
		return false
	}
	a.left--
	return true
}

// forget drops addresses that have their whole burst again; if that frees nothing, all.
func (l *limiter) forget(now time.Time) {
	for k, a := range l.left {
		if a.left+float64(now.Sub(a.at))/float64(l.refill) >= l.burst {
			delete(l.left, k)
		}
	}
	if len(l.left) >= maxAddresses {
		clear(l.left)
	}
}
