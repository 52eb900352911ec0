//go:build ci

package main

// workArea: without windows there is no screen to ask.
func workArea() (w, h int, scale float64, ok bool) { return 0, 0, 1, false }
