// Package hallclient is how a terminal reaches its hall: commands, events and the day's key, over whichever of the
// hall's nodes answers. It implements the Hall port of counter, kiosk and display.
//
// It promises: one command is acted on once, however often it has to be sent (its id never changes); a broken line is
// told at once, a silent one after twelve seconds; nothing old is ever told as new. It must not know what commands mean.
package hallclient
