//go:build amd64 || arm64 || loong64 || riscv64

package durable

import (
	"os"
	"syscall"
)

const dontNeed = 4 // POSIX_FADV_DONTNEED, <linux/fadvise.h>

// Uncached asks the system to forget what it holds in memory of a synced file, so that the next reader is given what the disk
// has. Where the system does not do that, nothing is different.
func Uncached(f *os.File) {
	_, _, _ = syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0)
}
