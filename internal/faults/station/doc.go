// Package station is a counter without windows: the counter's own store, vault, outbox and exchange, with a clerk who acts
// by himself and a screen that is standard output. The proof kills it. What it writes as done is what a person would have
// seen as done.
package station
