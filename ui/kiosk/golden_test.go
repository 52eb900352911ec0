package kiosk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"onewindow/devices"
	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestScreensLookAsDrawn(t *testing.T) {
	kittest.App(t)
	items := list(t)
	food, _ := items.Find("FZ005")
	house, _ := items.Find("FZ025")
	for _, c := range []struct {
		name    string
		english bool // look at it in English too
		set     func(s *kiosk.Snapshot)
	}{
		{"home", true, func(*kiosk.Snapshot) {}},
		{"home-stale", false, func(s *kiosk.Snapshot) {
			s.Hall.Connected = false
			s.Now = s.Now.Add(4 * time.Minute)
			s.CardLeft = false
		}},
		{"home-card-left", false, func(s *kiosk.Snapshot) { s.CardLeft = true }},
		{"elder", true, func(s *kiosk.Snapshot) { s.Elder = true }},
		{"category", true, func(s *kiosk.Snapshot) { s.Screen = kiosk.Category }},
		{"category-closed", false, func(s *kiosk.Snapshot) {
			s.Screen = kiosk.Category
			s.Hall.Board.Categories[1].OpenNow = 0
			s.Hall.Board.Categories[4].Windows = nil
		}},
		{"items", false, func(s *kiosk.Snapshot) {
			s.Screen, s.Guiding, s.Category = kiosk.Items, true, s.Hall.Board.Categories[2]
			s.Found = items.OfCategories([]string{"C"})
		}},
		{"guide", true, func(s *kiosk.Snapshot) {
			s.Screen, s.Guiding, s.Category, s.Item = kiosk.Guide, true, s.Hall.Board.Categories[2], &house
		}},
		{"card", true, func(s *kiosk.Snapshot) { s.Screen, s.Item, s.Category = kiosk.Card, &food, s.Hall.Board.Categories[0] }},
		{"card-problem", false, func(s *kiosk.Snapshot) {
			s.Screen, s.Category = kiosk.Card, s.Hall.Board.Categories[0]
			s.Problem = &kiosk.Problem{Code: "CARD-012", Sentence: "请拿起身份证，再放一次。", SentenceEN: "Lift the card and put it on again."}
		}},
		{"card-absent", false, func(s *kiosk.Snapshot) {
			s.Screen, s.Category, s.Reader, s.Printer = kiosk.Card, s.Hall.Board.Categories[0], devices.Status{}, devices.Status{}
		}},
		{"number", true, func(s *kiosk.Snapshot) {
			s.Screen, s.Category = kiosk.Number, s.Hall.Board.Categories[0]
			s.Problem = &kiosk.Problem{Code: "ID-003", Sentence: "这个号码末位核对不上，请再看一遍。", SentenceEN: "The last digit does not fit the number; check it again."}
		}},
		{"issuing", false, func(s *kiosk.Snapshot) { s.Screen, s.Item = kiosk.Issuing, &food }},
		{"printing", false, func(s *kiosk.Snapshot) { s.Screen, s.Ticket = kiosk.Ticket, ticket(kiosk.Printing) }},
		{"ticket", true, func(s *kiosk.Snapshot) {
			s.Screen, s.Ticket, s.Left, s.CardLeft = kiosk.Ticket, ticket(kiosk.Printed), 20*time.Second, true
		}},
		{"failed", true, func(s *kiosk.Snapshot) {
			s.Screen, s.Ticket, s.Left = kiosk.Ticket, ticket(kiosk.Failed), 118*time.Second
		}},
		{"unsure", false, func(s *kiosk.Snapshot) {
			s.Screen, s.Ticket, s.Left = kiosk.Ticket, ticket(kiosk.Unsure), 118*time.Second
		}},
		{"told", false, func(s *kiosk.Snapshot) {
			s.Screen, s.CanRetry = kiosk.Told, true
			s.Told = &kiosk.Problem{Code: "HALL-002", Sentence: "没有收到大厅系统的答复。请再试一次，不会多取号；还是不行就到导办台。", SentenceEN: "No answer came from the hall system. Try again: you will not get two numbers. Or ask at the guide desk."}
		}},
		{"told-number", false, func(s *kiosk.Snapshot) {
			s.Screen = kiosk.Told
			s.Told = &kiosk.Problem{Code: "QUEUE-004", Sentence: "您今天在本类已有号 A018，不用再取。", SentenceEN: "You already hold A018 in this category today.", Number: "A018"}
		}},
		{"warn", false, func(s *kiosk.Snapshot) { s.Screen, s.Warn, s.Left = kiosk.Category, true, 30*time.Second }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := morning(t)
			c.set(&s)
			m := &stage{s: s}
			tags := kit.NewMap(t.TempDir() + "/map.json")
			_, win, pump := show(t, m, tags)
			pump.Run()
			kittest.GoldenHalf(t, win, c.name+"-zh")
			if !c.english {
				return
			}
			press(t, win, tags, "kiosk.lang")
			pump.Run()
			kittest.GoldenHalf(t, win, c.name+"-en")
		})
	}
}

func TestSearchLooksAsDrawn(t *testing.T) {
	kittest.App(t)
	items := list(t)
	s := morning(t)
	s.Screen, s.Query, s.Found = kiosk.Search, "shb", items.Search("sheb", 8)
	m := &stage{s: s}
	tags := kit.NewMap(t.TempDir() + "/map.json")
	_, win, pump := show(t, m, tags)
	for _, key := range []string{"s", "h", "e", "b", "a", "o"} {
		press(t, win, tags, "kiosk.key."+key)
	}
	press(t, win, tags, "kiosk.key.cand.1")
	pump.Run()
	kittest.GoldenHalf(t, win, "search-zh")
	if last := m.did[len(m.did)-1]; last != "query 社 bao" && last != "query 设 bao" {
		t.Errorf("searched for %q", last)
	}
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
