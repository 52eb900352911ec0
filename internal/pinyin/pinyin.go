package pinyin

import (
	"strings"
	"unicode"

	gopinyin "github.com/mozillazg/go-pinyin"
)

// Initials gives the first letter of each character's first reading, lower case; ASCII letters and digits stay,
// everything else is left out: 食品经营许可(新办) → spjyxkxb.
func Initials(s string) string {
	_, initials := Index(s)
	return initials
}

// Full gives the syllables without tones and without gaps: 食品 → shipin. ü is written v.
func Full(s string) string {
	full, _ := Index(s)
	return full
}

// Index gives both forms in one pass; its shape is what the catalogue asks for.
func Index(s string) (full, initials string) {
	var f, in strings.Builder
	args := gopinyin.NewArgs()
	for _, r := range s {
		syllable := letters(r, args)
		if syllable == "" {
			continue
		}
		f.WriteString(syllable)
		in.WriteByte(syllable[0])
	}
	return f.String(), in.String()
}

func letters(r rune, args gopinyin.Args) string {
	if r < unicode.MaxASCII {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToLower(r))
		}
		return ""
	}
	if p := gopinyin.SinglePinyin(r, args); len(p) > 0 {
		return plain(p[0])
	}
	return ""
}

// plain writes ü as v, as keyboards do.
func plain(syllable string) string { return strings.ReplaceAll(syllable, "ü", "v") }
