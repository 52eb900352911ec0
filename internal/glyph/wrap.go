package glyph

import (
	"strings"
	"unicode"
)

// Punctuation that may not begin a line, and that may not end one (GB/T 15834: 避头尾).
const (
	neverFirst = "，。、；：？！）〕】》」』”’％…—·,.;:?!)]}%"
	neverLast  = "（〔【《「『“‘([{"
)

// MayBreak reports whether a line may end between the neighbours a and b. Words of letters and digits hold
// together, closing marks stay with what they close, opening marks with what they open.
func MayBreak(a, b rune) bool {
	switch {
	case strings.ContainsRune(neverFirst, b) || strings.ContainsRune(neverLast, a):
		return false
	case unicode.IsSpace(b):
		return false // a blank stays at the end of its line, where it is not seen
	case unicode.IsSpace(a):
		return true
	}
	return !word(a) || !word(b)
}

func word(r rune) bool { return r < 0x2E80 && r != '-' && r != '/' && !unicode.IsSpace(r) }

// Wrap breaks s into lines no wider than width pixels. A line break in s is kept; blanks at a line's end are
// dropped; a word wider than the line is cut.
func (f *Face) Wrap(s string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines = append(lines, f.wrap([]rune(paragraph), float64(width))...)
	}
	return lines
}

func (f *Face) wrap(text []rune, width float64) []string {
	var lines []string
	start, fit, used := 0, 0, 0.0 // the line's first rune; the last place it may end; its width so far
	for i := 0; i < len(text); i++ {
		if i > start && MayBreak(text[i-1], text[i]) {
			fit = i
		}
		used += f.fonts.Advance(text[i], f.bold) * f.px
		if used <= width || i == start || unicode.IsSpace(text[i]) {
			continue
		}
		if fit <= start {
			fit = i
		}
		lines = append(lines, strings.TrimRight(string(text[start:fit]), " "))
		start, i, used = fit, fit-1, 0
	}
	return append(lines, strings.TrimRight(string(text[start:]), " "))
}
