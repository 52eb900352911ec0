//go:build !linux

package window

import (
	"os"
	"syscall"
)

func group() *syscall.SysProcAttr { return nil }

func endGroup(p *os.Process) { _ = p.Kill() }
