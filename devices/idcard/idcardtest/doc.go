// Package idcardtest is the conformance suite of card readers: what every driver must do with every reader,
// real or simulated, over any line.
//
// It holds drivers to the port alone and must not know how one of them works.
package idcardtest
