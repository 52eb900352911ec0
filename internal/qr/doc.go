// Package qr turns a short text into the dark and light modules of a QR code (GB/T 18284), for screen, paper
// and ticket alike. It is the one home of the QR library. It knows nothing of what the text means; that no
// personal data stands in a code is its callers' care (a progress token, an item's code).
package qr
