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
		{"the display tells the age of what it shows, and forgets its worry when the node is back", s.by(func(h *hand) {
			h.do(func(context.Context) error { s.stop(rig.Hall); return nil })
			h.do(func(ctx context.Context) error { return s.ground(ctx, s.displayWindow(), staleBand, true) })
			h.shot(s.displayWindow(), "display-stale")
			h.scene(s.display, "display", "HALL-103") // what it shows has an age
			h.scene(s.strip, "strip", "HALL-103")
			h.scene(s.kiosk, "kiosk", "HALL-101")
			h.do(func(ctx context.Context) error { return s.server(ctx, rig.Hall) })
			h.do(func(ctx context.Context) error { return s.ground(ctx, s.displayWindow(), staleBand, false) })
			for _, r := range []*Role{s.display, s.strip, s.kiosk, s.counter} {
				h.content(r, r.name, "HALL-")
			}
		})},
	}, troubles: []string{"HALL-103", "HALL-101"}}
}
