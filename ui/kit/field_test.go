package kit_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestAFieldCommitsOnSubmitAndOnFocusLostAndOnlyWhatChanged(t *testing.T) {
	kittest.App(t)
	var got []string
	f := kit.NewField(kit.FieldParams{Label: "姓名", OnCommit: func(s string, done func(error)) { got = append(got, s); done(nil) }})
	w := kittest.Window(t, f, 300, 80)
	w.Canvas().Focus(f.Focusable())
	w.Canvas().Unfocus()
	w.Canvas().Focus(f.Focusable())
	test.Type(f.Focusable(), "张𬭎")
	f.Focusable().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	w.Canvas().Unfocus()
	w.Canvas().Focus(f.Focusable())
	test.Type(f.Focusable(), "㛃")
	w.Canvas().Unfocus()
	if len(got) != 2 || got[0] != "张𬭎" || got[1] != "张𬭎㛃" {
		t.Errorf("committed %q", got)
	}
}

func TestAFieldNeverOverwritesWhatWasTyped(t *testing.T) {
	kittest.App(t)
	var finish func(error)
	f := kit.NewField(kit.FieldParams{OnCommit: func(_ string, done func(error)) { finish = done }})
	w := kittest.Window(t, f, 300, 80)
	f.Set(kit.FieldState{Text: "甲"})
	w.Canvas().Focus(f.Focusable())
	test.Type(f.Focusable(), "乙")
	f.Set(kit.FieldState{Text: "丙", Error: "不对"})
	if f.Text() != "甲乙" {
		t.Fatalf("half typed: %q", f.Text())
	}
	w.Canvas().Unfocus()
	f.Set(kit.FieldState{Text: "丙"})
	if f.Text() != "甲乙" {
		t.Fatalf("on its way: %q", f.Text())
	}
	finish(errors.New("no"))
	f.Set(kit.FieldState{Text: "丙", Error: "不对"})
	if f.Text() != "甲乙" {
		t.Fatalf("not taken: %q", f.Text())
	}
	f.Commit()
	finish(nil)
	f.Set(kit.FieldState{Text: "丙"})
	if f.Text() != "丙" {
		t.Errorf("taken: %q", f.Text())
	}
}

func TestAFieldLetsTheWindowsKeysThrough(t *testing.T) {
	kittest.App(t)
	var keys []fyne.KeyName
	chords := 0
	f := kit.NewField(kit.FieldParams{Keys: func(e *fyne.KeyEvent) { keys = append(keys, e.Name) }, Shortcut: func(fyne.Shortcut) { chords++ }})
	w := kittest.Window(t, f, 300, 80)
	w.Canvas().Focus(f.Focusable())
	for _, k := range []fyne.KeyName{fyne.KeyF2, fyne.KeyEscape, fyne.KeyDown, fyne.KeyLeft, fyne.KeyBackspace} {
		f.Focusable().TypedKey(&fyne.KeyEvent{Name: k})
	}
	f.Focusable().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl})
	f.Focusable().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	if len(keys) != 3 || chords != 1 {
		t.Errorf("let through %v and %d chords", keys, chords)
	}
}

func TestAFieldTakesNoMoreThanItsRunes(t *testing.T) {
	kittest.App(t)
	f := kit.NewField(kit.FieldParams{MaxRunes: 2})
	w := kittest.Window(t, f, 300, 80)
	w.Canvas().Focus(f.Focusable())
	test.Type(f.Focusable(), "张𬭎㛃")
	if f.Text() != "张𬭎" {
		t.Errorf("it holds %q", f.Text())
	}
}

func TestChipsArePickedByTapAndKey(t *testing.T) {
	kittest.App(t)
	var got []string
	c := kit.NewChips(kit.ChipsParams{Options: []string{"甲", "乙", "丙"}, Several: true, OnPick: func(p []string) { got = p }})
	kittest.Window(t, c, 300, 60)
	pos, _ := c.Part(2)
	test.TapAt(c, pos.AddXY(4, 4))
	for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft, fyne.KeySpace} {
		c.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if len(got) != 2 || got[0] != "甲" || got[1] != "丙" {
		t.Errorf("picked %v", got)
	}
	c.Set(got, "", true)
	c.Pick(1)
	if len(c.Picked()) != 2 {
		t.Error("locked chips were picked")
	}
}

func TestOneOfSeveralChipsOnly(t *testing.T) {
	kittest.App(t)
	c := kit.NewChips(kit.ChipsParams{Options: []string{"甲", "乙"}})
	c.Pick(0)
	c.Pick(1)
	c.Pick(9)
	if p := c.Picked(); len(p) != 1 || p[0] != "乙" {
		t.Errorf("picked %v", p)
	}
}

func TestAMaterialRowFindsItsActsAndPagesUnderTheFinger(t *testing.T) {
	kittest.App(t)
	m := kit.NewMaterialRow()
	act, page := -1, -1
	m.OnAct, m.OnPage = func(i int) { act = i }, func(i int) { page = i }
	m.Set(kit.MaterialState{No: "1", Name: "申请书", Acts: []kit.MaterialAct{{Word: "扫描"}, {Word: "查看"}}, Pages: make([]image.Image, 2)})
	kittest.Window(t, m, 600, m.Height())
	pos, _ := m.Act(1)
	test.TapAt(m, pos.AddXY(2, 2))
	test.TapAt(m, fyne.NewPos(40+kit.ThumbW+8+5, 80))
	if act != 1 || page != 1 {
		t.Errorf("act %d, page %d", act, page)
	}
}

