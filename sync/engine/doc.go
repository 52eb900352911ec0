// Package engine is the pure machine between the outbox and the platform: what to send next, what an answer means, when to
// try again. State, input and time go in; state and what must be remembered come out. It does no I/O, reads no clock and
// throws no dice; all three are handed in. The package below it (runner) does what the machine says.
//
// It promises: within a lane operations are offered in order and nothing passes a halted one; lanes do not wait for each
// other; nothing is forgotten before the platform's own backup holds it; and after a restored platform (a new epoch)
// everything not forgotten is offered again before the feed starts anew.
package engine
