package kiosk

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"onewindow/ui/kit"
)

// Measures of the portrait screen (LOOK 6).
const (
	width, height = 1080, 1920
	margin        = 48
	content       = width - 2*margin
	right         = width - margin
)

// sheet collects what stands where. Words are placed by the middle of their characters, as a drawing gives them.
// Words that do not fit are written smaller, down to least.
type sheet struct {
	items []kit.Placed
	least float32 // 0 = the standard version's
}

func (s *sheet) put(x, y, w, h float32, o fyne.CanvasObject) {
	s.items = append(s.items, kit.At(x, y, w, h, o))
}

// box is a filled rectangle.
func (s *sheet) box(x, y, w, h float32, fill color.Color, radius float32) {
	s.put(x, y, w, h, kit.Box(fill, radius))
}

// top is where a line of px pixels begins so that its characters' middle is at y: the font's characters have their
// middle 0.815 em under the top of the line.
func top(y, px float32) float32 { return y - 0.815*px }

// fit makes the type smaller until the line is no wider than room, and cuts it only below the least size.
func (s *sheet) fit(text string, px float32, bold bool, room float32) (string, float32) {
	least := max(s.least, leastStandard)
	for ; px > least; px = max(px-2, least) {
		if kit.Width(text, px, bold) <= room {
			return text, px
		}
	}
	return kit.Fit(text, px, bold, room), px
}

// text is a line that begins at x, no wider than room (0 = any).
func (s *sheet) text(x, y float32, text string, px float32, bold bool, c color.Color, room float32) *canvas.Text {
	if room > 0 {
		text, px = s.fit(text, px, bold, room)
	}
	t := kit.Text(text, px, bold, c)
	s.put(x, top(y, px), 0, 0, t)
	return t
}

// trail is a line that ends at x.
func (s *sheet) trail(x, y float32, text string, px float32, bold bool, c color.Color, room float32) *canvas.Text {
	text, px = s.fit(text, px, bold, room)
	t := kit.Trailing(text, px, bold, c)
	s.put(x-room, top(y, px), room, 0, t)
	return t
}

// mid is a line centred between x and x+room.
func (s *sheet) mid(x, y float32, text string, px float32, bold bool, c color.Color, room float32) *canvas.Text {
	text, px = s.fit(text, px, bold, room)
	t := kit.Centred(text, px, bold, c)
	s.put(x, top(y, px), room, 0, t)
	return t
}

// lines is text whose middle is at y, in one line if it fits at px or a little less, else in as many as there may be,
// the type made smaller down to least.
func (s *sheet) lines(x, y float32, text string, px float32, bold bool, c color.Color, room float32, most int) {
	size, least := px, max(s.least, leastStandard)
	for size > least && kit.Width(text, size, bold) > room && (size > px*0.8 || len(kit.Wrap(text, size, bold, room)) > most) {
		size = max(size-2, least)
	}
	p := kit.NewProse(text, size, bold, c, room)
	h := p.MinSize().Height
	s.put(x, y-h/2-1, room, h, p)
}

// icon stands with its middle at x, y.
func (s *sheet) icon(x, y, px float32, name string, c color.Color) {
	s.put(x-px/2, y-px/2, px, px, kit.Icon(name, px, c))
}

// done gives the sheet as one object of fixed size.
func (s *sheet) done(w, h float32) *fyne.Container { return kit.Place(w, h, s.items...) }

// mixed writes parts of different size and weight on one line that ends at x.
type part struct {
	text string
	px   float32
	bold bool
	c    color.Color
}

func (s *sheet) mixed(x, y float32, parts ...part) {
	base := float32(0)
	for _, p := range parts {
		base = max(base, p.px)
	}
	for i := len(parts) - 1; i >= 0; i-- {
		p := parts[i]
		w := kit.Width(p.text, p.px, p.bold)
		x -= w
		// One baseline for all: 0.345 em of the largest type under the middle.
		s.put(x, y+0.345*base-1.16*p.px, 0, 0, kit.Text(p.text, p.px, p.bold, p.c))
		x -= 8
	}
}

// mixedMid centres such a line in room.
func (s *sheet) mixedMid(x, y, room float32, parts ...part) {
	w := float32(-8)
	for _, p := range parts {
		w += kit.Width(p.text, p.px, p.bold) + 8
	}
	s.mixed(x+(room+w)/2, y, parts...)
}
