//go:build linux || darwin || freebsd

package durable

import "syscall"

// Free gives how many bytes an ordinary user may still write in the file system of dir.
func Free(dir string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
