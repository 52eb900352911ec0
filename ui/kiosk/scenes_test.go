package kiosk_test

import (
	"testing"
	"time"

	"onewindow/devices"
	kiosk "onewindow/internal/kiosk"
)

// scene is one state of the kiosk that is to be looked at.
type scene struct {
	name string
	set  func(s *kiosk.Snapshot)
}

// scenes are all screens in all their states.
func scenes(t testing.TB) []scene {
	t.Helper()
	items := list(t)
	food, _ := items.Find("FZ005")
	house, _ := items.Find("FZ025")
	return twice([]scene{
		{"home", func(*kiosk.Snapshot) {}},
		{"home-stale", func(s *kiosk.Snapshot) {
			s.Hall.Connected = false
			s.Now = s.Now.Add(4 * time.Minute)
			s.CardLeft = false
		}},
		{"home-card-left", func(s *kiosk.Snapshot) { s.CardLeft = true }},
		{"category", func(s *kiosk.Snapshot) { s.Screen = kiosk.Category }},
		{"category-closed", func(s *kiosk.Snapshot) {
			s.Screen = kiosk.Category
			s.Hall.Board.Categories[1].OpenNow = 0
			s.Hall.Board.Categories[4].Windows = nil
		}},
		{"items", func(s *kiosk.Snapshot) {
			s.Screen, s.Guiding, s.Category = kiosk.Items, true, s.Hall.Board.Categories[2]
			s.Found = items.OfCategories([]string{"C"})
		}},
		{"find", func(s *kiosk.Snapshot) { s.Screen, s.Found = kiosk.Search, s.Common }},
		{"find-nothing", func(s *kiosk.Snapshot) { s.Screen, s.Query = kiosk.Search, "zzz" }},
		{"guide", func(s *kiosk.Snapshot) {
			s.Screen, s.Guiding, s.Category, s.Item = kiosk.Guide, true, s.Hall.Board.Categories[2], &house
		}},
		{"card", func(s *kiosk.Snapshot) { s.Screen, s.Item, s.Category = kiosk.Card, &food, s.Hall.Board.Categories[0] }},
		{"card-problem", func(s *kiosk.Snapshot) {
			s.Screen, s.Category = kiosk.Card, s.Hall.Board.Categories[0]
			s.Problem = &kiosk.Problem{Code: "CARD-012", Sentence: "请拿起身份证，再放一次。", SentenceEN: "Lift the card and put it on again."}
		}},
		{"card-absent", func(s *kiosk.Snapshot) {
			s.Screen, s.Category, s.Reader, s.Printer = kiosk.Card, s.Hall.Board.Categories[0], devices.Status{}, devices.Status{}
		}},
		{"number", func(s *kiosk.Snapshot) {
			s.Screen, s.Category = kiosk.Number, s.Hall.Board.Categories[0]
			s.Problem = &kiosk.Problem{Code: "ID-003", Sentence: "这个号码末位核对不上，请再看一遍。", SentenceEN: "The last digit does not fit the number; check it again."}
		}},
		{"issuing", func(s *kiosk.Snapshot) { s.Screen, s.Item = kiosk.Issuing, &food }},
		{"printing", func(s *kiosk.Snapshot) { s.Screen, s.Ticket = kiosk.Ticket, ticket(kiosk.Printing) }},
		{"ticket", func(s *kiosk.Snapshot) {
			s.Screen, s.Ticket, s.Left, s.CardLeft = kiosk.Ticket, ticket(kiosk.Printed), 20*time.Second, true
		}},
		{"failed", func(s *kiosk.Snapshot) {
			s.Screen, s.Ticket, s.Left = kiosk.Ticket, ticket(kiosk.Failed), 118*time.Second
		}},
		{"unsure", func(s *kiosk.Snapshot) {
			s.Screen, s.Ticket, s.Left = kiosk.Ticket, ticket(kiosk.Unsure), 118*time.Second
		}},
		{"told", func(s *kiosk.Snapshot) {
			s.Screen, s.CanRetry = kiosk.Told, true
			s.Told = &kiosk.Problem{Code: "HALL-002", Sentence: "没有收到大厅系统的答复。请再试一次，不会多取号；还是不行就到导办台。", SentenceEN: "No answer came from the hall system. Try again: you will not get two numbers. Or ask at the guide desk."}
		}},
		{"told-number", func(s *kiosk.Snapshot) {
			s.Screen = kiosk.Told
			s.Told = &kiosk.Problem{Code: "QUEUE-004", Sentence: "您今天在本类已有号 A018，不用再取。", SentenceEN: "You already hold A018 in this category today.", Number: "A018"}
		}},
		{"home-hall-away", func(s *kiosk.Snapshot) { s.Hall.Connected, s.Troubles = false, []kiosk.Trouble{hallAway} }},
		{"category-hall-away", func(s *kiosk.Snapshot) {
			s.Screen, s.Hall.Connected, s.Troubles = kiosk.Category, false, []kiosk.Trouble{hallAway, readerGone, printerGone}
		}},
		{"card-devices-gone", func(s *kiosk.Snapshot) {
			s.Screen, s.Category, s.Reader, s.Printer = kiosk.Card, s.Hall.Board.Categories[0], devices.Status{}, devices.Status{}
			s.Troubles = []kiosk.Trouble{readerGone, printerGone}
		}},
		{"warn", func(s *kiosk.Snapshot) { s.Screen, s.Warn, s.Left = kiosk.Category, true, 30*time.Second }},
	})
}

// low is a scene in the layout for who sits.
func low(set func(*kiosk.Snapshot)) func(*kiosk.Snapshot) {
	return func(s *kiosk.Snapshot) {
		set(s)
		s.Low, s.Elder = true, false
	}
}

// twice adds to every scene the same in the large version, and the low layout where it differs.
func twice(scenes []scene) []scene {
	for _, c := range scenes {
		scenes = append(scenes, scene{"elder-" + c.name, func(s *kiosk.Snapshot) {
			s.Elder, s.Idle = true, 180*time.Second
			c.set(s)
		}})
		switch c.name {
		case "home", "category", "items", "find", "card-devices-gone":
			scenes = append(scenes, scene{"low-" + c.name, low(c.set)})
		}
	}
	return scenes
}
