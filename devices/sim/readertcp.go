package sim

import (
	"context"
	"net"
)

// listen takes the reader's TCP address, so that it is known before anybody serves.
func (r *Reader) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", r.p.TCP)
	if err == nil {
		r.tcpAddr = l.Addr().String()
	}
	return l, err
}

// serveTCP is the reader behind a serial-to-LAN box: one client at a time; unplugged means nobody listens.
func (r *Reader) serveTCP(ctx context.Context, l net.Listener) error {
	for {
		if err := r.wait(ctx, func() bool { return r.plugged }); err != nil {
			return err // the Lab closes what was never used
		}
		if l == nil {
			var err error
			if l, err = net.Listen("tcp", r.tcpAddr); err != nil {
				return err
			}
		}
		r.acceptWhilePlugged(ctx, l)
		l = nil
	}
}

func (r *Reader) acceptWhilePlugged(ctx context.Context, l net.Listener) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := r.onUnplug(ctx, func() { cancel(); l.Close() })
	defer stop()
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		end := context.AfterFunc(ctx, func() { conn.Close() })
		err = r.talk(conn)
		end()
		conn.Close()
		r.log.Debug("reader client left", "reader", r.p.Name, "err", err)
	}
}

// onUnplug runs f once when the reader is unplugged or ctx ends. stop waits until that is settled.
func (r *Reader) onUnplug(ctx context.Context, f func()) (stop func()) {
	inner, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	r.mu.Lock()
	before := r.unplugs
	r.mu.Unlock()
	go func() {
		defer close(done)
		r.wait(inner, func() bool { return !r.plugged || r.unplugs != before })
		f()
	}()
	return func() { cancel(); <-done }
}
