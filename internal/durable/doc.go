// Package durable writes files that are whole or absent: temporary name, write, sync, rename (or link), sync of the
// folder. It promises that a file under its final name has all its bytes on disk, whatever moment the power went.
// It knows nothing of what the bytes mean. Standard library only.
package durable
