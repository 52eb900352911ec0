// Package counter is what a counter does, as use cases over ports: sign in, call, take a file in, accept, ask once,
// refuse, hand out, let the citizen rate. It promises that "done" means on disk, that nothing typed or scanned is lost by
// an error, and that a card never overwrites another verified person. It knows no Fyne, no driver and no protocol.
package counter
