//go:build !linux

package port

import "net"

// reserve finds a port that is free now: only Linux keeps one for somebody else.
func reserve(addr string) (string, error) {
	l, err := net.Listen("tcp4", addr)
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
