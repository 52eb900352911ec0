// Package model plays the pure machines of the house against each other on a simulated line and clock: the engine of
// each terminal with its outbox, the platform's intake, and a hall's queue. One seed decides everything; the same seed
// plays the same run. It does no I/O and reads no clock, so that thousands of runs fit into a minute.
package model
