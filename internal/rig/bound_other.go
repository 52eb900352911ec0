//go:build !linux

package rig

import "syscall"

// bound: only Linux ties a program's life to ours.
func bound() *syscall.SysProcAttr { return nil }
