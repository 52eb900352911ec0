package kit

import "fyne.io/fyne/v2/driver/desktop"

// press tells a control that a finger or button is down on it, so that it can show it. It never acts: a tap does,
// when the finger leaves. A control embeds it and sets changed.
type press struct {
	down    bool
	changed func(e *desktop.MouseEvent) // e is nil when the press ends
}

func (p *press) set(down bool, e *desktop.MouseEvent) {
	if p.down == down {
		return
	}
	p.down = down
	if p.changed != nil {
		p.changed(e)
	}
}

// MouseDown implements desktop.Mouseable.
func (p *press) MouseDown(e *desktop.MouseEvent) { p.set(true, e) }

// MouseUp implements desktop.Mouseable.
func (p *press) MouseUp(*desktop.MouseEvent) { p.set(false, nil) }

// MouseIn implements desktop.Hoverable.
func (p *press) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the press of a finger that slid away.
func (p *press) MouseOut() { p.set(false, nil) }
