// Package stick is what a clerk's window needs to carry its outbox by hand: which sticks are there, writing to one,
// reading the receipts that lie on one. It is the counter's Carrier over sync/carry/station, which does the work.
//
// A stick is a removable place that is there now and can be written: what the desktop mounted for its user, a drive of
// removable kind, or the one place named in the settings. A folder on the machine's own disk is none, so that a place
// whose stick is out is never written to.
//
// It must not know a window, nor what is carried.
package stick
