// Package offline says how far a counter may go on without the platform: for each kind of act whether it may be done off
// the line, for how long, with how many acts unsent, and what the citizen is told. It promises that a limit is told before
// it is reached, that what was begun before it may be finished after it, and that an act is judged the same whoever asks.
// It is a pure table: it knows no store, no clock and no screen.
package offline
