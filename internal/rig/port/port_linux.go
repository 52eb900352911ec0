package port

import (
	"net"
	"os"
	"syscall"
)

// reserve binds a socket that never listens and stays open. SO_REUSEADDR lets others that set it, as Go's listeners do,
// listen on the very port, while the kernel neither gives such a port to those who ask for any nor calls out from it
// (ip(7), socket(7)).
func reserve(addr string) (string, error) {
	at, err := net.ResolveTCPAddr("tcp4", addr)
	if err != nil {
		return "", err
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return "", os.NewSyscallError("socket", err)
	}
	if err := bind(fd, at); err != nil {
		_ = syscall.Close(fd)
		return "", err
	}
	if at.Port != 0 {
		return addr, nil
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		return "", os.NewSyscallError("getsockname", err)
	}
	at.Port = name.(*syscall.SockaddrInet4).Port
	return at.String(), nil
}

func bind(fd int, at *net.TCPAddr) error {
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	return os.NewSyscallError("bind", syscall.Bind(fd, &syscall.SockaddrInet4{Port: at.Port, Addr: [4]byte(at.IP.To4())}))
}
