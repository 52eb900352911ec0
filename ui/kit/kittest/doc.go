// Package kittest lets a test look at a window without a screen: Fyne's software painter, the house's theme, and
// golden pictures that are compared pixel by pixel and renewed with -update. Only tests import it.
//
// Under the race detector no golden picture is painted: painting then takes seconds a screen, and has no second
// goroutine to race with. make test compares the pictures in a run of their own.
package kittest
