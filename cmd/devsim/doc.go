// Command devsim is a hall's devices without the hardware: card readers, a ticket printer, a scanner, speaking
// the real wire protocols, and a loopback endpoint that puts cards down and takes paper away. This package is
// wiring only.
package main
