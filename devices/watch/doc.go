// Package watch tells many listeners what one device says. It promises that a slow listener never holds up the
// device, that each listener gets what was said in order, and that what nobody fetches is forgotten (a card's
// data must not pile up): a listener that falls more than a few events behind loses the oldest.
package watch
