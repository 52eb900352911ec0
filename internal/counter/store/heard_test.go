package store_test

import (
	"context"
	"testing"
	"time"

	"onewindow/sync/engine"
	"onewindow/sync/engine/runner"
)

// there is a line that the test cuts.
type there struct{ online *bool }

func (t there) Status() runner.Status                        { return runner.Status{Online: *t.online} }
func (there) Do(context.Context, engine.Input) (bool, error) { return false, nil }
func (there) RetryNow()                                      {}
func (there) Tell(chan<- struct{}) (stop func())             { return func() {} }

func TestWhenThePlatformWasLastHeardOutlivesARestart(t *testing.T) {
	l, online := newLone(t), false
	l.Follow(there{&online})
	heard := func() time.Time {
		l.t.Helper()
		v, err := l.Outbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v.Heard
	}
	if got := heard(); !got.IsZero() {
		t.Errorf("never heard, but at %v", got)
	}
	online = true
	l.now = morning.Add(time.Hour)
	l.Machine() // looks every two seconds
	l.now = morning.Add(time.Hour + 7*time.Minute)
	l.Machine()
	online = false
	l.now = morning.Add(30 * time.Hour)
	if got := heard(); !got.Equal(morning.Add(time.Hour + 7*time.Minute)) {
		t.Errorf("away since then, heard at %v", got)
	}
	l.restart(morning.Add(31 * time.Hour))
	l.Follow(there{&online})
	if got := heard(); !got.Equal(morning.Add(time.Hour)) { // to within ten minutes
		t.Errorf("after a restart off the line, heard at %v", got)
	}
}
