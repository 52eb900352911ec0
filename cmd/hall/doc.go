// Command hall is the hall node: it gives numbers, says who is next, and tells displays. It promises to start only with a
// configuration and a certificate that are good, and to say in its last line why it did not.
//
// This package is wiring only; what a node does is internal/hall's business.
package main
