package display

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// LOOK.md 7: a new call comes down 24 px in 240 ms, then its band alternates every 500 ms for 10 s.
const (
	fall      = 24
	fallTime  = 240 * time.Millisecond
	flashTime = 10 * time.Second
	flashes   = 20
)

// motion moves a slip when a new call comes. Off, it does nothing: everything is a cut.
type motion struct {
	off   bool
	stage *stage
	slip  *fyne.Container
	band  *canvas.Rectangle // of the slip as drawn last; nil = no gold band
	fall  *fyne.Animation
	flash *fyne.Animation
}

func (m *motion) start() {
	m.stop()
	if m.off {
		return
	}
	m.fall = fyne.NewAnimation(fallTime, func(done float32) {
		m.slip.Move(m.stage.origin.SubtractXY(0, fall*m.stage.k*(1-done)))
	})
	m.fall.Curve = fyne.AnimationEaseOut
	last := 0
	m.flash = fyne.NewAnimation(flashTime, func(done float32) {
		if now := int(done * flashes); now != last {
			last = now
			m.shade(now%2 == 1)
		}
	})
	m.flash.Curve = fyne.AnimationLinear
	m.fall.Start()
	m.flash.Start()
}

// shade paints the band as paper or as gold.
func (m *motion) shade(paper bool) {
	if m.band == nil {
		return
	}
	m.band.FillColor = kit.Gold
	if paper {
		m.band.FillColor = kit.SlipPaper
	}
	m.band.Refresh()
}

// stop ends every motion where it should have ended.
func (m *motion) stop() {
	for _, a := range []*fyne.Animation{m.fall, m.flash} {
		if a != nil {
			a.Stop()
		}
	}
	m.fall, m.flash = nil, nil
	m.slip.Move(m.stage.origin)
	m.shade(false)
}
