package counter_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/devices"
	"onewindow/internal/cases"
	desk "onewindow/internal/counter"
	"onewindow/internal/trouble"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func (s *stage) said() string { return said(s.places, "counter") }

// said lists the troubles a role has on the map, in the order of their codes.
func said(m *kit.Map, role string) string {
	var out []string
	for _, code := range []string{"AUTH-002", "CARD-001", "CARD-031", "CLOCK-001", "FORM-002", "HALL-101", "OPS-030", "OPS-032", "SCAN-001", "SCAN-007", "SYNC-101", "VAULT-008", "X-001"} {
		if spot, ok := m.Look().Tags[role+".trouble."+code]; ok && spot.W > 0 && spot.H > 0 {
			out = append(out, code)
		}
	}
	return strings.Join(out, " ")
}

func away(s desk.Snapshot) desk.Snapshot {
	s.Devices = desk.Devices{Reader: true, Scanner: true}
	s.Connected, s.Heard = false, at(10, 20)
	s.Outbox.Online, s.Outbox.Since = false, at(10, 21)
	s.Reader = devices.Status{State: devices.Absent, Code: "CARD-001", Sentence: "没有找到读卡器。请检查连线，或改为输入号码。", SentenceEN: "No card reader found. Check its cable, or type the number."}
	s.Scanner = devices.Status{State: devices.Absent, Code: "SCAN-001", Sentence: "没有找到扫描仪。请检查电源和网线。", SentenceEN: "No scanner found. Check its power and network cable."}
	s.Scan = nil
	s.Machine = []desk.Trouble{{Code: "VAULT-008", Sentence: "本机磁盘快满了，只剩 512 MB。请叫技术人员清理；已存的都在。", SentenceEN: "The disk is nearly full: 512 MB left. Call an engineer; what was kept is safe."}}
	s.NeedsTime = true
	return s
}

func nobody(s desk.Snapshot) desk.Snapshot {
	s.User, s.Current = nil, nil
	return s
}

func TestEveryScreenSaysWhatIsWrongAroundIt(t *testing.T) {
	all := "CARD-001 CLOCK-001 HALL-101 SCAN-001 SYNC-101 VAULT-008"
	granted := accepted()
	granted.Current.Case.State = cases.Granted
	for name, c := range map[string]struct {
		from desk.Snapshot
		keys []fyne.KeyName
	}{
		"signing in": {from: nobody(idle())}, "idle": {from: idle()}, "called": {from: called()}, "choosing": {from: picking()},
		"filling": {from: ready()}, "filed": {from: accepted()}, "a result": {from: granted},
		"a panel": {from: ready(), keys: []fyne.KeyName{fyne.KeyF12}},
	} {
		for _, size := range [][2]float32{{1920, 1080}, {1366, 768}} {
			s := open(t, newFake(away(c.from)), kit.Chinese, size[0], size[1])
			s.press(fyne.KeyEscape) // the question for the date
			for _, k := range c.keys {
				s.press(k)
			}
			if got := s.said(); got != all {
				t.Errorf("%s at %v says %q", name, size, got)
			}
			s.desk.turn(func(d *desk.Snapshot) { *d = c.from })
			s.m.Redraw()
			if got, still := s.said(), map[bool]string{false: "SYNC-101"}[c.from.Outbox.Online]; got != still {
				t.Errorf("%s at %v still says %q, want %q", name, size, got, still)
			}
		}
	}
}

func TestTheWorkListSaysWhatIsWrongAroundIt(t *testing.T) {
	s := open(t, newFake(away(serving())), kit.Chinese, 1366, 768)
	s.press(fyne.KeyEscape)
	s.ctrl("L")
	s.settle()
	if got := s.said(); got != "CARD-001 CLOCK-001 HALL-101 SCAN-001 SYNC-101 VAULT-008" {
		t.Errorf("it says %q", got)
	}
}

