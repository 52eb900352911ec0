package counter_test

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"onewindow/internal/catalogue"
	desk "onewindow/internal/counter"
	"onewindow/internal/queue"
	"onewindow/ui/kit"
)

func start(t *testing.T, s desk.Snapshot) *stage {
	t.Helper()
	f := newFake(s)
	f.items = []catalogue.Item{social, food}
	return open(t, f, kit.Chinese, 1920, 1080)
}

// press gives a key to whatever has the focus, or to the window, as the driver does.
func (s *stage) press(k fyne.KeyName) {
	s.t.Helper()
	e := &fyne.KeyEvent{Name: k}
	if f := s.w.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else {
		s.w.Canvas().OnTypedKey()(e)
	}
	s.settle()
}

// chord gives Ctrl and a key to whatever has the focus, as the driver does.
func (s *stage) chord(k fyne.KeyName) {
	s.t.Helper()
	c := &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl}
	if f, ok := s.w.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(c)
	} else {
		s.m.TypedShortcut(c)
	}
	s.settle()
}

// into puts the focus into a field of the form and types.
func (s *stage) into(key, text string) fyne.Focusable {
	s.t.Helper()
	f := s.m.Field(key)
	s.w.Canvas().Focus(f)
	test.Type(f, text)
	return f
}

func (s *stage) expect(did string) {
	s.t.Helper()
	s.settle()
	if got := s.desk.done(); got != did {
		s.t.Errorf("the desk was asked: %q, want %q", got, did)
	}
}

func TestEveryKeyOfTheHallColumn(t *testing.T) {
	for _, c := range []struct {
		name string
		from desk.Snapshot
		key  fyne.KeyName
		did  string
	}{
		{"F2 calls when the window is free", idle(), fyne.KeyF2, "CallNext"},
		{"F2 finishes and calls while serving", serving(), fyne.KeyF2, "CallNext"},
		{"F2 does not skip the person who is called", called(), fyne.KeyF2, ""},
		{"F3 recalls the called number", called(), fyne.KeyF3, "Recall"},
		{"F3 has nothing to recall", idle(), fyne.KeyF3, ""},
		{"F4 passes the called number", called(), fyne.KeyF4, "NoShow"},
		{"F4 cannot pass who is being served", serving(), fyne.KeyF4, ""},
		{"F5 starts", called(), fyne.KeyF5, "Start"},
		{"Enter starts too", called(), fyne.KeyReturn, "Start"},
		{"F5 starts nothing twice", serving(), fyne.KeyF5, ""},
		{"F6 is not there yet", called(), fyne.KeyF6, ""},
		{"F10 waits for what is missing", serving(), fyne.KeyF10, ""},
		{"F10 accepts what is complete", ready(), fyne.KeyF10, "Accept"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, c.from)
			s.press(c.key)
			s.expect(c.did)
		})
	}
}

func TestWithoutTheHallNobodyIsCalled(t *testing.T) {
	from := called()
	from.Connected = false
	s := start(t, from)
	for _, k := range []fyne.KeyName{fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF7} {
		s.press(k)
	}
	s.expect("")
}

func TestItemsOutOfSightAreNowhereInTheMap(t *testing.T) {
	s := start(t, picking())
	listed := func() (n int) {
		for name := range s.places.Look().Tags {
			if strings.HasPrefix(name, "counter.item.") {
				n++
			}
		}
		return n
	}
	if listed() == 0 {
		t.Fatal("no item can be found")
	}
	s.desk.turn(func(d *desk.Snapshot) { *d = ready() })
	s.m.Redraw()
	if n := listed(); n > 0 {
		t.Errorf("%d items of the list that was left", n)
	}
}

func TestWhatWasNotPaintedYetTakesTheFocus(t *testing.T) {
	s := start(t, idle())
	f := kit.NewField(kit.FieldParams{})
	s.m.Stand(f, f.Focusable())
	if s.w.Canvas().Focused() != f.Focusable() {
		t.Error("the canvas did not find the field")
	}
}

func TestFunctionKeysWorkWhileTypingAndWhatWasTypedIsKeptFirst(t *testing.T) {
	s := start(t, ready())
	s.into("business.safety", "陈")
	s.press(fyne.KeyF10)
	s.expect("SetField business.safety 林晓芸陈; Accept")
}

func TestCtrlWorksWhileTyping(t *testing.T) {
	s := start(t, ready())
	s.into("business.safety", "陈")
	s.chord(fyne.KeyP)
	s.expect("SetField business.safety 林晓芸陈; ParkCase")
}

