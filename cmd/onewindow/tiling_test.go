package main

import (
	"testing"

	"onewindow/internal/rig"
	"onewindow/ui/demo"
)

func TestEveryWindowBeginsOnTheScreen(t *testing.T) {
	for _, screen := range [][2]int{{1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {7680, 4320}} {
		tiles := tiling(screen[0], screen[1])
		spots := tiles.spots
		for _, name := range []string{panelWindow, citizenWindow, rig.Counter, rig.Kiosk, rig.Display, rig.Strip} {
			s, ok := spots[name]
			if !ok || s.x < 0 || s.y < 0 || s.x > screen[0]-200 || s.y > screen[1]-100 || s.scale <= 0 || s.scale > 2 {
				t.Errorf("%v: %s stands at %+v", screen, name, s)
			}
		}
		for name, drawn := range map[string][2]float64{
			rig.Counter: {1920, 1080}, citizenWindow: {1280, 800}, rig.Kiosk: {1080, 1920}, rig.Display: {1920, 1080}, rig.Strip: {1280, 400},
			panelWindow: {float64(demo.Size(tiles.tall).Width), float64(demo.Size(tiles.tall).Height)},
		} {
			s := spots[name]
			if right, foot := s.x+int(drawn[0]*s.scale), s.y+int(drawn[1]*s.scale); right > screen[0] || foot > screen[1] {
				t.Errorf("%v: %s ends at %d, %d", screen, name, right, foot)
			}
		}
	}
}
