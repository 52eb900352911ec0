package serialport

import (
	"context"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// rawPTY is a line without echo or CR/LF translation; our copy of the far end is closed.
func rawPTY(t *testing.T) (master interface {
	Read([]byte) (int, error)
	Write([]byte) (int, error)
	Close() error
}, name string) {
	t.Helper()
	m, s, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	tio, err := unix.IoctlGetTermios(int(s.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	tio.Lflag, tio.Oflag, tio.Iflag = 0, 0, 0
	if err := unix.IoctlSetTermios(int(s.Fd()), unix.TCSETS, tio); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return m, s.Name()
}

func TestSerialLineOverAPty(t *testing.T) {
	master, name := rawPTY(t)
	p, err := Open(context.Background(), Params{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	exchange(t, p, master)

	if _, err := Open(context.Background(), Params{Name: name}); code(err) != "LINE-003" {
		t.Errorf("second opening: %v", err)
	}
	master.Close()
	for err = nil; err == nil; {
		_, err = p.Read(make([]byte, 1))
	}
	if code(err) != "LINE-002" {
		t.Errorf("unplugged: %v", err)
	}
}

func TestPortIsFreeAgainAfterClose(t *testing.T) {
	_, name := rawPTY(t)
	for range 2 {
		p, err := Open(context.Background(), Params{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		p.Close()
	}
}
