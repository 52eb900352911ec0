// Package processes plays the house's programs against each other: the platform and the hall node as they are shipped, under
// mutual TLS, and counters without windows, with a shaped line between them that is cut now and then. Either end is killed
// with signal 9 at any moment and started again. It knows programs by their command lines only.
package processes
