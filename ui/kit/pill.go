package kit

import "fyne.io/fyne/v2"

// PillParams describe a state pill. Icon "" takes the meaning's own; Px 0 is the counter's 13.
type PillParams struct {
	Meaning Meaning
	Text    string
	Icon    string
	Px      float32
}

// NewPill is a state in a tinted box: icon and word.
func NewPill(p PillParams) *Drawing {
	if p.Px == 0 {
		p.Px = 13
	}
	ink, tint, icon := p.Meaning.Colours()
	if p.Icon != "" {
		icon = p.Icon
	}
	side := p.Px + 2
	height := p.Px * 24 / 13
	width := 8 + side + 4 + Width(p.Text, p.Px, true) + 8
	return NewDrawing(width, height, func(s fyne.Size) []Placed {
		text := Text(p.Text, p.Px, true, ink)
		mid := s.Height / 2
		return []Placed{
			At(0, 0, s.Width, s.Height, Box(tint, 3)),
			At(8, mid-side/2, side, side, Icon(icon, side, ink)),
			At(8+side+4, mid-text.MinSize().Height/2, 0, 0, text),
		}
	})
}
