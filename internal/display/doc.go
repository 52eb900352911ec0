// Package display is what a public screen of the hall shows, and when: which call is on top, which wait their turn
// to be announced, who should get ready, how long the lines are, and how old all of that is.
//
// It promises: every new call comes to the top at once, or after those before it had their few seconds; none is
// announced twice, and none that is old news (after a silence of the hall, after a start) is announced at all; the
// screen is never blank, and a hall that has been silent for 12 seconds, or whose line has been broken for two, is said
// to be silent, since when, with its estimates withdrawn. Numbers only: nothing here knows a person.
//
// machine is pure: views and times go in, a Snapshot comes out. Model puts a clock, a hall and a lock around it.
// No Fyne, no network.
package display
