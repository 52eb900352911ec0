// Package disk is a small real file system that fails when it is told to: a pass-through over a folder, mounted by FUSE,
// whose n-th write, sync or rename fails with EIO, or which is full after so many bytes. Between faults it is the folder
// below it, byte for byte. It knows nothing of who writes on it. Only Linux can mount it; elsewhere, and without the
// right to, Mount says why not.
package disk
