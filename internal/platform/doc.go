// Package platform is the reference central platform: case intake from terminals, the review console of the departments, the
// citizen's progress page, the change feed and the uploads.
//
// It promises that
//   - an operation's verdict and its effect are one transaction, its id is remembered for good, and a second arrival changes nothing;
//   - what it calls durable lies, synced and read back, in a second folder;
//   - a blob is whole, checked against its digest and synced before it says so;
//   - a case moves only by cases.Apply, the machine the counters use.
//
// It must not know a screen of a hall, a device, or how a paper is drawn (Params.ResultPaper).
//
// # The book
//
// One counter, the position, is taken by every transaction that changes something. Operations, feed and blobs share it, so that one
// number, DurableThrough, says what the backup holds. The feed keeps one line per case, at the position of its newest change: a line
// carries the whole case, so older lines of it would say nothing more.
//
// # What is sealed
//
//	platform.db  answered.payload   associated data "op/" + id
//	             cases.sealed       "case/" + id
//	             meta matter-key   "meta/matter-key"
//	blobs/       each chunk         "blob/" + digest + "/" + offset
//	carried/     a carried file as it came, sealed to Params.Paper's key, while it is taken (see sync/carry)
//
// All with the one box handed in as Params.Seal. In the clear lie ids, positions, case numbers, item, department, state and dates, which
// name nobody; who applies for what is a keyed hash while the case is open (matters.go). A progress token lies as its digest only: it is random, so a digest needs no key. Backups are copies of the same sealed bytes.
package platform
