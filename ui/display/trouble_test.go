package display

import (
	"strings"
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
				code string
			}{{sample(), ""}, {silent(), display.CodeSilent}, {sample(), ""}, {searching(), display.CodeUnheard}} {
				m.s = c.s
				screen.Draw()
				var said []string
				for tag, spot := range p.Map.Look().Tags {
					if code, ok := strings.CutPrefix(tag, role+".trouble."); ok {
						said = append(said, code)
						if spot.W < 100 || spot.H < 10 {
							t.Errorf("%s stands at %+v", tag, spot)
						}
					}
				}
				if strings.Join(said, " ") != c.code {
					t.Errorf("phase %s, stale %v: said %q, want %q", c.s.Phase, c.s.Stale, said, c.code)
				}
			}
		})
	}
}
