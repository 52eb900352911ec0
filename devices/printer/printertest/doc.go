// Package printertest is the conformance suite of ticket printers: a ticket is printed only when the printer
// says so, and an error says whether paper may have moved.
//
// It holds drivers to the port alone and must not know how one of them works.
package printertest
