package tour

import (
	"context"
	"image"
	"image/color"

	"onewindow/internal/rig"
)

// staleBand is a point of the amber band a display shows while the hall is silent, and the band's colour (LOOK.md 2).
var staleBand = spot{image.Pt(1100, 200), color.RGBA{0x3A, 0x2E, 0x12, 0xFF}}

// silence: the hall node goes away and the displays say so.
func (s *story) silence() chapter {
	return chapter{title: "大厅节点失联 The hall node falls silent", steps: []step{
		{"the display tells the age of what it shows, and forgets its worry when the node is back", func(ctx context.Context) ([]string, error) {
			s.stop(rig.Hall)
			if err := s.ground(ctx, s.displayWindow(), staleBand, true); err != nil {
				return nil, err
			}
			seen, err := s.shots(ctx, s.displayWindow(), "display-stale", s.counterWindow(), "counter-no-hall", s.kioskWindow(), "kiosk-no-hall")
			if err != nil {
				return seen, err
			}
			return seen, all(
				func() error { return s.server(ctx, rig.Hall) },
				func() error { return s.ground(ctx, s.displayWindow(), staleBand, false) },
			)
		}},
	}}
}
