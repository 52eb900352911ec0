package queue

import (
	"testing"
	"time"
)

func TestTheEstimateIsMeanServiceTimesPeopleOverOpenWindows(t *testing.T) {
	h := newHall(t)
	ask := func() (ahead, low, high int) {
		a := h.must(Command{Kind: Issue, Category: "A"})
		return a.Ahead, a.LowMin, a.HighMin
	}
	if ahead, low, high := ask(); ahead != 0 || low != 0 || high != 0 {
		t.Errorf("with no window open: %d ahead, %d–%d", ahead, low, high)
	}
	h.open(1)
	if ahead, low, high := ask(); ahead != 1 || low != 7 || high != 13 { // 10 min
		t.Errorf("one ahead, one window: %d ahead, %d–%d", ahead, low, high)
	}
	h.open(2)
	if ahead, low, high := ask(); ahead != 2 || low != 7 || high != 13 { // 2 × 10 min over 2
		t.Errorf("two ahead, two windows: %d ahead, %d–%d", ahead, low, high)
	}
	h.call(1)
	h.call(2)
	if ahead, low, high := ask(); ahead != 1 || low != 5 || high != 10 { // 1.5 × 10 min over 2
		t.Errorf("both windows taken: %d ahead, %d–%d", ahead, low, high)
	}
}

func TestTheEstimateLearnsFromTheLastTwentyServices(t *testing.T) {
	h := newHall(t)
	h.open(1)
	serve := func(d time.Duration) {
		h.issue("A", "")
		h.call(1)
		h.must(Command{Kind: Start, Window: 1})
		h.pass(d)
		h.must(Command{Kind: Finish, Window: 1})
	}
	serve(time.Hour)
	for range lastServices {
		serve(2 * time.Minute)
	}
	if mean := h.s.mean("A"); mean != 120_000 {
		t.Errorf("mean is %d ms", mean)
	}
	h.issue("A", "")
	if c := h.s.Board(h.now).Categories[0]; c.LowMin != 1 || c.HighMin != 3 {
		t.Errorf("estimate is %d–%d", c.LowMin, c.HighMin)
	}
}

func TestTheEstimateIsNeverBelowAMinute(t *testing.T) {
	h := newHall(t)
	h.open(1)
	if a := h.must(Command{Kind: Issue, Category: "A"}); a.LowMin != 1 || a.HighMin != 2 {
		t.Errorf("estimate is %d–%d", a.LowMin, a.HighMin)
	}
}
