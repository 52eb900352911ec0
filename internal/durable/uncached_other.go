//go:build !linux || !(amd64 || arm64 || loong64 || riscv64)

package durable

import "os"

// Uncached does nothing here: the next reader may be given what memory has.
func Uncached(*os.File) {}
