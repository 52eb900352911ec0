package kittest

import "testing"

// Unraced leaves a test to the run without the race detector: one that lays out every screen and has no second goroutine
// to race with takes minutes under it. make test plays it in a run of its own.
func Unraced(t testing.TB) {
	t.Helper()
	if racing {
		t.Skip("laying out every screen takes minutes under the race detector; make test plays it in a run of its own")
	}
}
