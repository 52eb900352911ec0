package kit

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Text is one line of the bundled font at px pixels.
func Text(s string, px float32, bold bool, c color.Color) *canvas.Text {
	t := canvas.NewText(s, c)
	t.TextSize = px
	t.TextStyle.Bold = bold
	return t
}

// Centred is Text centred in the room it is given.
func Centred(s string, px float32, bold bool, c color.Color) *canvas.Text {
	t := Text(s, px, bold, c)
	t.Alignment = fyne.TextAlignCenter
	return t
}

// Trailing is Text at the right end of the room it is given.
func Trailing(s string, px float32, bold bool, c color.Color) *canvas.Text {
	t := Text(s, px, bold, c)
	t.Alignment = fyne.TextAlignTrailing
	return t
}

// Measure is the size of one line in the font of the theme.
func Measure(s string, px float32, bold bool) fyne.Size {
	return fyne.MeasureText(s, px, fyne.TextStyle{Bold: bold})
}

// Width is the width of one line.
func Width(s string, px float32, bold bool) float32 { return Measure(s, px, bold).Width }

// Fit shortens s with … until it is no wider than width.
func Fit(s string, px float32, bold bool, width float32) string {
	if Width(s, px, bold) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && Width(string(r)+"…", px, bold) > width {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

// Wrap breaks s into lines no wider than width: at newlines, between Chinese characters and between words,
// never before closing or after opening punctuation. A word wider than the line stands alone on its own.
func Wrap(s string, px float32, bold bool, width float32) []string {
	var lines []string
	for _, part := range strings.Split(s, "\n") {
		lines = append(lines, wrapPart(part, px, bold, width)...)
	}
	return lines
}

func wrapPart(s string, px float32, bold bool, width float32) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(s) {
		next := line + piece
		if line == "" || Width(strings.TrimRight(next, " "), px, bold) <= width {
			line = next
			continue
		}
		lines = append(lines, strings.TrimRight(line, " "))
		line = strings.TrimLeft(piece, " ")
	}
	return append(lines, strings.TrimRight(line, " "))
}

const (
	closers = "，。、！？；：）」』》】％,.!?;:)]}%…”’"
	openers = "（「『《【([{“‘"
)

// pieces cuts a line into what must stay together.
func pieces(s string) []string {
	var out []string
	cur := []rune{}
	flush := func() {
		if len(cur) > 0 {
			out = append(out, string(cur))
			cur = cur[:0]
		}
	}
	for _, r := range s {
		if len(cur) > 0 && mayBreak(cur[len(cur)-1], r) {
			flush()
		}
		cur = append(cur, r)
	}
	flush()
	return out
}

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(closers, after), strings.ContainsRune(openers, before), after == ' ':
		return false
	case before == ' ':
		return true
	}
	return wide(before) || wide(after)
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || (r >= 0x3000 && r <= 0x30FF) || (r >= 0xFF00 && r <= 0xFFEF)
}
