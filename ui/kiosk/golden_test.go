package kiosk_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestScreensLookAsDrawn(t *testing.T) {
	kittest.Unraced(t)
	kittest.App(t)
	for _, c := range scenes(t) {
		for _, lang := range []kit.Lang{kit.Chinese, kit.English} {
			t.Run(c.name+" "+string(lang), func(t *testing.T) {
				s := morning(t)
				c.set(&s)
				_, win, pump := showIn(t, &stage{s: s}, nil, lang)
				pump.Run()
				kittest.GoldenHalf(t, win, c.name+"-"+string(lang))
				kittest.Audit(t, win, rulesFor(t, s, lang))
			})
		}
	}
}

func TestSearchLooksAsDrawn(t *testing.T) {
	kittest.Unraced(t)
	kittest.App(t)
	items := list(t)
	inEveryVersion(t, "search", func(t *testing.T, s kiosk.Snapshot, lang kit.Lang, name string) {
		s.Screen, s.Query, s.Found = kiosk.Search, "shb", items.Search("sheb", 8)
		m := &stage{s: s}
		tags := kit.NewMap(t.TempDir() + "/map.json")
		_, win, pump := showIn(t, m, tags, lang)
		for _, key := range []string{"s", "h", "e", "b", "a", "o"} {
			press(t, win, tags, "kiosk.key."+key)
		}
		press(t, win, tags, "kiosk.key.cand.1")
		pump.Run()
		if last := m.did[len(m.did)-1]; last != "query 社 bao" && last != "query 设 bao" {
			t.Errorf("searched for %q", last)
		}
		kittest.GoldenHalf(t, win, name)
	})
}

func TestTheAnswerOfABlockedControlLooksAsDrawn(t *testing.T) {
	kittest.Unraced(t)
	kittest.App(t)
	inEveryVersion(t, "note", func(t *testing.T, s kiosk.Snapshot, lang kit.Lang, name string) {
		tags := kit.NewMap(t.TempDir() + "/map.json")
		_, win, pump := showIn(t, &stage{s: s}, tags, lang)
		pump.Run()
		press(t, win, tags, "kiosk.tile.proof")
		kittest.GoldenHalf(t, win, name)
		kittest.Audit(t, win, rulesFor(t, s, lang))
	})
}

// inEveryVersion runs a test in the standard and the large version, in both languages.
func inEveryVersion(t *testing.T, name string, test func(t *testing.T, s kiosk.Snapshot, lang kit.Lang, name string)) {
	t.Helper()
	for _, elder := range []bool{false, true} {
		for _, lang := range []kit.Lang{kit.Chinese, kit.English} {
			s, full := morning(t), name+"-"+string(lang)
			if s.Elder = elder; elder {
				full = "elder-" + full
			}
			t.Run(full, func(t *testing.T) { test(t, s, lang, full) })
		}
	}
}

// rulesFor are the audit's rules for a screen.
func rulesFor(t testing.TB, s kiosk.Snapshot, lang kit.Lang) kittest.Rules {
	t.Helper()
	rules := kittest.KioskRules()
	if s.Elder {
		rules = kittest.ElderRules()
	}
	return rules.In(lang, data(t, s))
}

// data marks what comes from the catalogue: names, and names without what stands in brackets at their end.
func data(t testing.TB, s kiosk.Snapshot) func(string) bool {
	var short []string
	for _, it := range list(t).Items() {
		name, _, _ := strings.Cut(it.Name, "(")
		short = append(short, name)
	}
	return kittest.DataIn(s, list(t).Items(), short)
}

// press taps the middle of a named control, as a finger would.
func press(t testing.TB, win fyneWindow, tags *kit.Map, name string) {
	t.Helper()
	spot, ok := tags.Look().Tags[name]
	if !ok {
		t.Fatalf("no %s on the screen", name)
	}
	test.TapCanvas(win.Canvas(), middle(spot))
}
