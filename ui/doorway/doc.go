// Package doorway is the window that stands where a role's own window cannot: it says why the program did not start
// or had to end, what to do, and lets one try again or leave. A clerk's machine says it all; a machine in public says
// to citizens only that it is out of service and where to go, and the rest small, to a technician.
//
// It promises that a trouble is shown in both languages, that everything can be done with keys, and that a code is on
// the screen for whoever is called. It must not know what a trouble means, nor how a role starts.
package doorway
