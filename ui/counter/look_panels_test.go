//go:build !race

package counter_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"onewindow/internal/cases"
	"onewindow/ui/kit"
)

// Panels have shadows, and the software painter takes seconds for each of them under the race detector; what panels
// do is proved in keys_test.go with it.
func TestLookOfThePanels(t *testing.T) {
	look(t, "panel-supplement", serving(), kit.Chinese, 1920, 1080, press(fyne.KeyF11))
	look(t, "panel-refuse", serving(), kit.Chinese, 1920, 1080, press(fyne.KeyF12))
	look(t, "panel-pause", idle(), kit.Chinese, 1920, 1080, press(fyne.KeyF7))
	look(t, "panel-keys", serving(), kit.Chinese, 1366, 768, press(fyne.KeyF1))
	s := accepted()
	s.Current.Case.State, s.Notice = cases.Granted, nil
	s.Current.Case.Decision = &cases.Decision{Granted: true, Number: "闽榕食许〔2026〕0007号", Dept: "市场监督管理局", At: now}
	look(t, "panel-handout", s, kit.Chinese, 1920, 1080, press(fyne.KeyF10))
	away := called()
	away.Connected, away.Heard = false, at(10, 20)
	look(t, "hall-away", away, kit.Chinese, 1920, 1080, press(fyne.KeyF2))
}