func TestFunctionKeysWorkWhileAButtonOrARowHasTheFocus(t *testing.T) {
	s := start(t, ready())
	s.chord(fyne.KeyM)
	if s.w.Canvas().Focused() == nil {
		t.Fatal("Ctrl M did not go to the materials")
	}
	s.press(fyne.KeyDown)
	s.press(fyne.KeyF9)
	s.press(fyne.KeyF10)
	if got := s.desk.done(); !strings.Contains(got, "ScanMaterial 1") || !strings.Contains(got, "Accept") {
		t.Errorf("the desk was asked %q", got)
	}
}

func TestHalfTypedTextAndFocusSurviveEveryRedraw(t *testing.T) {
	s := start(t, ready())
	f := s.into("business.safety", "陈")
	for i := range 5 {
		s.desk.turn(func(d *desk.Snapshot) {
			d.Board.Waiting += i
			c := *d.Current
			c.Case.Form = append(c.Case.Form[:0:0], c.Case.Form...)
			c.Case.Form[9].Text = "另一个人"
			c.FieldErrors = map[string]string{"business.area": "面积要写数字。"}
			d.Current = &c
		})
		s.desk.changed <- struct{}{}
		s.pump.Until(func() bool { return len(s.desk.changed) == 0 }, nil)
		s.settle()
	}
	if got := f.(interface{ SelectedText() string }); got == nil || s.w.Canvas().Focused() != f {
		t.Error("the focus was lost")
	}
	if got := s.m.FieldText("business.safety"); got != "林晓芸陈" {
		t.Errorf("the field holds %q", got)
	}
	s.expect("")
	s.w.Canvas().Unfocus()
	s.expect("SetField business.safety 林晓芸陈")
}

func TestWhatTheDeskDoesNotTakeStaysInItsField(t *testing.T) {
	s := start(t, ready())
	s.desk.fail["SetField"] = &desk.Error{Code: "FORM-002", Sentence: "面积要写数字。", SentenceEN: "Write a number."}
	s.into("business.area", "平")
	s.w.Canvas().Unfocus()
	s.settle()
	if got := s.m.FieldText("business.area"); got != "86.5平" {
		t.Errorf("the field holds %q", got)
	}
	if got := s.m.FieldError("business.area"); got != "面积要写数字。 (FORM-002)" {
		t.Errorf("under the field stands %q", got)
	}
}

func TestAnItemIsFoundByInitialsAndChosenWithEnter(t *testing.T) {
	s := start(t, picking())
	f := s.w.Canvas().Focused()
	if _, entry := f.(fyne.Shortcutable); !entry {
		t.Fatalf("the search has no focus: %T", f)
	}
	test.Type(f, "spjy")
	s.press(fyne.KeyReturn)
	s.expect("ChooseItem FZ005")
}

func TestUpAndDownMoveInTheListOfItemsWhileTyping(t *testing.T) {
	s := start(t, picking())
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	s.expect("ChooseItem FZ005")
}

func TestEscStopsAScan(t *testing.T) {
	s := start(t, serving())
	s.into("business.safety", "陈")
	s.press(fyne.KeyEscape)
	s.expect("CancelScan")
}

func TestARefusalNeedsAReasonAndKeepsItUntilItIsFiled(t *testing.T) {
	s := start(t, ready())
	s.press(fyne.KeyF12)
	s.press(fyne.KeyF12)
	s.expect("")
	s.desk.fail["Refuse"] = errors.New("disk full")
	s.press(fyne.KeySpace) // the first usual reason
	s.press(fyne.KeyF12)
	if got := s.desk.done(); !strings.Contains(got, "Refuse 申请事项依法不需要取得行政许可。") {
		t.Fatalf("the desk was asked %q", got)
	}
	delete(s.desk.fail, "Refuse")
	s.press(fyne.KeyF12)
	if n := strings.Count(s.desk.done(), "Refuse "); n != 2 {
		t.Errorf("the reason was gone after the first try: %q", s.desk.done())
	}
	s.press(fyne.KeyF12)
	if n := strings.Count(s.desk.done(), "Refuse "); n != 2 {
		t.Error("the panel did not close when the refusal was filed")
	}
}

func TestAskingOnceStartsFromWhatIsMissing(t *testing.T) {
	s := start(t, serving())
	s.press(fyne.KeyF11)
	s.expect("")
	s.press(fyne.KeyF11)
	s.expect("AskSupplement 1 授权委托书 缺少")
}

