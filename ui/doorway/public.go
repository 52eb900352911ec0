package doorway

import (
	"image/color"

	"fyne.io/fyne/v2"

	"onewindow/ui/kit"
)

// face is how a doorway in public looks: a kiosk is light, a display dark.
type face struct {
	ground, text, soft, rule, tile color.Color
	mark                           color.NRGBA
}

func (d *Door) face() face {
	if !d.dark() {
		return face{kit.Wall, kit.Ink, kit.Ink2, kit.Line, kit.GreenT, kit.Green}
	}
	return face{kit.Lintel, kit.OnLintel, kit.OnLintel2, kit.Lintel3, kit.Lintel2, kit.Gold}
}

// dark tells whether the doorway stands on the lintel's ground: a display does.
func (d *Door) dark() bool { return d.p.Role == "display" }

// drawPublic says to citizens that the machine is out of service and where to go, and the rest at the foot.
// Its measures are those of a kiosk's screen, 1080 wide, or of a display, 1920×1080, times k.
func (d *Door) drawPublic(size fyne.Size) []kit.Placed {
	k, strip := scale(size)
	d.buttons(max(24, 26*k), max(60, 64*k))
	f := d.face()
	var s sheet
	s.box(0, 0, size.Width, size.Height, f.ground)
	lintel := float32(0)
	if !strip {
		lintel = max(88, 124*k)
		d.lintel(&s, size.Width, lintel, 48*k, max(29, 38*k))
	}
	foot := d.foot(&s, f, size, k)
	var notice sheet
	side := 48 * k
	high := d.notice(&notice, f, k, size.Width-2*side, strip)
	s.add(side, lintel+max(0, (foot-lintel-high)*0.4), notice)
	return s.items
}

// scale tells how large everything is, and whether the window is a strip.
func scale(size fyne.Size) (k float32, strip bool) {
	switch {
	case size.Height > size.Width:
		return size.Width / 1080, false
	case size.Width > 2.4*size.Height:
		return size.Height / 400, true
	}
	return max(0.7, min(size.Width/1920, size.Height/1080)), false
}

// notice is what citizens read; it gives how high it is.
func (d *Door) notice(s *sheet, f face, k, wide float32, strip bool) float32 {
	title, do, other := 92*k, 50*k, max(24, 32*k)
	y := float32(0)
	if strip {
		title, do, other = 72*k, 38*k, max(24, 28*k)
	} else {
		tile := 160 * k
		s.put(0, 0, tile, tile, kit.Box(f.tile, 8))
		s.put(tile/4, tile/4, tile/2, tile/2, kit.Icon("pause", tile/2, f.mark))
		y = tile + 36*k
	}
	w, role := d.p.Words, "doorway."+d.p.Role
	_, y = s.prose(0, y, wide, w.T(role+".title"), title, true, f.text)
	_, y = s.prose(0, y+8*k, wide, w.T(role+".do"), do, false, f.text)
	_, y = s.prose(0, y+20*k, wide, w.Other(role+".title")+d.period()+w.Other(role+".do"), other, false, f.soft)
	return y
}

// period ends the first of two sentences of the other language.
func (d *Door) period() string {
	if d.p.Words.Lang() == kit.English {
		return "。"
	}
	return ". "
}

// shownAtMost is how many troubles the foot has room for; one reads the others at the machine's settings.
const shownAtMost = 3

// foot is the technician's line; it gives where it begins.
func (d *Door) foot(s *sheet, f face, size fyne.Size, k float32) float32 {
	side, px := 48*k, 24*max(1, k)
	var answers, lines sheet
	room := answers.buttons(size.Width-side, 0, 24*k, d.answers()...) - 24*k - side
	known := map[string]bool{}
	y := float32(0)
	for _, t := range d.troubles()[:min(shownAtMost, len(d.troubles()))] {
		line := d.said(t).head
		if t.Code != "" {
			line = t.Code + "  " + line
		}
		if t.Detail != "" {
			line += "  " + t.Detail
		}
		p, end := lines.prose(0, y, room, line, px, false, f.soft)
		d.say(t, p, known)
		y = end
	}
	button := d.lang.MinSize().Height
	high := max(button, y)
	top := size.Height - high - 32*k
	s.box(side, top-24*k, size.Width-2*side, 1, f.rule)
	s.add(side, top+(high-y)/2, lines)
	s.add(0, top+(high-button)/2, answers)
	return top - 24*k
}
