//go:build !windows

package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/google/go-tpm/tpm2/transport"
)

const (
	defaultTPM = "/dev/tpmrm0" // the kernel's resource manager: several programs share the chip
	tpmTimeout = 30 * time.Second
	tpmPause   = 5 * time.Millisecond
	tpmHeader  = 10   // tag, size, code
	tpmLargest = 4096 // bytes of an answer, as the kernel has it
)

// dialTPM opens a device, or the socket of a software TPM.
func dialTPM(device string) (transport.TPMCloser, error) {
	if device == "" {
		device = defaultTPM
	}
	if addr, ok := strings.CutPrefix(device, "tcp://"); ok {
		return dialSocket("tcp", addr)
	}
	info, err := os.Stat(device)
	if err != nil {
		return nil, err
	}
	switch info.Mode().Type() {
	case fs.ModeSocket:
		return dialSocket("unix", device)
	case fs.ModeDevice | fs.ModeCharDevice:
		f, err := os.OpenFile(device, os.O_RDWR, 0)
		if err != nil {
			return nil, err
		}
		return transport.FromReadWriteCloser(f), nil
	}
	return nil, fmt.Errorf("%s is neither a device nor a socket", device)
}

// dialSocket waits for its turn: a software TPM serves one program at a time.
func dialSocket(network, addr string) (transport.TPMCloser, error) {
	for end := time.Now().Add(tpmTimeout); ; time.Sleep(tpmPause) {
		conn, err := net.DialTimeout(network, addr, tpmTimeout)
		switch {
		case err == nil:
			return tpmSocket{conn}, nil
		case !errors.Is(err, syscall.EAGAIN), time.Now().After(end):
			return nil, err
		}
	}
}

// tpmSocket speaks to a software TPM: a command, then an answer that names its own length.
type tpmSocket struct{ net.Conn }

// Send implements transport.TPM.
func (s tpmSocket) Send(command []byte) ([]byte, error) {
	if err := s.SetDeadline(time.Now().Add(tpmTimeout)); err != nil {
		return nil, err
	}
	if _, err := s.Write(command); err != nil {
		return nil, err
	}
	answer := make([]byte, tpmLargest)
	if _, err := io.ReadFull(s, answer[:tpmHeader]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(answer[2:])
	if size < tpmHeader || size > tpmLargest {
		return nil, fmt.Errorf("an answer of %d bytes", size)
	}
	_, err := io.ReadFull(s, answer[tpmHeader:size])
	return answer[:size], err
}
