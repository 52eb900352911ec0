// Package play plays a planned day (internal/morning) on a real hall node, through the interface every kiosk and
// counter uses: simulated kiosks issue its numbers, simulated windows call, serve and pass them.
//
// It promises: it opens no window that somebody else works at, and none it was told to keep away from; its clock
// never runs ahead of what the hall has taken, so a hall that is slow or away makes the day slower and nothing else; a
// number that is not its own and comes to one of its windows is passed, and can be called back elsewhere; when it
// ends it closes its windows and takes its own numbers out of the queue.
//
// It must not know how a hall is reached, nor what a screen makes of its figures.
package play
