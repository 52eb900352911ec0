package display

import (
	"testing"

	"onewindow/internal/display"
	"onewindow/ui/kit"
	"onewindow/ui/kit/kittest"
)

func TestASilentHallIsOnTheMapForAsLongAsItIsSaid(t *testing.T) {
	kittest.App(t)
	for _, role := range []string{"display", "strip"} {
		t.Run(role, func(t *testing.T) {
			m := newFixed(sample())
			p, _ := params(t, m, kit.Chinese)
			p.Map = kit.NewMap(t.TempDir() + "/map.json")
			screen := map[string]func() interface{ Draw() }{
				"display": func() interface{ Draw() } {
					h := NewHall(t.Context(), p)
					t.Cleanup(h.Close)
					kittest.Window(t, h.Content(), 960, 540)
					return h
				},
				"strip": func() interface{ Draw() } {
					v := NewStrip(t.Context(), 3, p)
					t.Cleanup(v.Close)
					kittest.Window(t, v.Content(), 1280, 400)
					return v
				},
			}[role]()
			for _, c := range []struct {
				s    display.Snapshot
				said bool
			}{{sample(), false}, {silent(), true}, {sample(), false}, {searching(), true}} {
				m.s = c.s
				screen.Draw()
				spot, said := p.Map.Look().Tags[role+".trouble.HALL-101"]
				if said != c.said {
					t.Errorf("phase %s, stale %v: said %v", c.s.Phase, c.s.Stale, said)
				}
				if said && (spot.W < 100 || spot.H < 10) {
					t.Errorf("the sentence stands at %+v", spot)
				}
			}
		})
	}
}
