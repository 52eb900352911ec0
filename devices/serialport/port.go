package serialport

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/tarm/serial"

	"onewindow/devices"
)

const (
	readWait   = 100 * time.Millisecond // tarm counts in steps of 100 ms
	minSilence = 90 * time.Millisecond  // an EOF that took this long is silence
	fastEOFs   = 3                      // so many quicker ones running mean unplugged
	chunk      = 256                    // bytes in one write
	dialLimit  = 3 * time.Second
)

// DefaultWriteLimit is how long a write of 256 bytes may take: 9600 baud needs 0.27 s.
const DefaultWriteLimit = 2 * time.Second

// Params opens a Port.
type Params struct {
	Name       string        // /dev/ttyUSB0, COM3, a pty's path, tcp://host:port
	Baud       int           // 115200 when 0; TCP ignores it
	WriteLimit time.Duration // DefaultWriteLimit when 0
}

// line is what differs between a serial line and a socket.
type line interface {
	Read([]byte) (int, error) // waits at most about readWait; 0 and nil is silence
	io.Writer
	Close() error
}

// Port is an open line.
type Port struct {
	name      string
	line      line
	unlock    func()
	limit     time.Duration
	abandoned bool // a write hangs: nobody may touch the line any more
}

// Open takes the port. The error is a *devices.Error: LINE-001 not there, LINE-003 held by another program,
// LINE-005 not allowed, LINE-006 settings the port does not know.
func Open(ctx context.Context, p Params) (*Port, error) {
	if p.Baud == 0 {
		p.Baud = 115200
	}
	if p.WriteLimit == 0 {
		p.WriteLimit = DefaultWriteLimit
	}
	port := &Port{name: p.Name, limit: p.WriteLimit, unlock: func() {}}
	if addr, ok := strings.CutPrefix(p.Name, "tcp://"); ok {
		conn, err := (&net.Dialer{Timeout: dialLimit, KeepAlive: 5 * time.Second}).DialContext(ctx, "tcp", addr)
		if err != nil {
			return nil, absent(err)
		}
		port.line = &socket{conn}
		return port, nil
	}
	held, err := take(p.Name)
	if err != nil {
		return nil, openError(err)
	}
	tty, err := serial.OpenPort(&serial.Config{Name: p.Name, Baud: p.Baud, ReadTimeout: readWait})
	if err != nil {
		held.release()
		return nil, openError(err)
	}
	held.shut()
	port.line, port.unlock = &wire{rw: tty, now: time.Now}, held.release
	return port, nil
}

// Read waits about 100 ms for bytes; 0 and nil means silence. The error is a *devices.Error (LINE-002 gone).
func (p *Port) Read(b []byte) (int, error) {
	if p.abandoned {
		return 0, stuck(nil)
	}
	n, err := p.line.Read(b)
	if err != nil {
		return n, gone(err)
	}
	return n, nil
}

// Write sends all of b or fails: LINE-002 gone, LINE-004 the other side takes nothing. After LINE-004 the port
// is lost and only Close makes sense; how much was sent is not known.
func (p *Port) Write(b []byte) error {
	for len(b) > 0 {
		n := min(len(b), chunk)
		if err := p.writeChunk(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

func (p *Port) writeChunk(b []byte) error {
	if p.abandoned {
		return stuck(nil)
	}
	own := append([]byte(nil), b...)
	done := make(chan error, 1)
	go func() { done <- writeAll(p.line, own) }()
	limit := time.NewTimer(p.limit)
	defer limit.Stop()
	select {
	case err := <-done:
		if err != nil {
			return gone(err)
		}
		return nil
	case <-limit.C:
		p.abandoned = true
		go func() { <-done; p.line.Close() }() // Close would hang as long as the write does
		return stuck(errors.New("write limit passed"))
	}
}

// Close lets the port and its lock go.
func (p *Port) Close() error {
	defer p.unlock()
	if p.abandoned {
		return nil
	}
	return p.line.Close()
}

func writeAll(w io.Writer, b []byte) error {
	for len(b) > 0 {
		n, err := w.Write(b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

func openError(err error) error {
	switch {
	case isHeld(err):
		return devices.NewError(devices.KindBusy, "LINE-003", err)
	case errors.Is(err, fs.ErrPermission):
		return devices.NewError(devices.KindAttention, "LINE-005", err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.EIO):
		return absent(err)
	}
	return devices.NewError(devices.KindProtocol, "LINE-006", err)
}

func absent(err error) error { return devices.NewError(devices.KindAbsent, "LINE-001", err) }

func gone(err error) error { return devices.NewError(devices.KindAbsent, "LINE-002", err) }

func stuck(err error) error { return devices.NewError(devices.KindAttention, "LINE-004", err) }
