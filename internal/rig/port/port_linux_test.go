package port

import (
	"context"
	"errors"
	"net"
	"strconv"
	"syscall"
	"testing"
)

// ipLocalPortRange is IP_LOCAL_PORT_RANGE of ip(7), Linux 6.3: from which ports the kernel gives one, 16 bits each.
const ipLocalPortRange = 51

// only has the kernel give a socket no port but one.
func only(port int) func(network, address string, c syscall.RawConn) error {
	return func(_, _ string, c syscall.RawConn) (err error) {
		return errors.Join(c.Control(func(fd uintptr) {
			err = syscall.SetsockoptInt(int(fd), syscall.SOL_IP, ipLocalPortRange, port<<16|port)
		}), err)
	}
}

func TestAReservedPortIsForThoseWhoAreToldOfIt(t *testing.T) {
	addr, err := Reserve()
	if err != nil {
		t.Fatal(err)
	}
	_, no, _ := net.SplitHostPort(addr)
	port, _ := strconv.Atoi(no)
	nobodyElse := func(when string) {
		t.Helper()
		if l, err := (&net.ListenConfig{Control: only(port)}).Listen(context.Background(), "tcp4", "127.0.0.1:0"); err == nil {
			t.Errorf("%s, one who asked for any port was given %s", when, l.Addr())
			_ = l.Close()
		}
	}
	nobodyElse("before the first start")
	for range 3 {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		near, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		far, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		_, _, _ = far.Close(), l.Close(), near.Close() // the far end first, as a killed program: its port lingers in TIME_WAIT
		nobodyElse("after the program was stopped")
		if c, err := (&net.Dialer{Control: only(port)}).Dial("tcp4", quiet(t)); err == nil {
			t.Errorf("a call went out from %s", c.LocalAddr())
			_ = c.Close()
		}
	}
	Keep(addr) // a second reservation of our own is none too many
	if l, err := net.Listen("tcp", addr); err != nil {
		t.Error(err)
	} else {
		_ = l.Close()
	}
}

// quiet is the address of somebody to call.
func quiet(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

// The range holds on this kernel: without it the test above would prove nothing.
func TestTheKernelGivesTheOnePortItMay(t *testing.T) {
	addr := quiet(t)
	_, no, _ := net.SplitHostPort(addr)
	taken, _ := strconv.Atoi(no)
	for port := taken + 1; port < taken+100; port++ { // some of the neighbours are taken, too
		l, err := (&net.ListenConfig{Control: only(port)}).Listen(context.Background(), "tcp4", "127.0.0.1:0")
		if err != nil {
			continue
		}
		defer func() { _ = l.Close() }()
		if got := l.Addr().(*net.TCPAddr).Port; got != port {
			t.Skipf("this kernel gave port %d where only %d was allowed (before Linux 6.3)", got, port)
		}
		return
	}
	t.Skip("this kernel cannot be held to one port (before Linux 6.3)")
}

func TestOnePortIsReservedOnce(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		addr, err := Reserve()
		if err != nil {
			t.Fatal(err)
		}
		if seen[addr] {
			t.Fatalf("%s was given twice", addr)
		}
		seen[addr] = true
	}
}
