package kit_test

import (
	"testing"

	"onewindow/ui/kit"
)

func TestWordsSwitchWhileRunningAndTellTheirListeners(t *testing.T) {
	w, err := kit.NewWords(kit.Chinese, "kit")
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	stop := w.Listen(func() { told++ })
	if got := w.T("grade.1"); got != "非常满意" {
		t.Errorf("Chinese: %q", got)
	}
	w.SetLang(kit.English)
	if got := w.T("grade.1"); got != "Very satisfied" {
		t.Errorf("English: %q", got)
	}
	w.SetLang(kit.English)
	stop()
	w.SetLang(kit.Chinese)
	if told != 1 {
		t.Errorf("told %d times, want once: a change that is none and a removed listener are silent", told)
	}
	if w.T("no.such.key") != "no.such.key" {
		t.Error("an unknown key must show itself")
	}
}
