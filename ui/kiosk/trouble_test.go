package kiosk_test

import (
	"strings"
	"testing"

	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

// The parts that may be missing, as a citizen is told of them.
var (
	hallAway = kiosk.Trouble{Part: kiosk.PartHall, Problem: kiosk.Problem{Code: "HALL-101",
		Sentence:   "大厅系统暂时连不上，现在取不了号。请到导办台，工作人员会给您安排。",
		SentenceEN: "The hall system cannot be reached, so no number can be given. Ask at the guide desk."}}
	readerGone = kiosk.Trouble{Part: kiosk.PartReader, Problem: kiosk.Problem{Code: "CARD-001",
		Sentence: "读卡器没有接好，现在读不了证。请您改为输入号码，或找工作人员。", SentenceEN: "The card reader is not connected, so no card can be read. Type your number, or ask the staff."}}
	printerGone = kiosk.Trouble{Part: kiosk.PartPrinter, Problem: kiosk.Problem{Code: "PRN-001",
		Sentence: "没有找到打印机，号票打不出来。号码会显示在屏幕上，请您记下。", SentenceEN: "No printer found, so tickets cannot be printed. Your number will be on the screen: note it."}}
)

// said are the codes of the troubles that the screen says now.
func said(tags *kit.Map) string {
	var codes []string
	for _, code := range []string{"HALL-101", "CARD-001", "PRN-001"} {
		if _, ok := tags.Look().Tags["kiosk.trouble."+code]; ok {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, " ")
}

func TestEveryScreenSaysWhatIsMissingAndForgetsItWhenItReturns(t *testing.T) {
	kittest.App(t)
	for _, scene := range scenes(t) {
		t.Run(scene.name, func(t *testing.T) {
			s := morning(t)
			scene.set(&s)
			m := &stage{s: s}
			tags := kit.NewMap(t.TempDir() + "/map.json")
			_, _, pump := show(t, m, tags)
			pump.Run()
			for _, c := range []struct {
				troubles []kiosk.Trouble
				want     string
			}{
				{[]kiosk.Trouble{hallAway}, "HALL-101"},
				{[]kiosk.Trouble{readerGone, printerGone}, "CARD-001 PRN-001"},
				{[]kiosk.Trouble{hallAway, readerGone, printerGone}, "HALL-101 CARD-001 PRN-001"},
				{[]kiosk.Trouble{printerGone}, "PRN-001"},
				{nil, ""},
			} {
				m.s.Troubles = c.troubles
				m.changed <- struct{}{}
				if !pump.Until(func() bool { return said(tags) == c.want }, t.Context().Done()) {
					t.Fatalf("said %q, want %q", said(tags), c.want)
				}
			}
			if _, ok := tags.Look().Tags["kiosk.replay"]; !ok && !s.Low {
				t.Error("the spoken sentence did not come back")
			}
		})
	}
}

func TestTypingIsNotLostToTroubleOrLanguage(t *testing.T) {
	kittest.App(t)
	m := &stage{s: morning(t)}
	m.s.Screen = kiosk.Number
	tags := kit.NewMap(t.TempDir() + "/map.json")
	_, win, pump := show(t, m, tags)
	pump.Run()
	for _, key := range []string{"3", "5", "0"} {
		press(t, win, tags, "kiosk.key."+key)
	}
	m.s.Troubles = []kiosk.Trouble{hallAway}
	m.changed <- struct{}{}
	pump.Until(func() bool { return said(tags) != "" }, t.Context().Done())
	press(t, win, tags, "kiosk.lang")
	press(t, win, tags, "kiosk.key.1")
	press(t, win, tags, "kiosk.number.ok")
	if last := m.did[len(m.did)-1]; last != "number 3501" {
		t.Errorf("after all that it did %q", last)
	}
}
