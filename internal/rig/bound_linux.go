package rig

import "syscall"

// bound makes a program end when ours does, however ours ends, and keeps a terminal's Ctrl-C from it: whoever
// started it stops it, in order.
func bound() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Setpgid: true}
}
