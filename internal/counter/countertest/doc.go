// Package countertest is a whole small world in memory for testing what stands on a desk: a hall that is the real
// queue machine, a store that forgets nothing and fails on command, a reader, a scanner, papers and a clock that the
// test turns. Nothing here sleeps, and nothing here is for production.
package countertest
