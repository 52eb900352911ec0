// Package scanner drives document scanners that speak eSCL over HTTP (network scanners, and USB ones behind
// ipp-usb). It promises to send only what the scanner's capabilities offer, to hand each page over as it comes,
// and to trust the bytes of a page rather than what the scanner says of them. Where scanners differ (how a feeder
// ends, what Location looks like, whether a finished job may be deleted) it takes every form that was seen; see
// the project's facts on hall devices, 3.1. It must not know what is scanned or where it goes.
package scanner
