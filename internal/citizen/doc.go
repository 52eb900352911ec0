// Package citizen is who a person or a body is: the numbers of GB 11643 and GB 32100, what a card says, and what
// of it may be shown where. It promises that a check gives a code and a sentence, and that nothing here ever
// carries the number itself in an error. It knows no device and reads no clock.
package citizen
