// Package scannertest is the conformance suite of scanners: pages come as they are scanned, a feeder ends
// cleanly, and what went wrong is told in words with the pages kept.
//
// It holds drivers to the port alone and must not know how one of them works.
package scannertest
