package kiosk

import (
	"onewindow/internal/pinyin"
	"onewindow/ui/kit"
)

// longestSyllable is zhuang, chuang, shuang.
const longestSyllable = 6

// Pinyin lets the touch keyboard write characters: the longest leading syllable that is one, else the characters
// of the first syllable that begins so.
func Pinyin(t *pinyin.Table) kit.Characters {
	return func(typed string) (string, []rune) {
		for n := min(longestSyllable, len(typed)); n > 0; n-- {
			if chars := t.Candidates(typed[:n]); len(chars) > 0 {
				return typed[:n], chars
			}
		}
		for _, s := range t.Starting(typed) {
			return typed, t.Candidates(s)
		}
		return "", nil
	}
}
