// Package outbox keeps what this terminal still owes the platform: operations in lanes, one lane per case, and the files
// they speak of. It promises that an operation's bytes are made once, in the commit that changes the state they speak of,
// and never again; that places in a lane have no gaps; and that nothing leaves before the platform's own backup holds it.
// What to send next and what a verdict means is sync/engine's business; this package only remembers.
package outbox