func TestALongMaterialNameGetsASecondLine(t *testing.T) {
	kittest.App(t)
	m := kit.NewMaterialRow()
	m.Set(kit.MaterialState{Name: "与食品经营相适应的主要设备设施、经营布局、操作流程文件", Pill: kit.PillParams{Text: "扫描 3 页"}})
	m.Resize(fyne.NewSize(700, 72))
	wide := m.Height()
	m.Resize(fyne.NewSize(400, 72))
	if m.Height() <= wide {
		t.Errorf("narrow %v, wide %v", m.Height(), wide)
	}
}

func TestAMaterialRowIsWholeAndItsActsAreBigEnoughAtTheLeastWidth(t *testing.T) {
	kittest.App(t)
	m := kit.NewMaterialRow()
	m.Set(kit.MaterialState{No: "1", Name: "申请书", How: "共享核验（免提交）；待上传里还有 2 件", Pill: kit.PillParams{Text: "已收"},
		Acts: []kit.MaterialAct{{Word: "撤回"}, {Word: "扫描"}, {Word: "查看"}}, Pages: make([]image.Image, 2)})
	m.Resize(fyne.NewSize(320, 72))
	w := kittest.Window(t, kit.Place(340, m.Height()+20, kit.At(10, 10, 320, m.Height(), m)), 340, m.Height()+20)
	kittest.Audit(t, w, kittest.CounterRules())
}

func TestAPageIsShrunkIntoItsBox(t *testing.T) {
	pic, err := kit.Shrink(pngOf(t, 210, 297), 48, 62)
	if err != nil {
		t.Fatal(err)
	}
	if b := pic.Bounds(); b.Dx() > 48 || b.Dy() > 62 || b.Dy() < 60 {
		t.Errorf("%v", b)
	}
	if _, err := kit.Shrink([]byte("%PDF-1.4"), 48, 62); err == nil {
		t.Error("a PDF was taken for a picture")
	}
}

func FuzzShrink(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\xff\xd8\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if pic, err := kit.Shrink(raw, 48, 62); err == nil && (pic.Bounds().Dx() > 48 || pic.Bounds().Dy() > 62) {
			t.Errorf("%v", pic.Bounds())
		}
	})
}

func pngOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestALongTextStaysInsideItsBox(t *testing.T) {
	kittest.App(t)
	f := kit.NewField(kit.FieldParams{Label: "怎样才对"})
	w := kittest.Window(t, container.NewWithoutLayout(f), 500, 120)
	f.Resize(fyne.NewSize(240, 60))
	f.SetText("原件，纸质或电子；可由本窗口从电子营业执照系统核验，不用再交")
	img := kittest.Capture(w)
	ground := img.At(400, 40)
	for x := 250; x < 500; x++ {
		for y := 20; y < 60; y++ {
			if img.At(x, y) != ground {
				t.Fatalf("something stands at %d,%d, outside the box", x, y)
			}
		}
	}
}

func TestAnAnswerThatComesAfterItsNewsStillShowsWhereTheTextIsFrom(t *testing.T) {
	kittest.App(t)
	var answer func(error)
	f := kit.NewField(kit.FieldParams{Label: "面积", OnCommit: func(_ string, done func(error)) { answer = done }})
	w := kittest.Window(t, f, 300, 80)
	w.Canvas().Focus(f.Focusable())
	test.Type(f.Focusable(), "86.5")
	w.Canvas().Unfocus()
	f.Set(kit.FieldState{Text: "86.5", Tag: "手填"})
	answer(nil)
	shown := kittest.Capture(w)
	f.Refresh()
	if !kittest.Same(shown, kittest.Capture(w)) {
		t.Error("the box does not show at once that the text was typed")
	}
}

func TestWhatIsTypedWhileAnAnswerIsOnItsWayIsHandedOverToo(t *testing.T) {
	kittest.App(t)
	var got []string
	var answer func(error)
	f := kit.NewField(kit.FieldParams{Label: "面积", OnCommit: func(s string, done func(error)) { got, answer = append(got, s), done }})
	w := kittest.Window(t, f, 300, 80)
	w.Canvas().Focus(f.Focusable())
	test.Type(f.Focusable(), "86")
	w.Canvas().Unfocus()
	w.Canvas().Focus(f.Focusable())
	test.Type(f.Focusable(), ".5")
	w.Canvas().Unfocus()
	answer(nil)
	if len(got) != 2 || len(got[1]) != 4 {
		t.Errorf("handed over: %q", got)
	}
}

func TestFieldsDoNotReadTheFontsAgain(t *testing.T) {
	kittest.App(t)
	held := func() int {
		items := []kit.Placed{}
		for i := range 4 {
			f := kit.NewField(kit.FieldParams{Label: "经营场所", Hint: "请填写"})
			items = append(items, kit.At(10, float32(10+i*80), 400, 0, f))
		}
		kittest.Capture(kittest.Window(t, kit.Place(420, 340, items...), 420, 340))
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc >> 20)
	}
	first := held()
	if more := held() - first; more > 15 {
		t.Errorf("four more fields hold %d MB more", more)
	}
}
