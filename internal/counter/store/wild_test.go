package store_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/internal/cases"
	"onewindow/internal/counter/store"
)

// watch is a counter's clock in the test's hand.
type watch struct {
	*store.Store
	now time.Time
}

func newWatch(t *testing.T, dir string, now time.Time) (*watch, func()) {
	w := &watch{now: now}
	s, closeAll := shelf(t, dir, func() time.Time { return w.now })
	w.Store = s
	return w, closeAll
}

func (w *watch) hear(server time.Time) { w.Measure(server, w.now, w.now) }

func (w *watch) want(t *testing.T, what string, at time.Time, source cases.TimeSource, doubted bool) {
	t.Helper()
	got := w.Stamp()
	if zh, en := w.Doubt(); got.Source != source || source != "" && !got.Time.Equal(at) || (zh != "") != doubted || (en != "") != doubted {
		t.Errorf("%s: %v by %q, want %v by %q; doubt %q", what, got.Time, got.Source, at, source, zh)
	}
}

var ten = time.Date(2026, 11, 23, 10, 0, 0, 0, zone)

func TestAPeerThatJumpsIsFlaggedAndMovesNoDate(t *testing.T) {
	w, closeAll := newWatch(t, t.TempDir(), ten)
	defer closeAll()
	w.hear(ten.Add(20 * time.Second))
	w.want(t, "a peer close by", ten.Add(20*time.Second), cases.FromPeer, false)
	w.now = w.now.Add(time.Minute)
	right := w.now.Add(20 * time.Second)
	for _, off := range []time.Duration{24 * time.Hour, -24 * time.Hour, 3 * time.Minute, -3 * time.Minute, 50 * 365 * 24 * time.Hour} {
		w.hear(right.Add(off))
		w.want(t, "a peer off by "+off.String(), right, cases.FromPeer, true)
	}
	w.hear(right.Add(time.Second))
	w.want(t, "another peer is right", right.Add(time.Second), cases.FromPeer, true) // shown a while longer
	w.now = w.now.Add(3 * time.Minute)
	w.want(t, "nothing wild since", right.Add(time.Second+3*time.Minute), cases.FromPeer, false)
}

func TestAPeerThatIsPutRightIsBelievedWhenThisMachinesClockAgrees(t *testing.T) {
	w, closeAll := newWatch(t, t.TempDir(), ten)
	defer closeAll()
	w.hear(ten.Add(20 * time.Minute))
	w.want(t, "a peer that is twenty minutes ahead is all there is", ten.Add(20*time.Minute), cases.FromPeer, false)
	w.now = w.now.Add(time.Minute)
	w.hear(w.now.Add(10 * time.Minute))
	w.want(t, "neither here nor there", w.now.Add(20*time.Minute), cases.FromPeer, true)
	w.now = w.now.Add(3 * time.Minute)
	w.hear(w.now.Add(time.Second))
	w.want(t, "it was put right", w.now.Add(time.Second), cases.FromPeer, false)
	w.hear(w.now.Add(20 * time.Minute))
	w.want(t, "another that is still wrong", w.now.Add(time.Second), cases.FromPeer, true)
}

func TestTwoClocksThatAreBothADayOffMoveNoDate(t *testing.T) {
	w, closeAll := newWatch(t, t.TempDir(), ten.Add(-8*time.Hour)) // it takes the hall's time for UTC, and so will the peer
	defer closeAll()
	if err := w.ConfirmTime(ten); err != nil {
		t.Fatal(err)
	}
	w.hear(ten)
	w.now = w.now.Add(time.Minute)
	w.hear(w.now)
	w.want(t, "eight hours back", ten.Add(time.Minute), cases.FromPeer, true)
}

func TestAWildFirstWordLeavesTheDateToTheClerk(t *testing.T) {
	dir := t.TempDir()
	w, closeAll := newWatch(t, dir, ten)
	w.hear(ten.Add(24 * time.Hour)) // whose clock is wrong is not known
	w.want(t, "a peer a day ahead, and nobody else", ten, "", true)
	if err := w.ConfirmTime(ten.Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	w.hear(ten.Add(24 * time.Hour))
	w.want(t, "against the clerk's word", ten.Add(10*time.Second), cases.FromClerk, true)
	w.hear(ten.Add(time.Minute))
	w.want(t, "a peer that agrees with the clerk", ten.Add(time.Minute), cases.FromPeer, true)
	closeAll()

	w, closeAll = newWatch(t, dir, ten.Add(24*time.Hour))
	defer closeAll()
	w.want(t, "the next day, off the line", ten.Add(24*time.Hour+time.Minute), cases.FromOffset, false)
	w.hear(ten.Add(48 * time.Hour))
	w.want(t, "a peer a day off what was kept", ten, "", true)
}

func TestAMachineThatWasADayOffIsToldByTheClerkOnceAndByPeersAfter(t *testing.T) {
	dir := t.TempDir()
	w, closeAll := newWatch(t, dir, ten.Add(-8*time.Hour)) // its clock takes the hall's time for UTC
	w.hear(ten)
	w.want(t, "eight hours off", ten, "", true)
	if err := w.ConfirmTime(ten.Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	w.hear(ten)
	w.want(t, "the clerk said so too", ten, cases.FromPeer, true)
	if got := codes(w.Machine()); !strings.Contains(got, "CLOCK-003") {
		t.Errorf("the machine's clock is eight hours off, and it says %q", got)
	}
	closeAll()
	w, closeAll = newWatch(t, dir, ten.Add(16*time.Hour))
	defer closeAll()
	w.hear(ten.Add(24 * time.Hour))
	w.want(t, "the next day it is known", ten.Add(24*time.Hour), cases.FromPeer, false)
}

// TestNoSingleWildWordMovesLegalTime: whatever peers say, legal time moves with this machine's, and by no more than what
// may be believed at a time.
func TestNoSingleWildWordMovesLegalTime(t *testing.T) {
	w, closeAll := newWatch(t, t.TempDir(), ten)
	defer closeAll()
	w.hear(ten)
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 8).Draw(rt, "answers") {
			gone := time.Duration(rapid.IntRange(0, 3600).Draw(rt, "seconds")) * time.Second
			expected := w.Now().Add(gone)
			w.now = w.now.Add(gone)
			off := time.Duration(rapid.Int64Range(-90_000, 90_000).Draw(rt, "off")) * time.Second
			w.hear(expected.Add(off))
			zh, _ := w.Doubt()
			moved := w.Now().Sub(expected).Abs()
			backed := off.Abs() <= 30*time.Minute && expected.Add(off).Sub(w.now).Abs() <= 2*time.Minute // by this machine's own clock
			switch {
			case off.Abs() > 2*time.Minute && !backed && (moved > 0 || zh == ""):
				rt.Fatalf("a word %v off moved legal time by %v; doubt %q", off, moved, zh)
			case (off.Abs() <= 2*time.Minute || backed) && moved != off.Abs():
				rt.Fatalf("a word %v off moved legal time by %v", off, moved)
			}
		}
	})
}