func TestWhatCameOfAnActIsSaidWhereItWasDone(t *testing.T) {
	from := nobody(idle())
	s := start(t, from)
	s.desk.fail["SignIn"] = &desk.AuthError{Code: "AUTH-002", Sentence: "密码不对，还可试 3 次。", SentenceEN: "Wrong PIN, 3 tries left.", Left: 3}
	test.Type(s.w.Canvas().Focused(), "0312")
	s.press(fyne.KeyReturn)
	test.Type(s.w.Canvas().Focused(), "000000")
	s.press(fyne.KeyReturn)
	if got := s.said(); got != "AUTH-002" {
		t.Errorf("the sign-in says %q", got)
	}

	s = start(t, ready())
	s.desk.fail["SetField"] = &desk.Error{Code: "FORM-002", Sentence: "面积要写数字。", SentenceEN: "Write a number."}
	s.into("business.area", "平")
	s.w.Canvas().Unfocus()
	s.settle()
	field, tags := s.places.Look().Tags["counter.field.business.area"], s.places.Look().Tags
	if tags["counter.trouble.FORM-002"] != field {
		t.Errorf("the field stands at %+v, its sentence at %+v", field, tags["counter.trouble.FORM-002"])
	}

	complete := ready()
	complete.Outbox.Online = true
	s = start(t, complete)
	s.press(fyne.KeyF12)
	s.desk.fail["Refuse"] = &desk.Error{Code: "X-001", Sentence: "没有办成。", SentenceEN: "Not done."}
	s.press(fyne.KeySpace)
	s.press(fyne.KeyF12)
	if got := s.said(); got != "X-001" {
		t.Errorf("the panel says %q", got)
	}
	s.press(fyne.KeyEscape)
	if got := s.said(); got != "" {
		t.Errorf("after the panel it still says %q", got)
	}

	notice := complete
	notice.Notice = &desk.Notice{Kind: desk.NoticeFail, Code: "SCAN-007", Sentence: "扫描停在第 4 页，前 3 页已保存。", SentenceEN: "Scanning stopped at page 4; 3 pages are kept.", At: now}
	s = start(t, notice)
	if got := s.said(); got != "SCAN-007" {
		t.Errorf("a jam is said as %q", got)
	}
	s.ctrl("L")
	s.settle()
	if got := s.said(); got != "SCAN-007" {
		t.Errorf("in the work list it is said as %q", got)
	}
}

func TestTheCitizenIsToldWhatConcernsThem(t *testing.T) {
	for _, c := range []struct {
		mode desk.CitizenMode
		said string
	}{{desk.CitizenIdle, "HALL-101"}, {desk.CitizenCheck, "SYNC-101"}, {desk.CitizenDone, "SYNC-101"}, {desk.CitizenRate, ""}} {
		from := away(accepted())
		from.Citizen.Mode = c.mode
		z := openCitizen(t, from, kit.Chinese)
		if got := said(z.m, "citizen"); got != c.said {
			t.Errorf("%s says %q, want %q", c.mode, got, c.said)
		}
	}
}

func TestAPossibleDuplicateIsSaidOnItsCaseAndEndedByTheClerksWord(t *testing.T) {
	s := open(t, newFake(twinned()), kit.Chinese, 1920, 1080)
	if got := s.said(); !strings.Contains(got, "OPS-030") {
		t.Fatalf("the window says %q", got)
	}
	test.Tap(s.m.Button("checkTwins"))
	s.settle()
	s.expect("CheckTwins")
	s.ctrl("L") // the work list speaks of other cases
	if got := s.said(); strings.Contains(got, "OPS-030") {
		t.Errorf("over the work list the window says %q", got)
	}
}

func TestBeforeFilingADuplicateIsSaidAndStopsNothing(t *testing.T) {
	s := open(t, newFake(suspect()), kit.Chinese, 1920, 1080)
	if got := s.said(); !strings.Contains(got, "OPS-032") {
		t.Fatalf("the window says %q", got)
	}
	s.press(fyne.KeyF10)
	s.expect("Accept")
}

// toldCitizen is what the desk lets the citizen know.
func toldCitizen(code string) desk.Trouble {
	w := trouble.Of(code).ForCitizen()
	return desk.Trouble{Code: code, Sentence: w.Zh, SentenceEN: w.En}
}

// Whatever the platform's absence means, it fits on the citizen's one line.
func TestWhatIsToldOfThePlatformsAbsenceFitsTheCitizensWindow(t *testing.T) {
	for _, code := range []string{"LIMIT-003", "LIMIT-004", "LIMIT-008", "LIMIT-009", "LIMIT-010", "LIMIT-011"} {
		for _, l := range []kit.Lang{kit.Chinese, kit.English} {
			from := citizen(desk.CitizenIdle)
			from.Citizen.Told = toldCitizen(code)
			b := openCitizen(t, from, l)
			kittest.Audit(t, b.w, kittest.CitizenRules().In(l, kittest.DataIn(from)))
		}
	}
}
