// Package bench measures what the programs cost, always beside the bare cost of the same bytes on the same machine in
// the same run: a ticket against a synced append, an acceptance against a bare commit, a drain against a plain PUT.
//
// It promises that subject and bare cost are taken in turns (a busy machine slows both), that what is measured is the
// real thing (real programs over mutual TLS, real disk, both ends synced), that a result which is wrong (a ticket
// called twice, an operation missing) is an error and no figure, and that a report names no machine, folder or person.
//
// A Measure gives Rows; Run plays a list of them and gives a Report, which writes itself as table, Markdown and JSON.
// Measures that need windows are their caller's: this package must not know a screen.
package bench
