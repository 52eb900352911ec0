package config

import (
	"strings"
	"testing"
	"time"

	"onewindow/internal/counter/offline"
)

func TestACountersLimitsAreTheDefaultsUnlessItsFileSaysOtherwise(t *testing.T) {
	if got := (Offline{}).Rules(); got != offline.Default() {
		t.Errorf("an empty table gives %+v", got)
	}
	c, err := LoadTerminal(write(t, examples[Counter]+"[offline]\nwarn_percent = 50\n[offline.accept]\nhours = 8\n[offline.refuse]\nallowed = false\nunsent = 7\n"), Counter)
	if err != nil {
		t.Fatal(err)
	}
	want := offline.Default()
	want.Warn, want.Accept.Age, want.Refuse.Forbidden, want.Refuse.Unsent = 50, 8*time.Hour, true, 7
	if got := c.Offline.Rules(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestLimitsOutOfRangeAreNamed(t *testing.T) {
	for _, v := range []struct {
		text, key string
		warning   bool
	}{
		{"[offline]\nwarn_percent = 101\n", "offline.warn_percent", false},
		{"[offline.hand_out]\nhours = 721\n", "offline.hand_out.hours", false},
		{"[offline.accept]\nunsent = -1\n", "offline.accept.unsent", false},
		{"[offline]\nrate = 1\n", "offline.rate", false},
		{"[offline.accept]\nallowed = false\n", "offline.accept.allowed", true},
	} {
		_, faults := Look(write(t, examples[Counter]+v.text), Counter)
		if len(faults) != 1 || !strings.HasPrefix(faults[0].Key, v.key) || faults[0].Warning != v.warning || faults[0].Line == 0 {
			t.Errorf("%q: %v", v.text, faults)
		}
	}
}

func TestACountersFileSaysHowFarItGoesWithoutThePlatform(t *testing.T) {
	m, _ := Look(write(t, examples[Counter]+"[offline.refuse]\nallowed = false\n"), Counter)
	for _, want := range []string{"受理 72 小时、500 步未送达以内", "不予受理不办", "出件 24 小时", "用到 80% 提醒"} {
		if !strings.Contains(m.Limits[0], want) {
			t.Errorf("%q lacks %q", m.Limits[0], want)
		}
	}
	if !strings.Contains(m.Limits[1], "hand out: 24 hours or 500 unsent") {
		t.Errorf("%q", m.Limits[1])
	}
}
