package kittest

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Where the font's ink lies, in parts of the type size below the top of a line: Noto Sans SC has its baseline at
// 1.16 and a line of 1.45.
const (
	baseline                      = 1.16
	capTop, hanTop, smallTop      = 0.43, 0.30, 0.40
	hanBottom, descenders, commas = 1.25, 1.38, 1.30
)

// inkOf is where a text's ink lies: as wide as the text, whatever room it got, and as high as its characters are.
func inkOf(n node, t *canvas.Text) rect {
	least := t.MinSize()
	r := rect{n.box.x, n.box.y, least.Width, least.Height}
	switch t.Alignment {
	case fyne.TextAlignTrailing:
		r.x += n.box.w - least.Width
	case fyne.TextAlignCenter:
		r.x += (n.box.w - least.Width) / 2
	}
	r.y += max(0, n.box.h-least.Height) / 2
	top, bottom := float32(baseline), float32(0)
	for _, c := range t.Text {
		a, b := inkOfRune(c)
		top, bottom = min(top, a), max(bottom, b)
	}
	return rect{r.x, r.y + top*t.TextSize, r.w, (bottom - top) * t.TextSize}
}

func inkOfRune(c rune) (top, bottom float32) {
	switch {
	case isHan(c):
		return hanTop, hanBottom
	case unicode.IsDigit(c), c >= 'A' && c <= 'Z' && c != 'Q':
		return capTop, baseline
	case strings.ContainsRune("gjpqy()[]{}|/Q", c):
		return smallTop, descenders
	case strings.ContainsRune(",;，。、；", c):
		return baseline, commas
	}
	return smallTop, baseline
}

func isHan(c rune) bool { return unicode.Is(unicode.Han, c) }

// plain tells whether a text is a number: digits, capitals and what stands between them.
func isNumber(text string) bool {
	digits := false
	for _, c := range text {
		switch {
		case unicode.IsDigit(c):
			digits = true
		case c >= 'A' && c <= 'Z', strings.ContainsRune(" ·:-–", c):
		default:
			return false
		}
	}
	return digits
}
