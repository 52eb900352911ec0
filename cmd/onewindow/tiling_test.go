package main

import (
	"testing"

	"onewindow/internal/rig"
)

func TestEveryWindowBeginsOnTheScreen(t *testing.T) {
	for _, screen := range [][2]int{{1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {7680, 4320}} {
		spots := tiling(screen[0], screen[1]).spots
		for _, name := range []string{panelWindow, citizenWindow, rig.Counter, rig.Kiosk, rig.Display, rig.Strip} {
			s, ok := spots[name]
			if !ok || s.x < 0 || s.y < 0 || s.x > screen[0]-200 || s.y > screen[1]-100 || s.scale <= 0 || s.scale > 2 {
				t.Errorf("%v: %s stands at %+v", screen, name, s)
			}
		}
		c := spots[rig.Counter]
		if right := c.x + int(1920*c.scale); right > screen[0] {
			t.Errorf("%v: the counter ends at %d", screen, right)
		}
		k := spots[rig.Kiosk]
		if foot := k.y + int(1920*k.scale); foot > screen[1] {
			t.Errorf("%v: the kiosk ends at %d", screen, foot)
		}
	}
}
