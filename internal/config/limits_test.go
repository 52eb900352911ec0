package config

import (
	"testing"
	"time"
)

func TestALimitIsASpanAndARate(t *testing.T) {
	for text, want := range map[string]Limit{
		"08:30-17:30 2mbit":   {8*time.Hour + 30*time.Minute, 17*time.Hour + 30*time.Minute, 250_000},
		"22:00-06:00 512kbit": {22 * time.Hour, 6 * time.Hour, 64_000},
		"00:00-24:00 128kbit": {0, 24 * time.Hour, 16_000},
	} {
		if got, err := ParseLimit(text); err != nil || got != want {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "08:30 2mbit", "8:30-17:30 2mbit", "08:30-17:60 2mbit", "08:30-24:01 2mbit", "25:00-26:00 2mbit",
		"08:30-17:30 2", "08:30-17:30 2MB", "08:30-17:30 127kbit", "08:30-17:30 1001mbit", "08:30-17:30 99999999mbit", "08:30-17:30 -1mbit"} {
		if got, err := ParseLimit(text); err == nil {
			t.Errorf("%q is taken as %+v", text, got)
		}
	}
}

func FuzzLimit(f *testing.F) {
	for _, text := range []string{"08:30-17:30 2mbit", "22:00-06:00 512kbit", "24:00-24:00 1mbit", "08:30-17:30 2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ParseLimit(text)
		if err == nil && (l.From < 0 || l.From > 24*time.Hour || l.To > 24*time.Hour || l.BytesPerSecond < leastRate/8 || l.BytesPerSecond > mostRate/8) {
			t.Errorf("%q is %+v", text, l)
		}
	})
}
