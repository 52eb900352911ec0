package counter_test

import (
	"os"
	"testing"

	"fyne.io/fyne/v2/test"

	"onewindow/ui/kit"
)

// TestMain starts one app for all tests of the package: most of their time would go into reading the font.
func TestMain(m *testing.M) {
	a := test.NewApp()
	a.Settings().SetTheme(kit.NewTheme())
	code := m.Run()
	a.Quit()
	os.Exit(code)
}
