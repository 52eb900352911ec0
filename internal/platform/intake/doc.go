// Package intake is the rule by which the platform takes operations in, as a pure machine over a Book: the bytes, the
// id, the form, the hand, the place in the lane and only then the case are looked at, in this order. It promises that a
// second arrival of the same bytes changes nothing and gets the first answer, that other bytes under a known id are
// never taken, that a lane has no gaps and stands still behind a refusal, and that what a restored platform has
// forgotten is never passed over in silence. It does no I/O and reads no clock: the Book is one transaction of whoever
// keeps it (SQL at the platform, memory in the proof of internal/faults).
package intake
