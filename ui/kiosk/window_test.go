package kiosk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

type fyneWindow = fyne.Window

func middle(s kit.MapSpot) fyne.Position {
	return fyne.NewPos(float32(s.X)+float32(s.W)/2, float32(s.Y)+float32(s.H)/2)
}

func TestEveryControlDoesWhatItSays(t *testing.T) {
	kittest.App(t)
	for _, c := range []struct {
		screen kiosk.Screen
		tag    string
		want   string
	}{
		{kiosk.Home, "take", "take"},
		{kiosk.Home, "guide", "guide"},
		{kiosk.Home, "elder", "elder"},
		{kiosk.Home, "low", "low"},
		{kiosk.Category, "category.C", "category C"},
		{kiosk.Category, "item.FZ005", "item FZ005"},
		{kiosk.Category, "find", "find"},
		{kiosk.Category, "back", "back"},
		{kiosk.Category, "home", "home"},
		{kiosk.Card, "card.number", "type"},
		{kiosk.Card, "card.without", "without"},
		{kiosk.Card, "card.wait", "touch"},
		{kiosk.Number, "number.ok", "number "},
	} {
		t.Run(string(c.screen)+" "+c.tag, func(t *testing.T) {
			m := &stage{s: morning(t)}
			m.s.Screen = c.screen
			tags := kit.NewMap(t.TempDir() + "/map.json")
			_, win, pump := show(t, m, tags)
			pump.Run()
			press(t, win, tags, "kiosk."+c.tag)
			if !slices.Contains(m.did, c.want) {
				t.Errorf("did %q, want %q", m.did, c.want)
			}
		})
	}
}

func TestTabGoesInReadingOrder(t *testing.T) {
	kittest.Unraced(t)
	kittest.App(t)
	for _, c := range scenes(t) {
		t.Run(c.name, func(t *testing.T) {
			s := morning(t)
			c.set(&s)
			s.Warn = false
			_, win, pump := show(t, &stage{s: s}, nil)
			pump.Run()
			can := win.Canvas().(interface {
				FocusNext()
				Focused() fyne.Focusable
			})
			var before fyne.Position
			seen := map[fyne.Focusable]bool{}
			for can.FocusNext(); can.Focused() != nil && !seen[can.Focused()]; can.FocusNext() {
				seen[can.Focused()] = true
				o := can.Focused().(fyne.CanvasObject)
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
				if at.Y < before.Y-2 || at.Y < before.Y+2 && at.X < before.X {
					t.Errorf("after %v comes %v", before, at)
				}
				before = at
			}
			if len(seen) < 4 {
				t.Errorf("only %d controls", len(seen))
			}
		})
	}
}

func TestInTheLowLayoutNothingIsPressedAbove720(t *testing.T) {
	kittest.Unraced(t)
	kittest.App(t)
	for _, c := range scenes(t) {
		t.Run(c.name, func(t *testing.T) {
			s := morning(t)
			low(c.set)(&s)
			s.Warn = false // wherever one taps then, the session goes on
			tags := kit.NewMap(t.TempDir() + "/map.json")
			_, _, pump := show(t, &stage{s: s}, tags)
			pump.Run()
			for name, spot := range tags.Look().Tags {
				if spot.Y < 720 && !strings.HasPrefix(name, "kiosk.trouble.") {
					t.Errorf("%s begins at %d", name, spot.Y)
				}
			}
		})
	}
}

func TestABlockedControlSaysWhyAndTheAnswerGoes(t *testing.T) {
	kittest.App(t)
	for _, tag := range []string{"tile.apply", "tile.progress", "tile.proof", "tile.rate", "volume", "replay", "help"} {
		t.Run(tag, func(t *testing.T) {
			m := &stage{s: morning(t)}
			tags := kit.NewMap(t.TempDir() + "/map.json")
			_, win, pump := show(t, m, tags)
			pump.Run()
			press(t, win, tags, "kiosk."+tag)
			if _, ok := tags.Look().Tags["kiosk.note.close"]; !ok {
				t.Fatal("no answer")
			}
			m.s.Now = m.s.Now.Add(7 * time.Second)
			m.changed <- struct{}{}
			gone := func() bool { _, ok := tags.Look().Tags["kiosk.note.close"]; return !ok }
			if !pump.Until(gone, t.Context().Done()) {
				t.Error("the answer stays")
			}
		})
	}
}

func TestAControlUnderAFingerStaysWhileFiguresChange(t *testing.T) {
	kittest.App(t)
	m := &stage{s: morning(t)}
	m.s.Screen = kiosk.Category
	tags := kit.NewMap(t.TempDir() + "/map.json")
	_, win, pump := show(t, m, tags)
	pump.Run()
	before := kittest.Glance(t, win)
	spot := tags.Look().Tags["kiosk.category.A"]
	m.s.Now = m.s.Now.Add(time.Minute)
	m.s.Hall.Board.Categories = slices.Clone(m.s.Hall.Board.Categories)
	m.s.Hall.Board.Categories[0].Waiting = 9
	m.changed <- struct{}{}
	looks := m.looks
	pump.Until(func() bool { return m.looks > looks }, t.Context().Done())
	if kittest.Same(before, kittest.Glance(t, win)) {
		t.Error("the figures do not change")
	}
	if after := tags.Look().Tags["kiosk.category.A"]; after != spot {
		t.Errorf("the control moved from %v to %v", spot, after)
	}
}

func TestTheNextPersonBeginsInTheFirstLanguage(t *testing.T) {
	kittest.App(t)
	m := &stage{s: morning(t)}
	m.s.Screen = kiosk.Category
	tags := kit.NewMap(t.TempDir() + "/map.json")
	_, win, pump := show(t, m, tags)
	chinese := kittest.Glance(t, win)
	press(t, win, tags, "kiosk.lang")
	if kittest.Same(chinese, kittest.Glance(t, win)) {
		t.Fatal("nothing was translated")
	}
	m.s.Screen = kiosk.Home
	m.changed <- struct{}{}
	pump.Until(func() bool { return tags.Look().Screens["kiosk"] == "home" }, t.Context().Done())
	m.s.Screen = kiosk.Category
	m.changed <- struct{}{}
	pump.Until(func() bool { return tags.Look().Screens["kiosk"] == "category" }, t.Context().Done())
	if !kittest.Same(chinese, kittest.Glance(t, win)) {
		t.Error("the next person finds the language of the one before")
	}
}