func TestEscLeavesAPanelWithNothingDone(t *testing.T) {
	s := start(t, idle())
	s.press(fyne.KeyF7)
	s.press(fyne.Key2)
	s.press(fyne.KeyEscape)
	s.expect("")
	s.press(fyne.KeyF7)
	s.press(fyne.Key2)
	s.press(fyne.KeyF7)
	s.expect("Pause 设备故障")
}

func TestWorkListByKeysAlone(t *testing.T) {
	s := start(t, serving())
	s.chord(fyne.KeyL)
	s.press(fyne.Key4)
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	s.expect("OpenCase C011")
}

func TestAWrongPINSaysSoAndForgetsThePIN(t *testing.T) {
	from := idle()
	from.User = nil
	s := start(t, from)
	s.desk.fail["SignIn"] = &desk.AuthError{Code: "AUTH-002", Sentence: "密码不对，还可试 3 次。", SentenceEN: "Wrong PIN, 3 tries left.", Left: 3}
	test.Type(s.w.Canvas().Focused(), "0312")
	s.press(fyne.KeyReturn)
	test.Type(s.w.Canvas().Focused(), "000000")
	s.press(fyne.KeyReturn)
	s.expect("SignIn 0312 000000")
	if got := s.m.SignInError(); got != "密码不对，还可试 3 次。 (AUTH-002)" {
		t.Errorf("it says %q", got)
	}
	if pin, ok := s.w.Canvas().Focused().(interface{ Cursor() desktop.Cursor }); !ok || pin == nil || s.m.PIN() != "" {
		t.Error("the PIN field is not empty and ready")
	}
	s.press(fyne.KeyF2)
	s.expect("SignIn 0312 000000")
}

func TestAStrangersCardIsAskedAbout(t *testing.T) {
	s := start(t, ready())
	s.desk.turn(func(d *desk.Snapshot) {
		d.Card = &desk.CardQuestion{Name: "林*华", Number: "350199********0011", At: now}
	})
	s.m.Redraw()
	s.press(fyne.Key1)
	s.expect("UseCard agent")
}

func TestNothingIsFiledBeforeTheDateIsConfirmed(t *testing.T) {
	from := ready()
	from.NeedsTime = true
	s := start(t, from)
	s.press(fyne.KeyEscape)
	s.press(fyne.KeyF10)
	s.expect("")
	s.press(fyne.KeyF10)
	s.expect("ConfirmTime")
}

func TestControlsAreOnTheMap(t *testing.T) {
	s := start(t, serving())
	tags := s.places.Look().Tags
	for _, name := range []string{
		"counter.callNext", "counter.recall", "counter.accept", "counter.supplement", "counter.refuse", "counter.field.business.name",
		"counter.field.business.items.2", "counter.material.6", "counter.material.6.paper", "counter.material.4.defer", "counter.delivery.post",
		"counter.tab.2", "counter.work", "counter.outbox", "counter.search",
	} {
		if spot, ok := tags[name]; !ok || spot.W < 16 || spot.H < 16 {
			t.Errorf("%s is at %+v", name, spot)
		}
	}
	if _, ok := tags["counter.idle.callNext"]; ok {
		t.Error("a control of another screen is on the map")
	}
}

func TestPausedWindowResumes(t *testing.T) {
	from := idle()
	from.Window.State, from.Window.Reason = queue.WindowPaused, "交接班"
	s := start(t, from)
	s.press(fyne.KeyF7)
	s.expect("Resume")
}

func TestF5EndsTheNumberThatIsServed(t *testing.T) {
	s := start(t, accepted())
	s.press(fyne.KeyF5)
	s.expect("Finish")
}

func TestAPaperThatDoesNotOpenIsNotARefusalThatFailed(t *testing.T) {
	s := start(t, ready())
	s.paper = errors.New("no printer")
	s.desk.pdf = []byte("%PDF-1.4")
	s.press(fyne.KeyF12)
	s.press(fyne.KeySpace)
	s.press(fyne.KeyF12)
	s.press(fyne.KeyF12)
	if n := strings.Count(s.desk.done(), "Refuse "); n != 1 {
		t.Errorf("refused %d times: %q", n, s.desk.done())
	}
	if got := s.m.Failed(); !strings.Contains(got, "PAPER-001") {
		t.Errorf("it says %q", got)
	}
}
