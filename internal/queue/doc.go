// Package queue is a hall's tickets (号票) and windows (窗口) as a pure state machine: state and entry in, answer
// and events out. The hall node replicates it; tests fuzz it.
//
// It promises that the same entries give the same state, byte for byte, on every machine: it has no clock, no
// randomness and no I/O, counts in integers, never depends on the order of a map, and takes max(last, stamp) for
// time, so time never runs backwards. A refusal changes nothing. A command that comes twice is answered twice and
// acted on once, for two days; what is older than a terminal's high-water mark is refused as too old.
//
// Rules it keeps: a number is given once a day; one live ticket per person and category; a ticket is at one window
// at most and a window has one ticket at most; the longest waiting of a window's categories goes first, with one
// priority ticket to two others while both wait.
//
// It must not know who a person is: a person is a keyed hash whose key lives one day.
package queue
