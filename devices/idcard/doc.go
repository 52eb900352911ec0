// Package idcard drives readers of second-generation identity cards through their security module (SAM): frames
// over a serial line or TCP, the loop of find, select and read, and the decoding of the text block of all four
// kinds of card. Sources are in the project's facts on hall devices, part 1.
//
// It promises that only SW3 counts (the data bytes of find and select are zeros on real modules), that a reader
// may be unplugged and plugged in again at any time, and that a card which lies on the reader after it was read
// is no error. What is read goes to those who watch and nowhere else: nothing of it enters a log, an error or a
// status. The photo stays the opaque 1,024 bytes it is. It must not know what a card is used for.
//
// Fingerprints (30 10) and added addresses (30 03) are not read.
package idcard
