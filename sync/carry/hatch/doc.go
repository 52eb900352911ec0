// Package hatch is the way by which a technician's command reaches a counter that runs: the counter holds the vault alone,
// so it is the counter that writes the file to be carried and takes the receipts in, beside whatever goes by wire.
//
// The counter listens on a loopback port of its own choosing and keeps port and a fresh secret in a file that only its own
// user may read, in the vault's folder: who can read that file could read the vault. It promises that nothing is done for
// anybody else, that a command which is given up (its connection ends) is given up here too, and that errors keep their
// code and sentence on the way.
//
// It must not know what is carried, nor how.
package hatch
