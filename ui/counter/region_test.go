package counter

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"onewindow/ui/kit"
)

func TestARegionIsDrawnAgainOnlyWhenWhatItShowsChanged(t *testing.T) {
	drawn := 0
	r := newRegion(func(s []string, _ fyne.Size) []kit.Placed { drawn++; return nil })
	test.NewTempWindow(t, r.pic).Resize(fyne.NewSize(100, 100))
	r.show([]string{"A018"})
	first := drawn
	for range 10 {
		r.show([]string{"A018"})
	}
	if drawn != first {
		t.Errorf("the same model was drawn %d times more", drawn-first)
	}
	r.show([]string{"A019"})
	if drawn == first {
		t.Error("another model was not drawn")
	}
}
