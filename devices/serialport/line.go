package serialport

import (
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// wire reads tarm's answers rightly: an EOF that took the whole wait is silence, three quick ones running mean
// that the device has gone. It only measures durations, so its clock is the monotonic one.
type wire struct {
	rw   io.ReadWriteCloser
	now  func() time.Time
	fast int
}

func (w *wire) Read(b []byte) (int, error) {
	start := w.now()
	n, err := w.rw.Read(b)
	if n > 0 {
		w.fast = 0
		return n, nil
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if w.now().Sub(start) >= minSilence {
		w.fast = 0
		return 0, nil
	}
	w.fast++
	if w.fast >= fastEOFs {
		return 0, errors.New("three ends of file at once")
	}
	return 0, nil
}

func (w *wire) Write(b []byte) (int, error) { return w.rw.Write(b) }
func (w *wire) Close() error                { return w.rw.Close() }

// socket is a serial-to-LAN box or a simulator.
type socket struct{ net.Conn }

func (s *socket) Read(b []byte) (int, error) {
	if err := s.SetReadDeadline(time.Now().Add(readWait)); err != nil {
		return 0, err
	}
	n, err := s.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return n, nil
	}
	if n > 0 {
		return n, nil // an error comes again with the next read
	}
	return 0, err
}
