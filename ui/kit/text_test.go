package kit_test

import (
	"slices"
	"testing"

	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestWrappingKeepsPunctuationAndWordsTogether(t *testing.T) {
	kittest.App(t)
	w := func(s string) float32 { return kit.Width(s, 20, false) + 1 }
	for _, c := range []struct {
		name, text string
		width      float32
		want       []string
	}{
		{"fits", "请取号", w("请取号"), []string{"请取号"}},
		{"between characters", "请取号等候叫号", w("请取号等"), []string{"请取号等", "候叫号"}},
		{"no comma at the start of a line", "请取号，等候", w("请取号"), []string{"请取", "号，等", "候"}},
		{"no bracket at the end of a line", "食品许可「新办」", w("食品许可「"), []string{"食品许可", "「新办」"}},
		{"words stay whole", "Take a number here", w("number here"), []string{"Take a", "number here"}},
		{"newline", "一\n二", 100, []string{"一", "二"}},
		{"beyond the BMP", "张𬭎㛃䶮", w("张𬭎"), []string{"张𬭎", "㛃䶮"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kit.Wrap(c.text, 20, false, c.width); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestFitShortensToTheWidth(t *testing.T) {
	kittest.App(t)
	got := kit.Fit("福州市政务服务大厅", 20, true, 100)
	if kit.Width(got, 20, true) > 100 || got == "" {
		t.Errorf("%q is %v wide", got, kit.Width(got, 20, true))
	}
}
