package port

import "fmt"

// Reserve asks the system for a loopback port nobody has and keeps it for as long as this process lives: whoever is told
// the address may listen there, end and listen again, and in between the system gives it to nobody else.
func Reserve() (addr string, err error) {
	if addr, err = reserve("127.0.0.1:0"); err != nil {
		return "", fmt.Errorf("port: none is free: %w", err)
	}
	return addr, nil
}

// Keep reserves an address of this machine that was chosen earlier. One that somebody else has by now stays theirs: the
// program that wants it will say so.
func Keep(addr string) { _, _ = reserve(addr) }
