package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestAButtonIsPressedByTapEnterAndSpace(t *testing.T) {
	kittest.App(t)
	n := 0
	b := kit.NewButton(kit.ButtonParams{Text: "受理", Key: "F10", OnTap: func() { n++ }})
	kittest.Window(t, b, 200, 48)
	test.Tap(b)
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyA} {
		b.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if n != 4 {
		t.Errorf("pressed %d times, want 4: tap, Return, Enter, Space and not A", n)
	}
}

func TestAFingerIsSeenAndActsWhenItLeaves(t *testing.T) {
	kittest.App(t)
	n := 0
	b := kit.NewButton(kit.ButtonParams{Text: "受理", OnTap: func() { n++ }})
	w := kittest.Window(t, b, 200, 48)
	before := kittest.Capture(w)
	b.MouseDown(&desktop.MouseEvent{})
	if n != 0 || kittest.Same(before, kittest.Capture(w)) {
		t.Errorf("acted %d times, or the press is not seen", n)
	}
	b.MouseOut()
	if !kittest.Same(before, kittest.Capture(w)) {
		t.Error("a finger that slid away stays")
	}
}

func TestABlockedButtonSaysWhyInsteadOfActing(t *testing.T) {
	kittest.App(t)
	acted, why := false, ""
	b := kit.NewButton(kit.ButtonParams{Text: "受理", OnTap: func() { acted = true }})
	b.OnBlocked = func(reason string) { why = reason }
	b.Blocked("还差 1 份必要材料")
	test.Tap(b)
	if acted || why != "还差 1 份必要材料" {
		t.Errorf("acted %v, reason %q", acted, why)
	}
	b.Blocked("")
	test.Tap(b)
	if !acted {
		t.Error("a freed button does not act")
	}
}
