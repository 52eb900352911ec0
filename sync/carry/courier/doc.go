// Package courier brings a carried file over a line to the platform and keeps the receipts that come back. Whoever runs it
// can neither open the one nor the other. It promises that receipts are whole under their name or not there, and that
// asking again is harmless.
package courier
