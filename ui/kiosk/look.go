package kiosk

import (
	"image/color"

	"onewindow/ui/kit"
)

// look is how large and how strong things are drawn: the standard version, or the large one (大字版) whose pairs of
// colours all reach 7:1 (LOOK 2, 3, 9).
type look struct {
	title, body, second float32     // type
	least               float32     // the smallest type
	button, word        float32     // a button's height and its type
	stroke              float32     // the border of what can be operated
	green               color.NRGBA // on tints and strips
	quiet               color.NRGBA // ink of what matters less
	caution             color.NRGBA // ink of what deserves care
	bar                 float32     // the top of the service bar
	lines               int         // of sentences about what is missing
}

const (
	leastStandard = 24
	leastElder    = 36
	barStandard   = 1784
	barElder      = 1722
)

// look gives the version of this session.
func (w *Window) look() look {
	if w.p.s.Elder {
		return look{
			title: 88, body: 40, second: 36, least: leastElder, button: 136, word: 46, stroke: 3,
			green: kit.GreenD, quiet: kit.Ink, caution: kit.Ink, bar: barElder, lines: 4,
		}
	}
	return look{
		title: 64, body: 30, second: 26, least: leastStandard, button: 104, word: 34, stroke: 2,
		green: kit.Green, quiet: kit.Ink2, caution: kit.Amber, bar: barStandard, lines: 4,
	}
}

// sheet is an empty sheet of this session's version.
func (w *Window) sheet() sheet { return sheet{least: w.look().least} }
